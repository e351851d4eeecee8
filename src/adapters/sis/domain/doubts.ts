import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { containerCheckDigit, luhnCheckDigit, mrzCheckDigit } from '../../../matching/identifiers/check-digits.js';
import { vinForm } from '../../../matching/identifiers/vin.js';
import { IDENTIFIERS } from './object-identifier.js';
import type { IdentifierKind } from './object-category.js';
import type { ObjectSearch, PersonSearch, RankedSearch, SearchWarning } from './search.js';

type Doubt = Pick<SearchWarning, 'rule' | 'description'>;

/**
 * Doubts about a question for persons. Doubts never stop a search: the thing itself may bear a wrong check digit, or the
 * person may have misread it.
 */
export function personSearchWarnings({ document }: PersonSearch | RankedSearch): readonly SearchWarning[] {
  if (document?.checkDigit === undefined) return [];
  const number = canonicalIdentifier(document.number);
  return !/^[A-Z0-9]+$/.test(number) || mrzCheckDigit(number) === document.checkDigit
    ? []
    : [
        {
          field: 'document.check_digit',
          ...wrong('does not fit the number (ICAO Doc 9303-3): one of the two was misread'),
        },
      ];
}

/** Doubts about a question for objects. */
export const objectSearchWarnings = ({ identifiers, mode }: ObjectSearch): readonly SearchWarning[] =>
  identifiers.flatMap(({ kind, text }) => {
    const { name, canonical, minPart } = IDENTIFIERS[kind];
    const isShort = mode === 'inexact' && canonical(text).length < minPart;
    return [
      ...(isShort
        ? [
            {
              rule: 'part_too_short' as const,
              description: `was searched as a whole: part of it is searched from ${minPart} characters on`,
            },
          ]
        : []),
      ...(CHECKS[kind]?.(text) ?? []),
    ].map((doubt) => ({ field: name, ...doubt }));
  });

const wrong = (description: string): Doubt => ({ rule: 'check_digit', description });

const CHECKS: Readonly<Partial<Record<IdentifierKind, (text: string) => readonly Doubt[]>>> = {
  vin(text) {
    const { corrected, check } = vinForm(text);
    return [
      ...(corrected
        ? [
            {
              rule: 'vin_letters',
              description: 'was searched with 1 for I and 0 for O and Q, which no such number has (ISO 3779)',
            } as const,
          ]
        : []),
      ...(check === 'invalid'
        ? [wrong('has another check digit than 49 CFR 565.15 demands; vehicles made for Europe often have none')]
        : []),
    ];
  },
  containerNumber(text) {
    const number = canonicalIdentifier(text);
    return /^[A-Z]{4}\d{7}$/.test(number) && containerCheckDigit(number.slice(0, 10)) !== number.slice(10)
      ? [wrong('does not end in its check digit (ISO 6346)')]
      : [];
  },
  imei(text) {
    const number = canonicalIdentifier(text);
    return number.length === 15 && luhnCheckDigit(number.slice(0, 14)) !== number.slice(14)
      ? [wrong('does not end in its check digit (3GPP TS 23.003, Annex B)')]
      : [];
  },
  paymentNumber(text) {
    const number = canonicalIdentifier(text);
    return /^\d{12,19}$/.test(number) && luhnCheckDigit(number.slice(0, -1)) !== number.slice(-1)
      ? [wrong('does not end in the check digit that cards have (ISO/IEC 7812-1)')]
      : [];
  },
};
