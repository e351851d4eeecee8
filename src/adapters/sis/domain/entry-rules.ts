/**
 * What an alert must say, and must not, to stand in the system. Faults name fields of the contract (AlertContent), all at
 * once. Articles are those of Regulation (EU) 2018/1862 unless another is named.
 */
import type { FieldViolation } from '../../../shared/refusal.js';
import { isThirdCountryNational } from './third-country.js';
import { missingFields, type AlertContent, type PersonAlert } from './alert.js';
import { LATENT_PRINTS, VICTIM_FIELDS, type BiometricType, type VictimField } from './alert-parts.js';
import { concerns, isOfThirdCountryNationals, rulesOf, type AlertCategory, type MandatoryField } from './category.js';
import { CHILD_CATEGORIES, isUnderAge } from './life-cycle.js';
import { objectRulesOf } from './object-category.js';

type PersonContent = Extract<AlertContent, { subject: 'person' }>;
type ObjectContent = Extract<AlertContent, { subject: 'object' }>;

/** Names of fields in the contract. */
const MANDATORY_FIELDS: Readonly<Record<MandatoryField, string>> = {
  surname: 'identities[0].surname',
  dateOfBirth: 'identities[0].date_of_birth',
  reason: 'reason',
  action: 'category',
  decisionReference: 'decision_reference',
  refusalBasis: 'refusal_basis',
  returnDecision: 'return_decision',
};

/** Names in the contract of what is said of a victim. */
export const VICTIM_FIELD_NAMES: Readonly<Record<VictimField, string>> = {
  surname: 'surname',
  forename: 'forename',
  namesAtBirth: 'names_at_birth',
  previousNames: 'previous_names',
  physicalCharacteristics: 'physical_characteristics',
  placeOfBirth: 'place_of_birth',
  dateOfBirth: 'date_of_birth',
  gender: 'gender',
  nationalities: 'nationalities',
  documents: 'documents',
  address: 'address',
  fatherName: 'father_name',
  motherName: 'mother_name',
  photographs: 'photographs',
  prints: 'prints',
};

const CHECKS: ReadonlySet<AlertCategory> = new Set(['DSC', 'INQ', 'SPC']);
const REFUSALS: ReadonlySet<AlertCategory> = new Set(['REF', 'RSM']);
const ON_MISSING: ReadonlySet<AlertCategory> = new Set(['MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV', 'VUL-TRV']);
/** Entered on a decision of the competent authority (Art. 32(4)). */
const ON_DECISION: ReadonlySet<AlertCategory> = new Set(['CHI-ABD', 'CHI-TRV', 'VUL-TRV']);
const CHILDREN_ONLY: ReadonlySet<AlertCategory> = new Set(['CHI-ABD', 'CHI-TRV']);

/** What is wrong with an alert that is to stand on that day; empty when nothing is. */
export function faultsOf(content: AlertContent, today: string): readonly FieldViolation[] {
  const faults = new Faults();
  const { category, subject } = content;
  if (!concerns(category, subject)) {
    faults.add('category', 'subject', `alerts of ${category} are not entered on ${SUBJECT_WORDS[subject]}`);
    return faults.all;
  }
  for (const field of missingFields(content)) {
    faults.add(
      MANDATORY_FIELDS[field],
      'minimum_data',
      `must be given: an alert of ${category} is not entered without`,
    );
  }
  switch (content.subject) {
    case 'person':
      checkPerson(content, today, faults);
      break;
    case 'object':
      checkObject(content, faults);
      break;
    case 'unknown-person':
      checkPrints(content.biometrics ?? [], faults);
  }
  return faults.all;
}

const SUBJECT_WORDS = { person: 'persons', object: 'objects', 'unknown-person': 'unknown persons' } as const;

class Faults {
  readonly all: FieldViolation[] = [];

  add(field: string, rule: string, description: string): void {
    this.all.push({ field: `alert.${field}`, rule, description });
  }

