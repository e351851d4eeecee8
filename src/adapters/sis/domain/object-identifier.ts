import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { documentNumberForm } from '../../../matching/identifiers/document-number.js';
import { plateForm } from '../../../matching/identifiers/plate.js';
import { vinForm } from '../../../matching/identifiers/vin.js';
import { isRange } from './number-range.js';
import { objectRulesOf, type AlertObject, type IdentifierKind } from './object-category.js';

interface IdentifierRules {
  /** As an officer calls it. */
  readonly words: string;
  /** As the contract calls it. */
  readonly name: string;
  /** Letter of its keys in the store. */
  readonly code: string;
  /** Characters, separators apart, of which part of it must have at least so many to be searched. */
  readonly minPart: number;
  /** The same for every way to write the same identifier. */
  readonly canonical: (text: string) => string;
  /** Field with the last identifier of a range. */
  readonly rangeEnd?: 'numberTo' | 'serialTo';
}

const MIN_PART = 3;
/** Serial numbers are short and unlike each other in their last figures only. */
const MIN_SERIAL_PART = 5;

/** Every kind of identifier. */
export const IDENTIFIERS: Readonly<Record<IdentifierKind, IdentifierRules>> = {
  vin: {
    words: 'vehicle identification number',
    name: 'vin',
    code: 'V',
    minPart: MIN_PART,
    canonical: (text) => vinForm(text).canonical,
  },
  plate: {
    words: 'plate',
    name: 'plate',
    code: 'P',
    minPart: MIN_PART,
    canonical: (text) => plateForm(text).canonical,
  },
  number: {
    words: 'number',
    name: 'document_number',
    code: 'N',
    minPart: MIN_PART,
    canonical: (text) => documentNumberForm(text).canonical,
    rangeEnd: 'numberTo',
  },
  serial: {
    words: 'serial number',
    name: 'serial_number',
    code: 'S',
    minPart: MIN_SERIAL_PART,
    canonical: canonicalIdentifier,
    rangeEnd: 'serialTo',
  },
  hullNumber: {
    words: 'hull number',
    name: 'hull_number',
    code: 'H',
    minPart: MIN_PART,
    canonical: canonicalIdentifier,
  },
  externalIdentifier: {
    words: 'external identifier',
    name: 'external_identifier',
    code: 'X',
    minPart: MIN_PART,
    canonical: canonicalIdentifier,
  },
  containerNumber: {
    words: 'container number',
    name: 'container_number',
    code: 'C',
    minPart: MIN_PART,
    canonical: canonicalIdentifier,
  },
  aircraftRegistration: {
    words: 'registration',
    name: 'aircraft_registration',
    code: 'R',
    minPart: MIN_PART,
    canonical: canonicalIdentifier,
  },
  imei: { words: 'IMEI', name: 'imei', code: 'I', minPart: MIN_SERIAL_PART, canonical: canonicalIdentifier },
  macAddress: {
    words: 'MAC address',
    name: 'mac_address',
    code: 'M',
    minPart: MIN_SERIAL_PART,
    canonical: canonicalIdentifier,
  },
  paymentNumber: {
    words: 'card or account number',
    name: 'payment_number',
    code: 'Y',
    minPart: MIN_SERIAL_PART,
    canonical: canonicalIdentifier,
  },
};

/** Every kind, in the order of the contract. */
export const IDENTIFIER_KINDS = Object.keys(IDENTIFIERS) as readonly IdentifierKind[];

/** Why an object cannot be the subject of an alert. */
export interface ObjectFault {
  /** Field of AlertObject. */
  readonly field: keyof AlertObject;
  /** no_identifier: nothing tells it from others. not_of_category: no such thing has it. range: not a range of numbers. */
  readonly rule: 'no_identifier' | 'not_of_category' | 'range';
  readonly description: string;
}

/** Everything that stands against an alert on the object; empty if nothing does. */
export function objectFaults(object: AlertObject): readonly ObjectFault[] {
  const { name, identifiers, inRanges } = objectRulesOf(object.letter);
  const faults: ObjectFault[] = [];
  for (const kind of IDENTIFIER_KINDS) {
    const text = object[kind];
    if (text !== undefined && !identifiers.includes(kind)) {
      faults.push({ field: kind, rule: 'not_of_category', description: `is nothing that a ${name} is identified by` });
    }
    const { rangeEnd, canonical } = IDENTIFIERS[kind];
    const end = rangeEnd && object[rangeEnd];
    if (rangeEnd === undefined || end === undefined) continue;
    if (!inRanges) {
      faults.push({ field: rangeEnd, rule: 'not_of_category', description: `a ${name} is not sought by ranges` });
    } else if (text === undefined || !isRange(canonical(text), canonical(end))) {
      faults.push({
        field: rangeEnd,
        rule: 'range',
        description:
          'must be as long as the first number, differ from it in its last nine digits at most, and follow it',
      });
    }
  }
  const known = identifiers.filter((kind) => IDENTIFIERS[kind].canonical(object[kind] ?? '') !== '');
  if (known.length === 0) {
    faults.push({
      field: identifiers[0] ?? 'letter',
      rule: 'no_identifier',
      description: `a ${name} is identified by ${identifiers.map((kind) => IDENTIFIERS[kind].words).join(' or ')}`,
    });
  }
  return faults;
}
