/** Who or what an access was about, read from the search terms that the log holds. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../shared/json.js';
import { object, text } from './observed-access.js';
import { foldIdentifier, foldName } from './text/fold.js';

/** A person as searched for by name. */
export interface SearchedPerson {
  /** Spellings of the surname. */
  readonly surname: ReadonlySet<string>;
  /** Spellings of the surname and of its parts. */
  readonly family: ReadonlySet<string>;
  /** Spellings of each forename; empty when none was given. */
  readonly forenames: ReadonlySet<string>;
  /** YYYY-MM-DD, 00 for what is not known; undefined when none was given. */
  readonly dateOfBirth: string | undefined;
}

/** What was searched for. A search may give a person, identifiers, or both. */
export interface Subject {
  readonly person: SearchedPerson | undefined;
  /** Folded numbers of documents, plates, vehicles and other objects. */
  readonly identifiers: ReadonlySet<string>;
}

/** Several detectors ask of one access, one after the other. */
let latest: { readonly query: JsonObject; readonly subject: Subject | undefined } | undefined;

/** Reads search terms in proto names; undefined when nobody and nothing was searched for, as in reading a record. */
export function subjectOf(query: JsonObject | undefined): Subject | undefined {
  if (query === undefined) return undefined;
  if (latest?.query !== query) latest = { query, subject: read(query) };
  return latest.subject;
}

function read(query: JsonObject): Subject | undefined {
  const person = personOf(object(query.name) ?? object(query.person));
  const identifiers = new Set(
    [object(query.document)?.number, query.document_number, query.plate, query.vin]
      .map(text)
      .filter((value) => value !== undefined)
      .map(foldIdentifier)
      .filter((value) => value !== ''),
  );
  return person === undefined && identifiers.size === 0 ? undefined : { person, identifiers };
}

/** A short name for the subject, equal for equal ones, to be kept in memory while a run lasts. */
export function subjectKey({ person, identifiers }: Subject): string {
  const name = person && [sorted(person.surname), sorted(person.forenames), person.dateOfBirth ?? ''].join('|');
  return shortHash(`${name ?? ''}\n${sorted(identifiers)}`);
}

/** Sixteen bytes that stand for a text, so that the text itself need not be kept. */
export function shortHash(value: string): string {
  return createHash('sha256').update(value).digest('base64').slice(0, 22);
}

function personOf(name: JsonObject | undefined): SearchedPerson | undefined {
  const surname = text(name?.surname) ?? text(name?.family_names);
  if (name === undefined || surname === undefined) return undefined;
  const folded = foldName(surname);
  const forename = text(name.forename) ?? text(name.first_names);
  return {
    surname: folded.whole,
    family: new Set([...folded.whole, ...folded.parts]),
    forenames: forename === undefined ? new Set() : foldName(forename).parts,
    dateOfBirth: text(name.date_of_birth),
  };
}

const sorted = (values: ReadonlySet<string>): string => [...values].sort().join(',');
