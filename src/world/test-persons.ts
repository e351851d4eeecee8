/**
 * Persons and objects whose outcome in every system is fixed and documented (docs/test-persons.md), as payment
 * providers have test cards. They are in every simulated system, whatever its seed and size. Their surnames mean
 * "sample" or "test" in some language.
 */
import type { Gender, PersonalData, Vehicle } from './person.js';
import type { State } from './states.js';

/** A test person. */
export interface TestPerson extends PersonalData {
  readonly gender: Gender;
  /** ISO 3166-1 alpha-2. */
  readonly nationality: string;
  readonly placeOfBirth: string;
  readonly document?: { readonly number: string; readonly issuingState: State };
}

/** Persons by what they are for. */
export const TEST_PERSONS = {
  /** Letters with alternatives: found as MUELLER and, transliterated, as MULLER. */
  wanted: {
    surname: 'Müller-Beispiel',
    forename: 'Jürgen',
    dateOfBirth: '1975-03-14',
    gender: 'male',
    nationality: 'DE',
    placeOfBirth: 'Köln',
    document: { number: 'TB1234567', issuingState: 'XB' },
  },
  /** Cyrillic. */
  summoned: {
    surname: 'Щербаков-Пробный',
    forename: 'Юлий',
    dateOfBirth: '1981-11-02',
    gender: 'male',
    nationality: 'UA',
    placeOfBirth: 'Харьков',
  },
  /** Greek. */
  missingAdult: {
    surname: 'Δοκιμόπουλος',
    forename: 'Ευάγγελος',
    dateOfBirth: '1958-02-17',
    gender: 'male',
    nationality: 'GR',
    placeOfBirth: 'Πάτρα',
  },
  missingChild: {
    surname: 'Przykładowa',
    forename: 'Zofia',
    dateOfBirth: '2012-06-30',
    gender: 'female',
    nationality: 'PL',
    placeOfBirth: 'Łódź',
  },
  discreetlyChecked: {
    surname: 'Esempio',
    forename: 'Chiara',
    dateOfBirth: '1969-07-21',
    gender: 'female',
    nationality: 'IT',
    placeOfBirth: 'Lecce',
    document: { number: 'TC7654321', issuingState: 'XC' },
  },
  refusedEntry: {
    surname: 'Örnekoğlu',
    forename: 'Ayşe Nur',
    dateOfBirth: '1990-12-05',
    gender: 'female',
    nationality: 'TR',
    placeOfBirth: 'İzmir',
  },
  /** Only the year of birth is known. */
  returned: {
    surname: 'Пробенко',
    forename: 'Тарас',
    dateOfBirth: '1988-00-00',
    gender: 'male',
    nationality: 'UA',
    placeOfBirth: 'Львів',
  },
  /** Wanted by state XA: a national matter for authorities of XA. */
  wantedByOwnState: {
    surname: 'Exemple',
    forename: 'Noémie',
    dateOfBirth: '1984-04-09',
    gender: 'female',
    nationality: 'FR',
    placeOfBirth: 'Nîmes',
  },
  /** An alert that has reached its term. */
  formerlyWanted: {
    surname: 'Vzorová',
    forename: 'Božena',
    dateOfBirth: '1962-09-27',
    gender: 'female',
    nationality: 'CZ',
    placeOfBirth: 'Brno',
  },
  /** Someone else goes by this person's identity. */
  impersonated: {
    surname: 'Mintás',
    forename: 'Ödön',
    dateOfBirth: '1971-01-08',
    gender: 'male',
    nationality: 'HU',
    placeOfBirth: 'Győr',
  },
  /** In the police records of several states; nowhere else. */
  knownToPolice: {
    surname: 'Voorbeeld-Staal',
    forename: 'Maarten',
    dateOfBirth: '1983-08-24',
    gender: 'male',
    nationality: 'NL',
    placeOfBirth: 'Leiden',
  },
  /** In police records, too, but some states do not answer about this person. */
  notAnsweredByAll: {
    surname: 'Näidismäe',
    forename: 'Toomas',
    dateOfBirth: '1977-05-19',
    gender: 'male',
    nationality: 'EE',
    placeOfBirth: 'Pärnu',
  },
  /** Known nowhere. */
  unknownToAll: {
    surname: 'Inconnu',
    forename: 'Désiré',
    dateOfBirth: '1979-10-25',
    gender: 'male',
    nationality: 'FR',
    placeOfBirth: 'Évreux',
  },
} as const satisfies Readonly<Record<string, TestPerson>>;

