/** Who on a list is who: the same passenger at check-in and in the list of the flight, and never somebody else. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { type KnownRecord, locatorsAfter, pairRecords } from '../../../../src/adapters/pnr/domain/pair-records.js';
import type { PushedRecord } from '../../../../src/adapters/pnr/domain/push.js';
import { readList } from '../../../../src/adapters/pnr/receive/read-list.js';
import { HEADER, message } from '../../../formats/api/lists.js';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

interface Person {
  readonly name?: string | undefined;
  readonly birth?: string | undefined;
  readonly document?: string | undefined;
  readonly locator?: string | undefined;
  readonly reference?: string | undefined;
}

/** As a list without references of passengers has her. */
const UNREFERENCED: Person = { name: 'PROBE:ANNA', birth: '640712', document: 'P1234567', locator: 'AB12CD' };
const ANNA: Person = { ...UNREFERENCED, reference: 'U1' };

const segments = ({ name = '', birth, document, locator, reference }: Person): string[] => [
  `NAD+FL+++${name}`,
  ...(birth === undefined ? [] : [`DTM+329:${birth}`]),
  ...(locator === undefined ? [] : [`RFF+AVF:${locator}`]),
  ...(reference === undefined ? [] : [`RFF+ABO:${reference}`]),
  ...(document === undefined ? [] : [`DOC+P:110:111+${document}`]),
];
const recordsOf = (header: readonly string[], people: readonly Person[], part = '') =>
  readList(Buffer.from(message([...header, ...people.flatMap(segments)], { part })), '2026-11-26', digest).records;
const checkIn = (...people: readonly Person[]) => recordsOf(HEADER, people);
/** Without a transaction. */
const batch = HEADER.filter((segment) => !segment.startsWith('RFF'));
const list = (...people: readonly Person[]) => recordsOf(batch, people);

const names = ({ sealed }: Pick<PushedRecord, 'sealed'>): string =>
  sealed.a.travellers.map(({ givenNames }) => givenNames).join('+');

/** Whose records of before those of a list are, by their names; undefined for what is new. */
function pairs(before: readonly PushedRecord[], now: readonly PushedRecord[]) {
  const known = before.map(({ locators }, at): KnownRecord => ({
    ...{ id: `${at}`, day: '2026-11-26', version: 1, cancelled: false, preparedAtMs: null, locators },
  }));
  const paired = pairRecords(now, known);
  return now.map((record) => {
    const known = paired.get(record);
    return [names(record), known && names(before[Number(known.id)]!)];
  });
}

describe('a passenger of a list', () => {
  it('is who was checked in, by the reference of the carrier, whatever was corrected', () => {
    const corrected = { ...ANNA, name: 'PROBST:ANNE', birth: '640713', document: 'P7654321' };
    expect(pairs(checkIn(ANNA), list(corrected))).to.deep.equal([['ANNE', 'ANNA']]);
  });

  it('is nobody else whose message has the same number where a reference belongs, which numbers people in a message', () => {
    const tom: Person = { name: 'PROBE:TOM', birth: '120304', document: 'P7777777', locator: 'AB12CD', reference: '1' };
    expect(pairs(checkIn({ ...ANNA, reference: '1' }), checkIn(tom))).to.deep.equal([['TOM', undefined]]);
    expect(pairs(checkIn({ ...ANNA, reference: '001' }), checkIn({ ...tom, reference: '001' }))).to.deep.equal([
      ['TOM', undefined],
    ]);
    expect(pairs(checkIn({ ...ANNA, reference: '1' }), checkIn({ ...ANNA, reference: '2' }))).to.deep.equal([
      ['ANNA', 'ANNA'],
    ]);
  });

  it('is nobody else of the same booking, of whom no more than the name is told either', () => {
    const anna: Person = { name: 'PROBE:ANNA', locator: 'AB12CD', reference: '1' };
    expect(pairs(checkIn(anna), checkIn({ ...anna, name: 'PROBE:TOM' }))).to.deep.equal([['TOM', undefined]]);
    expect(pairs(checkIn(anna), checkIn(anna))).to.deep.equal([['ANNA', 'ANNA']]);
  });

  it('is who was checked in, by locator, name, date of birth and document together', () => {
    expect(pairs(checkIn(ANNA), list(UNREFERENCED))).to.deep.equal([['ANNA', 'ANNA']]);
  });

  for (const [field, value] of [
    ['locator', 'ZZ99ZZ'],
    ['name', 'PROBE:ANNE'],
    ['birth', '640713'],
    ['document', 'P7654321'],
    ['birth', undefined],
    ['document', undefined],
  ] as const) {
    it(`is not taken for who was checked in with another ${field}${value === undefined ? ', or none' : ''}`, () => {
      const other: Person = { ...UNREFERENCED, [field]: value };
      expect(pairs(checkIn(ANNA), list(other))).to.deep.equal([[other.name?.split(':')[1], undefined]]);
    });
  }

  it('is each of those of one booking, who were checked in one by one', () => {
    const berta = { ...ANNA, name: 'PROBE:BERTA', document: 'P2', reference: 'U2' };
    expect(pairs([...checkIn(ANNA), ...checkIn(berta)], list(berta, ANNA))).to.deep.equal([
      ['BERTA', 'BERTA'],
      ['ANNA', 'ANNA'],
    ]);
  });

  it('is the one of an earlier list with another document, or another name', () => {
    expect(pairs(list(UNREFERENCED), list({ ...UNREFERENCED, document: 'P7654321' }))).to.deep.equal([
      ['ANNA', 'ANNA'],
    ]);
    expect(pairs(list(UNREFERENCED), list({ ...UNREFERENCED, name: 'PROBE:ANNE' }))).to.deep.equal([['ANNE', 'ANNA']]);
  });

  it('is not taken for one whose name they have now, where a document says otherwise', () => {
    const jon = { name: 'PROBE:JON', birth: '640712', document: 'P1', locator: 'AB12CD' };
    const now = [
      { ...jon, birth: '880101', document: 'P2' },
      { ...jon, name: 'PROBE:JOHN' },
    ];
    expect(pairs(list(jon), list(...now))).to.deep.equal([
      ['JON', undefined],
      ['JOHN', 'JON'],
    ]);
  });
});

