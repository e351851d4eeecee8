/** Alerts of any shape that the model allows, with every field filled at times. */
import fc from 'fast-check';
import type { Alert, ObjectAlert, PersonAlert, WarningMarker } from '../../../src/adapters/sis/domain/alert.js';
import { ALERT_CATEGORIES, concerns, type AlertCategory } from '../../../src/adapters/sis/domain/category.js';
import type { Identity, IdentityDocument } from '../../../src/adapters/sis/domain/identity.js';
import { OBJECT_LETTERS, type AlertObject } from '../../../src/adapters/sis/domain/object-category.js';
import type { Match } from '../../../src/adapters/sis/domain/search.js';

const WARNINGS: readonly WarningMarker[] = [
  'armed',
  'violent',
  'absconded_or_escaped',
  'suicide_risk',
  'public_health_threat',
  'terrorism_activity',
];

const text = fc.string({ minLength: 1, maxLength: 12 });
const maybe = fc.option(text, { nil: undefined });

/** Leaves out what is undefined, as the model does. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

const identity: fc.Arbitrary<Identity> = fc
  .record({
    status: fc.constantFrom<Identity['status']>('confirmed', 'not_confirmed', 'alias', 'misused'),
    surname: text,
    forename: fc.string({ maxLength: 12 }),
    dateOfBirth: fc.constantFrom('1975-03-14', '1980-00-00'),
    gender: fc.constantFrom<Identity['gender']>('female', 'male', 'other', undefined),
    nationalities: fc.array(fc.constantFrom('XA', 'XB'), { maxLength: 2 }),
    placeOfBirth: maybe,
  })
  .map(present) as fc.Arbitrary<Identity>;

const document: fc.Arbitrary<IdentityDocument> = fc.record({
  kind: text,
  number: text,
  issuingCountry: fc.constant('XB'),
  issuedOn: fc.constant('2020-01-15'),
});

const object: fc.Arbitrary<AlertObject> = fc
  .record({
    letter: fc.constantFrom(...OBJECT_LETTERS),
    vin: maybe,
    plate: maybe,
    plateState: fc.constantFrom('XB', undefined),
    number: maybe,
    issuingCountry: fc.constantFrom('XC', undefined),
    description: maybe,
    documentStatus: fc.constantFrom<AlertObject['documentStatus']>('stolen', 'false', undefined),
    cloneSuspected: fc.boolean(),
  })
  .map(present) as fc.Arbitrary<AlertObject>;

const frame = (category: AlertCategory) =>
  fc
    .record({
      // References need only differ: the alphabet of a ULID.
      reference: fc
        .string({
          unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split('')),
          minLength: 26,
          maxLength: 26,
        })
        .map((ulid) => `SIM-XB-${ulid}`),
      issuingState: fc.constantFrom('XA', 'XB'),
      category: fc.constant(category),
      createdBy: text,
      enteredOn: fc.constant('2026-10-24'),
      expiresOn: fc.constant('2031-10-24'),
      reason: fc.string({ maxLength: 12 }),
      immediateReporting: fc.boolean(),
      decisionReference: maybe,
    })
    .map(present);

const categoryFor = (subject: Alert['subject']): fc.Arbitrary<AlertCategory> =>
  fc.constantFrom(...ALERT_CATEGORIES.filter((category) => concerns(category, subject)));

export const personAlert: fc.Arbitrary<PersonAlert> = categoryFor('person').chain((category) =>
  fc
    .tuple(
      frame(category),
      fc.array(identity, { minLength: 1, maxLength: 4 }),
      fc.array(document, { maxLength: 2 }),
      fc.subarray([...WARNINGS]),
      maybe,
      maybe,
    )
    .map(
      ([common, identities, documents, warningMarkers, offenceType, caseType]) =>
        present({
          ...common,
          subject: 'person',
          identities,
          documents,
          warningMarkers,
          offenceType,
          caseType,
        }) as unknown as PersonAlert,
    ),
);

export const objectAlert: fc.Arbitrary<ObjectAlert> = categoryFor('object').chain((category) =>
  fc
    .tuple(frame(category), object)
    .map(([common, about]) => ({ ...common, subject: 'object', object: about }) as unknown as ObjectAlert),
);

export const unknownPersonAlert: fc.Arbitrary<Alert> = frame('UNK').map(
  (common) => ({ ...common, subject: 'unknown-person' }) as unknown as Alert,
);

export const anyAlert: fc.Arbitrary<Alert> = fc.oneof(personAlert, objectAlert, unknownPersonAlert);

export const match: fc.Arbitrary<Match> = fc.record({
  kind: fc.constantFrom<Match['kind']>('exact', 'transliterated', 'inexact'),
  score: fc.constantFrom(1, 0.98, 0.7),
  rules: fc.array(text, { maxLength: 3 }),
});
