import type { Names } from '../../../matching/names/compare-names.js';
import type { NameForm } from '../../../matching/names/name-form.js';
import type { AlertCategory } from './category.js';
import type { Gender, Identity } from './identity.js';
import type { ObjectAlert, PersonAlert } from './alert.js';
import type { IdentifierKind, ObjectLetter } from './object-category.js';

/** How closely a record must correspond. */
export type MatchMode = 'exact' | 'inexact';

/** Matches in a reply if the question names no number. */
export const DEFAULT_MAX_CANDIDATES = 30;

/** A search by name and date of birth. */
export interface NameSearch {
  readonly surname: string;
  /** Undefined if not asked for. */
  readonly forename: string | undefined;
  /** Both of them, ready to be compared. */
  readonly names: Names;
  /** YYYY-MM-DD; 00 stands for an unknown day or month. */
  readonly dateOfBirth: string;
  readonly gender: Gender | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string | undefined;
  /** Undefined if not asked for. */
  readonly placeOfBirth: NameForm | undefined;
}

/** A search by identity document. */
export interface DocumentSearch {
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly issuingCountry: string | undefined;
  /** Check digit of the machine-readable zone, if it was read. */
  readonly checkDigit: string | undefined;
}

/** A search for persons: an alert corresponds if the name or the document does. */
export interface PersonSearch {
  readonly name: NameSearch | undefined;
  readonly document: DocumentSearch | undefined;
  readonly mode: MatchMode;
  readonly maxCandidates: number;
  /** Undefined means all that the caller may see. */
  readonly categories: readonly AlertCategory[] | undefined;
}

/** Candidates of a ranked search at most: each is a person's data that somebody has to look at. */
export const MAX_RANKED = 50;

/** Candidates of a ranked search if the question names no number. */
export const DEFAULT_RANKED = 10;

/** A search for the alerts whose names score best, by name alone: candidates for a person to look at. */
export interface RankedSearch {
  readonly name: NameSearch;
  readonly document?: undefined;
  readonly mode: 'ranked';
  readonly maxCandidates: number;
  /** Undefined means all that the caller may see. */
  readonly categories: readonly AlertCategory[] | undefined;
}

/** An identifier asked for, as written. */
export interface AskedIdentifier {
  readonly kind: IdentifierKind;
  readonly text: string;
  /** Last of a range that begins with it. */
  readonly to: string | undefined;
}

/** What narrows a search for objects: an object is left out only if it states otherwise. */
export interface ObjectCriteria {
  /** State that issued the plate, ISO 3166-1 alpha-2. */
  readonly plateState: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly issuingCountry: string | undefined;
  readonly make: string | undefined;
  readonly model: string | undefined;
  readonly calibre: string | undefined;
  /** ISO 4217. */
  readonly currency: string | undefined;
}

/** A search for objects: all identifiers given must belong to the same object. */
export interface ObjectSearch {
  /** At least one. */
  readonly identifiers: readonly AskedIdentifier[];
  readonly criteria: ObjectCriteria;
  /** Undefined means all that the caller may see. */
  readonly letters: readonly ObjectLetter[] | undefined;
  readonly mode: MatchMode;
  readonly maxCandidates: number;
}

/** A doubt about a question; it is asked all the same. */
export interface SearchWarning {
  /** Path in proto names. */
  readonly field: string;
  readonly rule: 'check_digit' | 'vin_letters' | 'part_too_short';
  /** For a person; never quotes the value. */
  readonly description: string;
}

/** How a record corresponds to the question. */
export interface Match {
  readonly kind: 'exact' | 'transliterated' | 'inexact' | 'ranked';
  /** From 0 to 1. */
  readonly score: number;
  /** The rules that made the match, or what led to the score, in words. */
  readonly rules: readonly string[];
}

/** An alert on a person that corresponds, and the identity under which it was found. */
export interface PersonHit {
  readonly alert: PersonAlert;
  readonly identity: Identity;
  readonly match: Match;
}

/** An alert on an object that corresponds. */
export interface ObjectHit {
  readonly alert: ObjectAlert;
  readonly match: Match;
}

/** Matches, best first. */
export interface SearchResult<Hit> {
  readonly hits: readonly Hit[];
  /** Another state's alert corresponds, be it among the hits or cut off. */
  readonly hasForeign: boolean;
  /** More alerts correspond than the result may hold. */
  readonly truncated: boolean;
}
