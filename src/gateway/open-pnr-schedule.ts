/** The schedule of flights, as an operator sets it on the unit's database. */
import { setSchedule } from '../adapters/pnr/store/schedule-store.js';
import { parseSchedule } from '../adapters/pnr/wire/parse-schedule.js';
import { connectDatabase, ensureSupported } from '../shared/database/connect.js';

export type { ScheduleChanges } from '../adapters/pnr/store/schedule-store.js';
export { MAX_SCHEDULE_BYTES, SCHEDULE_COLUMNS, ScheduleError } from '../adapters/pnr/wire/parse-schedule.js';

/**
 * Reads a schedule in CSV; the result sets it, all or nothing, with the rights of the database's owner. Throws a ScheduleError, and
 * rejects with one, that names every fault by line and column.
 */
export function readSchedule(bytes: Uint8Array): (databaseUrl: string) => ReturnType<typeof setSchedule> {
  const rows = parseSchedule(bytes);
  return async (databaseUrl) => {
    const sql = connectDatabase(databaseUrl, { applicationName: 'ostiary-schedule', max: 1 });
    try {
      await ensureSupported(sql);
      return await setSchedule(sql, rows);
    } finally {
      await sql.end();
    }
  };
}
