import { expect } from 'chai';
import fc from 'fast-check';
import { emptyPnr, type Pnr } from '../../../src/formats/pnr/pnr.js';
import {
  PNRGOV_VERSIONS,
  type PnrgovOptions,
  writePnrgov,
} from '../../../src/formats/pnr/pnrgov/write/write-pnrgov.js';
import { booking, plain, PUSH, pushOf } from './bookings.js';
import { oneRecord, readPnrgov } from './messages.js';

const OPTIONS: PnrgovOptions = {
  version: '13:1',
  reference: '77',
  preparedAt: { day: '2026-11-26', time: '08:00' },
};
const HEAD =
  "UNA:+.? 'UNB+IATA:1+ZZ+XAAPIU+261126:0800+77++PNRGOV'UNH+1+PNRGOV:13:1:IA+261126/0800/ZZ/123'MSG+:22'ORG+ZZ'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123'";
const LOCATOR = { system: 'ZZ', code: 'AB12CD', kind: '', createdAt: { day: '2026-11-01', time: '10:15' } };

/** A record with this in it. */
const recordOf = (change: Partial<Pnr>): Pnr => ({ ...emptyPnr(1), locators: [LOCATOR], ...change });

describe('a push as it is written', () => {
  it('is told with trailers that count right', () => {
    expect(writePnrgov(pushOf([recordOf({})]), OPTIONS)).to.deep.equal([
      `${HEAD}EQN+1'SRC'RCI+ZZ:AB12CD::011126:1015'UNT+8+1'UNZ+1+77'`,
    ]);
  });

  it('may be in a group', () => {
    const [text = ''] = writePnrgov(pushOf([]), { ...OPTIONS, grouped: true });
    expect(text).to.include("'UNG+PNRGOV+ZZ+XAAPIU+261126:0800+77+IA+13:1'UNH+");
    expect(text).to.match(/UNT\+6\+1'UNE\+1\+77'UNZ\+1\+77'$/);
    expect(readPnrgov(text).faults).to.deep.equal([]);
  });

  it('is an update with what was cancelled: locators and an empty originator, nothing else', () => {
    const gone = { ...emptyPnr(1), locators: [LOCATOR], cancelled: true };
    const [text = ''] = writePnrgov(pushOf([gone], { kind: 'update' }), OPTIONS);
    expect(text).to.include("'MSG+:141'").and.to.include("'SRC'RCI+ZZ:AB12CD::011126:1015'ORG'UNT+9+1'");
    const { pushes, records, faults } = readPnrgov(text);
    expect(pushes[0]?.kind).to.equal('update');
    expect(plain(records)).to.deep.equal([gone]);
    expect(faults).to.deep.equal([]);
  });

  it('that is neither full nor an update is refused', () => {
    expect(() => writePnrgov({ push: { ...PUSH, kind: 'other' }, records: [] }, OPTIONS)).to.throw(RangeError);
  });

  it('with a day that six digits cannot tell is refused', () => {
    expect(() => writePnrgov(pushOf([recordOf({ changedAt: { day: '1999-11-26' } })]), OPTIONS)).to.throw(RangeError);
  });

  it('releases what would divide it, and puts no line end into it', () => {
    const remark = { type: '28', carrier: 'ZZ', text: "O'NEIL A+B:C?\r\nD", travellerReference: '' };
    const [text = ''] = writePnrgov(pushOf([recordOf({ remarks: [remark] })]), OPTIONS);
    expect(text).to.include("'IFT+4:28::ZZ+O?'NEIL A?+B?:C?? D'");
  });

  it('divides long text at blanks', () => {
    const words = Array.from({ length: 30 }, (_, at) => `WORD${at}`).join(' ');
    const remark = { type: '28', carrier: 'ZZ', text: words, travellerReference: '' };
    const [text = ''] = writePnrgov(pushOf([recordOf({ remarks: [remark] })]), OPTIONS);
    const elements = /IFT\+4:28::ZZ\+([^']*)'/.exec(text)?.[1]?.split('+') ?? [];
    expect(elements.length).to.equal(3);
    for (const element of elements) expect(element.length).to.be.at.most(70);
    expect(readPnrgov(text).records[0]?.remarks[0]?.text).to.equal(words);
  });

  it('loses no blank where text is divided', () => {
    for (let length = 60; length < 75; length++) {
      const text = `${'A'.repeat(length)}  B C   ${'D'.repeat(80)} E`;
      const remark = { type: '28', carrier: 'ZZ', text, travellerReference: '' };
      const [message = ''] = writePnrgov(pushOf([recordOf({ remarks: [remark] })]), OPTIONS);
      expect(readPnrgov(message).records[0]?.remarks[0]?.text).to.equal(text);
    }
  });

  it('names who flies in a second TVL before version 14:1, and in TRA from then on', () => {
    const { pnr } = oneRecord('TVL+261126:0930:261126:1105+VIE+XAA+ZZ:YY+123:Y', 'TVL+++++972');
    for (const version of PNRGOV_VERSIONS) {
      const [text = ''] = writePnrgov(pushOf([pnr]), { ...OPTIONS, version });
      const leg = "TVL+261126:0930:261126:1105+VIE+XAA+ZZ:YY+123:Y'";
      expect(text).to.include(leg + (version < '14' ? "TVL+++++972'" : "TRA+YY+972'"));
    }
  });

  it('tells documents and contacts that no service or remark of the record tells of', () => {
    const { pnr } = oneRecord('TIF+PROBE+ANNAMRS:A:1');
    pnr.travellers[0]?.documents.push({
      type: 'P',
      issuer: 'XA',
      number: 'P1',
      nationality: 'XB',
      birth: '1964-07-12',
      sex: 'F',
      expiry: '2030-01-01',
      surname: 'PROBE',
      givenNames: ['ANNA'],
    });
    pnr.travellers[0]?.otherDocuments.push({
      placeOfBirth: 'WIEN',
      type: 'V',
      number: 'V77',
      placeOfIssue: 'GRAZ',
      issuedOn: '2026-01-10',
      country: 'XC',
    });
    pnr.travellers[0]?.addresses.push({
      type: 'D',
      country: 'XC',
      street: 'HOTEL 1',
      city: 'STADT',
      region: '',
      postcode: '9999',
    });
    pnr.contacts.push({ kind: 'email', code: '', value: 'ANNA_P-Q@EXAMPLE.COM' });
    const [text = ''] = writePnrgov(pushOf([pnr]), OPTIONS);
    expect(text).to.include("'IFT+4:28+CTCE ANNA..P./Q//EXAMPLE.COM'");
    expect(text).to.include("'SSR+DOCS:HK:1::::::/P/XA/P1/XB/12JUL64/F/01JAN30/PROBE/ANNA'");
    expect(text).to.include("'SSR+DOCO:HK:1::::::WIEN/V/V77/GRAZ/10JAN26/XC'");
    expect(text).to.include("'SSR+DOCA:HK:1::::::/D/XC/HOTEL 1/STADT//9999'");
    const again = readPnrgov(text).records[0];
    expect(again?.travellers).to.deep.equal(pnr.travellers);
    expect(again?.contacts).to.deep.equal([{ kind: 'email', code: 'CTCE', value: 'ANNA_P-Q@EXAMPLE.COM' }]);
    // And then they are told of, and not told again.
    expect(again && writePnrgov(pushOf([again]), OPTIONS)).to.deep.equal([text]);
  });

  for (const version of PNRGOV_VERSIONS) {
    it(`in version ${version} is read as what it was`, () => {
      fc.assert(
        fc.property(
          fc.array(booking, { maxLength: 3 }),
          fc.constantFrom('full' as const, 'update' as const),
          (records, kind) => {
            const message = pushOf(records, { kind, format: `PNRGOV ${version}`, errors: ['103'] });
            const texts = writePnrgov(message, { ...OPTIONS, version });
            const told = readPnrgov(...texts);
            expect(plain(told.records)).to.deep.equal(plain(message.records));
            expect(plain(told.pushes)).to.deep.equal([message.push]);
            expect(told.faults).to.deep.equal([]);
          },
        ),
        { numRuns: 60 },
      );
    });
  }
});

describe('a push in several parts', () => {
  const records = ['AAAAAA', 'BBBBBB', 'CCCCCC', 'DDDDDD', 'EEEEEE'].map((code) =>
    recordOf({ locators: [{ ...LOCATOR, code }] }),
  );

  it('is an interchange for each, the first marked C, the last F, and each counting all records', () => {
    const texts = writePnrgov(pushOf(records), { ...OPTIONS, recordsPerPart: 2 });
    expect(texts.map((text) => /UNH[^']*'/.exec(text)?.[0])).to.deep.equal([
      "UNH+1+PNRGOV:13:1:IA+261126/0800/ZZ/123+01:C'",
      "UNH+1+PNRGOV:13:1:IA+261126/0800/ZZ/123+02'",
      "UNH+1+PNRGOV:13:1:IA+261126/0800/ZZ/123+03:F'",
    ]);
    expect(texts.map((text) => /UNZ[^']*'/.exec(text)?.[0])).to.deep.equal([
      "UNZ+1+7701'",
      "UNZ+1+7702'",
      "UNZ+1+7703'",
    ]);
    const { pushes, records: read, faults } = readPnrgov(...texts);
    expect(faults).to.deep.equal([]);
    expect(read.map(({ locators }) => locators[0]?.code)).to.deep.equal([
      'AAAAAA',
      'BBBBBB',
      'CCCCCC',
      'DDDDDD',
      'EEEEEE',
    ]);
    expect(read.map(({ number }) => number)).to.deep.equal([1, 2, 1, 2, 1]);
    expect(pushes.map(({ part }) => part)).to.deep.equal([
      { number: 1, last: false },
      { number: 2, last: false },
      { number: 3, last: true },
    ]);
    expect(pushes.map(({ declaredRecords }) => declaredRecords)).to.deep.equal([5, 5, 5]);
  });

  it('is not split again where it is a part already', () => {
    const part = pushOf(records, { part: { number: 2, last: false } });
    expect(() => writePnrgov(part, { ...OPTIONS, recordsPerPart: 2 })).to.throw(RangeError);
    expect(writePnrgov(part, OPTIONS)[0]).to.include('/123+02');
  });
});
