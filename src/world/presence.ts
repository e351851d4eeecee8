/**
 * Who is known where. One function of seed and person says it for every simulated system, so that the same invented
 * person turns up in each as a real one would: a person wanted for arrest is as a rule in police records too, the
 * passport reported stolen is one that a person holds. All shares are invented; docs/test-persons.md lists them.
 */
import { isThirdCountryNational } from './nationality.js';
import type { Person } from './person.js';
import { choiceOf, createRandoms, type Random } from './random.js';
import { pickState, type State } from './states.js';

/**
 * Alert categories that concern a known person, by the codes of the SIS. None is an information alert: until the
 * Commission decides that they start (Regulation (EU) 2018/1862 Art. 79(7)) no state can have entered one.
 */
export type PersonCategory =
  'RET' | 'REF' | 'RSM' | 'ARR' | 'MIS-P' | 'MIS-N' | 'CHI-ABD' | 'CHI-TRV' | 'VUL-TRV' | 'JPR' | 'DSC' | 'INQ' | 'SPC';

/** What of a person's an alert is on; other things are such as the world gives nobody: firearms, banknotes, boats. */
export type Belonging = 'vehicle' | 'document' | 'registration' | 'other';

/** An alert in the SIS. */
export type AlertPresence = { readonly issuingState: State } & (
  | { readonly on: 'person'; readonly category: PersonCategory }
  /** Traces of a person whose name the issuing state does not know (Regulation (EU) 2018/1862 Art. 40). */
  | { readonly on: 'traces' }
  | { readonly on: 'thing'; readonly thing: Belonging }
);

/** A police record. */
export interface RecordPresence {
  /** State that keeps it. */
  readonly state: State;
  readonly status: 'suspect' | 'convicted';
}

/** States whose databases hold biometric data of the person. */
export interface BiometricPresence {
  readonly dna: readonly State[];
  readonly fingerprints: readonly State[];
  readonly faces: readonly State[];
}

/** Where a person is known. Vehicles are in the register of the state that their plate names. */
export interface Presence {
  readonly sis: readonly AlertPresence[];
  readonly policeRecords: readonly RecordPresence[];
  readonly biometrics: BiometricPresence;
}

/** Year in which ages are told, so that a world does not change from one day to the next. */
const WORLD_YEAR = 2026;
/** Born later, a person stays a child for years after it: such alone are in alerts on children. */
const YOUNG_CHILD_BIRTH_YEAR = 2014;

/** Shares of all persons. */
const ALERT_SHARE = 0.335;
const THING_SHARE = 0.5;
const TRACES_SHARE = 0.001;
/** Of the persons with an alert, those with another of the same category by another state. */
const SECOND_ALERT_SHARE = 0.02;

type Weights = readonly (readonly [PersonCategory, number])[];

/** How often alerts on persons are of each category: in the order of size of published statistics. */
const ADULTS: Weights = [
  ['ARR', 9],
  ['JPR', 14],
  ['DSC', 8],
  ['INQ', 1],
  ['SPC', 2.5],
  ['MIS-N', 3],
  ['MIS-P', 1.5],
  ['VUL-TRV', 0.2],
];
const THIRD_COUNTRY: Weights = [
  ['REF', 60],
  ['RET', 30],
  ['RSM', 0.3],
];
const MINORS: Weights = [
  ['MIS-N', 10],
  ['MIS-P', 10],
];
const YOUNG_CHILDREN: Weights = [...MINORS, ['CHI-ABD', 2], ['CHI-TRV', 1]];

const pickForCitizen = choiceOf(ADULTS);
const pickForThirdCountryNational = choiceOf([...ADULTS, ...THIRD_COUNTRY]);
const pickForMinor = choiceOf(MINORS);
const pickForYoungChild = choiceOf(YOUNG_CHILDREN);

const pickOfDriver = choiceOf<Belonging>([
  ['vehicle', 45],
  ['document', 32],
  ['registration', 12],
  ['other', 11],
]);
const pickOfOthers = choiceOf<Belonging>([
  ['document', 75],
  ['other', 25],
]);

