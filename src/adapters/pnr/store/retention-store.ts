/** Records whose time has come: masked, or gone. Some at a time; rows are locked, so gateways share the work. */
import type postgres from 'postgres';
import type { StoredRecord } from '../domain/stored-record.js';
import type { DayKey } from '../keys/day-key.js';

/** What is done to some records of a day. */
export interface RetentionStep {
  /** References. */
  readonly masked: readonly string[];
  readonly deleted: readonly string[];
}

/** How records of a day are masked. */
export interface Masking {
  readonly day: string;
  /** True where records that are not flagged are masked, too. */
  readonly keepsAll: boolean;
  /** The key that wraps their keys now; undefined if it is gone, and with it all of them. */
  readonly from: DayKey | undefined;
  /** The key that is to wrap what is kept. */
  readonly to: DayKey;
}

/** Resolves once the log has the step, which is done then. */
type Tell = (step: RetentionStep) => Promise<void>;

/** The store. */
export interface RetentionStore {
  /** Days up to one, of which records in a state are left; oldest first. */
  days(state: 'active' | 'any', until: string): Promise<readonly string[]>;
  /** Masks or deletes some active records of a day; returns how many. */
  mask(masking: Masking, tell: Tell): Promise<number>;
  /** Deletes some records of a day, whatever their state; returns how many. */
  erase(day: string, tell: Tell): Promise<number>;
  /** States in which records of a day are left. */
  left(day: string): Promise<ReadonlySet<StoredRecord['state']>>;
  /** Removes what is left of pushes after five years, of copied requests after six months, and months without records. */
  forget(today: string): Promise<void>;
}

/** Records in one transaction and one entry of the log. */
const SOME = 500;

/** Opens it under the gateway's role. */
export function openRetentionStore(sql: postgres.Sql): RetentionStore {
  return {
    async days(state, until) {
      const rows = await sql<{ day: string }[]>`
        select distinct transferred_on::text as day from pnr.record
        where transferred_on <= ${until}::date ${state === 'active' ? sql`and state = 'active'` : sql``}
        order by day`;
      return rows.map(({ day }) => day);
    },
    mask: ({ day, keepsAll, from, to }, tell) =>
      sql.begin(async (tx) => {
        const rows = await tx<{ id: string; term: string; wrappedKey: Buffer }[]>`
          select r.id, r.term, o.wrapped_key as "wrappedKey"
          from pnr.record r join pnr.original o on o.record = r.id and o.transferred_on = r.transferred_on
          where r.transferred_on = ${day}::date and r.state = 'active'
          order by r.id limit ${SOME} for update of r skip locked`;
        if (rows.length === 0) return 0;
        const kept = rows.flatMap(({ id, term, wrappedKey }) => {
          const recordKey = keepsAll || term === 'flagged' ? from?.unwrap(wrappedKey) : undefined;
          return recordKey === undefined ? [] : [{ id, wrapped: to.wrap(recordKey).toString('hex') }];
        });
        const keptIds = new Set(kept.map(({ id }) => id));
        const deleted = rows.map(({ id }) => id).filter((id) => !keptIds.has(id));
        await tx`
          update pnr.original o set wrapped_key = decode(row ->> 'wrapped', 'hex')
          from jsonb_array_elements(${JSON.stringify(kept)}::text::jsonb) as given (row)
          where o.record = row ->> 'id' and o.transferred_on = ${day}::date`;
        // A list of passengers is API data whole (Art. 12(2)(f)); and people of one locator, or who were asked about in one message at
        // check-in, may be a record each, to be counted by what they have in common.
        await tx`
          update pnr.record set state = 'masked', locators = '{}', prepared_at = null, codes = '{}',
            open = open || '{"locators": []}', push = '', received_at = transferred_on::timestamp at time zone 'UTC'
          where transferred_on = ${day}::date and id = any(${[...keptIds]}::text[]) and locators[1] like 'API/%'`;
        await tx`
          update pnr.record set state = 'masked', locators = '{}'
          where transferred_on = ${day}::date and id = any(${[...keptIds]}::text[]) and state = 'active'`;
        await tx`
          delete from pnr.search_key
          where transferred_on = ${day}::date and record = any(${[...keptIds]}::text[])`;
        await remove(tx, day, deleted);
        await tell({ masked: [...keptIds], deleted });
        return rows.length;
      }),
    erase: (day, tell) =>
      sql.begin(async (tx) => {
        const rows = await tx<{ id: string }[]>`
          select id from pnr.record where transferred_on = ${day}::date
          order by id limit ${SOME} for update skip locked`;
        const deleted = rows.map(({ id }) => id);
        if (deleted.length === 0) return 0;
        await remove(tx, day, deleted);
        await tell({ masked: [], deleted });
        return deleted.length;
      }),
    async left(day) {
      const rows = await sql<{ state: StoredRecord['state'] }[]>`
        select distinct state from pnr.record where transferred_on = ${day}::date`;
      return new Set(rows.map(({ state }) => state));
    },
    async forget(today) {
      await sql`select pnr.forget(${today}::date), pnr.forget_request_copies(${today}::date)`;
    },
  };
}

async function remove(tx: postgres.TransactionSql, day: string, ids: readonly string[]): Promise<void> {
  const gone = [...ids];
  await tx`delete from pnr.search_key where transferred_on = ${day}::date and record = any(${gone}::text[])`;
  await tx`delete from pnr.leg where transferred_on = ${day}::date and record = any(${gone}::text[])`;
  await tx`delete from pnr.original where transferred_on = ${day}::date and record = any(${gone}::text[])`;
  await tx`delete from pnr.record where transferred_on = ${day}::date and id = any(${gone}::text[])`;
}
