/** Objects that may be the subject of an alert: Regulation (EU) 2018/1862 Arts. 36(1) and 38(2). */

/**
 * Identifiers by which an object is told from others of its kind. serial is the number that the maker gave the thing
 * itself: of an engine, a firearm, a banknote, a component, a piece of equipment.
 */
export type IdentifierKind =
  | 'vin'
  | 'plate'
  | 'number'
  | 'serial'
  | 'hullNumber'
  | 'externalIdentifier'
  | 'containerNumber'
  | 'aircraftRegistration'
  | 'imei'
  | 'macAddress'
  | 'paymentNumber';

interface ObjectRules {
  readonly name: string;
  /** May carry an Art. 36 alert. */
  readonly checkable: boolean;
  /** May be entered for seizure or use as evidence (Art. 38). */
  readonly seizable: boolean;
  /** Has a status: stolen, misappropriated, lost, invalidated or false. */
  readonly isDocument: boolean;
  /** What it is identified by; an alert states at least one of them. */
  readonly identifiers: readonly IdentifierKind[];
  /** Several of them may be sought by the first and the last of their numbers. */
  readonly inRanges: boolean;
}

const object = (
  name: string,
  identifiers: readonly IdentifierKind[],
  more: Partial<Omit<ObjectRules, 'name' | 'identifiers'>> = {},
): ObjectRules => ({
  name,
  identifiers,
  checkable: false,
  seizable: true,
  isDocument: false,
  inRanges: false,
  ...more,
});

const VEHICLE = ['vin', 'plate'] as const;
const CHECKABLE = { checkable: true } as const;

/**
 * Every letter of Art. 38(2). Non-cash means of payment have none, since they are sought under Art. 36(1) alone: z is a
 * letter of this project.
 */
export const OBJECT_CATEGORIES = {
  a: object('motor vehicle', VEHICLE, CHECKABLE),
  b: object('trailer', VEHICLE, CHECKABLE),
  c: object('caravan', VEHICLE, CHECKABLE),
  d: object('industrial equipment', ['serial']),
  e: object('boat', ['hullNumber', 'externalIdentifier'], CHECKABLE),
  f: object('boat engine', ['serial']),
  g: object('container', ['containerNumber'], CHECKABLE),
  h: object('aircraft', ['aircraftRegistration'], CHECKABLE),
  i: object('aircraft engine', ['serial']),
  j: object('firearm', ['serial'], CHECKABLE),
  k: object('blank official document', ['number'], { checkable: true, isDocument: true, inRanges: true }),
  l: object('issued identity document', ['number'], { checkable: true, isDocument: true }),
  m: object('vehicle registration certificate or plate', ['number', 'plate'], { isDocument: true }),
  n: object('banknote', ['serial'], { inRanges: true }),
  o: object('information technology item', ['serial', 'imei', 'macAddress']),
  p: object('vehicle component', ['serial']),
  q: object('industrial equipment component', ['serial']),
  r: object('other identifiable object of high value', ['serial']),
  z: object('non-cash means of payment', ['paymentNumber'], { checkable: true, seizable: false }),
} as const satisfies Readonly<Record<string, ObjectRules>>;

/** Letter of an object category. */
export type ObjectLetter = keyof typeof OBJECT_CATEGORIES;

/** Letters in their order. */
export const OBJECT_LETTERS = Object.keys(OBJECT_CATEGORIES) as readonly ObjectLetter[];

/** Rules of a letter. */
export const objectRulesOf = (letter: ObjectLetter): ObjectRules => OBJECT_CATEGORIES[letter];

/** Status of a document (Art. 38(2)(k) to (m)). */
export type DocumentStatus = 'stolen' | 'misappropriated' | 'lost' | 'invalidated' | 'false';

/** Every status of a document. */
export const DOCUMENT_STATUSES: readonly DocumentStatus[] = [
  'stolen',
  'misappropriated',
  'lost',
  'invalidated',
  'false',
];

/** An object as an alert describes it. Identifiers as printed; absent ones are not known. */
export interface AlertObject {
  readonly letter: ObjectLetter;
  /** Vehicle identification number, or the chassis number of an older vehicle or a trailer. */
  readonly vin?: string;
  readonly plate?: string;
  /** State that issued the plate, ISO 3166-1 alpha-2. */
  readonly plateState?: string;
  /** Number of a document or certificate; the first of a range. */
  readonly number?: string;
  /** Last number of a range of blank documents. */
  readonly numberTo?: string;
  /** Issuing country of the document, banknote or card, ISO 3166-1 alpha-2. */
  readonly issuingCountry?: string;
  /** Serial number; the first of a range. */
  readonly serial?: string;
  /** Last number of a range of banknotes. */
  readonly serialTo?: string;
  readonly hullNumber?: string;
  /** Name or number that a boat bears outside. */
  readonly externalIdentifier?: string;
  /** Owner, category, number and check digit (ISO 6346). */
  readonly containerNumber?: string;
  /** Nationality and registration mark (Annex 7 to the Chicago Convention). */
  readonly aircraftRegistration?: string;
  readonly imei?: string;
  readonly macAddress?: string;
  /** Number of a card or account. */
  readonly paymentNumber?: string;
  readonly make?: string;
  readonly model?: string;
  /** Type of vehicle, boat, aircraft or document. */
  readonly type?: string;
  /** Calibre of a firearm. */
  readonly calibre?: string;
  /** ISO 4217. */
  readonly currency?: string;
  /** Hulls of a boat. */
  readonly numberOfHulls?: number;
  readonly description?: string;
  readonly documentStatus?: DocumentStatus;
  /** Remark "suspicion of clone": another vehicle may rightfully bear the same identifiers (SIRENE Manual 8.2.2). */
  readonly cloneSuspected?: boolean;
}
