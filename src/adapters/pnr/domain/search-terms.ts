/**
 * What a record is found by besides what is open, and what a question looks for: equal things, equal terms. Whoever stores
 * and whoever asks make them here; only their keyed digests are ever stored (keys/day-key.ts).
 */
import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { nameForm } from '../../../matching/names/name-form.js';
import type { SealedHalf } from './kept-record.js';

/** Transliterations of one name that are stored and looked for. */
const MOST_VARIANTS = 8;

/** A traveller whose date of birth is known. */
export const birthTerm = (date: string): string => `birth\0${date}`;

/** A traveller whose date of birth is not known, by surname, in any transliteration. */
export const surnameTerms = (surname: string): readonly string[] =>
  surname.trim() === ''
    ? []
    : nameForm(surname)
        .variants.slice(0, MOST_VARIANTS)
        .map((variant) => `surname\0${variant}`);

export const documentTerm = (number: string): string => `document\0${canonicalIdentifier(number)}`;

/** E-mail addresses without regard to capitals; telephone numbers by their digits, without the zeros and plus in front. */
export function contactTerm(value: string): string {
  const text = value.trim();
  if (text.includes('@')) return `contact\0${text.toLowerCase()}`;
  return `contact\0${text.replace(/\D/g, '').replace(/^0+/, '')}`;
}

export const accountTerm = (account: string): string => `account\0${canonicalIdentifier(account)}`;

/** What of a record others may share: documents and contacts. Of accounts too little is kept. */
export const linkTermsOf = ({ b, f }: SealedHalf): readonly string[] => [
  ...new Set([
    ...[...f.documents, ...f.otherDocuments]
      .filter(({ number }) => number !== '')
      .map(({ number }) => documentTerm(number)),
    ...b.contacts.map(({ value }) => contactTerm(value)),
    ...b.addresses.filter(({ text }) => text !== '').map(({ text }) => contactTerm(text)),
  ]),
];

/** All of a record; `accounts` in whole, as the carrier sent them. */
export function termsOf(sealed: SealedHalf, accounts: readonly string[]): readonly string[] {
  const { a, b, f } = sealed;
  const births = f.documents.map(({ birth }) => birth).filter((birth) => birth !== undefined);
  return [
    ...new Set([
      ...a.travellers.flatMap(({ birth, surname }) =>
        birth === undefined ? surnameTerms(surname) : [birthTerm(birth)],
      ),
      ...births.map(birthTerm),
      ...[...f.documents, ...f.otherDocuments]
        .filter(({ number }) => number !== '')
        .map(({ number }) => documentTerm(number)),
      ...b.contacts.map(({ value }) => contactTerm(value)),
      ...b.addresses.filter(({ text }) => text !== '').map(({ text }) => contactTerm(text)),
      ...accounts.map(accountTerm),
    ]),
  ];
}
