import { mrzCheckDigit } from '../matching/identifiers/check-digits.js';
import { addDays, addYears } from './calendar.js';
import type { TravelDocument, Vehicle } from './person.js';
import type { Random } from './random.js';
import type { State } from './states.js';

/** Letters that no document number or plate confuses with digits. */
const LETTERS = 'ABCDEFGHJKLMNPRSTVWXYZ';
/** Characters of a vehicle identification number (ISO 3779). */
const VIN_CHARACTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
/** No manufacturer bears this code. */
const SYNTHETIC_MANUFACTURER = 'ZZX';

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

/** Plates of each state, as printed. */
const PLATES: Readonly<Record<State, (random: Random) => string>> = {
  XA: (random) => `${letters(random, 2)}-${digits(random, 3)}-${letters(random, 2)}`,
  XB: (random) => `${letters(random, 3)} ${digits(random, 4)}`,
  XC: (random) => `${digits(random, 4)} ${letters(random, 3)}`,
  XD: (random) => `${letters(random, 1)}.${digits(random, 5)}`,
};

/** A document that was valid on the day the population is drawn for. */
export function makeDocument(random: Random, kind: TravelDocument['kind'], issuingState: State): TravelDocument {
  const number = letters(random, 2) + digits(random, 7);
  const issuedOn = addDays('2017-01-01', random.below(3_200));
  return {
    kind,
    number,
    checkDigit: mrzCheckDigit(number),
    issuingState,
    issuedOn,
    expiresOn: addYears(issuedOn, 10),
  };
}

/** A vehicle registered in the state. */
export const makeVehicle = (random: Random, plateState: State): Vehicle => ({
  vin: SYNTHETIC_MANUFACTURER + characters(random, VIN_CHARACTERS, 8) + digits(random, 6),
  plate: PLATES[plateState](random),
  plateState,
  makeAndModel: random.pick(MODELS),
  certificateNumber: letters(random, 1) + digits(random, 8),
});
