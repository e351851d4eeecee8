/** Objects that may be the subject of an alert: Regulation (EU) 2018/1862 Art. 38(2). */

interface ObjectRules {
  readonly name: string;
  /** May carry an Art. 36 alert. */
  readonly checkable: boolean;
  /** Has a status: stolen, misappropriated, lost, invalidated or false. */
  readonly isDocument: boolean;
}

const object = (name: string, checkable = false, isDocument = false): ObjectRules => ({ name, checkable, isDocument });

/** Every letter of Art. 38(2). */
export const OBJECT_CATEGORIES = {
  a: object('motor vehicle', true),
  b: object('trailer', true),
  c: object('caravan', true),
  d: object('industrial equipment'),
  e: object('boat', true),
  f: object('boat engine'),
  g: object('container', true),
  h: object('aircraft', true),
  i: object('aircraft engine'),
  j: object('firearm', true),
  k: object('blank official document', true, true),
  l: object('issued identity document', true, true),
  m: object('vehicle registration certificate or plate', false, true),
  n: object('banknote'),
  o: object('information technology item'),
  p: object('vehicle component'),
  q: object('industrial equipment component'),
  r: object('other identifiable object of high value'),
} as const satisfies Readonly<Record<string, ObjectRules>>;

/** Letter of an object category. */
export type ObjectLetter = keyof typeof OBJECT_CATEGORIES;

/** Letters in their order. */
export const OBJECT_LETTERS = Object.keys(OBJECT_CATEGORIES) as readonly ObjectLetter[];

/** Status of a document (Art. 38(2)(k) to (m)). */
export type DocumentStatus = 'stolen' | 'misappropriated' | 'lost' | 'invalidated' | 'false';

/** An object as an alert describes it. Identifiers as printed; absent ones are not known. */
export interface AlertObject {
  readonly letter: ObjectLetter;
  readonly vin?: string;
  readonly plate?: string;
  /** State that issued the plate, ISO 3166-1 alpha-2. */
  readonly plateState?: string;
  /** Number of the document, serial number, hull number, registration … */
  readonly number?: string;
  /** Issuing country of the number, ISO 3166-1 alpha-2. */
  readonly issuingCountry?: string;
  readonly description?: string;
  readonly documentStatus?: DocumentStatus;
  /** Remark "suspicion of clone": another vehicle may rightfully bear the same identifiers (SIRENE Manual 8.2.2). */
  readonly cloneSuspected?: boolean;
}
