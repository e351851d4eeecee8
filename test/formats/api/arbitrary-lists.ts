/** Lists and people as carriers may send them, for tests of round trips. */
import fc from 'fast-check';
import type {
  ApiDocument,
  ApiFlight,
  ApiLeg,
  ApiPerson,
  PassengerList,
} from '../../../src/formats/api/passenger-list.js';

/** Text that has separators in it, but no blanks around it, which readers take off. */
const text = (most = 12): fc.Arbitrary<string> =>
  fc
    .string({ unit: fc.constantFrom(...Array.from("ABCXYZ019?+:'-/ .é")), minLength: 1, maxLength: most })
    .map((raw) => raw.trim())
    .filter((trimmed) => trimmed !== '');
const maybe = (arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), arbitrary);
const airport = fc.stringMatching(/^[A-Z]{3}$/);
const state = fc.constantFrom('AUT', 'D', 'UTO', 'XXA');
const day = (from: string, to: string): fc.Arbitrary<string> =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

const departure = fc.record({ day: day('2024-01-01', '2031-12-31'), time });
const leg: fc.Arbitrary<ApiLeg> = fc.record({
  from: airport,
  to: airport,
  departure,
  arrival: fc.option(departure, { nil: undefined }),
  crossesBorder: fc.boolean(),
});
const flight: fc.Arbitrary<ApiFlight> = fc.record({
  stage: fc.constantFrom('20', '34'),
  carrier: fc.constantFrom('', 'ZZ'),
  number: fc.stringMatching(/^ZZ[1-9]\d{0,3}$/),
  legs: fc.array(leg, { minLength: 1, maxLength: 3 }),
});

export const lists: fc.Arbitrary<PassengerList> = fc.record({
  format: fc.constant(''),
  sender: text(),
  recipient: text(),
  reference: maybe(text()),
  transaction: maybe(text()),
  revision: maybe(text(3)),
  part: fc.constantFrom({ number: 1, last: true }, { number: 1, last: false }, { number: 2, last: true }),
  kind: fc.constantFrom('passengers', 'crew', 'flight-status', 'master-crew', 'gate-pass'),
  status: fc.constantFrom('', 'CP', 'CLOB'),
  reportingParty: fc.option(
    fc.record({ name: text(), phone: maybe(text()), fax: maybe(text()), email: maybe(text()) }),
    { nil: undefined },
  ),
  flights: fc.array(flight, { minLength: 1, maxLength: 3 }),
});

const document: fc.Arbitrary<ApiDocument> = fc
  .record({ type: maybe(fc.constantFrom('P', 'I', 'V', 'AC')), number: text(), issuer: maybe(state) })
  .chain((stated) =>
    fc.option(day('2005-01-01', '2101-12-31'), { nil: undefined }).map((expiry) => ({
      ...stated,
      ...(expiry === undefined ? {} : { expiry }),
    })),
  );

/** Fields that were not told are absent from what a reader gives. */
const withoutAbsent = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
const absent = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const address = fc
  .tuple(maybe(text()), maybe(text()), maybe(text()), maybe(text()), maybe(text()))
  .map((parts) => (parts.every((part) => part === '') ? [] : [...parts]));

const person = fc
  .record({
    kind: fc.constantFrom('passenger', 'crew', 'passenger-in-transit', 'crew-in-transit'),
    surname: text(),
    givenNames: fc.array(text(), { maxLength: 4 }),
    address,
    sex: fc.constantFrom('', 'M', 'F', 'U', 'X'),
    birth: absent(fc.oneof(day('1905-01-01', '2023-12-31'), fc.constant('1959-08-00'))),
    nationality: maybe(state),
    places: fc
      .record({
        clearance: absent(airport),
        residence: absent(fc.oneof(airport, text())),
        embarkation: absent(airport),
        disembarkation: absent(airport),
        birth: absent(text()),
      })
      .map(withoutAbsent),
    locator: maybe(text(6)),
    uniqueReference: maybe(text()),
    seat: maybe(text(4)),
    otherReferences: fc.dictionary(fc.constantFrom('AEA', 'CR', 'YZY'), text(), { maxKeys: 3, noNullPrototype: true }),
    verified: absent(fc.boolean()),
    baggage: fc
      .record({
        pieces: absent(fc.nat(20).map(String)),
        weight: absent(fc.nat(200).map(String)),
        tags: fc.array(fc.stringMatching(/^ZZ\d{6}( \([1-9]\))?$/), { maxLength: 3 }),
      })
      .chain((bags) =>
        absent(fc.constantFrom('kg', 'lb')).map((unit) =>
          withoutAbsent({ ...bags, unit: bags.weight === undefined ? undefined : unit }),
        ),
      ),
    documents: fc.array(document, { maxLength: 5 }),
    remarks: fc.array(text(), { maxLength: 2 }),
  })
  .map(withoutAbsent);

/** People of one list, numbered as in it. */
export const people: fc.Arbitrary<ApiPerson[]> = fc
  .array(person, { maxLength: 4 })
  .map((all) => all.map((one, at) => ({ number: at + 1, ...one }) as ApiPerson));
