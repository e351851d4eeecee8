/**
 * The clock of emergencies and approvals. Runs in every gateway; the rows are locked one gateway at a time. It tells the
 * log, under the authority concerned, so that its data protection officer finds it: of every review that is overdue, and
 * of every verdict. It expires approvals and removes the keys of those that have ended, and in the end what is
 * left of them.
 */
import { Gauge, type Registry } from 'prom-client';
import { Rounds } from '../../shared/rounds.js';
import type { SystemDraft, SystemLog } from '../policy/retention.js';
import type { EmergencyStore, EscalationDue } from './emergencies.js';
import type { ApprovalKeys } from './keys.js';
import type { ApprovalStore } from './store.js';

/** What it works with. */
export interface ReviewClockParts {
  readonly approvals: ApprovalStore;
  readonly emergencies: EmergencyStore;
  readonly keys: ApprovalKeys;
  readonly log: Pick<SystemLog, 'append'>;
  onEscalated(due: EscalationDue): void;
  onFault(error: unknown): void;
}

/** The clock. */
export interface ReviewClock {
  /** One round, now. Rejects when database or log fail. */
  round(): Promise<void>;
  /** Has the log told of what it does not know yet, of all emergencies or of one. */
  escalate(only?: string): Promise<void>;
  /** Adds the metrics. */
  measure(registry: Registry): void;
  /** Begins; every so many milliseconds a round. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** What is over for long leaves the database once a day. */
const FORGET_EVERY_MS = 86_400_000;

/** Makes the clock. */
export function createReviewClock(parts: ReviewClockParts): ReviewClock {
  const { approvals, emergencies, keys, log } = parts;
  let counts = { open: 0, overdue: 0 };
  /** By performance.now(): the first round does it. */
  let forgetAgainAt = 0;

  async function count(): Promise<void> {
    counts = await emergencies.counts();
  }

  async function escalate(only?: string): Promise<void> {
    await emergencies
      .escalate(async (due) => {
        await log.append(verdictEntry(due));
        parts.onEscalated(due);
      }, only)
      .finally(count);
  }

  async function end(): Promise<void> {
    await approvals.sweep();
    await keys.forgetAllBut(async (ids) => [
      ...(await approvals.sealedAmong(ids)),
      ...(await emergencies.sealedAmong(ids)),
    ]);
    if (performance.now() < forgetAgainAt) return;
    while ((await approvals.forgetEnded()) > 0);
    forgetAgainAt = performance.now() + FORGET_EVERY_MS;
  }

  async function round(): Promise<void> {
    // Neither waits for the other: while the log is down approvals end and their keys die all the same.
    const settled = await Promise.allSettled([escalate(), end()]);
    const faults = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (faults.length > 0) throw new AggregateError(faults, 'a round of the review clock failed');
  }

  const rounds = new Rounds(round, (error) => parts.onFault(error));

  return {
    round,
    escalate,
    measure(registry) {
      const registers = [registry];
      new Gauge({
        name: 'ostiary_emergency_reviews_open',
        help: 'Emergency accesses that wait for their review',
        registers,
        collect() {
          this.set(counts.open);
        },
      });
      new Gauge({
        name: 'ostiary_emergency_reviews_overdue',
        help: 'Emergency accesses whose review is overdue; anything but 0 is for the data protection officer',
        registers,
        collect() {
          this.set(counts.overdue);
        },
      });
    },
    start(everyMs) {
      rounds.start(everyMs);
      rounds.begin();
    },
    stop: () => rounds.stop(),
  };
}

/** A verdict of a review, or that there is none in time: under the request of the emergency, so that both are found. */
function verdictEntry(due: EscalationDue): SystemDraft {
  return {
    kind: 'review-verdict',
    authority: due.authority,
    system: due.system,
    requestId: due.id,
    legalBasisId: due.legalBasis,
    sections: {
      what: { legal_basis: due.legalBasis, system: due.system },
      result: { review_due_at: new Date(due.reviewDueAtMs).toISOString(), status: due.what },
    },
  };
}
