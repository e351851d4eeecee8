/**
 * Sheds what can wait so that what cannot wait is answered. Each class may fill a part of the calls that one system
 * has at a time in this process. When answers become slow, bulk work gets less room, then case work; when they are fast again, both get it
 * back, case work first: limits that fall by half and rise by steps, as TCP's window does (RFC 5681 section 3.1).
 */
import { Refusal } from '../../shared/refusal.js';
import { PRIORITIES, type Priority } from './priority.js';
import type { Shares } from './shared-counts.js';

/** What the gate keeps to. */
export interface LoadGateSettings {
  /** Calls that the system has at a time. */
  readonly capacity: number;
  /** Mean time of a call above which there is too much work, in milliseconds. */
  readonly targetMs: number;
}

/** A place among the calls in progress. */
export interface Place {
  /** Gives it back, once. Without the time that the call took it says nothing about how fast calls are. */
  leave(durationMs?: number): void;
  /** Lets others have it while the caller reads; back() takes it again, whoever has it meanwhile. */
  stepAside(): void;
  back(): void;
}

/** The gate before one system, in one process. */
export interface LoadGate {
  /** Throws the Refusal OVERLOADED when the class has no room. */
  enter(priority: Priority): Place;
  /** What this process can spare by what it sees itself. */
  readonly shares: Shares;
  /** The least that any process can spare: heeded until told otherwise. */
  heed(shares: Shares): void;
}

/** Part of the capacity that may be taken, by whomever, when a class gets in: the rest is kept for the more urgent. */
const GREATEST = { EMERGENCY: 1, CHECK: 0.95, CASE: 0.8, BULK: 0.5 } as const;

/** Share below which case work starts to give way, too. */
const BULK_FLOOR = 0.02;

/** Share that case work keeps: somebody must be able to work through an incident. */
const CASE_FLOOR = 0.1;

/** Calls after which the times are judged; fewer say little. */
const SAMPLE = 32;

/** Least time between two judgements, in milliseconds: a change must have time to show. */
const PAUSE_MS = 200;

/** After this time few calls are judged, too, in milliseconds. */
const QUIET_MS = 1_000;

const STEP_BACK_UP = 0.05;

/** Makes the gate before a system. `now` gives milliseconds of a clock that never steps back. */
export function createLoadGate(system: string, { capacity, targetMs }: LoadGateSettings, now: () => number): LoadGate {
  const inProgress: Record<Priority, number> = { EMERGENCY: 0, CHECK: 0, CASE: 0, BULK: 0 };
  let own: Shares = { bulk: 1, case: 1 };
  let heeded: Shares = own;
  let calls = 0;
  let totalMs = 0;
  let judgedAtMs = now();

  function judge(): void {
    // Without calls nothing is slow: what was squeezed comes back although nobody is there to show it.
    const meanMs = calls === 0 ? 0 : totalMs / calls;
    calls = 0;
    totalMs = 0;
    judgedAtMs = now();
    own = meanMs > targetMs ? squeezed(own) : meanMs < targetMs / 2 ? eased(own) : own;
  }

  /** Calls in progress of this class and of all less urgent ones. */
  function taken(priority: Priority): number {
    return PRIORITIES.slice(PRIORITIES.indexOf(priority)).reduce((sum, each) => sum + inProgress[each], 0);
  }

  function room(priority: Priority): number {
    const share =
      priority === 'BULK' ? Math.min(own.bulk, heeded.bulk) : priority === 'CASE' ? Math.min(own.case, heeded.case) : 1;
    // However little is spared, one call gets through, or nobody would see that it has become fast again.
    return Math.max(1, Math.floor(capacity * GREATEST[priority] * share));
  }

  return {
    enter(priority) {
      if (
        taken(priority) >= room(priority) ||
        taken('EMERGENCY') >= Math.max(1, Math.floor(capacity * GREATEST[priority]))
      ) {
        throw new Refusal('OVERLOADED', `${system} has no room for work of this urgency now`, {
          retryAfterMs: priority === 'BULK' ? 2_000 : 500,
          metadata: { system, priority },
        });
      }
      inProgress[priority] += 1;
      return {
        stepAside() {
          inProgress[priority] -= 1;
        },
        back() {
          inProgress[priority] += 1;
        },
        leave(durationMs) {
          inProgress[priority] -= 1;
          if (durationMs === undefined) return;
          calls += 1;
          totalMs += durationMs;
          if (calls >= SAMPLE && now() - judgedAtMs >= PAUSE_MS) judge();
        },
      };
    },
    get shares() {
      if (now() - judgedAtMs >= QUIET_MS) judge();
      return own;
    },
    heed(shares) {
      heeded = shares;
    },
  };
}

const squeezed = (shares: Shares): Shares =>
  shares.bulk > BULK_FLOOR
    ? { ...shares, bulk: Math.max(BULK_FLOOR, shares.bulk / 2) }
    : { ...shares, case: Math.max(CASE_FLOOR, shares.case / 2) };

const eased = (shares: Shares): Shares =>
  shares.case < 1
    ? { ...shares, case: Math.min(1, shares.case + STEP_BACK_UP) }
    : { ...shares, bulk: Math.min(1, shares.bulk + STEP_BACK_UP) };
