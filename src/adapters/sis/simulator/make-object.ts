import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { containerCheckDigit, luhnCheckDigit } from '../../../matching/identifiers/check-digits.js';
import { digits, letters, makeVehicle } from '../../../world/belongings.js';
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
]);

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
    case 'a': {
      const { vin, plate, plateState, makeAndModel } = owner.vehicles[0] ?? vehicleOf(random, owner, 0);
      return { vin, plate, plateState, description: makeAndModel };
    }
    case 'b':
    case 'c': {
      const { vin, plate, plateState } = vehicleOf(random, owner, 2);
      return { vin, plate, plateState };
    }
    case 'l': {
      const document = owner.documents[0];
      return document === undefined
        ? numbered(random)
        : { number: document.number, issuingCountry: document.issuingState, description: document.kind };
    }
    case 'm': {
      const { plate, plateState, certificateNumber } = owner.vehicles[0] ?? vehicleOf(random, owner, 0);
      return random.chance(0.5) ? { plate, plateState } : { number: certificateNumber, issuingCountry: plateState };
    }
    case 'g': {
      const number = `${letters(random, 3)}U${digits(random, 6)}`;
      return { number: `${number}${containerCheckDigit(number)}` };
    }
    case 'o': {
      const imei = digits(random, 14);
      return { number: imei + luhnCheckDigit(imei) };
    }
    default:
      return numbered(random);
  }
}

/** A vehicle that the register of the owner's state has, besides those of the owner. */
const vehicleOf = (random: Random, { number, residence }: Person, at: number): Vehicle =>
  makeVehicle(random, residence, { number, at });

const numbered = (random: Random): Partial<AlertObject> => ({
  number: canonicalIdentifier(letters(random, 3) + digits(random, 8)),
  issuingCountry: pickState(random),
});
