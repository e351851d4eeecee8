/** The schedule, as an operator sets it: which flights carriers are to push for, and when those depart. */
import type postgres from 'postgres';
import { ScheduleError, type ScheduleRow, told } from '../wire/parse-schedule.js';

/** What a schedule changed. */
export interface ScheduleChanges {
  readonly added: number;
  /** Flights known before, whose departure was not, or was another. */
  readonly changed: number;
  readonly unchanged: number;
}

/** Flights in one statement. */
const SOME = 5_000;

/**
 * Sets it, all or nothing; the same again changes nothing. Connected with the rights of the schema's owner. Throws a
 * ScheduleError for flights that the unit knows to somewhere else: a flight is never turned into another one.
 */
export async function setSchedule(sql: postgres.Sql, rows: readonly ScheduleRow[]): Promise<ScheduleChanges> {
  return sql.begin(async (tx) => {
    let added = 0;
    let changed = 0;
    const faults: string[] = [];
    for (let from = 0; from < rows.length; from += SOME) {
      const given = rows.slice(from, from + SOME).map(({ departsAtMs, ...row }) => ({
        ...row,
        departsAt: new Date(departsAtMs).toISOString(),
      }));
      const text = JSON.stringify(given);
      const done = await tx<{ isNew: boolean }[]>`
        insert into pnr.flight as f (carrier, number, departs_on, origin, destination, departs_at)
        select row ->> 'carrier', row ->> 'number', (row ->> 'departsOn')::date, row ->> 'origin', row ->> 'destination',
          (row ->> 'departsAt')::timestamptz
        from jsonb_array_elements(${text}::text::jsonb) as given (row)
        on conflict (carrier, number, departs_on, origin) do update set departs_at = excluded.departs_at
        where f.departs_at is distinct from excluded.departs_at and f.destination = excluded.destination
        returning xmax = 0 as "isNew"`;
      added += done.filter(({ isNew }) => isNew).length;
      changed += done.filter(({ isNew }) => !isNew).length;
      const elsewhere = await tx<{ line: number; destination: string }[]>`
        select (row ->> 'line')::int as line, f.destination
        from jsonb_array_elements(${text}::text::jsonb) as given (row)
        join pnr.flight f on f.carrier = row ->> 'carrier' and f.number = row ->> 'number'
          and f.departs_on = (row ->> 'departsOn')::date and f.origin = row ->> 'origin'
        where f.destination <> row ->> 'destination'
        order by line`;
      for (const { line, destination } of elsewhere)
        faults.push(`line ${line}, destination: the unit knows this flight to ${destination}`);
    }
    if (faults.length > 0) throw new ScheduleError(told(faults));
    return { added, changed, unchanged: rows.length - added - changed };
  });
}
