/**
 * Registration numbers and vehicle identification numbers as somebody asks by them: whole, or not at all (Decision
 * 2008/615/JHA Art. 12(1), Regulation (EU) 2024/982 Art. 16(2)).
 */
import { canonicalIdentifier } from '../../../../matching/identifiers/canonical-identifier.js';
import { withLatinLookAlikes } from '../../../../matching/identifiers/confusable.js';
import { MAX_PLATE_LENGTH } from '../../../../matching/identifiers/plate.js';
import { VIN_LENGTH, vinForm } from '../../../../matching/identifiers/vin.js';
import { plateKey } from './plate-rules.js';

/** What is wrong with a number: the rule that it breaks. */
export interface NumberFault {
  readonly rule: 'whole' | 'characters' | 'length';
  readonly description: string;
}

/** A number that can be asked by, or why it cannot. */
export type Read<Number> = Number | { readonly fault: NumberFault };

/** A registration number. */
export interface RegistrationNumber {
  readonly kind: 'registration_number';
  /** As it was asked by. */
  readonly written: string;
  /** What it is compared by. */
  readonly key: string;
}

/** A vehicle identification number. */
export interface Vin {
  readonly kind: 'vin';
  /** Seventeen characters. */
  readonly key: string;
  /** Position 9 is not the check digit: a warning, for most of the world does not ask for one. */
  readonly checkDigitFails: boolean;
}

/** Letters, digits, and what separates them on a plate: blanks, hyphens and dashes, dots, slashes. */
const WRITTEN = /^[\p{L}\p{M}\p{Nd}\s\p{Pd}.·•∙/]+$/u;

/** Characters by which other systems ask for more than one number. */
const JOKERS = /[?*%_#？＊％＿]/u;

/** Reads a registration number of a state. */
export function readRegistrationNumber(memberState: string, text: string): Read<RegistrationNumber> {
  const fault = faultOfText(text, 'registration number');
  if (fault !== undefined) return { fault };
  // Cut by the form, were it longer; so it is measured before.
  const length = Array.from(canonicalIdentifier(text)).length;
  if (length < 1 || length > MAX_PLATE_LENGTH) {
    return {
      fault: { rule: 'length', description: `must have 1 to ${MAX_PLATE_LENGTH} letters and digits` },
    };
  }
  return { kind: 'registration_number', written: text.trim(), key: plateKey(memberState, text) };
}

/** Reads a vehicle identification number. */
export function readVin(text: string): Read<Vin> {
  const fault = faultOfText(text, 'vehicle identification number');
  if (fault !== undefined) return { fault };
  const key = withLatinLookAlikes(canonicalIdentifier(text));
  if (Array.from(key).length !== VIN_LENGTH) {
    return { fault: { rule: 'length', description: `must have ${VIN_LENGTH} letters and digits (ISO 3779)` } };
  }
  if (!/^[A-HJ-NPR-Z0-9]+$/.test(key)) {
    return {
      fault: { rule: 'characters', description: 'must hold A to Z without I, O and Q, and 0 to 9 only (ISO 3779)' },
    };
  }
  return { kind: 'vin', key, checkDigitFails: vinForm(key).check !== 'valid' };
}

function faultOfText(text: string, what: string): NumberFault | undefined {
  if (JOKERS.test(text)) {
    return {
      rule: 'whole',
      description: `must be one whole ${what}: the law knows no search by part of one (Decision 2008/615/JHA Art. 12(1), Regulation (EU) 2024/982 Art. 16(2))`,
    };
  }
  if (!WRITTEN.test(text)) {
    return {
      rule: 'characters',
      description: 'must hold letters, digits, and the blanks, hyphens, dots or slashes between them only',
    };
  }
  return undefined;
}
