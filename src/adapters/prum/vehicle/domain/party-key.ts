import { canonicalName } from '../../../../matching/names/name-form.js';
import { familyNamesOf, type Party } from './party.js';

/**
 * What a holder or owner is found by: all of it, or nothing is found (Regulation (EU) 2024/982 Art. 16(3)). Names are
 * transliterated, since a state cannot know how another writes them.
 */
export type PartyKey =
  | {
      readonly kind: 'natural';
      readonly familyNames: string;
      readonly firstNames: string;
      /** YYYY-MM-DD, whole. */
      readonly dateOfBirth: string;
    }
  | { readonly kind: 'legal'; readonly name: string };

/** Key of a natural person. Names may be empty: then nobody has this key. */
export const naturalKey = (familyNames: string, firstNames: string, dateOfBirth: string): PartyKey => ({
  kind: 'natural',
  familyNames: canonicalName(familyNames),
  firstNames: canonicalName(firstNames),
  dateOfBirth,
});

/** Key of a legal person. */
export const legalKey = (name: string): PartyKey => ({ kind: 'legal', name: canonicalName(name) });

/** Key under which a party of the register is found. */
export const keyOf = (party: Party): PartyKey =>
  party.kind === 'individual'
    ? naturalKey(familyNamesOf(party), party.firstNames, party.dateOfBirth)
    : legalKey(party.name);
