import { partialPersonTerm, plateTerm, vinTerm } from '../../../matching/index-terms.js';
import { nameForm } from '../../../matching/names/name-form.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { JsonObject } from '../../../shared/json.js';
import { familyNamesOf, type Party } from './domain/party.js';
import { plateKey } from './domain/plate-rules.js';
import type { Registration } from './domain/registration.js';
import type { AskedParty, VehicleSearch } from './domain/search.js';
import type { RegistrationNumber, Vin } from './domain/whole-number.js';

/** What was asked, as asked, in proto names and in alphabetical order: for the caller's own log alone. */
export function auditSearch({ by, memberStates, referenceMs }: VehicleSearch): JsonObject {
  const states = memberStates === undefined ? undefined : [...memberStates];
  return {
    ...(by.kind === 'party' && by.party.kind === 'legal' && { legal_person: { name: by.party.name } }),
    ...(by.kind === 'number' ? { member_state: states?.[0] ?? '' } : states && { member_states: states }),
    ...(by.kind === 'party' && by.party.kind === 'natural' && { natural_person: auditPerson(by.party) }),
    ...(referenceMs !== undefined && { reference_time: new Date(referenceMs).toISOString() }),
    ...(by.kind === 'number' && { registration_number: by.number.written }),
    ...(by.kind !== 'party' && by.vin !== undefined && { vin: by.vin.key }),
  };
}

/** What was asked about, when numbers like one were. */
export const auditSuggesting = (memberState: string, asked: RegistrationNumber | Vin): JsonObject => ({
  member_state: memberState,
  ...(asked.kind === 'vin' ? { vin: asked.key } : { registration_number: asked.written }),
});

/** What a question can be found by in the log. */
export function searchTerms({ by }: VehicleSearch): readonly IndexTerm[] {
  switch (by.kind) {
    case 'number':
      return [...plateTerms(by.number.written, by.number.key), ...(by.vin === undefined ? [] : [vinTerm(by.vin.key)])];
    case 'vin':
      return [vinTerm(by.vin.key)];
    case 'party':
      return by.party.kind === 'natural'
        ? [personTerm(by.party.familyNames, by.party.dateOfBirth)]
        : [personTerm(by.party.name, undefined)];
  }
}

/** The same of a question for numbers like one. */
export const numberTerms = (asked: RegistrationNumber | Vin): readonly IndexTerm[] =>
  asked.kind === 'vin' ? [vinTerm(asked.key)] : plateTerms(asked.written, asked.key);

/** What a vehicle that was disclosed is about: itself, its holders and owners. */
export function registrationTerms({ memberState, number, vin, parties }: Registration): readonly IndexTerm[] {
  const terms = [
    ...registeredTerms(memberState, number),
    vinTerm(vin),
    ...parties.map(({ party }) => partyTerm(party)),
  ];
  return [...new Map(terms.map((term) => [`${term.field}:${term.value}`, term])).values()];
}

/** The same of a number that a state has. */
export const registeredTerms = (memberState: string, number: string): readonly IndexTerm[] =>
  plateTerms(number, plateKey(memberState, number));

/** As written, and as it is compared: whoever looks for it in the log may write it either way. */
function plateTerms(number: string, key: string): readonly IndexTerm[] {
  const [written, compared] = [plateTerm(number), plateTerm(key)];
  return written.value === compared.value ? [written] : [written, compared];
}

const partyTerm = (party: Party): IndexTerm =>
  party.kind === 'individual' ? personTerm(familyNamesOf(party), party.dateOfBirth) : personTerm(party.name, undefined);

const personTerm = (name: string, dateOfBirth: string | undefined): IndexTerm =>
  partialPersonTerm(nameForm(name), dateOfBirth);

const auditPerson = ({
  dateOfBirth,
  familyNames,
  firstNames,
}: Extract<AskedParty, { kind: 'natural' }>): JsonObject => ({
  date_of_birth: dateOfBirth,
  family_names: familyNames,
  first_names: firstNames,
});
