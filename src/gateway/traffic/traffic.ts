/**
 * How much may be asked: rates, quotas, and who goes first under load. Comes after the decision, since what is not
 * permitted must neither spend a quota nor learn of one, and before the intent.
 */
import { randomUUID } from 'node:crypto';
import type { ParsedQuestion } from '../../adapters/adapter.js';
import type { AuditLog } from '../../audit/log/entry.js';
import { type Clock, monotonicClock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { createEntryBudget, type EntryBudget } from '../entry-budget.js';
import type { Authority } from '../identity/peer.js';
import type { AccessGrounds } from '../policy/request.js';
import { openRefusalEntries } from '../refusal-entries.js';
import { createLoadGate, type LoadGate, type LoadGateSettings, type Place } from './load-gate.js';
import { priorityOf } from './priority.js';
import type { QuotaShare } from './quota-table.js';
import { RateLease } from './rate-lease.js';
import type { SharedCounts, Shares } from './shared-counts.js';
import type { TrafficTables } from './traffic-tables.js';

/** A permitted question. */
export interface TrafficQuestion {
  readonly authority: Authority;
  readonly grounds: AccessGrounds;
  readonly system: string;
  readonly inquiry: Pick<ParsedQuestion, 'draws'>;
}

/** The regulation of traffic. */
export interface Traffic {
  /**
   * Finds a permitted question its place. Throws, or rejects with, a Refusal: OVERLOADED, RATE_LIMITED, QUOTA_EXCEEDED.
   * A promise only when something is asked of the shared counts.
   */
  admit(question: TrafficQuestion): Place | Promise<Place>;
  /** Whether a refusal gets an entry of its own; those that anybody can cause by the thousand share one. */
  deservesEntry(authority: string, refusal: Refusal): boolean;
  /** Part of their room that classes have now, by system. */
  shares(): ReadonlyMap<string, Shares>;
  /** Tells the other processes that this one is gone, and writes the counts that are still open. */
  close(): Promise<void>;
}

/** What traffic is regulated by. */
export interface TrafficParts {
  /** Of the policy in force. */
  tables(): TrafficTables;
  readonly counts: SharedCounts;
  /** The same for each system. */
  readonly gate: LoadGateSettings;
  readonly clock: Clock;
  readonly log: AuditLog;
  /** Hears of pressure that could not be shared and of counts that could not be written. */
  onFault(what: string, error: unknown): void;
}

/** Between two exchanges of what processes can spare, in milliseconds. */
const TELL_EVERY_MS = 1_000;

/** What counted in periods long past is forgotten after so many of them. */
const TELLINGS_BETWEEN_SWEEPS = 3_600;

/** Refusals that a client can cause by doing nothing but ask again, or by sending on behind one in a stream. */
const REPEATABLE: ReadonlySet<string> = new Set([
  'OVERLOADED',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'EARLIER_MESSAGE_REFUSED',
]);

/** Starts regulating. */
export function startTraffic(parts: TrafficParts): Traffic {
  const { counts, clock } = parts;
  const onFault: TrafficParts['onFault'] = (what, error) => parts.onFault(what, error);
  const gates = new Map<string, LoadGate>();
  const leases = new Map<string, RateLease>();
  let tables = parts.tables();
  const budgets = new Map<string, EntryBudget>();
  const entries = openRefusalEntries(parts.log, clock, (error) =>
    onFault('refusals could not be counted in the audit log', error),
  );

  /** A new policy begins with leases of its own; what the old ones held is lost to this process, as after their time. */
  function takeTables(): TrafficTables {
    const current = parts.tables();
    if (current !== tables) leases.clear();
    tables = current;
    return current;
  }

  function leaseOf(authority: string, system: string, purpose: string): RateLease {
    const question = `${authority} ${system} ${purpose}`;
    const known = leases.get(question);
    if (known !== undefined) return known;
    const rate = tables.rates.rateOf(authority, system, purpose);
    // Questions of one rate share one lease. Authorities, systems and purposes are closed lists, so the map is bounded.
    const key = `${rate.id} ${authority}`;
    const lease = leases.get(key) ?? new RateLease(rate, authority, counts, monotonicClock);
    leases.set(key, lease);
    leases.set(question, lease);
    return lease;
  }

  function gateOf(system: string): LoadGate {
    let gate = gates.get(system);
    if (gate === undefined) {
      gate = createLoadGate(system, parts.gate, () => performance.now());
      gates.set(system, gate);
    }
    return gate;
  }

  async function take(place: Place, lease: Promise<void> | undefined, shares: readonly QuotaShare[]): Promise<Place> {
    try {
      await lease;
      const exceeded = await takeQuota(counts, shares);
      if (exceeded !== undefined) throw quotaExceeded(exceeded, clock.now());
      return place;
    } catch (error) {
      place.leave();
      throw error;
    }
  }

  function budgetOf(authority: string): EntryBudget {
    let budget = budgets.get(authority);
    if (budget === undefined) {
      budget = createEntryBudget(clock, (counts) =>
        entries.write(authority, { authority }, { status: 'REFUSALS_NOT_LISTED', counts }),
      );
      budgets.set(authority, budget);
    }
    return budget;
  }

  const stopTelling = tellOthers(gates, counts, onFault);
  return {
    admit({ authority, grounds, system, inquiry }) {
      const place = gateOf(system).enter(priorityOf(grounds));
      const { quotas } = takeTables();
      const lease = leaseOf(authority.code, system, grounds.purpose).take();
      const { draws } = inquiry;
      if (lease === undefined && draws === undefined) return place;
      const shares = quotas.sharesOf({
        authority: authority.code,
        memberState: authority.memberState,
        system,
        purpose: grounds.purpose,
        draws: draws ?? [],
      });
      return take(place, lease, shares);
    },
    deservesEntry: (authority, { reason }) => !REPEATABLE.has(reason) || budgetOf(authority).take(reason, 1),
    shares: () => sharesOf(gates),
    async close() {
      await stopTelling();
      for (const budget of budgets.values()) budget.flush();
      await entries.settled();
    },
  };
}

async function takeQuota(counts: SharedCounts, shares: readonly QuotaShare[]): Promise<QuotaShare | undefined> {
  if (shares.length === 0) return undefined;
  try {
    return await counts.takeQuota(shares);
  } catch (error) {
    throw new Refusal('OVERLOADED', 'The quota cannot be read.', { retryAfterMs: 1_000, cause: error });
  }
}

const PERIOD_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

function quotaExceeded({ quota, counterpart }: QuotaShare, now: number): Refusal {
  const periodMs = PERIOD_MS[quota.period];
  return new Refusal('QUOTA_EXCEEDED', `The quota of ${quota.limit} questions a ${quota.period} is used up.`, {
    retryAfterMs: periodMs - (now % periodMs),
    metadata: {
      quota: quota.id,
      mode: quota.mode,
      limit: String(quota.limit),
      period: quota.period,
      ...(counterpart !== '*' && { counterpart }),
    },
  });
}

const sharesOf = (gates: ReadonlyMap<string, LoadGate>): ReadonlyMap<string, Shares> =>
  new Map([...gates].map(([system, { shares }]) => [system, shares]));

/** Tells and heeds what processes can spare. Returns how to stop. */
function tellOthers(
  gates: ReadonlyMap<string, LoadGate>,
  counts: SharedCounts,
  onFault: TrafficParts['onFault'],
): () => Promise<void> {
  const name = randomUUID();
  let telling: Promise<void> | undefined;
  let wasFaulty = false;
  let tellings = 0;
  const tell = async (): Promise<void> => {
    try {
      for (const [system, least] of await counts.tellShares(name, sharesOf(gates))) gates.get(system)?.heed(least);
      if (tellings % TELLINGS_BETWEEN_SWEEPS === 0) await counts.sweep();
      tellings += 1;
      wasFaulty = false;
    } catch (error) {
      // One line for an outage; meanwhile every process heeds what it sees itself.
      if (!wasFaulty) onFault('the pressure on this process could not be told to the others', error);
      wasFaulty = true;
      for (const gate of gates.values()) gate.heed({ bulk: 1, case: 1 });
    }
  };
  const timer = setInterval(() => {
    telling ??= tell().finally(() => {
      telling = undefined;
    });
  }, TELL_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await telling;
    await counts.leave(name).catch((error: unknown) => onFault('this process could not take its leave', error));
  };
}
