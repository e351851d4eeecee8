/** Reads registrations as another state's gateway tells them: what print-record.ts writes, and nothing that it derives. */
import {
  type VehicleAddress,
  type VehicleData,
  VehicleExtent,
  type VehicleParty,
  type VehicleRecord,
  VehicleHolderType,
  VehiclePartyGender,
} from '../../../../gen/ostiary/prum/v1/vehicle.js';
import { readTime } from '../../exchange/wire/read-reply.js';
import type { Party, PostalAddress } from '../domain/party.js';
import type { Period } from '../domain/period.js';
import type { PartyPeriod, Registration, Role, VehicleFacts } from '../domain/registration.js';
import {
  CATEGORY_TO_WIRE,
  ENTITY_TO_WIRE,
  GENDER_TO_WIRE,
  HOLDER_TYPE_TO_WIRE,
  NUMBER_KIND_TO_WIRE,
  STATUS_TO_WIRE,
  valueOf,
} from './enums.js';

/** Entries of any list in a record at most, and characters of any text. */
const MOST_ENTRIES = 50;
const LONGEST_TEXT = 300;

const REFERENCE = /^VEH-[A-Z]{2}-[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * Reads a registration of the state as of a moment. Throws an Error, which quotes nothing, when it is another state's, holds
 * more than any register tells, or lacks what a register must tell.
 */
export function readRecord(record: VehicleRecord, memberState: string, asOfMs: number): Registration {
  const { recordReference: reference, vehicle } = record;
  if (record.memberState !== memberState || !REFERENCE.test(reference)) throw faulty('reference');
  if (vehicle?.countryOfRegistration !== memberState) throw faulty('country of registration');
  const told = {
    reference,
    memberState,
    number: needed(vehicle.registrationNumber, 'registration number'),
    vin: needed(vehicle.vin, 'vehicle identification number'),
    withheld: false,
  };
  if (record.extent === VehicleExtent.REFINEMENT_SET) return { ...told, ...refinement(vehicle, asOfMs) };
  if (record.extent !== VehicleExtent.FULL) throw faulty('extent');
  const { registration } = record;
  if (registration === undefined) throw faulty('registration');
  return {
    ...told,
    ...readPeriod(registration.begunAt, registration.endsAt),
    numberKind: valueOf(NUMBER_KIND_TO_WIRE, registration.numberKind),
    vehicle: { ...readFacts(vehicle), firstRegisteredOn: date(vehicle.firstRegisteredOn, 'first registration') },
    documents: few(registration.documentIds).map((id) => needed(id, 'document')),
    statuses: few(registration.statuses).map(({ kind, since, until }) => ({
      kind: valueOf(STATUS_TO_WIRE, kind),
      ...readPeriod(since, until),
    })),
    parties: [...few(record.holders).map(readParty('holder')), ...few(record.owners).map(readParty('owner'))],
    insurances: few(record.insurances).map(({ company, address, policyNumber, begunAt, endsAt }) => ({
      company: text(company),
      address: readAddress(address),
      policyNumber: text(policyNumber),
      ...readPeriod(begunAt, endsAt),
    })),
  };
}

/** What tells several vehicles apart: it was registered at that moment, and since when is not told. */
const refinement = (vehicle: VehicleData, asOfMs: number) => ({
  fromMs: asOfMs,
  untilMs: undefined,
  numberKind: 'unknown' as const,
  vehicle: { ...readFacts(vehicle), firstRegisteredOn: '' },
  documents: [],
  statuses: [],
  parties: [],
  insurances: [],
});

const readFacts = (vehicle: VehicleData): Omit<VehicleFacts, 'firstRegisteredOn'> => ({
  make: text(vehicle.make),
  commercialDescription: text(vehicle.commercialDescription),
  category: valueOf(CATEGORY_TO_WIRE, vehicle.euCategory),
  ...(vehicle.powerKw > 0 && { powerKw: vehicle.powerKw }),
  ...(vehicle.capacityCm3 > 0 && { capacityCm3: vehicle.capacityCm3 }),
});

const readParty =
  (role: Role) =>
  (party: VehicleParty): PartyPeriod => ({
    role,
    party: readWho(party),
    ...readPeriod(party.since, party.until),
    ...(party.holderType !== VehicleHolderType.UNSPECIFIED && {
      holderType: valueOf(HOLDER_TYPE_TO_WIRE, party.holderType),
    }),
  });

function readWho(party: VehicleParty): Party {
  const kind = valueOf(ENTITY_TO_WIRE, party.legalEntity);
  const common = {
    ...optional('idNumber', party.idNumber),
    ...optional('idNumberType', party.idNumberType),
    address: readAddress(party.address),
  };
  const name = needed(party.name, 'name');
  if (kind !== 'individual') return { kind, name, ...common };
  return {
    kind,
    surname: name,
    ...optional('infixes', party.infixes),
    ...optional('titles', party.titles),
    firstNames: text(party.firstNames),
    ...(party.gender !== VehiclePartyGender.UNSPECIFIED && { gender: valueOf(GENDER_TO_WIRE, party.gender) }),
    dateOfBirth: date(party.dateOfBirth, 'date of birth'),
    ...optional('placeOfBirth', party.placeOfBirth),
    ...common,
  };
}

function readAddress(address: VehicleAddress | undefined): PostalAddress {
  if (address === undefined) throw faulty('address');
  const { street, houseNumber, postcode, place, country } = address;
  return {
    street: text(street),
    houseNumber: text(houseNumber),
    postcode: text(postcode),
    place: text(place),
    country: text(country),
  };
}

function readPeriod(from: string, until: string): Period {
  const [fromMs, untilMs] = [readTime(from), readTime(until)];
  if (fromMs === undefined || (until !== '' && untilMs === undefined)) throw faulty('period');
  return { fromMs, untilMs };
}

function few<Entry>(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length > MOST_ENTRIES) throw faulty('list');
  return entries;
}

function text(value: string): string {
  if (value.length > LONGEST_TEXT || /\p{Cc}/u.test(value)) throw faulty('text');
  return value;
}

function needed(value: string, what: string): string {
  if (value === '') throw faulty(what);
  return text(value);
}

function date(value: string, what: string): string {
  if (!DATE.test(value)) throw faulty(what);
  return value;
}

const optional = <Name extends string>(name: Name, value: string): Partial<Record<Name, string>> =>
  value === '' ? {} : ({ [name]: text(value) } as Record<Name, string>);

const faulty = (what: string): Error => new Error(`the ${what} of a vehicle is not as a register tells it`);
