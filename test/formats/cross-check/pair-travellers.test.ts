import { expect } from 'chai';
import { checkFlight, type FlightCheck } from '../../../src/formats/cross-check/pair-travellers.js';
import type { ApiPerson } from '../../../src/formats/api/passenger-list.js';
import type { Pnr } from '../../../src/formats/pnr/pnr.js';
import { HEADER, message, read } from '../api/lists.js';
import { interchange, readPnrgov, record } from '../pnr/messages.js';

/** People of a list, each by name, locator, birth and number of the passport. */
const listed = (...people: readonly (readonly [name: string, locator: string, birth: string, number: string])[]) =>
  read(
    message([
      ...HEADER,
      ...people.flatMap(([name, locator, birth, number]) => [
        `NAD+FL+++${name}`,
        `DTM+329:${birth}`,
        `RFF+AVF:${locator}`,
        ...(number === '' ? [] : [`DOC+P+${number}`]),
      ]),
    ]),
  ).people;

/** Records, each of a locator and the texts of the documents of its travellers. */
const booked = (...bookings: readonly (readonly [locator: string, ...docs: readonly string[]])[]): Pnr[] =>
  bookings.flatMap(([locator, ...docs]) => {
    const segments = docs.flatMap((text, at) => {
      const [surname = '', given = ''] = text.split('/').slice(8);
      return [`TIF+${surname}+${given}:A:${at + 1}`, `SSR+DOCS:HK::ZZ:::::${text}`];
    });
    return readPnrgov(interchange(record(...segments).map((one) => one.replace('AB12CD', locator)))).records;
  });

const pairs = ({ checks }: FlightCheck): string[] =>
  checks.map(
    ({ person, traveller, by, comparison }) =>
      `${person.givenNames.join(' ')} ${traveller.givenNames} ${by} ${comparison.agreement}`,
  );

const ANNA_DOCS = '/P/AUT/P1234567/AUT/12JUL64/F/01JAN30/PROBE/ANNA';
const BERTA_DOCS = '/P/AUT/P1234568/AUT/03MAR90/F/01JAN30/PROBE/BERTA';

describe('who of a list is who of a booking', () => {
  it('is told by the number of the document and the name', () => {
    const people = listed(
      ['PROBE:BERTA', 'AB12CD', '900303', 'P1234568'],
      ['PROBE:ANNA', 'AB12CD', '640712', 'P1234567'],
    );
    const check = checkFlight(people, booked(['AB12CD', ANNA_DOCS, BERTA_DOCS]));
    expect(pairs(check)).to.deep.equal(['BERTA BERTA document_number same', 'ANNA ANNA document_number same']);
    expect(check.onlyOnList).to.deep.equal([]);
    expect(check.onlyBooked).to.deep.equal([]);
  });

  it('is not somebody else of the family whose passport has the next number', () => {
    const check = checkFlight(listed(['PROBE:BERTA', 'AB12CD', '900303', 'P1234568']), booked(['AB12CD', ANNA_DOCS]));
    expect(pairs(check)).to.deep.equal([]);
    expect(check.onlyOnList).to.have.length(1);
    expect(check.onlyBooked.map(({ traveller }) => traveller.givenNames)).to.deep.equal(['ANNA']);
  });

  it('may have another name on the list: the number tells, and the name differs', () => {
    const check = checkFlight(listed(['OTHER:CARLA', '', '640712', 'P1234567']), booked(['AB12CD', ANNA_DOCS]));
    expect(pairs(check)).to.deep.equal(['CARLA ANNA document_number different']);
  });

  it('is found by the name where the numbers differ, with the same locator or the same day of birth', () => {
    const other = checkFlight(listed(['PROBE:ANNA', 'AB12CD', '650712', 'X9']), booked(['AB12CD', ANNA_DOCS]));
    expect(pairs(other)).to.deep.equal(['ANNA ANNA name different']);
    const apart = checkFlight(listed(['PROBE:ANNA', 'ZZZZZZ', '640712', 'X9']), booked(['AB12CD', ANNA_DOCS]));
    expect(pairs(apart)).to.deep.equal(['ANNA ANNA name different']);
    const namesake = checkFlight(listed(['PROBE:ANNA', 'ZZZZZZ', '810203', 'X9']), booked(['AB12CD', ANNA_DOCS]));
    expect(pairs(namesake)).to.deep.equal([]);
  });

  it('has the document of several that is the same', () => {
    const [anna] = listed(['PROBE:ANNA', 'AB12CD', '640712', 'P1234567']);
    const visa = { type: 'V', number: 'V55', issuer: 'UTO' };
    const person: ApiPerson = { ...anna!, documents: [visa, ...anna!.documents] };
    const { checks } = checkFlight([person], booked(['AB12CD', ANNA_DOCS]));
    expect(checks[0]?.apiDocument?.type).to.equal('P');
  });

  it('is compared by name alone where a booking has no document', () => {
    const records = booked(['AB12CD', ANNA_DOCS]).map((one) => ({
      ...one,
      travellers: one.travellers.map((traveller) => ({ ...traveller, documents: [] })),
    }));
    const { checks } = checkFlight(listed(['PROBE:ANNA', 'AB12CD', '640712', 'P1234567']), records);
    expect(checks[0]?.by).to.equal('name');
    expect(checks[0]?.comparison.fields.find(({ field }) => field === 'document_number')?.outcome).to.equal('missing');
  });

  it('pairs nobody twice', () => {
    const people = listed(
      ['PROBE:ANNA', 'AB12CD', '640712', 'P1234567'],
      ['PROBE:ANNA', 'AB12CD', '640712', 'P1234567'],
    );
    const check = checkFlight(people, booked(['AB12CD', ANNA_DOCS]));
    expect(check.checks).to.have.length(1);
    expect(check.onlyOnList).to.have.length(1);
  });
});
