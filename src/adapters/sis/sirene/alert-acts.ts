/** Changes of alerts that follow from forms, in the simulated SIS. */
import type postgres from 'postgres';
import type { AlertActs } from './alert-desk.js';

/** Makes them on a pool with the rights of ostiary_gateway. */
export const createAlertActs = (sql: postgres.Sql): AlertActs => ({
  flag: () => Promise.reject(new Error('not yet')),
  deleteServed: () => Promise.reject(new Error('not yet')),
  async ended(references, today) {
    const rows = await sql<{ reference: string }[]>`
      select asked.reference from unnest(${[...references]}::text[]) as asked (reference)
      where not exists (
        select from sis.alert where alert.reference = asked.reference and alert.expires_on > ${today}::date
      )`;
    return rows.map(({ reference }) => reference);
  },
});
