/**
 * Alert categories: what each is called, rests on, asks for and must contain. Articles are those of Regulation (EU)
 * 2018/1862 unless another instrument is named.
 */

/** What an alert is about. An unknown person (Art. 40) has crime-scene prints and nothing else. */
export type SubjectKind = 'person' | 'object' | 'unknown-person';

/** Field of the data set, as far as minimum data sets name it. */
export type MandatoryField =
  'surname' | 'dateOfBirth' | 'reason' | 'action' | 'decisionReference' | 'refusalBasis' | 'returnDecision';

interface CategoryRules {
  /** Stable number in the store. */
  readonly number: number;
  readonly instrument: '2018/1860' | '2018/1861' | '2018/1862';
  readonly article: string;
  readonly subjects: readonly SubjectKind[];
  /** What the officer is asked to do. */
  readonly action: string;
  /** Years after which an alert on a person is deleted unless extended (1862 Art. 53; 1861 Art. 39; 1860 Art. 19). */
  readonly reviewYears: number;
  /** Letters of objects on which such an alert may be entered to find the person of another one; mostly none. */
  readonly locators: string;
  /** Category of the access scope that opens such alerts on objects, besides their own; undefined if there are none. */
  readonly onObjects: string | undefined;
  /** Fields without which the alert may not be entered (1862 Art. 22; 1861 Art. 22; 1860 Art. 4(2)). */
  readonly mandatory: readonly MandatoryField[];
  /** The subject must not learn of the alert (Arts. 37(3), 37b(4)). */
  readonly hiddenFromSubject: boolean;
}

/** Years after which an alert on an object is deleted unless extended (Art. 54(1)). */
export const OBJECT_REVIEW_YEARS = 10;

interface Locators {
  readonly letters: string;
  /** Category of the access scope. */
  readonly code: string;
}

/** Objects that may be sought to find the person of an alert: Arts. 26(5), 32(8) and 34(2), 37a(12). */
const LOCATORS = {
  26: { letters: 'abceghjk', code: 'OBJ-26' },
  32: { letters: 'abceghk', code: 'OBJ-32' },
  34: { letters: 'abceghk', code: 'OBJ-34' },
  37: { letters: 'abceghjkz', code: 'OBJ-37A' },
} as const satisfies Readonly<Record<number, Locators>>;

const MINIMUM = ['surname', 'dateOfBirth', 'reason', 'action'] as const;
const MINIMUM_REFUSAL = [...MINIMUM, 'decisionReference', 'refusalBasis'] as const;

const person = (
  number: number,
  article: string,
  reviewYears: number,
  action: string,
  locators?: Locators,
): CategoryRules => ({
  number,
  instrument: '2018/1862',
  article,
  subjects: locators === undefined ? ['person'] : ['person', 'object'],
  locators: locators?.letters ?? '',
  onObjects: locators?.code,
  action,
  reviewYears,
  mandatory: MINIMUM,
  hiddenFromSubject: false,
});

const check = (number: number, action: string): CategoryRules => ({
  ...person(number, '36', 1, action),
  subjects: ['person', 'object'],
  onObjects: 'OBJ-36',
});

const refusal = (number: number, article: string): CategoryRules => ({
  ...person(number, article, 3, 'Refuse entry and stay; consult the issuing state if a permit or visa exists'),
  instrument: '2018/1861',
  mandatory: MINIMUM_REFUSAL,
});

/** Every category with its rules. */
export const CATEGORIES = {
  RET: {
    ...person(
      1,
      '3',
      3,
      'Entry: inform the issuing state; exit: confirm the return; inside: contact the issuing state',
    ),
    instrument: '2018/1860',
    // 2018/1860 Art. 4(2): letters a, f, j, l, m, x and z of its Art. 4(1).
    mandatory: [...MINIMUM, 'decisionReference', 'returnDecision'],
  },
  REF: refusal(2, '24'),
  RSM: refusal(3, '25'),
  ARR: person(4, '26', 5, 'Arrest for surrender or extradition', LOCATORS[26]),
  'MIS-P': person(5, '32(1)(a)', 5, 'Communicate whereabouts and place under protection', LOCATORS[32]),
  'MIS-N': person(
    6,
    '32(1)(b)',
    5,
    'Communicate whereabouts; an adult must consent to onward disclosure',
    LOCATORS[32],
  ),
  'CHI-ABD': person(
    7,
    '32(1)(c)',
    1,
    'Prevent travel and place under protection; decision within 12 hours',
    LOCATORS[32],
  ),
  'CHI-TRV': person(8, '32(1)(d)', 1, 'Prevent travel and place under protection', LOCATORS[32]),
  'VUL-TRV': person(9, '32(1)(e)', 1, 'Prevent travel for own protection and place under protection', LOCATORS[32]),
  JPR: person(10, '34', 3, 'Communicate residence or domicile', LOCATORS[34]),
  DSC: { ...check(11, 'Discreet check: collect information silently during routine work'), hiddenFromSubject: true },
  INQ: check(12, 'Inquiry check: interview by the questions of the issuing state'),
  SPC: check(13, 'Specific check: search the person, the object and what is carried'),
  INF: {
    ...person(
      14,
      '37a',
      1,
      'Information alert: collect information discreetly and inform the issuing state and Europol',
      LOCATORS[37],
    ),
    hiddenFromSubject: true,
  },
  OBJ: {
    ...person(15, '38', OBJECT_REVIEW_YEARS, 'Seize under national law and contact the issuing state'),
    subjects: ['object'],
    onObjects: 'OBJ',
    mandatory: [],
  },
  UNK: {
    ...person(16, '40', 3, 'Identify under national law; communicate identity and whereabouts'),
    subjects: ['unknown-person'],
    mandatory: [],
  },
} as const satisfies Readonly<Record<string, CategoryRules>>;

/** Code of an alert category, as in the access scope. */
export type AlertCategory = keyof typeof CATEGORIES;

/** Codes in the order of their numbers. */
export const ALERT_CATEGORIES = Object.keys(CATEGORIES) as readonly AlertCategory[];

/** Rules of a category. */
export const rulesOf = (category: AlertCategory): CategoryRules => CATEGORIES[category];

/** True if alerts of the category may be about such a subject. */
export const concerns = (category: AlertCategory, subject: SubjectKind): boolean =>
  rulesOf(category).subjects.includes(subject);

/** Article on which an alert rests, with its instrument, as a person would cite it. */
export function citationOf(category: AlertCategory): string {
  const { instrument, article } = rulesOf(category);
  return `Regulation (EU) ${instrument} Art. ${article}`;
}

const OF_THIRD_COUNTRY_NATIONALS: readonly AlertCategory[] = ['RET', 'REF', 'RSM', 'INF'];

/** Articles by which some alerts are on third-country nationals alone. */
export const THIRD_COUNTRY_ARTICLES =
  'Regulation (EU) 2018/1860 Art. 3, Regulation (EU) 2018/1861 Arts. 24, 25, Regulation (EU) 2018/1862 Art. 37a';

/** True if alerts of the category are on third-country nationals alone. */
export const isOfThirdCountryNationals = (category: AlertCategory): boolean =>
  OF_THIRD_COUNTRY_NATIONALS.includes(category);
