/** What the clock of alerts finds in the store, and does there. Every round of it locks what it works on, one gateway at a time. */
import type postgres from 'postgres';
import { addYears } from '../../../world/calendar.js';
import type { Alert } from '../domain/alert.js';
import { hiddenFrom } from '../domain/flags.js';
import { MAJORITY_YEARS, WARNING_MONTHS } from '../domain/life-cycle.js';
import type { AlertTransaction, AlertWriter, StoredAlert } from './write-alerts.js';
import { Ender } from '../../../shared/ending.js';

/** Alerts that one transaction deletes at most: all of them go into one entry of the log, with all that they are found by. */
const MOST_AT_ONCE = 10;
const MOST_NOTICES_AT_ONCE = 1_000;

/** Something that time alone did. */
export interface ClockAct {
  readonly act: 'deleted' | 'made_available' | 'warned';
  readonly alerts: readonly Alert[];
}

/** How many notices of each kind a look ahead gave. */
export interface Lookout {
  readonly until: string;
  readonly expiry: number;
  readonly majority: number;
  readonly departureOver: number;
}

/** Notices that ended with nobody having handled them. */
export interface EndedNotices {
  readonly expired: number;
  readonly locatorDeleted: number;
}

/** Tells the log. What it rejects is not done. */
export type Tell<What> = (what: What) => Promise<void>;

/** Acts of time. Each tells the log before it commits: told twice when a gateway dies in between, never not at all. */
export interface AlertClockStore {
  /** Deletes alerts that have reached their term; some at a time, resolves to how many. */
  deleteExpired(today: string, tell: Tell<ClockAct>): Promise<number>;
  /** Ends what was unavailable until then; some at a time, resolves to how many alerts are available again. */
  restore(until: Date, tell: Tell<ClockAct>): Promise<number>;
  /** Gives notice of what draws near, once a day; undefined when it was done for today. */
  lookAhead(today: string, tell: Tell<Lookout>): Promise<Lookout | undefined>;
  /** Ends notices of deletions that nobody handled within a year (Art. 64(2)); some at a time, resolves to how many. */
  endNotices(today: string, tell: Tell<EndedNotices>): Promise<number>;
  /** Removes what nobody may keep any more; some at a time, resolves to how many rows. */
  forget(now: Date): Promise<number>;
}

interface Row {
  readonly alert_no: number;
  readonly record: Alert;
  readonly hidden_from: string[] | null;
}

/** Makes the store on a pool with the rights of ostiary_gateway on the schema sis. */
export function createAlertClockStore(sql: postgres.Sql, writer: AlertWriter): AlertClockStore {
  const act = <Result>(work: (transaction: AlertTransaction) => Promise<Result>) => writer.act(new Ender(), work);
  return {
    deleteExpired: (today, tell) => act((transaction) => deleteSome(transaction, today, tell)),
    restore: (until, tell) => act((transaction) => restoreSome(transaction, until, tell)),
    lookAhead: (today, tell) =>
      act(async (transaction) => {
        const lookout = await look(transaction, today);
        if (lookout !== undefined) await tell(lookout);
        return lookout;
      }),
    endNotices: (today, tell) => act((transaction) => endSome(transaction, today, tell)),
    async forget(now) {
      const [row] = await sql<{ count: number }[]>`select sis.forget(${now}) as count`;
      return row?.count ?? 0;
    },
  };
}

async function deleteSome(transaction: AlertTransaction, today: string, tell: Tell<ClockAct>): Promise<number> {
  const { tx } = transaction;
  const rows = await tx<Row[]>`
    select alert_no, record, hidden_from
    from sis.alert where expires_on <= ${today}::date
    order by expires_on, alert_no
    limit ${MOST_AT_ONCE}
    for update skip locked`;
  const expired = rows.map(toStored);
  if (expired.length === 0) return 0;
  const locators = new Map<string, StoredAlert>();
  for (const { alert } of expired) {
    if (alert.subject !== 'person') continue;
    // '0001-01-01': an object that was to help find the person goes with the alert, whatever its own term.
    const found = await transaction.lock(await transaction.locatorsOf(alert.reference), '0001-01-01');
    for (const [reference, stored] of found) locators.set(reference, stored);
  }
  for (const { alert } of expired) locators.delete(alert.reference);
  const gone = [...expired, ...locators.values()];
  for (const stored of gone) {
    const { alert } = stored;
    await transaction.note({ alert, act: 'deleted', fields: [], reason: undefined }, undefined);
    const kind = locators.has(alert.reference) ? 'locator_deleted' : 'expired';
    await transaction.notify([{ kind, alert, forState: alert.issuingState }]);
    await transaction.remove(stored);
  }
  await tell({ act: 'deleted', alerts: gone.map(({ alert }) => alert) });
  return gone.length;
}

