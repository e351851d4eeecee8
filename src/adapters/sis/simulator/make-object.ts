import { containerCheckDigit, luhnCheckDigit } from '../../../matching/identifiers/check-digits.js';
import { characters, digits, letters, makeVehicle } from '../../../world/belongings.js';
import type { Person, Vehicle } from '../../../world/person.js';
import type { Belonging } from '../../../world/presence.js';
import { choiceOf, type Random } from '../../../world/random.js';
import { pickState } from '../../../world/states.js';
import {
  OBJECT_CATEGORIES,
  type AlertObject,
  type DocumentStatus,
  type ObjectLetter,
} from '../domain/object-category.js';

/** How often each letter occurs among things that are not of the world: invented. */
const OTHER_OBJECTS = choiceOf<ObjectLetter>([
  ['b', 1.5],
  ['c', 0.3],
  ['d', 0.4],
  ['e', 0.6],
  ['f', 0.6],
  ['g', 0.5],
  ['h', 0.1],
  ['i', 0.1],
  ['j', 4],
  ['k', 3],
  ['n', 4.5],
  ['o', 1],
  ['p', 0.8],
  ['q', 0.2],
  ['r', 0.4],
  ['z', 0.02],
]);

/** Blank documents that are sought by ranges; the others were found missing one by one. */
const RANGE_SHARE = 0.5;
/** Documents or banknotes in a range, at most. */
const MAX_IN_RANGE = 5_000;

/** Letter of an object of the kind. */
export function pickLetter(random: Random, thing: Belonging): ObjectLetter {
  switch (thing) {
    case 'vehicle':
      return 'a';
    case 'document':
      return 'l';
    case 'registration':
      return 'm';
    case 'other':
      return OTHER_OBJECTS(random);
  }
}

/** An object that was the person's, or of no person if it is of a kind that the world does not own. */
export function makeObject(random: Random, letter: ObjectLetter, owner: Person): AlertObject {
  const { name: description, isDocument } = OBJECT_CATEGORIES[letter];
  return {
    letter,
    description,
    ...(isDocument && { documentStatus: pickStatus(random) }),
    ...identifiers(random, letter, owner),
  };
}

const pickStatus = (random: Random): DocumentStatus =>
  random.weighted({ stolen: 45, lost: 35, misappropriated: 5, invalidated: 14, false: 1 });

function identifiers(random: Random, letter: ObjectLetter, owner: Person): Partial<AlertObject> {
  switch (letter) {
    case 'a':
      return vehicle(owner.vehicles[0] ?? vehicleOf(random, owner, 0));
    case 'b':
    case 'c': {
      const { vin, plate, plateState } = vehicleOf(random, owner, 2);
      return { vin, plate, plateState };
    }
    case 'e':
      return {
        hullNumber: hullNumber(random),
        externalIdentifier: `${letters(random, 2)} ${digits(random, 4)}`,
        type: random.pick(['sailing boat', 'motor boat', 'rigid inflatable']),
        numberOfHulls: random.chance(0.1) ? 2 : 1,
      };
    case 'g': {
      const number = `${letters(random, 3)}U${digits(random, 6)}`;
      return { containerNumber: `${number}${containerCheckDigit(number)}` };
    }
    case 'h':
      return {
        aircraftRegistration: `${pickState(random)}-${letters(random, 3)}`,
        type: random.pick(['aeroplane', 'helicopter', 'glider']),
      };
    case 'j':
      return {
        serial: serialNumber(random),
        make: random.pick(['Ardenne', 'Brix', 'Colm']),
        model: random.pick(['M1', 'P20', 'Compact']),
        calibre: random.pick(['9 mm', '.45', '7.62 mm', '12']),
      };
    case 'k':
      return { ...blankDocuments(random), issuingCountry: owner.residence, type: 'passport' };
    case 'l': {
      const document = owner.documents[0];
      return document === undefined
        ? { number: letters(random, 2) + digits(random, 7), issuingCountry: owner.residence }
        : {
            number: document.number,
            issuingCountry: document.issuingState,
            type: document.kind,
            description: document.kind,
          };
    }
    case 'm': {
      const { plate, plateState, certificateNumber } = owner.vehicles[0] ?? vehicleOf(random, owner, 0);
      return random.chance(0.5) ? { plate, plateState } : { number: certificateNumber, issuingCountry: plateState };
    }
    case 'n':
      return { ...banknotes(random), currency: 'EUR' };
    case 'o':
      return itItem(random);
    case 'z':
      return { paymentNumber: cardNumber(random), issuingCountry: owner.residence, type: 'card' };
    case 'd':
    case 'f':
    case 'i':
    case 'p':
    case 'q':
    case 'r':
      return { serial: serialNumber(random) };
  }
}

/** A vehicle that the register of the owner's state has, besides those of the owner. */
const vehicleOf = (random: Random, { number, residence }: Person, at: number): Vehicle =>
  makeVehicle(random, residence, { number, at });

function vehicle({ vin, plate, plateState, makeAndModel }: Vehicle): Partial<AlertObject> {
  const [make = '', ...model] = makeAndModel.split(' ');
  return { vin, plate, plateState, make, model: model.join(' '), description: makeAndModel };
}

const serialNumber = (random: Random): string => letters(random, 3) + digits(random, 8);

/** Country, maker and so on as ISO 10087 has them, of a country that does not exist. */
const hullNumber = (random: Random): string =>
  `${pickState(random)}-${letters(random, 3)}${digits(random, 5)}${letters(random, 1)}${digits(random, 3)}`;

function blankDocuments(random: Random): Partial<AlertObject> {
  const [first, last] = series(random, letters(random, 2), 7);
  return random.chance(RANGE_SHARE) ? { number: first, numberTo: last } : { number: first };
}

/** A letter and eleven digits, as euro banknotes of the first series have. */
function banknotes(random: Random): Partial<AlertObject> {
  const [first, last] = series(random, letters(random, 1), 11);
  return random.chance(RANGE_SHARE) ? { serial: first, serialTo: last } : { serial: first };
}

function series(random: Random, stem: string, width: number): readonly [string, string] {
  const first = random.below(10 ** Math.min(width, 9) - MAX_IN_RANGE);
  const last = first + random.below(MAX_IN_RANGE);
  const written = (number: number): string => stem + String(number).padStart(width, '0');
  return [written(first), written(last)];
}

function itItem(random: Random): Partial<AlertObject> {
  if (random.chance(0.3)) return { serial: serialNumber(random), type: 'computer' };
  if (random.chance(0.2)) {
    return { macAddress: (characters(random, '0123456789ABCDEF', 12).match(/../g) ?? []).join(':'), type: 'computer' };
  }
  const imei = digits(random, 14);
  return { imei: imei + luhnCheckDigit(imei), type: 'telephone' };
}

function cardNumber(random: Random): string {
  // 9 begins the numbers that national bodies give out (ISO/IEC 7812-1): no payment network uses 9999.
  const number = `9999${digits(random, 11)}`;
  return number + luhnCheckDigit(number);
}
