/** What made other readers lose records, travellers or time: numbers are those of issues of US-CBP/GTAS, told by its users. */
import { expect } from 'chai';
import { interchange, oneRecord, readPnrgov, record } from './messages.js';

const ANNA = 'TIF+PROBE+ANNAMRS:A:1';
const MAX = 'TIF+PROBE+MAXMR:A:2';
const LEG = 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:Y';
const docs = (number: string, given: string): string =>
  `:HK:1:ZZ:::::/P/XA/${number}/XB/12JUL64/F/01JAN30/PROBE/${given}`;

describe('a reader of records', () => {
  it('goes on at fragments and segments that no grammar expects, and finds the end (#801)', () => {
    const { records, faults } = readPnrgov(
      interchange([
        ...record(ANNA, "IFT+4:28::ZZ+SHE SAID L'ETAT", 'ZZZ+1', 'FTI', LEG),
        ...record(MAX, 'REF', 'MON+T:1:EUR', LEG),
      ]),
    );
    expect(records.map(({ travellers, itinerary }) => [travellers.length, itinerary.length])).to.deep.equal([
      [1, 1],
      [1, 1],
    ]);
    expect(faults).to.deep.equal(['TAG_INVALID', 'TAG_UNKNOWN', 'OUT_OF_PLACE', 'UNT_COUNT']);
  });

  it('needs no locator in front: text may stand in its place (#801)', () => {
    const { records, faults } = readPnrgov(interchange(['SRC', 'IFT+4:28::ZZ+HELLO', ANNA, LEG, ...record(MAX)]));
    expect(records.map(({ travellers }) => travellers[0]?.givenNames)).to.deep.equal(['ANNA', 'MAX']);
    expect(records[0]?.remarks[0]?.text).to.equal('HELLO');
    expect(faults).to.deep.equal(['LOCATOR_MISSING']);
  });

  it('takes text behind a ticket for what it is', () => {
    const { pnr, faults } = oneRecord(ANNA, 'TKT+2571234567890:T:1', 'IFT+4:15:9+VIE ZZ XAA 90.00', 'DAT+710:031126');
    expect(pnr.remarks).to.deep.equal([{ type: '15', carrier: '', text: 'VIE ZZ XAA 90.00', travellerReference: '1' }]);
    expect(pnr.travellers[0]?.tickets[0]?.issuedOn?.day).to.equal('2026-11-03');
    expect(faults).to.deep.equal([]);
  });

  for (const [where, segments] of [
    ['before all travellers', [`SSR+DOCS${docs('P1', 'ANNA')}+::1`, ANNA, MAX, LEG]],
    ['behind a flight', [ANNA, MAX, LEG, `SSR+DOCS${docs('P1', 'ANNA')}+::1`]],
  ] as const) {
    it(`keeps the record and finds the traveller where documents stand only ${where} (#2082)`, () => {
      const { pnr } = oneRecord(...segments);
      expect(pnr.travellers.map(({ documents }) => documents.map(({ number }) => number))).to.deep.equal([['P1'], []]);
    });
  }

  it('reads documents that tell neither sex nor the year of birth (#857)', () => {
    for (const text of ['/P/XA/P1/XB/12JUL//01JAN30/PROBE/ANNA', '/P/XA/P1/XB///01JAN30/PROBE/ANNA']) {
      const [document] = oneRecord(ANNA, `SSR+DOCS:HK:1:ZZ:::::${text}`).pnr.travellers[0]?.documents ?? [];
      expect(document).to.deep.include({ number: 'P1', birth: undefined, sex: '', expiry: '2030-01-01' });
    }
  });

  it('takes whatever stands behind the last record, and fragments before the trailer (#857)', () => {
    for (const footer of [['CNT+42:1'], ['L'], ['LT'], ['S C'], ['CNT+42', 'L']]) {
      const { records, faults } = readPnrgov(interchange([...record(ANNA, LEG), ...footer]));
      expect(records.map(({ travellers, itinerary }) => [travellers.length, itinerary.length])).to.deep.equal([[1, 1]]);
      expect(faults.filter((fault) => fault !== 'TAG_INVALID' && fault !== 'TAG_UNKNOWN')).to.deep.equal([]);
    }
  });

  it('reads version 11:1 with its separators, fragments of tags and line ends in elements (#2021)', () => {
    const segments = [
      'SSR+VGML:HK:2:ZZ',
      'EBD+EUR:40.00+4::N',
      ANNA,
      'FTI+ZZ:4711::\n:GOLD',
      'FT+4:15:9+VIE ZZ XAA 90.00',
      'SSR+DOCS:HK::ZZ:::::/P/XA/P1/XB/12JUL64/F/23AUG29/PROBE/ANNA/ROBERTA',
      LEG,
    ];
    const flight = 'TVL+261126:0930+VIE+XAA+ZZ+123';
    const text = interchange([...record(...segments), ...record(MAX)], { type: 'PNRGOV:11:1:IA', flight });
    const { pushes, records, faults } = readPnrgov(`UNA:+.?*'${text}`);
    expect(pushes[0]).to.deep.include({ format: 'PNRGOV 11:1', declaredRecords: 2 });
    expect(pushes[0]?.flight?.arrival).to.equal(undefined);
    expect(records.map(({ travellers }) => travellers[0]?.givenNames)).to.deep.equal(['ANNA', 'MAX']);
    expect(records[0]?.excessBaggage).to.deep.equal(['4 N']);
    expect(records[0]?.travellers[0]?.frequentFlyer).to.deep.equal([{ carrier: 'ZZ', number: '4711', tier: 'GOLD' }]);
    expect(records[0]?.travellers[0]?.documents[0]?.givenNames).to.deep.equal(['ANNA', 'ROBERTA']);
    expect(records[0]?.itinerary).to.have.length(1);
    expect(faults).to.deep.equal(['TAG_INVALID']);
  });

  it('finds the document of whoever it names, with a route and several given names in one field (#884)', () => {
    const named = 'SSR+DOCS:HK:1:ZZ:::VIE:XAA:/P/XA/P9/XA/04JUL76/M/04JUL32/PROBE/MAX OTTO+::2';
    for (const segments of [
      [named, ANNA, MAX, LEG],
      [ANNA, named, MAX, LEG],
      [ANNA, MAX, LEG, named],
    ]) {
      const { pnr, faults } = oneRecord(...segments);
      expect(pnr.travellers.map(({ documents }) => documents.map(({ number }) => number))).to.deep.equal([[], ['P9']]);
      expect(pnr.travellers[1]?.documents[0]?.givenNames).to.deep.equal(['MAX OTTO']);
      expect(faults).to.deep.equal([]);
    }
  });

  it('keeps every document of a traveller, in order, and mixes up none (#884)', () => {
    const { pnr } = oneRecord(
      ANNA,
      `SSR+DOCS${docs('P1', 'ANNA')}`,
      `SSR+DOCS${docs('P2', 'ANNA')}`,
      MAX,
      `SSR+DOCS${docs('P3', 'MAX')}`,
    );
    expect(pnr.travellers.map(({ documents }) => documents.map(({ number }) => number))).to.deep.equal([
      ['P1', 'P2'],
      ['P3'],
    ]);
  });

  it('tells visas and redress numbers apart (#575)', () => {
    const { pnr } = oneRecord(ANNA, 'SSR+DOCO:HK:1:ZZ:::::/R/9991//01JAN26/XC', 'SSR+DOCO:HK:1:ZZ:::::WIEN/V/77');
    expect(pnr.travellers[0]?.otherDocuments.map(({ type, number, country }) => [type, number, country])).to.deep.equal(
      [
        ['R', '9991', 'XC'],
        ['V', '77', ''],
      ],
    );
  });

  it('ends at pools of bags, and counts them once (#636)', () => {
    const { pnr, faults } = oneRecord(
      ANNA,
      MAX,
      LEG,
      'DAT+2:261126:0801',
      'TRI++001:::1',
      'TBD++2:46:700++HP:7+ZZ:1:2:XAA',
      'TRI++002:::2',
      'TBD++++MP:7',
      'TRI++003:::2',
      'TBD++1:20:701++MP',
    );
    const bags = pnr.itinerary[0]?.checkIns[0]?.travellers.map(({ baggage }) => baggage[0]);
    expect(bags?.map((bag) => [bag?.pool?.role, bag?.pieces])).to.deep.equal([
      ['head', '2'],
      ['member', ''],
      ['member', '1'],
    ]);
    expect(faults).to.deep.equal([]);
  });

  it('gives each check-in to its own flight where codeshares have a second segment (#1359, #2118)', () => {
    const checkIn = (seat: string): string[] => ['DAT+2:261126:0801', 'TRI++001:::1', ANNA, `SSD+${seat}++++Y`];
    const { pnr, faults } = oneRecord(
      ANNA,
      LEG,
      'TVL+++++972:M',
      ...checkIn('11C'),
      'TVL+261126:1300:261126:1500+XAA+XBB+ZZ:YY+456:Y',
      'TRA+YY+8456',
      ...checkIn('2A'),
    );
    expect(
      pnr.itinerary.map(({ flight, operatedBy, checkIns }) => [
        flight,
        operatedBy?.flight,
        checkIns[0]?.travellers[0]?.seat,
      ]),
    ).to.deep.equal([
      ['123', '972', '11C'],
      ['456', '8456', '2A'],
    ]);
    expect(pnr.travellers).to.have.length(1);
    expect(faults).to.deep.equal([]);
  });

  it('knows its part of a transmission', () => {
    const { pushes } = readPnrgov(interchange(record(ANNA), { part: '+01:C', records: 9 }));
    expect(pushes[0]?.part).to.deep.equal({ number: 1, last: false });
  });

  it('keeps what is not of the text where a separator stands in it unreleased', () => {
    const { pnr } = oneRecord(ANNA, 'IFT+4:28::ZZ+CTCT VIE 555+01:00 AGENCY', LEG);
    expect(pnr.remarks[0]?.text).to.equal('CTCT VIE 555 01:00 AGENCY');
    expect(pnr.contacts).to.deep.equal([{ kind: 'phone', code: 'CTCT', value: 'VIE 555 01:00 AGENCY' }]);
  });

  it('does not end at a trailer of a message within free text that nobody released', () => {
    const text = interchange([...record(ANNA, "LTS+OLD TEXT 'UNT+50+1' MORE TEXT"), ...record(MAX)]);
    const { records, diagnostics } = readPnrgov(text);
    expect(records.map(({ travellers }) => travellers[0]?.givenNames)).to.deep.equal(['ANNA', 'MAX']);
    expect(diagnostics.map(({ fault, offset }) => [fault, offset])).to.deep.equal([
      ['TAG_INVALID', text.indexOf('MORE')],
      ['UNT_STRAY', text.indexOf('UNT+50')],
      ['UNT_COUNT', text.lastIndexOf('UNT+')],
    ]);
  });

  it('reads open segments, and check-ins without a date', () => {
    const { pnr, faults } = oneRecord(
      ANNA,
      'TVL++VIE+XAA+ZZ+OPEN:Y',
      'TVL++XAA+VIE++ARNK',
      LEG,
      'DAT+2:',
      'TRI++1:::1',
    );
    expect(pnr.itinerary.map(({ flight, departure }) => [flight, departure?.day])).to.deep.equal([
      ['OPEN', undefined],
      ['ARNK', undefined],
      ['123', '2026-11-26'],
    ]);
    expect(pnr.itinerary[2]?.checkIns).to.have.length(1);
    expect(faults).to.deep.equal([]);
  });

  it('finds the group of a service behind empty check-ins, and an agent at the check-in', () => {
    const { pnr, faults } = oneRecord(ANNA, LEG, 'DAT', 'ORG+ZZ:VIE+12345675', 'TRI', 'DAT+3:261126:0801', 'TRI++7');
    expect(
      pnr.itinerary[0]?.checkIns.map(({ agent, travellers }) => [agent, travellers[0]?.boardingNumber]),
    ).to.deep.equal([
      ['12345675', ''],
      ['', '7'],
    ]);
    expect(pnr.agency).to.equal(undefined);
    expect(faults).to.deep.equal([]);
  });

  it('tells errors that a sender reports', () => {
    const text = interchange(record(ANNA)).replace('TVL+', "ERC+103'ERC+114'TVL+");
    expect(readPnrgov(text).pushes[0]?.errors).to.deep.equal(['103', '114']);
    const many = text.replace('ERC+114', Array.from({ length: 200_000 }, () => 'ERC+114').join("'"));
    expect(readPnrgov(many).pushes[0]?.errors).to.have.length(99);
  });

  for (const version of ['11:1', '12:1', '13:1', '14:1', '15:1', '16:1', '17:1', '18:1']) {
    it(`reads version ${version}, in which ${version < '14' ? 'a second TVL' : 'TRA'} tells who flies`, () => {
      const operating = version < '14' ? 'TVL+++++972:M' : 'TRA+YY+972:M';
      const { pushes, records, faults } = readPnrgov(
        interchange(
          record(
            'DAT+700:021126:1200',
            'ORG+1A:MUC+12345675:OFF1+MUC++T+XB:EUR+AG7',
            ANNA,
            'FTI+ZZ:4711',
            `SSR+DOCS${docs('P1', 'ANNA')}`,
            'TKT+2571234567890:T:1',
            'MON+T:100.00:EUR',
            'FOP+CC::100.00:VI:4111XXXXXXXX1111:1229',
            'TVL+261126:0930:261126:1105+VIE+XAA+ZZ:YY+123:Y',
            operating,
            'RPI++HK',
            'DAT+2:261126:0801',
            'TRI++001:::1',
            ANNA,
            'SSD+011C++++Y',
          ),
          { type: `PNRGOV:${version}:IA` },
        ),
      );
      expect(faults).to.deep.equal([]);
      expect(pushes[0]?.format).to.equal(`PNRGOV ${version}`);
      const [pnr] = records;
      expect(pnr?.travellers[0]).to.deep.include({
        surname: 'PROBE',
        givenNames: 'ANNA',
        title: 'MRS',
        reference: '1',
      });
      expect(pnr?.travellers[0]?.documents[0]).to.deep.include({ number: 'P1', birth: '1964-07-12' });
      expect(pnr?.travellers[0]?.tickets[0]?.payments[0]?.account).to.equal('4111XXXXXXXX1111');
      expect(pnr?.itinerary[0]).to.deep.include({ status: 'HK', operatedBy: { carrier: 'YY', flight: '972' } });
      expect(pnr?.itinerary[0]?.checkIns[0]?.travellers[0]?.seat).to.equal('11C');
    });
  }
});