describe('twins with one name and one date of birth', () => {
  const twin = (document: string, reference: string): Person => ({ ...ANNA, document, reference });

  it('are two at check-in and in the list, with their own documents', () => {
    const both = [...checkIn(twin('P1', 'U1')), ...checkIn(twin('P2', 'U2'))];
    expect(pairs(checkIn(twin('P1', 'U1')), checkIn(twin('P2', 'U2')))).to.deep.equal([['ANNA', undefined]]);
    const known = both.map(({ locators }, at): KnownRecord => ({
      ...{ id: `P${at + 1}`, day: '2026-11-26', version: 1, cancelled: false, preparedAtMs: null, locators },
    }));
    const now = list({ ...UNREFERENCED, document: 'P2' }, { ...UNREFERENCED, document: 'P1' });
    const paired = pairRecords(now, known);
    expect(now.map((record) => paired.get(record)?.id)).to.deep.equal(['P2', 'P1']);
  });

  it('without documents and references are together, as nothing says which is which', () => {
    const either: Person = { ...UNREFERENCED, document: undefined };
    expect(list(either, either).map(names)).to.deep.equal(['ANNA+ANNA']);
  });
});

describe('what is in common', () => {
  it('identifies nobody: not a reference of two, nor a document of mother and child', () => {
    const child = { ...ANNA, name: 'PROBE:CLARA', birth: '200101' };
    const apart = list(ANNA, child);
    expect(apart.map(names)).to.deep.equal(['ANNA', 'CLARA']);
    expect(apart[0]!.locators.filter((one) => apart[1]!.locators.includes(one))).to.deep.equal([]);
    expect(pairs(apart, list(child, ANNA))).to.deep.equal([
      ['CLARA', 'CLARA'],
      ['ANNA', 'ANNA'],
    ]);
  });

  it('may be in another part of the list: there a document or a name alone identifies nobody', () => {
    const [part] = recordsOf(batch, [UNREFERENCED], '+1:C');
    expect(part?.locators).to.have.length(1);
    expect(pairs(list(UNREFERENCED), [part!])).to.deep.equal([['ANNA', 'ANNA']]);
    expect(pairs(list({ ...UNREFERENCED, birth: '640713' }), [part!])).to.deep.equal([['ANNA', undefined]]);
  });
});

describe('a record that a list took the place of', () => {
  it('is still known by the reference of check-in, and not by a name that was wrong', () => {
    const known = { ...({} as KnownRecord), locators: checkIn(ANNA)[0]!.locators };
    const after = locatorsAfter(list(UNREFERENCED)[0]!, known);
    expect(pairs([{ ...checkIn(ANNA)[0]!, locators: after }], checkIn({ ...ANNA, document: 'P9' }))).to.deep.equal([
      ['ANNA', 'ANNA'],
    ]);
    const old = list({ ...UNREFERENCED, name: 'PROBE:JON' })[0]!;
    expect(locatorsAfter(list(UNREFERENCED)[0]!, { ...known, locators: old.locators })).to.not.include(
      old.locators.at(-1),
    );
  });

  it('shows nothing of anybody', () => {
    expect(JSON.stringify(list(ANNA)[0]!.locators)).not.to.match(/PROBE|ANNA|640712|P1234567|U1|AB12CD/);
  });
});
