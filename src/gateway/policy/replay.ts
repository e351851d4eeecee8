/**
 * Puts past questions to a proposed policy and tells what would have been decided otherwise. It opens what was asked and
 * why, never what was answered; the run is announced in the log before anything is opened, and closed in it. What it
 * tells names entries and rules, nobody.
 */
import type postgres from 'postgres';
import type { Period } from '../../audit/detect/detection.js';
import { readOpenedAccesses, type ReadReport } from '../../audit/detect/read-accesses.js';
import type { Examiner } from '../../audit/detect/run-detection.js';
import type { AuditLog, EntryDraft } from '../../audit/log/entry.js';
import { type KeyUnwrapper, unwrappedBy } from '../../audit/vault/keys.js';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import { Refusal } from '../../shared/refusal.js';
import { newRequestId } from '../../shared/request-id.js';
import type { Authority } from '../identity/peer.js';
import type { Policy } from './decide.js';
import { PolicyDenial } from './denial.js';
import { readPastQuestion } from './past-request.js';
import type { PolicyRequest } from './request.js';

/** What would change. */
export type ChangeKind = 'PERMIT_TO_DENY' | 'DENY_TO_PERMIT' | 'OTHER_REASON' | 'OTHER_CATEGORIES';

/** A question that the proposed policy would decide otherwise. */
export interface ReplayedChange {
  /** Index of the intent or refusal. */
  readonly entry: number;
  readonly kind: ChangeKind;
  readonly legalBasis: string;
  /** Policies that decided then, as logged, and would now. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly reasonBefore?: string;
  readonly reasonAfter?: string;
  /** Categories that would be seen besides, and not any more. */
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

/** What to replay. */
export interface ReplayOptions {
  /** A role with the rights of ostiary_dpo. */
  readonly sql: postgres.Sql;
  readonly keys: KeyUnwrapper;
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly examiner: Examiner;
  readonly period: Period;
  /** Only these authorities' entries are opened. */
  readonly authorities: readonly string[];
  /** The registry of today, by code. */
  readonly registry: ReadonlyMap<string, Authority>;
  /** In force now: what it lets be seen is compared, since the log does not list what was not found. */
  readonly current: Policy;
  readonly proposed: Policy;
  readonly onProgress?: (read: number, total: number) => void;
}

/** What came out. */
export interface ReplayReport extends ReadReport {
  /** Index of the entry that announced the run. */
  readonly logIndex: number;
  readonly replayed: number;
  /** Entries about which no policy had decided, or whose authority is not registered any more. */
  readonly notJudged: number;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** The first of them. */
  readonly changes: readonly ReplayedChange[];
}

/** Changes that are listed one by one; all are counted. */
const LISTED_CHANGES = 10_000;

/** Runs once. Rejects when log, database or keys fail; the log then says that the run failed. */
export async function runReplay(options: ReplayOptions): Promise<ReplayReport> {
  const { log, keys, clock, period, current, proposed, registry } = options;
  const requestId = keys.count?.requestId ?? newRequestId(clock.now());
  const announced = await log.append(announcement(options, requestId));
  const counts: Record<ChangeKind, number> = {
    PERMIT_TO_DENY: 0,
    DENY_TO_PERMIT: 0,
    OTHER_REASON: 0,
    OTHER_CATEGORIES: 0,
  };
  const changes: ReplayedChange[] = [];
  let replayed = 0;
  let notJudged = 0;
  try {
    const read = await readOpenedAccesses({ ...options, outcomes: false }, period, ({ index, leaf, asked }) => {
      const past = readPastQuestion(asked, leaf.time, registry);
      if (past === undefined) {
        notJudged += 1;
        return;
      }
      replayed += 1;
      const { request, decision } = past;
      const after = decisionOf(proposed, request);
      const change = compare(decision, after, () => decisionOf(current, request));
      if (change === undefined) return;
      counts[change.kind] += 1;
      if (changes.length >= LISTED_CHANGES) return;
      const { legalBasisId } = request.grounds;
      changes.push({
        entry: index,
        legalBasis: legalBasisId,
        before: decision.determining,
        after: after.determining,
        ...change,
      });
    });
    const result = { counts, not_judged: notJudged, replayed, status: 'REPLAYED', ...unwrappedBy(keys) };
    await log.append(conclusion(options, requestId, result));
    return { ...read, logIndex: announced.index, replayed, notJudged, counts, changes };
  } catch (error) {
    await log
      .append(conclusion(options, requestId, { status: 'FAILED', ...unwrappedBy(keys) }))
      .catch((second: unknown) => {
        throw new AggregateError([error, second], 'the replay failed, and the log could not be told');
      });
    throw error;
  }
}

interface Outcome {
  readonly effect: 'permit' | 'deny';
  readonly reason: string | undefined;
  readonly determining: readonly string[];
  readonly categories: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

function decisionOf(policy: Policy, request: PolicyRequest): Outcome {
  try {
    const { determining, scope } = policy.decide(request);
    return { effect: 'permit', reason: undefined, determining, categories: scope.categories };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const determining = error instanceof PolicyDenial ? error.decision.determining : [];
    return { effect: 'deny', reason: error.reason, determining, categories: NOTHING };
  }
}

type Change = Omit<ReplayedChange, 'entry' | 'legalBasis' | 'before' | 'after'>;

/** What differs, if anything. The policy in force is asked only where its categories are to be compared. */
function compare(
  before: Pick<Outcome, 'effect' | 'reason'>,
  after: Outcome,
  inForce: () => Outcome,
): Change | undefined {
  if (before.effect === 'permit' && after.effect === 'deny') {
    return { kind: 'PERMIT_TO_DENY', ...(after.reason !== undefined && { reasonAfter: after.reason }) };
  }
  if (before.effect === 'deny') {
    const reasonBefore = before.reason;
    const told = reasonBefore === undefined ? {} : { reasonBefore };
    if (after.effect === 'permit') return { kind: 'DENY_TO_PERMIT', ...told };
    return reasonBefore === after.reason || after.reason === undefined
      ? undefined
      : { kind: 'OTHER_REASON', ...told, reasonAfter: after.reason };
  }
  const seen = inForce();
  // What is permitted in the log and denied today has changed already, not by the proposal.
  if (seen.effect === 'deny') return undefined;
  const added = [...after.categories].filter((category) => !seen.categories.has(category));
  const removed = [...seen.categories].filter((category) => !after.categories.has(category));
  return added.length + removed.length === 0 ? undefined : { kind: 'OTHER_CATEGORIES', added, removed };
}

function announcement(options: ReplayOptions, requestId: string): EntryDraft {
  const { examiner, authorities, period, current, proposed } = options;
  return {
    ...frame(examiner, requestId),
    sections: {
      who: { authority: examiner.authority, officer: examiner.officer },
      what: {
        operation: 'policy.replay',
        query: {
          authorities,
          current_version: current.version,
          proposed_version: proposed.version,
          since: new Date(period.from).toISOString(),
          until: new Date(period.to).toISOString(),
        },
        system: 'AUDIT',
      },
      why: { justification: examiner.reason },
    },
  };
}

const conclusion = ({ examiner }: ReplayOptions, requestId: string, result: JsonObject): EntryDraft => ({
  ...frame(examiner, requestId),
  sections: { result },
});

const frame = ({ authority, terms }: Examiner, requestId: string): Omit<EntryDraft, 'sections'> => ({
  kind: 'dpo-search',
  authority,
  system: 'AUDIT',
  requestId,
  retention: 'ops',
  ...(terms !== undefined && { terms }),
});
