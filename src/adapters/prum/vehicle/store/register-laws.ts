import type postgres from 'postgres';
import type { RegisterLaw } from '../domain/register-law.js';

/** Reads what the registers are like, by Member State. */
export async function readRegisterLaws(sql: postgres.Sql): Promise<ReadonlyMap<string, RegisterLaw>> {
  const rows = await sql<(RegisterLaw & { readonly memberState: string })[]>`
    select member_state as "memberState", keeps_history as "keepsHistory", by_party as "byParty", suggests, fails
    from prum.vehicle_register`;
  return new Map(rows.map(({ memberState, ...law }) => [memberState, law]));
}