async function restoreSome(transaction: AlertTransaction, until: Date, tell: Tell<ClockAct>): Promise<number> {
  const { tx } = transaction;
  const rows = await tx<Row[]>`
    select alert_no, record, hidden_from
    from sis.alert
    where reference in (select reference from sis.unavailability where until <= ${until} limit ${MOST_AT_ONCE})
    order by alert_no
    for update skip locked`;
  for (const stored of rows.map(toStored)) {
    const { alert } = stored;
    const { reference } = alert;
    const ends = [...(await transaction.unavailability(reference))].filter(([, end]) => end > until);
    await transaction.setUnavailability(reference, new Map(ends), until);
    await transaction.note({ alert, act: 'made_available', fields: [], reason: undefined }, undefined);
    await transaction.hide(
      stored,
      hiddenFrom(
        alert,
        ends.map(([state]) => state),
      ),
    );
  }
  if (rows.length > 0) await tell({ act: 'made_available', alerts: rows.map(({ record }) => record) });
  return rows.length;
}

/** News that an alert is gone: what bureaux hold of an alert they hold for a year after it (Art. 64(2)). */
async function endSome({ tx, now }: AlertTransaction, today: string, tell: Tell<EndedNotices>): Promise<number> {
  const ended = await tx<{ kind: 'expired' | 'locator_deleted' }[]>`
    update sis.notice set ended_at = ${now}
    where id in (
      select id from sis.notice
      where ended_at is null and kind in ('expired', 'locator_deleted')
        and created_at < ${today}::date - interval '1 year'
        and not exists (select from sis.notice_handled where notice_handled.notice = notice.id)
      order by id limit ${MOST_NOTICES_AT_ONCE}
      for update skip locked
    )
    returning kind`;
  const expired = ended.filter(({ kind }) => kind === 'expired').length;
  if (ended.length > 0) await tell({ expired, locatorDeleted: ended.length - expired });
  return ended.length;
}

/** Days up to which it looked are not looked at again: each notice is given once, and the rest of the day costs nothing. */
async function look({ tx, now }: AlertTransaction, today: string): Promise<Lookout | undefined> {
  const [clock] = await tx<{ looked: string | null }[]>`
    select looked_until::text as looked from sis.life_clock for update skip locked`;
  if (clock === undefined || (clock.looked !== null && clock.looked >= today)) return undefined;
  const months = `${WARNING_MONTHS} months`;
  const warnedUntil =
    clock.looked === null ? tx`${today}::date` : tx`(${clock.looked}::date + ${months}::interval)::date`;
  const warnUntil = tx`(${today}::date + ${months}::interval)::date`;
  const about = tx`reference, issuing_state, category, object_letter`;
  // Told as well as the bureau: domain/notice.ts.
  const creator = tx`record ->> 'createdBy'`;
  const expiry = await tx`
    insert into sis.notice (kind, ${about}, for_state, for_authority, due_at, occasion, created_at)
    select 'expiry', ${about}, told.state, told.authority, expires_on, expires_on::text, ${now}
    from sis.alert cross join lateral (
      select issuing_state as state, ${creator} as authority union all
      -- Europol is warned of information alerts as well (Art. 37a).
      select 'EU', null where category = 14
    ) as told
    where expires_on > ${warnedUntil} and expires_on <= ${warnUntil}
    on conflict do nothing`;
  const comesOfAge = (day: postgres.PendingQuery<postgres.Row[]>) =>
    tx`to_char(${day} - make_interval(years => ${MAJORITY_YEARS}), 'YYYY-MM-DD')`;
  const majority = await tx`
    insert into sis.notice (kind, ${about}, for_state, for_authority, due_at, created_at)
    select 'majority', ${about}, issuing_state, ${creator},
           (record #>> '{identities,0,dateOfBirth}')::date + make_interval(years => ${MAJORITY_YEARS}), ${now}
    from sis.alert
    where category in (5, 6, 7, 8) and object_letter = 0
      and record #>> '{identities,0,dateOfBirth}' > ${comesOfAge(warnedUntil)}
      and record #>> '{identities,0,dateOfBirth}' <= ${comesOfAge(warnUntil)}
      and record #>> '{identities,0,dateOfBirth}' not like '%-00'
      and expires_on > ${today}::date
    on conflict do nothing`;
  const departureOver = await tx`
    insert into sis.notice (kind, ${about}, for_state, for_authority, created_at)
    select 'departure_over', ${about}, issuing_state, ${creator}, ${now}
    from sis.alert
    where category = 1
      and record #>> '{returnDecision,departureUntil}' >= ${clock.looked ?? addYears(today, -10)}
      and record #>> '{returnDecision,departureUntil}' < ${today}
      and expires_on > ${today}::date
    on conflict do nothing`;
  await tx`update sis.life_clock set looked_until = ${today}::date`;
  return {
    until: today,
    expiry: expiry.count,
    majority: majority.count,
    departureOver: departureOver.count,
  };
}

const toStored = ({ alert_no, record, hidden_from }: Row): StoredAlert => ({
  alertNo: alert_no,
  alert: record,
  hiddenFrom: hidden_from ?? undefined,
});
