/** Quotas: how many questions of a kind an answering side takes in a period (data/policy/quotas.csv). */
import { z } from 'zod';
import type { QuotaDraw } from '../../adapters/adapter.js';
import { PolicyError } from '../policy/policy-files.js';
import { count, names, readRows, rowId } from './csv.js';

const PERIODS = ['minute', 'hour', 'day'] as const;

/** A period, beginning on the full minute, hour or day in UTC. Unused capacity is not carried over. */
export type Period = (typeof PERIODS)[number];

const schema = z
  .strictObject({
    id: rowId,
    system: z.string().regex(/^[A-Z][A-Z_]*$/),
    mode: z.string().min(1).max(32),
    purposes: names,
    requester: z.enum(['STATE', 'AUTHORITY']),
    counterpart: z.enum(['EACH', 'ALL']),
    period: z.enum(PERIODS),
    limit: count,
    source: z.string(),
    note: z.string(),
  })
  .transform(({ id, system, mode, purposes, requester, counterpart, period, limit }) => ({
    id,
    system,
    mode,
    purposes,
    requester,
    counterpart,
    period,
    limit,
  }));

/** One quota. */
export type Quota = Readonly<z.infer<typeof schema>>;

/** A question that a quota may count. */
export interface QuotaQuestion {
  readonly authority: string;
  readonly memberState: string;
  readonly system: string;
  readonly purpose: string;
  readonly draws: readonly QuotaDraw[];
}

/** What one question takes from one quota. */
export interface QuotaShare {
  readonly quota: Quota;
  /** Code of the authority or of its Member State, as the quota counts. */
  readonly requester: string;
  /** Member State asked, or "*" where the quota does not part them. */
  readonly counterpart: string;
  readonly amount: number;
}

/** The quotas, by what they count. */
export interface QuotaTable {
  readonly rows: readonly Quota[];
  /** What the question takes, in one order for every process; empty when no quota counts it. */
  sharesOf(question: QuotaQuestion): readonly QuotaShare[];
}

/** Name of the table in a policy folder. */
export const QUOTAS_FILE = 'quotas.csv';

/** Reads the table. Throws a PolicyError when a row is malformed, or two rows count the same. */
export function parseQuotas(bytes: Buffer): QuotaTable {
  const quotas = readRows(QUOTAS_FILE, bytes, schema);
  const doubled = quotas.flatMap((quota, place) => {
    const twin = quotas.slice(0, place).find((earlier) => countsTheSame(earlier, quota));
    return twin === undefined ? [] : [`${QUOTAS_FILE}: ${quota.id} counts what ${twin.id} counts`];
  });
  if (doubled.length > 0) throw new PolicyError(doubled);
  return { rows: quotas, sharesOf: (question) => sharesOf(quotas, question) };
}

function countsTheSame(one: Quota, other: Quota): boolean {
  return (
    one.system === other.system &&
    one.mode === other.mode &&
    one.requester === other.requester &&
    one.counterpart === other.counterpart &&
    one.period === other.period &&
    overlap(one.purposes, other.purposes)
  );
}

/** Undefined stands for all. */
function overlap(one: ReadonlySet<string> | undefined, other: ReadonlySet<string> | undefined): boolean {
  return one === undefined || other === undefined || [...one].some((name) => other.has(name));
}

function sharesOf(quotas: readonly Quota[], question: QuotaQuestion): readonly QuotaShare[] {
  if (question.draws.length === 0) return [];
  const shares = new Map<string, QuotaShare>();
  for (const quota of quotas) {
    if (quota.system !== question.system || quota.purposes?.has(question.purpose) === false) continue;
    for (const { mode, counterpart, amount } of question.draws) {
      if (mode !== quota.mode) continue;
      const share = {
        quota,
        requester: quota.requester === 'STATE' ? question.memberState : question.authority,
        counterpart: quota.counterpart === 'EACH' ? counterpart : '*',
        amount,
      };
      const key = `${quota.id} ${share.counterpart}`;
      shares.set(key, { ...share, amount: amount + (shares.get(key)?.amount ?? 0) });
    }
  }
  return [...shares].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, share]) => share);
}
