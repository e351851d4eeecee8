import { compareBirthDates, isPartialDate, type DateRule } from '../dates/birth-date.js';
import { explainNames, type NameExplanation } from '../names/explain-names.js';
import type { PreparedName } from '../names/name-token.js';
import { scoreNames } from '../names/score-names.js';

/** Gender as travel documents have it; other and unknown ones conflict with nothing. */
export type ComparableGender = 'female' | 'male' | undefined;

/** What of a person is compared. */
export interface ScoredIdentity {
  /** Main name, name at birth, aliases; at most MAX_NAMES are looked at. */
  readonly names: readonly PreparedName[];
  /** YYYY-MM-DD with 00 for unknown parts. */
  readonly dateOfBirth: string | undefined;
  readonly gender: ComparableGender;
  /** Country codes; empty if none is known. */
  readonly nationalities: readonly string[];
}

/** Names of one identity that are compared with each of another. */
export const MAX_NAMES = 8;

/** Scores from which a candidate is worth a look, and from which it is a strong one. */
export const THRESHOLDS = { review: 0.7, strong: 0.85 } as const;

/** What a fact beside the name adds to its score. All values are choices of this project. */
const EFFECTS = {
  /** An equal date of birth takes away this share of what the name lacks. */
  dateEqual: 0.25,
  /** The year is one apart, or day and month are equal but for the year, or year and month but for the day. */
  dateNear: -0.08,
  sameYear: -0.15,
  dateDifferent: -0.25,
  gender: -0.2,
  nationality: -0.15,
} as const;

/** Names that agree less are not helped by a date of birth: too many people share one. */
const LEAST_NAME_SCORE = 0.5;

/** A fact beside the name. */
export interface Qualifier {
  readonly of: 'date_of_birth' | 'gender' | 'nationality';
  /** What it added to the score. */
  readonly effect: number;
  readonly reason: string;
}

/** Score of two identities with what led to it. */
export interface IdentityExplanation {
  /** 0 to 1. */
  readonly score: number;
  readonly name: NameExplanation;
  readonly qualifiers: readonly Qualifier[];
  /** Every reason, "date of birth: day and month swapped" among them. */
  readonly reasons: readonly string[];
}

/** How well a stored identity corresponds to the one asked for: the best of their names, changed by what else is known. */
export function scoreIdentities(asked: ScoredIdentity, stored: ScoredIdentity): number {
  let score = bestNames(asked, stored)?.score ?? 0;
  for (const { effect } of qualifiersOf(asked, stored, score)) score += effect;
  return clamp(score);
}

/** The same with reasons. */
export function explainIdentities(asked: ScoredIdentity, stored: ScoredIdentity): IdentityExplanation {
  const best = bestNames(asked, stored);
  const name = best === undefined ? { score: 0, words: [], reasons: [] } : explainNames(best.asked, best.stored);
  const qualifiers = qualifiersOf(asked, stored, name.score);
  return {
    score: clamp(qualifiers.reduce((score, { effect }) => score + effect, name.score)),
    name,
    qualifiers,
    reasons: [...name.reasons, ...qualifiers.map(({ of, reason }) => `${of.replaceAll('_', ' ')}: ${reason}`)],
  };
}

const clamp = (score: number): number => Math.min(1, Math.max(0, score));

/** The pair of names that agrees best; the first on a tie. */
function bestNames(asked: ScoredIdentity, stored: ScoredIdentity) {
  let best: { readonly asked: PreparedName; readonly stored: PreparedName; readonly score: number } | undefined;
  for (const one of asked.names.slice(0, MAX_NAMES)) {
    for (const other of stored.names.slice(0, MAX_NAMES)) {
      const score = scoreNames(one, other);
      if (best === undefined || score > best.score) best = { asked: one, stored: other, score };
      if (score === 1) return best;
    }
  }
  return best;
}

function qualifiersOf(asked: ScoredIdentity, stored: ScoredIdentity, nameScore: number): readonly Qualifier[] {
  const found: Qualifier[] = [];
  if (asked.dateOfBirth !== undefined && stored.dateOfBirth !== undefined) {
    found.push(qualifyDates(asked.dateOfBirth, stored.dateOfBirth, nameScore));
  }
  if (asked.gender !== undefined && stored.gender !== undefined) {
    const differs = asked.gender !== stored.gender;
    found.push({ of: 'gender', effect: differs ? EFFECTS.gender : 0, reason: differs ? 'different' : 'equal' });
  }
  if (asked.nationalities.length > 0 && stored.nationalities.length > 0) {
    const shared = asked.nationalities.some((nationality) => stored.nationalities.includes(nationality));
    found.push({ of: 'nationality', effect: shared ? 0 : EFFECTS.nationality, reason: shared ? 'equal' : 'different' });
  }
  return found;
}

const DATE_REASONS: Readonly<Record<DateRule, string>> = {
  day_month_inverted: 'day and month swapped',
  calendar: 'the same day in another calendar',
  one_digit: 'one digit differs',
  partial: 'day or month not known',
};

function qualifyDates(asked: string, stored: string, nameScore: number): Qualifier {
  const of = 'date_of_birth';
  const how = compareBirthDates(asked, stored);
  if (how === 'equal') {
    // Year and nothing else is shared by one in eighty.
    const helps = !isPartialDate(asked) && nameScore >= LEAST_NAME_SCORE;
    return { of, effect: helps ? EFFECTS.dateEqual * (1 - nameScore) : 0, reason: 'equal' };
  }
  if (how !== undefined) return { of, effect: 0, reason: DATE_REASONS[how] };
  const [year, otherYear] = [Number(asked.slice(0, 4)), Number(stored.slice(0, 4))];
  const partial = isPartialDate(asked) || isPartialDate(stored);
  if (Math.abs(year - otherYear) <= 1 && !partial && asked.slice(5) === stored.slice(5)) {
    return { of, effect: EFFECTS.dateNear, reason: 'one year apart' };
  }
  if (year !== otherYear) return { of, effect: EFFECTS.dateDifferent, reason: 'different' };
  return !partial && asked.slice(5, 7) === stored.slice(5, 7)
    ? { of, effect: EFFECTS.dateNear, reason: 'same year and month, another day' }
    : { of, effect: EFFECTS.sameYear, reason: 'same year, another day' };
}
