import type postgres from 'postgres';
import type { VehicleKey } from '../domain/question.js';
import type { Registration } from '../domain/registration.js';
import type { AskedNumber, Neighbourhood, NumberCandidate } from '../domain/suggest-numbers.js';

/** What of a register corresponds to a question as of a moment. */
export interface Corresponding {
  /** Registrations that others may know of, counted by the database: also those that are not listed. */
  readonly openCount: number;
  /** Whether there is any that they may not know of. */
  readonly withholds: boolean;
  /** The first of the open ones, in the order of their begin, then by reference; each with its history. */
  readonly open: readonly Registration[];
}

/** Registrations of the simulated states, with their history. Each method asks the register of one state. */
export interface RegistrationStore {
  /**
   * All that are valid at the moment, of a person those that are theirs then. Of a number or vehicle of which none is, the
   * one that ended last before: a number goes on to be known as that vehicle's until another gets it. What begins later is
   * not known yet. A first moment belongs to a period, its end does not. Lists at most so many.
   */
  corresponding(memberState: string, key: VehicleKey, atMs: number, most: number): Promise<Corresponding>;
  /** Whether anything that others may know of is registered under the very number. */
  isRegistered(memberState: string, asked: AskedNumber): Promise<boolean>;
  /** Numbers that lie near another, as far as others may know of them. Not ranked. */
  near(memberState: string, kind: AskedNumber['kind'], where: Neighbourhood): Promise<readonly NumberCandidate[]>;
}

interface CountedRow {
  readonly openCount: number;
  readonly withheldCount: number;
  readonly open: readonly Registration[];
}

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openRegistrationStore(sql: postgres.Sql): RegistrationStore {
  const ofKey = (memberState: string, key: VehicleKey, at: Date) => {
    switch (key.kind) {
      case 'registration_number':
        return sql`r.member_state = ${memberState} and r.number_key = ${key.number}
          and (${key.vin ?? null}::text is null or r.vin = ${key.vin ?? null})`;
      case 'vin':
        return sql`r.member_state = ${memberState} and r.vin = ${key.vin}`;
      case 'party': {
        const { party } = key;
        const isThem =
          party.kind === 'legal'
            ? sql`p.name_key = ${party.name} and p.date_of_birth is null`
            : sql`p.name_key = ${party.familyNames} and p.date_of_birth = ${party.dateOfBirth}
                and p.first_names_key = ${party.firstNames}`;
        return sql`r.reference in (
          select p.reference from prum.vehicle_party p
          where p.member_state = ${memberState} and ${isThem}
            and p.begun_at <= ${at} and (p.ended_at is null or p.ended_at > ${at}))`;
      }
    }
  };

  async function validAt(memberState: string, key: VehicleKey, at: Date, most: number): Promise<Corresponding> {
    const [row] = await sql<CountedRow[]>`
      with valid as materialized (
        select r.reference, r.begun_at, r.withheld from prum.vehicle_registration r
        where ${ofKey(memberState, key, at)} and r.begun_at <= ${at} and (r.ended_at is null or r.ended_at > ${at})
      ), listed as (
        select reference, begun_at from valid where not withheld order by begun_at, reference limit ${most}
      )
      select (select count(*) from valid where not withheld)::int as "openCount",
        (select count(*) from valid where withheld)::int as "withheldCount",
        (select coalesce(jsonb_agg(r.registration order by l.begun_at, l.reference), '[]')
           from listed l join prum.vehicle_registration r using (reference)) as open`;
    if (row === undefined) throw new Error('a query without a row');
    return { openCount: row.openCount, withholds: row.withheldCount > 0, open: row.open };
  }

  async function endedLastBefore(memberState: string, key: VehicleKey, at: Date): Promise<Corresponding> {
    const [row] = await sql<{ registration: Registration; withheld: boolean }[]>`
      select r.registration, r.withheld from prum.vehicle_registration r
      where ${ofKey(memberState, key, at)} and r.begun_at <= ${at} and r.ended_at <= ${at}
      order by r.ended_at desc, r.begun_at desc, r.reference desc limit 1`;
    if (row === undefined) return { openCount: 0, withholds: false, open: [] };
    return row.withheld
      ? { openCount: 0, withholds: true, open: [] }
      : { openCount: 1, withholds: false, open: [row.registration] };
  }

  return {
    async corresponding(memberState, key, atMs, most) {
      const at = new Date(atMs);
      const valid = await validAt(memberState, key, at, most);
      if (key.kind === 'party' || valid.openCount > 0 || valid.withholds) return valid;
      return endedLastBefore(memberState, key, at);
    },
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
