/** Registrations of vehicles of the people of the synthetic world, with what went before. All shares are invented. */
import { ulid } from 'ulid';
import { makeVehicle } from '../../../../world/belongings.js';
import { randomDayOf } from '../../../../world/calendar.js';
import { contactsOf } from '../../../../world/contact.js';
import type { Person, Vehicle } from '../../../../world/person.js';
import { generatePopulation } from '../../../../world/population.js';
import { presencesOf } from '../../../../world/presence.js';
import { choiceOf, createRandoms, type Random } from '../../../../world/random.js';
import { pickState, type State } from '../../../../world/states.js';
import type { Individual } from '../domain/party.js';
import {
  type PartyPeriod,
  type Registration,
  registrationReference,
  type StatusPeriod,
  type VehicleFacts,
} from '../domain/registration.js';
import { individualOf, insurer, leasingCompany } from './parties.js';

/** Which registrations. */
export interface GenerateOptions {
  readonly seed: number;
  readonly registrations: number;
}

/** Former holders are drawn from the people of the last so many families. */
const FORMER = 64;

const FORMER_HOLDER_SHARE = 0.4;
const LEASED_SHARE = 0.15;
const WITHHELD_SHARE = 0.005;

/** What becomes of a vehicle that nobody reported stolen. */
const pickFate = choiceOf<'none' | 'imported' | 'exported' | 'scrapped' | 'suspended'>([
  ['none', 76],
  ['imported', 10],
  ['exported', 4],
  ['scrapped', 8],
  ['suspended', 2],
]);

const pickCategory = choiceOf<VehicleFacts['category']>([
  ['M1', 80],
  ['N1', 9],
  ['L3e', 7],
  ['O1', 4],
]);

/** The registers of all states: the world says who has which vehicle, and whose was reported stolen. */
export function* generateRegistrations({
  seed,
  registrations,
}: GenerateOptions): Generator<Registration, void, undefined> {
  const contactOf = contactsOf(seed);
  const presenceOf = presencesOf(seed);
  const randomOf = createRandoms(seed, 'prum/vehicles');
  const former: Individual[] = [];
  let made = 0;
  for (const person of generatePopulation({ seed, persons: Number.POSITIVE_INFINITY })) {
    if (person.vehicles.length === 0) continue;
    const random = randomOf(person.number);
    const holder = individualOf(person, contactOf(person));
    const stolen = presenceOf(person).sis.some((alert) => alert.on === 'thing' && alert.thing === 'vehicle');
    for (const [at, vehicle] of person.vehicles.entries()) {
      const before =
        former.length > 0 && random.chance(FORMER_HOLDER_SHARE) ? random.pick(nonEmpty(former)) : undefined;
      const life = { person, vehicle, holder, before, stolen: stolen && at === 0, isFirst: at === 0 };
      for (const registration of registrationsOf(random, life)) {
        if (made === registrations) return;
        made += 1;
        yield registration;
      }
    }
    former.push(holder);
    if (former.length > FORMER) former.shift();
  }
}

/** Whose a vehicle is, and what was before. */
interface Life {
  readonly person: Person;
  readonly vehicle: Vehicle;
  readonly holder: Individual;
  readonly before: Individual | undefined;
  readonly stolen: boolean;
  readonly isFirst: boolean;
}

function* registrationsOf(random: Random, life: Life): Generator<Registration, void, undefined> {
  const { vehicle, stolen, isFirst, person } = life;
  const firstYear = 2006 + random.below(15);
  const first = timeOf(randomDayOf(firstYear, random), random);
  const acquired = timeOf(randomDayOf(firstYear + 1 + random.below(2024 - firstYear), random), random);
  const fate = pickFate(random);
  const facts = factsOf(random, vehicle, first);
  const otherState = pickState(random);
  // A second number for the first vehicle alone: each person has one to spare (src/world/belongings.ts).
  if (fate === 'imported' && isFirst && otherState !== vehicle.plateState) {
    const abroad = makeVehicle(random, otherState, { number: person.number, at: 3 });
    yield registration(random, { ...life, stolen: false }, facts, {
      state: otherState,
      number: abroad.plate,
      fromMs: first,
      untilMs: acquired,
      // The former holder had it there; whoever that was is no matter of the new register.
      acquiredMs: first,
      statuses: statusSince('exported', acquired),
      holder: life.before ?? life.holder,
    });
    yield registration(random, { ...life, before: undefined }, facts, {
      state: vehicle.plateState,
      number: vehicle.plate,
      fromMs: acquired,
      untilMs: undefined,
      acquiredMs: acquired,
      statuses: statusSince(stolen ? 'stolen' : undefined, timeOf(randomDayOf(2025, random), random)),
      holder: life.holder,
    });
    return;
  }
  const endMs = timeOf(randomDayOf(2025, random), random);
  const became = stolen ? 'stolen' : fate === 'imported' || fate === 'none' ? undefined : fate;
  const statuses = statusSince(became, endMs);
  yield registration(random, life, facts, {
    state: vehicle.plateState,
    number: vehicle.plate,
    fromMs: first,
    untilMs: became === 'exported' || became === 'scrapped' ? endMs : undefined,
    acquiredMs: life.before === undefined ? first : acquired,
    statuses,
    holder: life.holder,
  });
  if (became === 'exported' && isFirst) {
    const transit = makeVehicle(random, vehicle.plateState, { number: person.number, at: 3 });
    yield {
      ...registration(random, { ...life, before: undefined }, facts, {
        state: vehicle.plateState,
        number: transit.plate,
        fromMs: endMs,
        untilMs: endMs + TRANSIT_MS,
        acquiredMs: endMs,
        statuses,
        holder: life.holder,
      }),
      numberKind: 'transit',
      insurances: [],
    };
  }
}

