import { THRESHOLDS } from '../../../matching/identity/score-identities.js';
import { prepareName } from '../../../matching/names/prepare-name.js';
import { scoreNames } from '../../../matching/names/score-names.js';
import type { SealedHalf } from './kept-record.js';
import type { PersonCriterion, PnrMatch } from './search.js';

/**
 * Prepares a question once, then tells of each record whether a traveller corresponds: names that score as strong, and the
 * same date of birth. Where the record does not know a date, the name alone corresponds, and says so.
 */
export function personMatcher({
  surname,
  givenNames,
  dateOfBirth,
}: PersonCriterion): (sealed: SealedHalf) => PnrMatch | undefined {
  const asked = prepareName({ given: givenNames, family: surname });
  return ({ a, f }) => {
    const found = a.travellers.flatMap(({ reference, surname: family, givenNames: given, birth }) => {
      const documents = f.documents.filter(({ traveller }) => traveller === reference);
      const births = [birth, ...documents.map((document) => document.birth)].filter((date) => date !== undefined);
      if (births.length > 0 && !births.includes(dateOfBirth)) return [];
      const names = [
        { given, family },
        ...documents.map((one) => ({ given: one.givenNames.join(' '), family: one.surname })),
      ];
      const score = Math.max(
        ...names.filter((name) => name.family !== '').map((name) => scoreNames(asked, prepareName(name))),
        0,
      );
      return score < THRESHOLDS.strong ? [] : [{ reference, score, confirmed: births.length > 0 }];
    });
    if (found.length === 0) return undefined;
    return {
      travellers: found.map(({ reference }) => reference),
      nameQuality: Math.round(Math.max(...found.map(({ score }) => score)) * 100),
      birthConfirmed: found.some(({ confirmed }) => confirmed),
    };
  };
}
