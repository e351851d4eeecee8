import type { Alias, Person, PersonalData } from '../../../world/person.js';
import type { Random } from '../../../world/random.js';
import type { PersonAlert, WarningMarker } from '../domain/alert.js';
import { NO_DEPARTURE_PERIOD } from '../domain/alert-parts.js';
import type { AlertCategory } from '../domain/category.js';
import type { Identity, IdentityStatus } from '../domain/identity.js';

const MARKERS: Readonly<Record<WarningMarker, number>> = {
  armed: 30,
  violent: 40,
  absconded_or_escaped: 10,
  suicide_risk: 12,
  public_health_threat: 2,
  terrorism_activity: 6,
};

const OFFENCES = ['Armed robbery', 'Drug trafficking', 'Fraud', 'Grievous bodily injury', 'Human trafficking'] as const;
const CASE_TYPES = ['Runaway', 'Unexplained disappearance', 'Parental abduction'] as const;

/** Alerts that hold fingerprints: share of all on persons, invented. */
const PRINT_SHARE = 0.4;

/** Whose the prints of a person of the world are, in samples and in alerts. */
export const printSubjectOf = ({ number }: Pick<Person, 'number'>): string => `P-${number}`;

/** What an alert of the category holds of the person. */
export function makePersonSubject(
  random: Random,
  category: AlertCategory,
  person: Person,
): Omit<PersonAlert, 'reference' | 'issuingState' | 'category' | 'createdBy' | 'enteredOn' | 'expiresOn' | 'reason'> {
  // Latin letters as a rule (SIRENE Manual 2.10), the language's own now and then.
  const inOwnScript = random.chance(0.4);
  return {
    subject: 'person',
    identities: [
      identityOf(person, random.chance(0.7) ? 'confirmed' : 'not_confirmed', inOwnScript ? person : inLatin(person)),
      ...person.aliases.map((alias) => identityOf(person, 'alias', inOwnScript ? alias : inLatin(alias))),
    ],
    documents: person.documents
      .filter(() => random.chance(0.7))
      .map(({ kind, number, issuingState, issuedOn }) => ({ kind, number, issuingCountry: issuingState, issuedOn })),
    ...(random.chance(PRINT_SHARE) && { biometrics: ['fingerprints'], printSubject: printSubjectOf(person) }),
    warningMarkers: random.chance(0.12) ? [random.weighted(MARKERS)] : [],
    ...(category === 'ARR' && { offenceType: random.pick(OFFENCES) }),
    ...(/^(MIS|CHI|VUL)-/.test(category) && { caseType: random.pick(CASE_TYPES) }),
    ...(['ARR', 'REF', 'RSM', 'RET'].includes(category) && {
      decisionReference: `${category} ${person.residence} 2026/${String(person.number).padStart(6, '0')}`,
    }),
    ...(['DSC', 'INQ', 'SPC'].includes(category) && random.chance(0.1) && { immediateReporting: true }),
    ...decisionFacts(category, person),
  };
}

/** What refusals and return decisions must state. */
function decisionFacts(
  category: AlertCategory,
  { number }: Person,
): Pick<PersonAlert, 'refusalBasis' | 'returnDecision'> {
  switch (category) {
    case 'REF':
      return { refusalBasis: number % 3 === 0 ? 'conviction' : 'entry_ban' };
    case 'RSM':
      return { refusalBasis: 'restrictive_measure' };
    case 'RET':
      return {
        returnDecision: {
          departureUntil: NO_DEPARTURE_PERIOD,
          suspended: false,
          entryBan: number % 2 === 0,
          threat: false,
        },
      };
    default:
      return {};
  }
}

const inLatin = ({ latin, dateOfBirth }: Alias): PersonalData => ({ ...latin, dateOfBirth });

const identityOf = (
  person: Person,
  status: IdentityStatus,
  { surname, forename, dateOfBirth }: PersonalData,
): Identity => ({
  status,
  surname,
  forename,
  dateOfBirth,
  gender: person.gender,
  nationalities: [person.nationality],
  placeOfBirth: person.placeOfBirth,
});
