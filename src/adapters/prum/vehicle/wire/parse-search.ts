import type {
  SearchRegistrationNumberRequest,
  SuggestNumbersRequest,
  VehicleLegalPerson,
  VehicleNaturalPerson,
} from '../../../../gen/ostiary/prum/v1/vehicle.js';
import { canonicalName } from '../../../../matching/names/name-form.js';
import { type FieldViolation, Refusal } from '../../../../shared/refusal.js';
import type { AskedParty, VehicleSearch } from '../domain/search.js';
import {
  type Read,
  readRegistrationNumber,
  readVin,
  type RegistrationNumber,
  type Vin,
} from '../domain/whole-number.js';

/** What both ways of asking by a vehicle identification number have in common. */
export interface VinRequest {
  readonly vin: string;
  readonly memberStates: readonly string[];
  readonly referenceTime: string;
}

/** What both ways of asking by an owner or holder have in common. */
export interface PartyRequest {
  readonly naturalPerson?: VehicleNaturalPerson | undefined;
  readonly legalPerson?: VehicleLegalPerson | undefined;
  readonly memberStates: readonly string[];
  readonly referenceTime: string;
}

/** Reads a search by registration number. All of these throw a Refusal that names every fault. */
export function parseNumberSearch(request: SearchRegistrationNumberRequest, nowMs: number): VehicleSearch {
  const faults = new Faults();
  const number = faults.in(
    'registration_number',
    readRegistrationNumber(request.memberState, request.registrationNumber),
  );
  const vin = request.vin.trim() === '' ? undefined : faults.in('vin', readVin(request.vin));
  const referenceMs = parseTime(request.referenceTime, nowMs, faults);
  return faults.orElse(
    number && { by: { kind: 'number', number, vin }, memberStates: new Set([request.memberState]), referenceMs },
  );
}

/** Reads a search by vehicle identification number. */
export function parseVinSearch(request: VinRequest, nowMs: number): VehicleSearch {
  const faults = new Faults();
  const vin = faults.in('vin', readVin(request.vin));
  const referenceMs = parseTime(request.referenceTime, nowMs, faults);
  return faults.orElse(
    vin && { by: { kind: 'vin', vin }, memberStates: statesNamed(request.memberStates), referenceMs },
  );
}

/** Reads a search by owner or holder. */
export function parsePartySearch(request: PartyRequest, nowMs: number): VehicleSearch {
  const faults = new Faults();
  const { naturalPerson, legalPerson } = request;
  if (naturalPerson !== undefined && legalPerson !== undefined) {
    faults.add('legal_person', 'exactly_one', 'must not be given beside natural_person');
  }
  const party =
    naturalPerson !== undefined
      ? parseNatural(naturalPerson, faults)
      : legalPerson !== undefined
        ? parseLegal(legalPerson, faults)
        : undefined;
  const referenceMs = parseTime(request.referenceTime, nowMs, faults);
  return faults.orElse(
    party && { by: { kind: 'party', party }, memberStates: statesNamed(request.memberStates), referenceMs },
  );
}

/** Reads a question for numbers like one. */
export function parseSuggesting(request: SuggestNumbersRequest): {
  readonly memberState: string;
  readonly asked: RegistrationNumber | Vin;
} {
  const faults = new Faults();
  const { memberState, registrationNumber, vin } = request;
  const both = registrationNumber.trim() !== '' && vin.trim() !== '';
  if (both) faults.add('vin', 'exactly_one', 'must not be given beside registration_number');
  const asked =
    registrationNumber.trim() !== ''
      ? faults.in('registration_number', readRegistrationNumber(memberState, registrationNumber))
      : faults.in('vin', readVin(vin));
  return faults.orElse(asked && { memberState, asked });
}

const statesNamed = (memberStates: readonly string[]): ReadonlySet<string> | undefined =>
  memberStates.length === 0 ? undefined : new Set(memberStates);

function parseNatural({ firstNames, familyNames, dateOfBirth }: VehicleNaturalPerson, faults: Faults): AskedParty {
  const path = 'natural_person';
  expectLetters(`${path}.first_names`, firstNames, faults);
  expectLetters(`${path}.family_names`, familyNames, faults);
  if (dateOfBirth.includes('-00')) {
    faults.add(`${path}.date_of_birth`, 'whole', `must be a whole date: ${BY_ALL_DATA}`);
  }
  return { kind: 'natural', firstNames: firstNames.trim(), familyNames: familyNames.trim(), dateOfBirth };
}

function parseLegal({ name }: VehicleLegalPerson, faults: Faults): AskedParty {
  expectLetters('legal_person.name', name, faults);
  return { kind: 'legal', name: name.trim() };
}

const BY_ALL_DATA = 'the law knows no search by part of the data of a person (Regulation (EU) 2024/982 Art. 16(3))';

function expectLetters(field: string, name: string, faults: Faults): void {
  if (/[?*%_]/u.test(name)) faults.add(field, 'whole', `must be whole: ${BY_ALL_DATA}`);
  else if (canonicalName(name) === '') faults.add(field, 'letters', 'must hold a letter or digit');
}

function parseTime(text: string, nowMs: number, faults: Faults): number | undefined {
  if (text === '') return undefined;
  const time = Date.parse(text);
  // JavaScript takes the 31st of February for a day in March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== text.slice(0, 19)) {
    faults.add('reference_time', 'time', 'must be a time that exists');
    return undefined;
  }
  if (time > nowMs) faults.add('reference_time', 'past', 'must not be in the future');
  return time;
}

/** What is wrong with a request. */
class Faults {
  readonly #violations: FieldViolation[] = [];

  add(field: string, rule: string, description: string): void {
    this.#violations.push({ field, rule, description });
  }

  /** The value, or undefined when it has a fault. */
  in<Value extends RegistrationNumber | Vin>(field: string, read: Read<Value>): Value | undefined {
    if (!('fault' in read)) return read;
    this.add(field, read.fault.rule, read.fault.description);
    return undefined;
  }

  /** What was read, unless anything was wrong. */
  orElse<Result>(result: Result | undefined): Result {
    if (this.#violations.length > 0) {
      throw new Refusal('REQUEST_INVALID', 'The request cannot be searched for', { violations: this.#violations });
    }
    // The contract has asked for what the result is made of.
    if (result === undefined) throw new TypeError('a search for nothing');
    return result;
  }
}