  /** A field that must be there exactly where the category has it. */
  expect(field: string, isGiven: boolean, isExpected: boolean, category: AlertCategory): void {
    if (isGiven && !isExpected) this.add(field, 'category', `must not be given in an alert of ${category}`);
    if (!isGiven && isExpected) this.add(field, 'required', `must be given in an alert of ${category}`);
  }

  /** A field that may be there where the category has it. */
  allow(field: string, isGiven: boolean, isAllowed: boolean, category: AlertCategory): void {
    if (isGiven && !isAllowed) this.add(field, 'category', `must not be given in an alert of ${category}`);
  }
}

function checkCheck(content: PersonContent | ObjectContent, faults: Faults): void {
  const { category } = content;
  faults.expect('circumstance', content.circumstance !== undefined, CHECKS.has(category), category);
  faults.allow('immediate_reporting', content.immediateReporting === true, CHECKS.has(category), category);
}

function checkPerson(content: PersonContent, today: string, faults: Faults): void {
  const { category } = content;
  checkCheck(content, faults);
  const { attachments = [], biometrics = [], refusalBasis, victim } = content;
  faults.expect('information_proposal', content.informationProposal !== undefined, category === 'INF', category);
  faults.allow('return_decision', content.returnDecision !== undefined, category === 'RET', category);
  faults.allow('refusal_basis', refusalBasis !== undefined, REFUSALS.has(category), category);
  faults.allow('free_movement', content.freeMovement === true, REFUSALS.has(category), category);
  faults.allow('case_type', content.caseType !== undefined, ON_MISSING.has(category), category);
  faults.allow('attachments', attachments.length > 0, category === 'ARR', category);
  if (category === 'ARR' && !attachments.some(({ kind }) => kind !== 'translation')) {
    faults.add('attachments', 'required', 'must hold an arrest warrant or an extradition request (Arts. 27 to 29)');
  }
  if (ON_DECISION.has(category) && content.decisionReference === undefined) {
    faults.add(
      'decision_reference',
      'required',
      'must be given: the competent authority decides on such an alert (Art. 32)',
    );
  }
  if (refusalBasis !== undefined && (refusalBasis === 'restrictive_measure') !== (category === 'RSM')) {
    faults.add('refusal_basis', 'category', 'must be a restrictive measure for RSM, and something else for REF');
  }
  checkIdentities(content, today, faults);
  content.documents.forEach(({ issuedOn }, at) => {
    if (issuedOn > today) faults.add(`documents[${at}].issued_on`, 'past', 'must not lie in the future');
  });
  checkBiometrics(category, biometrics, faults);
  if (victim !== undefined) checkVictim(content, victim, faults);
}

function checkIdentities({ category, identities }: PersonContent, today: string, faults: Faults): void {
  const [main, ...others] = identities;
  if (main.status !== 'confirmed' && main.status !== 'not_confirmed') {
    faults.add('identities[0].status', 'main_identity', 'must be confirmed or not confirmed: it is the main identity');
  }
  others.forEach((identity, index) => {
    const at = index + 1;
    if (identity.status === 'confirmed') {
      faults.add(`identities[${at}].status`, 'main_identity', 'must not be confirmed: only the main identity is');
    }
    // An alias is an identity like the main one: a name and a date by which somebody can be found.
    if (identity.surname === '') faults.add(`identities[${at}].surname`, 'required', 'must be given');
    if (identity.dateOfBirth === '') faults.add(`identities[${at}].date_of_birth`, 'required', 'must be given');
  });
  if (isOfThirdCountryNationals(category) && !main.nationalities.every(isThirdCountryNational)) {
    faults.add('identities[0].nationalities', 'third_country', `must be of third countries in an alert of ${category}`);
  }
  if (main.dateOfBirth === '') return;
  if (CHILDREN_ONLY.has(category) && !isUnderAge(main.dateOfBirth, '12', '31', today)) {
    faults.add('identities[0].date_of_birth', 'child', `must be that of a child in an alert of ${category}`);
  }
  if (category === 'VUL-TRV' && isUnderAge(main.dateOfBirth, '01', '01', today)) {
    faults.add(
      'identities[0].date_of_birth',
      'adult',
      `must be that of an adult; alerts on children are ${CHILD_CATEGORIES.join(', ')}`,
    );
  }
}

