import type postgres from 'postgres';
import { CARRIERS } from './carriers.js';

/** What to load, and where. */
export interface SeedOptions {
  /** Connected with the rights of the schema's owner. */
  readonly sql: postgres.Sql;
}

/** Tells the unit which carriers there are. */
export async function seedPnr({ sql }: SeedOptions): Promise<void> {
  for (const { authority, designator } of CARRIERS)
    await sql`insert into pnr.carrier (authority, designator) values (${authority}, ${designator}) on conflict do nothing`;
}
