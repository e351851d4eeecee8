/** What every act on alerts has: who acts, for what, by when, and one transaction. */
import type { Clock } from '../../../shared/clock.js';
import type { Ending } from '../../../shared/ending.js';
import { nowInTime } from '../../../shared/now-in-time.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import { dayOf } from '../../../world/calendar.js';
import type { AccessScope, AskContext } from '../../adapter.js';
import { versionOf, type Alert, type AlertContent } from '../domain/alert.js';
import type { Actor, AlertTransaction, AlertWriter, StoredAlert } from '../store/write-alerts.js';
import { endUsersOf } from '../store/visibility.js';
import { asRefusal, limitStatements } from '../store/within-deadline.js';

/** What the operations work with. */
export interface KeepingParts {
  readonly writer: AlertWriter;
  readonly clock: Clock;
}

/** One act. */
export interface Acting {
  readonly scope: AccessScope;
  readonly actor: Actor;
  readonly signal: Ending;
  readonly nowMs: number;
  /** YYYY-MM-DD, UTC. */
  readonly today: string;
  /** Runs it. A failure of the database becomes a Refusal. */
  readonly act: <Result>(work: (transaction: AlertTransaction) => Promise<Result>) => Promise<Result>;
}

/** Begins an act. Throws a Refusal when no time is left for it. */
export function acting({ writer, clock }: KeepingParts, context: AskContext): Acting {
  const { scope, signal, requestId, officer, deadlineMs } = context;
  const nowMs = nowInTime('SIS', clock, context);
  return {
    scope,
    signal,
    nowMs,
    today: dayOf(nowMs),
    actor: {
      authority: scope.authority,
      authorityKind: scope.authorityKind,
      officer: officer.pseudonym,
      requestId,
    },
    async act(work) {
      try {
        return await writer.act(signal, async (transaction) => {
          await limitStatements(transaction.tx, deadlineMs - nowMs);
          return work(transaction);
        });
      } catch (error) {
        signal.throwIfAborted();
        throw asRefusal(error);
      }
    },
  };
}

/** Whether the legal basis of the act covers alerts of the category and, under Art. 38, on such objects. */
export function covers({ categories }: AccessScope, alert: Alert | AlertContent): boolean {
  if (!categories.has(alert.category)) return false;
  return alert.category !== 'OBJ' || (alert.subject === 'object' && categories.has(`OBJ:${alert.object.letter}`));
}

/** Whether the caller may know that the alert exists. */
export const mayKnow = (scope: AccessScope, { alert, hiddenFrom = [] }: StoredAlert): boolean =>
  covers(scope, alert) && !hiddenFrom.includes(endUsersOf(scope));

/** Refuses an act on an alert that the legal basis is not for. */
export function assertCovers(scope: AccessScope, content: AlertContent): void {
  if (covers(scope, content)) return;
  throw new Refusal(
    'OPERATION_NOT_ALLOWED',
    `the legal basis does not cover alerts of ${content.category} on this subject`,
    {
      metadata: { system: 'SIS', category: content.category },
    },
  );
}

/**
 * An alert of the caller's own state in the version expected, if any. Throws a Refusal: NOT_FOUND, the same for one that does
 * not exist and one that the caller may not know of; NOT_OWNER; VERSION_STALE.
 */
export function ownAlert(scope: AccessScope, stored: StoredAlert | undefined, expectedVersion?: number): StoredAlert {
  if (stored === undefined || !mayKnow(scope, stored)) throw new Refusal('NOT_FOUND', 'No such alert');
  if (stored.alert.issuingState !== scope.memberState) {
    throw new Refusal('NOT_OWNER', 'only the Member State that issued an alert may change or delete it (Art. 59)', {
      metadata: { issuing_state: stored.alert.issuingState },
    });
  }
  const version = versionOf(stored.alert);
  if (expectedVersion !== undefined && expectedVersion !== version) {
    throw new Refusal('VERSION_STALE', 'the alert has another version by now', {
      metadata: { current_version: String(version) },
    });
  }
  return stored;
}

/** Refuses a request that names fields which contradict each other or the alert. */
export function refuseIfAny(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) {
    throw new Refusal('REQUEST_INVALID', 'The request contradicts itself, or the alert', { violations });
  }
}