function checkBiometrics(category: AlertCategory, biometrics: readonly BiometricType[], faults: Faults): void {
  biometrics.forEach((type, at) => {
    if (LATENT_PRINTS.has(type)) {
      faults.add(
        `biometrics[${at}]`,
        'unknown_person',
        'must not be prints from a scene of crime: those are of unknown persons (Art. 40)',
      );
    }
    if (type !== 'dna_profile') return;
    if (category !== 'MIS-P') {
      faults.add(
        `biometrics[${at}]`,
        'dna',
        'must not be a DNA profile: only missing persons to be placed under protection have one (Art. 42(3))',
      );
    } else if (biometrics.length > 1) {
      faults.add(
        `biometrics[${at}]`,
        'dna',
        'must not stand beside photographs, facial images or prints: it is added where they are not available or not suitable (Art. 42(3))',
      );
    }
  });
}

/** Data about a victim need a misused identity, and a consent for each kind of data (Art. 62). */
function checkVictim({ identities }: PersonContent, victim: NonNullable<PersonAlert['victim']>, faults: Faults): void {
  if (!identities.some(({ status }) => status === 'misused')) {
    faults.add('victim', 'misused_identity', 'must not be given without an identity that is misused');
  }
  for (const field of VICTIM_FIELDS) {
    const isGiven = victim[field] !== undefined;
    const hasConsent = victim.consents[field] !== undefined;
    const name = `victim.${VICTIM_FIELD_NAMES[field]}`;
    if (isGiven && !hasConsent)
      faults.add(name, 'consent', 'must not be given without the consent of the victim to it (Art. 62)');
    if (!isGiven && hasConsent) faults.add(name, 'consent', 'is consented to but not given');
  }
}

function checkObject(content: ObjectContent, faults: Faults): void {
  const { category, object } = content;
  checkCheck(content, faults);
  const rules = objectRulesOf(object.letter);
  if (CHECKS.has(category) && !rules.checkable) {
    faults.add('object.object_category', 'check', `must be of a kind that Art. 36 names; a ${rules.name} is not`);
  }
  const locators = rulesOf(category).locators;
  faults.expect('locates', content.locates !== undefined, locators !== '', category);
  if (locators !== '' && !locators.includes(object.letter)) {
    faults.add(
      'object.object_category',
      'locator',
      `must be one of ${locators.split('').join(', ')} to help find a person of ${category}`,
    );
  }
  if (category === 'OBJ' && object.letter === 'z') {
    faults.add(
      'object.object_category',
      'seizure',
      'must be one of Art. 38(2): means of payment are for Art. 36 alone',
    );
  }
  faults.allow('evidence', content.evidence === true, category === 'OBJ', category);
  if (object.plateState !== undefined && object.plate === undefined) {
    faults.add('object.plate_state', 'requires_plate', 'must not be given without a plate');
  }
  if (rules.isDocument && object.documentStatus === undefined) {
    faults.add('object.document_status', 'required', `must be given for a ${rules.name} (Art. 38(2))`);
  }
  if (!rules.isDocument && object.documentStatus !== undefined) {
    faults.add('object.document_status', 'document', `must not be given for a ${rules.name}`);
  }
}

function checkPrints(biometrics: readonly BiometricType[], faults: Faults): void {
  if (biometrics.length === 0) {
    faults.add('biometrics', 'minimum_data', 'must be given: prints are all that an unknown person has (Art. 40)');
  }
  biometrics.forEach((type, at) => {
    if (!LATENT_PRINTS.has(type)) {
      faults.add(`biometrics[${at}]`, 'prints_only', 'must be prints from the scene of a crime (Art. 40)');
    }
  });
}