/** Vehicles by what they are for. */
export const TEST_VEHICLES = {
  stolen: {
    vin: 'ZZXTEST0000000001',
    plate: 'TT-001-ST',
    plateState: 'XA',
    makeAndModel: 'Bergmann 200',
    certificateNumber: 'T00000001',
  },
  /** Under a discreet check: hidden from registration services. */
  discreetlyChecked: {
    vin: 'ZZXTEST0000000002',
    plate: 'TTT 0002',
    plateState: 'XB',
    makeAndModel: 'Hauk Transporter',
    certificateNumber: 'T00000002',
  },
  /** Bears rightfully what a stolen one bears falsely. */
  cloned: {
    vin: 'ZZXTEST0000000003',
    plate: '0003 TTT',
    plateState: 'XC',
    makeAndModel: 'Calix Furgone',
    certificateNumber: 'T00000003',
  },
  /** Left XB for XC on 1 March 2021, after two holders there. */
  reRegistered: {
    vin: 'ZZXTEST0000000004',
    plate: 'TTT 0004',
    plateState: 'XB',
    makeAndModel: 'Fjord Estate',
    certificateNumber: 'T00000004',
  },
  /** Shares its number with another. */
  sharedNumber: {
    vin: 'ZZXTEST0000000005',
    plate: '0005 TTT',
    plateState: 'XC',
    makeAndModel: 'Elmo Citta',
    certificateNumber: 'T00000005',
  },
  /** The other. */
  sharingNumber: {
    vin: 'ZZXTEST0000000006',
    plate: '0005 TTT',
    plateState: 'XC',
    makeAndModel: 'Garda Coupe',
    certificateNumber: 'T00000006',
  },
  /** Its state tells nobody of it. */
  withheld: {
    vin: 'ZZXTEST0000000007',
    plate: 'TTT 0007',
    plateState: 'XB',
    makeAndModel: 'Arden Corvo',
    certificateNumber: 'T00000007',
  },
  scrapped: {
    vin: 'ZZXTEST0000000008',
    plate: 'TTT 0008',
    plateState: 'XB',
    makeAndModel: 'Dorn Kombi',
    certificateNumber: 'T00000008',
  },
  unknownToAll: {
    vin: 'ZZXTEST0000000009',
    plate: 'TT-009-TT',
    plateState: 'XA',
    makeAndModel: 'Dorn Kombi',
    certificateNumber: 'T00000009',
  },
  /** In a register that keeps no history. */
  withoutHistory: {
    vin: 'ZZXTEST0000000010',
    plate: 'TT.00010',
    plateState: 'XD',
    makeAndModel: 'Bergmann 200',
    certificateNumber: 'T00000010',
  },
  /** Some states do not answer about it. */
  notAnsweredByAll: {
    vin: 'ZZXTEST0000000011',
    plate: 'TTT 0011',
    plateState: 'XB',
    makeAndModel: 'Calix Furgone',
    certificateNumber: 'T00000011',
  },
  /** Reported stolen in its own state, and in no other system. */
  stolenAbroad: {
    vin: 'ZZXTEST0000000012',
    plate: 'TTT 0012',
    plateState: 'XB',
    makeAndModel: 'Hauk Transporter',
    certificateNumber: 'T00000012',
  },
  /** Its number is easily misread. */
  misread: {
    vin: 'ZZXTEST0000000018',
    plate: 'TTB 0018',
    plateState: 'XB',
    makeAndModel: 'Elmo Citta',
    certificateNumber: 'T00000018',
  },
} as const satisfies Readonly<Record<string, Vehicle>>;

/** Identity documents by what they are for. */
export const TEST_DOCUMENTS = {
  stolen: { number: 'TD0000017', issuingState: 'XD' },
} as const satisfies Readonly<Record<string, { readonly number: string; readonly issuingState: State }>>;
