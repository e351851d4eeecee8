import type postgres from 'postgres';

/** What a register is like, and what the law of its state lets others ask of it. */
export interface RegisterLaw {
  /** Otherwise it has what is valid now, and answers with that whatever time it is asked about. */
  readonly keepsHistory: boolean;
  /** Searches by owner or holder (Regulation (EU) 2024/982 Art. 16(3)). */
  readonly byParty: boolean;
  /** Numbers like one that is not registered. */
  readonly suggests: boolean;
  /** It cannot process questions. */
  readonly fails: boolean;
}

/** Reads them, by Member State. */
export async function readRegisterLaws(sql: postgres.Sql): Promise<ReadonlyMap<string, RegisterLaw>> {
  const rows = await sql<(RegisterLaw & { readonly memberState: string })[]>`
    select member_state as "memberState", keeps_history as "keepsHistory", by_party as "byParty", suggests, fails
    from prum.vehicle_register`;
  return new Map(rows.map(({ memberState, ...law }) => [memberState, law]));
}
