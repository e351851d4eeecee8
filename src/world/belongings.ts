import { mrzCheckDigit } from '../matching/identifiers/check-digits.js';
import { vinCheckDigit } from '../matching/identifiers/vin.js';
import { addDays, addYears } from './calendar.js';
import type { TravelDocument, Vehicle } from './person.js';
import type { Random } from './random.js';
import { LETTERS, serialAt, type Serial } from './serial.js';
import type { State } from './states.js';

/** Characters of a vehicle identification number (ISO 3779). */
const VIN_CHARACTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
/** No manufacturer bears this code. */
const SYNTHETIC_MANUFACTURER = 'ZZX';
/** Its vehicles bear a check digit in position 9, as in North America; elsewhere in the world the position is free. */
const CHECK_DIGIT_STATE: State = 'XD';

const MODELS = [
  'Arden Corvo',
  'Bergmann 200',
  'Calix Furgone',
  'Dorn Kombi',
  'Elmo Citta',
  'Fjord Estate',
  'Garda Coupe',
  'Hauk Transporter',
] as const;

/** Documents and vehicles that one person may have, those a simulated system adds included: keeps the series apart. */
const DOCUMENTS_EACH = 4;
const VEHICLES_EACH = 4;

/** So many characters of the alphabet. */
export function characters(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let at = 0; at < length; at++) text += alphabet.charAt(random.below(alphabet.length));
  return text;
}

/** So many decimal digits. */
export const digits = (random: Random, length: number): string => characters(random, '0123456789', length);

/** So many letters. */
export const letters = (random: Random, length: number): string => characters(random, LETTERS, length);

interface PlateFormat {
  readonly letters: number;
  readonly digits: number;
  readonly print: (serial: Serial) => string;
}

/** Plates of each state. */
const PLATES: Readonly<Record<State, PlateFormat>> = {
  XA: { letters: 4, digits: 3, print: (s) => `${s.letters.slice(0, 2)}-${s.digits}-${s.letters.slice(2)}` },
  XB: { letters: 3, digits: 4, print: (s) => `${s.letters} ${s.digits}` },
  XC: { letters: 3, digits: 4, print: (s) => `${s.digits} ${s.letters}` },
  XD: { letters: 2, digits: 5, print: (s) => `${s.letters}.${s.digits}` },
};

/** Whose a document or vehicle is, and which of that person's, from 0. */
export interface Holder {
  /** Number of the person. */
  readonly number: number;
  readonly at: number;
}

/** Years for which a document is issued. */
const TERM_YEARS = { passport: 10, 'identity card': 10, 'residence permit': 5, visa: 1 } as const;

/** First day on which documents are issued, and the days after it on which they may be. */
const FIRST_ISSUE = '2017-01-01';
const ISSUE_DAYS = Array.from({ length: 3_200 }, (_, day) => addDays(FIRST_ISSUE, day));
/** Short documents are issued late, so that most are valid. */
const LATE_DAYS = 700;

/** A document of the holder. */
export function makeDocument(
  random: Random,
  kind: TravelDocument['kind'],
  issuingState: State,
  { number: person, at }: Holder,
): TravelDocument {
  const serial = serialAt(person * DOCUMENTS_EACH + at, 2, 7);
  const number = serial.letters + serial.digits;
  const issuedOn =
    ISSUE_DAYS[kind === 'visa' ? ISSUE_DAYS.length - 1 - random.below(LATE_DAYS) : random.below(ISSUE_DAYS.length)] ??
    FIRST_ISSUE;
  return {
    kind,
    number,
    checkDigit: mrzCheckDigit(number),
    issuingState,
    issuedOn,
    expiresOn: addYears(issuedOn, TERM_YEARS[kind]),
  };
}

/** A vehicle of the holder, registered in the state. */
export function makeVehicle(random: Random, plateState: State, { number, at }: Holder): Vehicle {
  const place = number * VEHICLES_EACH + at;
  const format = PLATES[plateState];
  const certificate = serialAt(place, 1, 8);
  return {
    vin: makeVin(random, plateState, place),
    plate: format.print(serialAt(place, format.letters, format.digits)),
    plateState,
    makeAndModel: random.pick(MODELS),
    certificateNumber: certificate.letters + certificate.digits,
  };
}

function makeVin(random: Random, state: State, place: number): string {
  const descriptor = characters(random, VIN_CHARACTERS, 5);
  const rest = characters(random, VIN_CHARACTERS, 2) + String(place % 1_000_000).padStart(6, '0');
  const free = characters(random, VIN_CHARACTERS, 1);
  const before = SYNTHETIC_MANUFACTURER + descriptor;
  return before + (state === CHECK_DIGIT_STATE ? vinCheckDigit(`${before}0${rest}`) : free) + rest;
}
