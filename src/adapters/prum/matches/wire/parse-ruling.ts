import {
  CoreDataDecision,
  type CoreDataContent,
  type CoreDataRuling,
} from '../../../../gen/ostiary/prum/v1/exchange.js';
import { type FieldViolation, Refusal } from '../../../../shared/refusal.js';
import type { ReferenceKind } from '../../exchange/domain/reference-number.js';
import type { CoreContent, CorePerson } from '../domain/core-content.js';
import { genderFromWire } from './enums.js';

/** What a holder decides. */
export type Ruling =
  | { readonly kind: 'release'; readonly reason: string; readonly core: CoreContent }
  | { readonly kind: 'refuse' | 'await'; readonly reason: string };

const KINDS: Readonly<Record<number, Ruling['kind']>> = {
  [CoreDataDecision.RELEASE]: 'release',
  [CoreDataDecision.REFUSE]: 'refuse',
  [CoreDataDecision.AWAIT_AUTHORISATION]: 'await',
};

/** Reads a decision. Throws a Refusal that names what is wrong with it. */
export function parseRuling({ decision, reason, coreData }: CoreDataRuling): Ruling {
  const kind = KINDS[decision];
  // The contract has asked for one of its own.
  if (kind === undefined) throw new TypeError('a ruling without a decision');
  if (kind !== 'release') {
    if (coreData !== undefined) throw broken('core_data', 'release', 'goes with a release, and with nothing else');
    return { kind, reason };
  }
  if (coreData === undefined) throw broken('core_data', 'required', 'must be given with a release');
  return { kind, reason, core: parseCore(coreData) };
}

/**
 * What core data must have besides what the contract asks for, by what they are of: a person has a name, and of data of
 * nobody known nobody is named (Art. 47(2), (3)). Throws a Refusal.
 */
export function assertFits({ person }: CoreContent, kind: ReferenceKind): void {
  if (kind === 'unidentified' && person !== undefined) {
    throw broken('core_data', 'unidentified', 'must not say who somebody is: the data are of nobody known');
  }
  if (kind === 'identified' && (person === undefined || (person.familyNames === '' && person.firstNames === ''))) {
    throw broken('core_data.family_names', 'at_least_one', 'must be given, or first names must be');
  }
}

function parseCore(content: CoreDataContent): CoreContent {
  const person: CorePerson = {
    firstNames: content.firstNames.trim(),
    familyNames: content.familyNames.trim(),
    otherNames: content.otherNames,
    dateOfBirth: content.dateOfBirth || undefined,
    nationalities: content.nationalities,
    placeOfBirth: content.placeOfBirth || undefined,
    countryOfBirth: content.countryOfBirth || undefined,
    gender: genderFromWire(content.gender),
  };
  return {
    person: saysNothing(person) ? undefined : person,
    origin: {
      acquiredOn: content.acquiredOn,
      acquiredAt: content.acquiredAt,
      offence: content.offence,
      caseNumber: content.caseNumber,
      authority: content.authority,
    },
  };
}

const saysNothing = (person: CorePerson): boolean =>
  Object.values(person).every(
    (value: unknown) => value === undefined || (value as string | readonly string[]).length === 0,
  );

function broken(field: string, rule: string, description: string): Refusal {
  const violations: FieldViolation[] = [{ field: `ruling.${field}`, rule, description }];
  return new Refusal('REQUEST_INVALID', 'The decision breaks rules', { violations });
}