const TRANSIT_MS = 15 * 86_400_000;

const statusSince = (kind: StatusPeriod['kind'] | undefined, fromMs: number): readonly StatusPeriod[] =>
  kind === undefined ? [] : [{ kind, fromMs, untilMs: undefined }];

/** One registration of a life. */
interface Chapter {
  readonly state: State;
  readonly number: string;
  readonly fromMs: number;
  readonly untilMs: number | undefined;
  /** When its holder got the vehicle: later than the begin, the former holder had it until then. */
  readonly acquiredMs: number;
  readonly statuses: readonly StatusPeriod[];
  readonly holder: Individual;
}

function registration(random: Random, { vehicle, before }: Life, facts: VehicleFacts, chapter: Chapter): Registration {
  const { state, number, fromMs, untilMs, acquiredMs, statuses, holder } = chapter;
  const company = random.chance(LEASED_SHARE) ? leasingCompany(random, state) : undefined;
  const ofHolder = (party: Individual, from: number, until: number | undefined): PartyPeriod[] => [
    { role: 'holder', party, fromMs: from, untilMs: until, holderType: company === undefined ? 'owner' : 'not_owner' },
    { role: 'owner', party: company ?? party, fromMs: from, untilMs: until },
  ];
  const hadBefore = before !== undefined && acquiredMs > fromMs;
  return {
    reference: registrationReference(
      state,
      ulid(REFERENCE_TIME_MS, () => random.fraction()),
    ),
    memberState: state,
    number,
    numberKind: 'regular',
    vin: vehicle.vin,
    vehicle: facts,
    documents: [vehicle.certificateNumber],
    fromMs,
    untilMs,
    statuses,
    parties: [
      ...(hadBefore ? ofHolder(before, fromMs, acquiredMs) : []),
      ...ofHolder(holder, hadBefore ? acquiredMs : fromMs, untilMs),
    ],
    insurances: [
      {
        ...insurer(random, state),
        policyNumber: `${state}${String(10_000_000 + random.below(90_000_000))}`,
        fromMs: hadBefore ? acquiredMs : fromMs,
        untilMs,
      },
    ],
    withheld: random.chance(WITHHELD_SHARE),
  };
}

/** A reference tells nothing, not even when the registration was made: its time is one for all. */
const REFERENCE_TIME_MS = Date.UTC(2026, 0, 1);

function factsOf(random: Random, { makeAndModel }: Vehicle, first: number): VehicleFacts {
  const [make = '', ...description] = makeAndModel.split(' ');
  const category = pickCategory(random);
  const day = new Date(first).toISOString().slice(0, 10);
  const named = { make, commercialDescription: description.join(' '), category, firstRegisteredOn: day };
  // A trailer has no engine.
  return category === 'O1'
    ? named
    : { ...named, powerKw: 40 + random.below(160), capacityCm3: 900 + 100 * random.below(25) };
}

/** Some moment of a day on which registers are open. */
const timeOf = (day: string, random: Random): number =>
  Date.parse(`${day}T${String(8 + random.below(8)).padStart(2, '0')}:00:00Z`);

/** `former` is asked for after it was seen not to be empty. */
const nonEmpty = (former: readonly Individual[]): readonly [Individual, ...Individual[]] =>
  former as readonly [Individual, ...Individual[]];
