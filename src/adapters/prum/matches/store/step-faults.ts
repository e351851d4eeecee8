/** What could not be done with a match: tried again later, and later each time, so that it holds up none of the others. */
import type postgres from 'postgres';
import { backOff, type Pauses } from '../../../../shared/back-off.js';
import type { MatchRow } from './rows.js';

/** What happens to a match without anybody's asking; one that cannot be done keeps none of the others from it. */
export type DueAct = 'holder' | 'overdue' | 'expire' | 'close';

/** Before an attempt after one that failed, in milliseconds. */
const PAUSES_MS: Pauses = [15_000, 600_000];

/** Something could not be done with one match; `cause` says why. */
export class StepFault extends Error {
  override readonly name = 'StepFault';
  readonly followUpId: string;
  readonly act: DueAct;
  /** How often it has failed by now, one after the other. */
  readonly attempts: number;

  constructor(followUpId: string, act: DueAct, attempts: number, cause: unknown) {
    super(`"${act}" of match ${followUpId} failed and is tried again later`, { cause });
    this.followUpId = followUpId;
    this.act = act;
    this.attempts = attempts;
  }
}

/** A match on which something is tried. */
export interface TriedRow extends Pick<MatchRow, 'id' | 'state'> {
  /** Of `join`: null for none. */
  readonly failures: number | null;
}

/** The faults of matches. */
export interface StepFaults {
  /** Part of a query of matches m: joins what failed before, as f. */
  join(act: DueAct): postgres.PendingQuery<postgres.Row[]>;
  /** Part of its condition: nothing failed, or that is long enough ago. */
  isRipe(nowMs: number): postgres.PendingQuery<postgres.Row[]>;
  /**
   * Does something with a match that `work` finds, and tells of with `onFound` before it touches it. What fails from then on is
   * noted of that match and rejects with a StepFault; what fails before, with what it is.
   */
  attempt(act: DueAct, nowMs: number, work: (onFound: (row: TriedRow) => void) => Promise<boolean>): Promise<boolean>;
  /** What failed when it was last tried. */
  count(): Promise<number>;
}

/** Opens them, for all categories. The role of `sql` is ostiary_gateway. */
export function openStepFaults(sql: postgres.Sql): StepFaults {
  /** Nothing is noted of a match with which another gateway has done it meanwhile. */
  async function note(act: DueAct, { id, state, failures }: TriedRow, nowMs: number): Promise<void> {
    const notBefore = new Date(nowMs + backOff(PAUSES_MS, failures ?? 0));
    await sql`
      insert into prum.match_fault as f (match, act, failures, not_before)
      select id, ${act}, 1, ${notBefore}::timestamptz from prum.match
      where id = ${id} and state = ${state} and (${act} <> 'overdue' or overdue_logged_at is null)
      for share
      on conflict (match, act) do update set failures = f.failures + 1, not_before = excluded.not_before`;
  }

  return {
    join: (act) => sql`left join prum.match_fault f on f.match = m.id and f.act = ${act}`,
    isRipe: (nowMs) => sql`coalesce(f.not_before <= ${new Date(nowMs)}, true)`,
    async attempt(act, nowMs, work) {
      const found: TriedRow[] = [];
      try {
        return await work((row) => found.push(row));
      } catch (error) {
        const [row] = found;
        if (row === undefined) throw error;
        const fault = (cause: unknown) => new StepFault(row.id, act, (row.failures ?? 0) + 1, cause);
        await note(act, row, nowMs).catch((unnoted: unknown) => {
          throw fault(new AggregateError([error, unnoted], 'failed, which could not be noted'));
        });
        throw fault(error);
      }
    },
    async count() {
      const [row] = await sql<{ count: number }[]>`select count(*)::int as count from prum.match_fault`;
      return row?.count ?? 0;
    },
  };
}