/** How likely a person of fourteen or more with such an alert is in police records; without any, as the last line. */
const RECORD_SHARES: Readonly<Partial<Record<PersonCategory, number>>> = {
  ARR: 0.9,
  DSC: 0.8,
  INQ: 0.8,
  SPC: 0.85,
  JPR: 0.4,
  REF: 0.3,
  RSM: 0.3,
  RET: 0.15,
};
const RECORD_SHARE_WITHOUT_ALERT = 0.12;
const RECORD_SHARE_OF_OTHERS = 0.05;
const SECOND_RECORD_SHARE = 0.25;
/** A record is that of the state whose alert there is, or of the state of residence, or of any. */
const RECORD_OF_ISSUER_SHARE = 0.8;
const RECORD_OF_RESIDENCE_SHARE = 0.6;
const CONVICTED_SHARE = 0.6;

/** How likely the state that keeps a record has taken each kind of sample. */
const SAMPLES = {
  convicted: { dna: 0.5, fingerprints: 0.85, faces: 0.75 },
  suspect: { dna: 0.2, fingerprints: 0.6, faces: 0.4 },
} as const;

/** Prepares the presence of the people of a seed. */
export function presencesOf(seed: number): (person: Person) => Presence {
  const randoms = createRandoms(seed, 'presence');
  return (person) => {
    const random = randoms(person.number);
    const sis = drawAlerts(random, person);
    const policeRecords = drawRecords(random, person, sis);
    return { sis, policeRecords, biometrics: drawBiometrics(random, policeRecords) };
  };
}

function drawAlerts(random: Random, person: Person): AlertPresence[] {
  const alerts: AlertPresence[] = [];
  if (random.chance(TRACES_SHARE)) alerts.push({ on: 'traces', issuingState: pickState(random) });
  if (random.chance(ALERT_SHARE)) {
    const category = pickCategory(random, person);
    const issuingState = pickState(random);
    alerts.push({ on: 'person', category, issuingState });
    const other = pickState(random);
    if (random.chance(SECOND_ALERT_SHARE) && other !== issuingState) {
      alerts.push({ on: 'person', category, issuingState: other });
    }
  }
  if (random.chance(THING_SHARE)) {
    const thing = (person.vehicles.length > 0 ? pickOfDriver : pickOfOthers)(random);
    alerts.push({ on: 'thing', thing, issuingState: pickState(random) });
  }
  return alerts;
}

const birthYear = ({ dateOfBirth }: Person): number => Number(dateOfBirth.slice(0, 4));

/** A category that the person can be the subject of. */
function pickCategory(random: Random, person: Person): PersonCategory {
  if (birthYear(person) >= YOUNG_CHILD_BIRTH_YEAR) return pickForYoungChild(random);
  if (birthYear(person) >= WORLD_YEAR - 18) return pickForMinor(random);
  return isThirdCountryNational(person.nationality) ? pickForThirdCountryNational(random) : pickForCitizen(random);
}

function drawRecords(random: Random, person: Person, alerts: readonly AlertPresence[]): RecordPresence[] {
  const draw = random.fraction();
  if (birthYear(person) > WORLD_YEAR - 14) return [];
  const alert = alerts.find(({ on }) => on === 'person');
  if (draw >= recordShare(alert)) return [];
  const first =
    alert !== undefined && random.chance(RECORD_OF_ISSUER_SHARE)
      ? alert.issuingState
      : random.chance(RECORD_OF_RESIDENCE_SHARE)
        ? person.residence
        : pickState(random);
  const states = new Set([first]);
  if (random.chance(SECOND_RECORD_SHARE)) states.add(pickState(random));
  return [...states].map((state) => ({ state, status: random.chance(CONVICTED_SHARE) ? 'convicted' : 'suspect' }));
}

function recordShare(alert: AlertPresence | undefined): number {
  if (alert?.on !== 'person') return RECORD_SHARE_WITHOUT_ALERT;
  return RECORD_SHARES[alert.category] ?? RECORD_SHARE_OF_OTHERS;
}

function drawBiometrics(random: Random, records: readonly RecordPresence[]): BiometricPresence {
  const holders = (kind: 'dna' | 'fingerprints' | 'faces'): State[] =>
    records.filter(({ status }) => random.chance(SAMPLES[status][kind])).map(({ state }) => state);
  return { dna: holders('dna'), fingerprints: holders('fingerprints'), faces: holders('faces') };
}
