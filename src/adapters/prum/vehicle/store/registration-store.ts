import type postgres from 'postgres';
import type { PartyKey } from '../domain/party-key.js';
import type { VehicleKey } from '../domain/question.js';
import type { Registration } from '../domain/registration.js';
import type { AskedNumber, Neighbourhood, NumberCandidate } from '../domain/suggest-numbers.js';

/** Registrations of the simulated states, with their history. Each method asks the register of one state. */
export interface RegistrationStore {
  /** All that a number or vehicle ever had there; of a person, those that may be theirs at the moment. */
  find(memberState: string, key: VehicleKey, atMs: number): Promise<readonly Registration[]>;
  /** Whether anything that others may know of is registered under the very number. */
  isRegistered(memberState: string, asked: AskedNumber): Promise<boolean>;
  /** Numbers that lie near another, as far as others may know of them. Not ranked. */
  near(memberState: string, kind: AskedNumber['kind'], where: Neighbourhood): Promise<readonly NumberCandidate[]>;
}

interface Row {
  readonly registration: Registration;
}

/**
 * Rows that one question reads at most. A number or vehicle has had few registrations; a person or company with more
 * vehicles than this is answered with the first of them.
 */
const MAX_ROWS = 1_000;

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openRegistrationStore(sql: postgres.Sql): RegistrationStore {
  const byParty = (memberState: string, party: PartyKey, at: Date): Promise<readonly Row[]> =>
    party.kind === 'legal'
      ? sql<Row[]>`
          select r.registration from prum.vehicle_registration r
          where r.reference in (
            select p.reference from prum.vehicle_party p
            where p.member_state = ${memberState} and p.name_key = ${party.name} and p.date_of_birth is null
              and p.begun_at <= ${at} and (p.ended_at is null or p.ended_at > ${at}))
          order by r.reference limit ${MAX_ROWS}`
      : sql<Row[]>`
          select r.registration from prum.vehicle_registration r
          where r.reference in (
            select p.reference from prum.vehicle_party p
            where p.member_state = ${memberState} and p.name_key = ${party.familyNames}
              and p.date_of_birth = ${party.dateOfBirth} and p.first_names_key = ${party.firstNames}
              and p.begun_at <= ${at} and (p.ended_at is null or p.ended_at > ${at}))
          order by r.reference limit ${MAX_ROWS}`;

  async function rowsOf(memberState: string, key: VehicleKey, atMs: number): Promise<readonly Row[]> {
    switch (key.kind) {
      case 'registration_number':
        return sql<Row[]>`
          select registration from prum.vehicle_registration
          where member_state = ${memberState} and number_key = ${key.number}
            and (${key.vin ?? null}::text is null or vin = ${key.vin ?? null})
          order by reference limit ${MAX_ROWS}`;
      case 'vin':
        return sql<Row[]>`
          select registration from prum.vehicle_registration
          where member_state = ${memberState} and vin = ${key.vin}
          order by reference limit ${MAX_ROWS}`;
      case 'party':
        return byParty(memberState, key.party, new Date(atMs));
    }
  }

  return {
    find: async (memberState, key, atMs) =>
      (await rowsOf(memberState, key, atMs)).map(({ registration }) => registration),
    async isRegistered(memberState, { kind, key }) {
      const [row] = await sql<{ found: boolean }[]>`
        select exists (
          select from prum.vehicle_registration
          where member_state = ${memberState} and not withheld
            and ${kind === 'vin' ? sql`vin` : sql`number_key`} = ${key}) as found`;
      return row?.found === true;
    },
    near: (memberState, kind, { keys, confusionKeys }) =>
      kind === 'vin'
        ? sql<NumberCandidate[]>`
            select min(reference) as reference, vin as number from prum.vehicle_registration
            where member_state = ${memberState} and vin = any(${[...keys]}) and not withheld
            group by vin`
        : sql<NumberCandidate[]>`
            select min(reference) as reference, number from prum.vehicle_registration
            where member_state = ${memberState} and not withheld
              and (number_key = any(${[...keys]}) or number_confusion_key = any(${[...confusionKeys]}))
            group by number`,
  };
}
