import { expect } from 'chai';
import type { Pnr } from '../../../src/formats/pnr/pnr.js';
import { interchange, oneRecord, readPnrgov, record } from './messages.js';

const ANNA = 'TIF+PROBE+ANNAMRS:A:1';
const LEG = 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ+123:Y';

describe('a push of passenger name records', () => {
  it('tells flight, kind, part and number of records', () => {
    const { pushes, faults } = readPnrgov(interchange(record(ANNA)));
    expect(pushes).to.deep.equal([
      {
        format: 'PNRGOV 13:1',
        sender: 'ZZ',
        recipient: 'XAAPIU',
        preparedAt: { day: '2026-11-26', time: '08:00' },
        reference: '261126/0800/ZZ/123',
        part: { number: 1, last: true },
        kind: 'full',
        carrier: 'ZZ',
        flight: {
          carrier: 'ZZ',
          flight: '123',
          from: 'VIE',
          to: 'XAA',
          departure: { day: '2026-11-26', time: '09:30' },
          arrival: { day: '2026-11-26', time: '11:05' },
        },
        declaredRecords: 1,
        errors: [],
      },
    ]);
    expect(faults).to.deep.equal([]);
  });

  it('may be an update, and one of several parts', () => {
    const { pushes, faults } = readPnrgov(interchange(record(ANNA), { kind: '141', part: '+02', records: 40 }));
    expect(pushes[0]).to.deep.include({ kind: 'update', part: { number: 2, last: false }, declaredRecords: 40 });
    // 40 is the number of all parts.
    expect(faults).to.deep.equal([]);
    const last = readPnrgov(interchange(record(ANNA), { part: '+3:F', records: 40 }));
    expect(last.pushes[0]?.part).to.deep.equal({ number: 3, last: true });
  });

  it('has no part whose number is none', () => {
    for (const [told, number] of [
      ['1e5', 1],
      ['Infinity', 1],
      ['-2', 1],
      ['0x10', 1],
      ['1.5', 1],
      ['0', 1],
      ['0007', 7],
    ] as const)
      expect(readPnrgov(interchange(record(ANNA), { part: `+${told}:F` })).pushes[0]?.part, told).to.deep.equal({
        number,
        last: true,
      });
  });

  it('whose interchange ends behind a message, without its trailer, may lack others', () => {
    const text = interchange(record(ANNA)).replace(/UNZ.*$/, '');
    expect(readPnrgov(text).faults).to.deep.equal(['UNZ_MISSING']);
    expect(readPnrgov(text, interchange(record(ANNA))).faults).to.deep.equal(['UNZ_MISSING']);
    expect(readPnrgov(text.replace(/UNT.*$/, '')).faults).to.deep.equal(['UNT_MISSING']);
  });

  it('without records is told all the same', () => {
    const { pushes, records } = readPnrgov(interchange([]));
    expect(pushes).to.have.length(1);
    expect(records).to.deep.equal([]);
  });

  it('of several messages tells each with its own records', () => {
    const order: string[] = [];
    const { pushes, records } = readPnrgov(interchange(record(ANNA)), interchange([...record(ANNA), ...record(ANNA)]));
    for (const { number } of records) order.push(String(number));
    expect(pushes).to.have.length(2);
    expect(order).to.deep.equal(['1', '1', '2']);
  });

  for (const [what, change, fault] of [
    ['segments', (text: string) => text.replace(/UNT\+\d+/, 'UNT+50'), 'UNT_COUNT'],
    ['the reference of a message', (text: string) => text.replace(/UNT\+(\d+)\+1/, 'UNT+$1+9'), 'UNT_REFERENCE'],
    ['messages', (text: string) => text.replace('UNZ+1', 'UNZ+4'), 'UNZ_COUNT'],
    ['the reference of the interchange', (text: string) => text.replace('UNZ+1+77', 'UNZ+1+78'), 'UNZ_REFERENCE'],
    ['records', (text: string) => text.replace('EQN+1', 'EQN+7'), 'RECORD_COUNT'],
    ['no message, its trailer being gone', (text: string) => text.replace(/UNT[^']*'/, ''), 'UNT_MISSING'],
    ['another directory', (text: string) => text.replace('PNRGOV:13:1:IA', 'PNRGOV:UN:D:11B'), 'MESSAGE_TYPE_ODD'],
  ] as const) {
    it(`whose trailers or headers name ${what} wrongly is read, and that is told`, () => {
      const { records, faults } = readPnrgov(change(interchange(record(ANNA))));
      expect(faults).to.deep.equal([fault]);
      expect(records.map(({ travellers }) => travellers[0]?.surname)).to.deep.equal(['PROBE']);
    });
  }

  it('of another type is passed over', () => {
    const { pushes, records, faults } = readPnrgov(interchange(record(ANNA), { type: 'PAXLST:D:12B:UN' }));
    expect({ pushes, records, faults }).to.deep.equal({ pushes: [], records: [], faults: ['NOT_PNRGOV'] });
  });

  it('names the arrival whose time stands in the place of its date', () => {
    const { pushes, faults } = readPnrgov(interchange(record(ANNA), { flight: 'TVL+261126:0930:1105+VIE+XAA+ZZ+123' }));
    expect(pushes[0]?.flight?.arrival).to.deep.equal({ day: '2026-11-26', time: '11:05' });
    expect(faults).to.deep.equal(['TIME_FOR_DATE']);
  });

  for (const day of ['2611X6', '2X1126', '310226', '290227', '000126']) {
    it(`has no day where ${day} is none`, () => {
      const { pushes, faults } = readPnrgov(
        interchange(record(ANNA), { flight: `TVL+${day}:0930::1105:1+VIE+XAA+ZZ+1` }),
      );
      expect(pushes[0]?.flight).to.deep.include({ departure: undefined, arrival: undefined });
      expect(faults).to.deep.equal(['DATE_INVALID']);
    });
  }

  it('begins a record where the segment that should begin it is missing', () => {
    const { records, faults } = readPnrgov(interchange(['RCI+ZZ:AB12CD', ANNA], { records: 1 }));
    expect(records[0]?.locators[0]?.code).to.equal('AB12CD');
    expect(faults).to.deep.equal(['OUT_OF_PLACE']);
  });

  it('loses no good record to a bad neighbour', () => {
    const bad = record(
      'TIF',
      'XYZ+1',
      'TKT+1',
      "FOP+::'",
      'TBD+?+HP',
      'DAT+2:999999:9999',
      'SSR+DOCS:HK:::::::/P',
      'TVL+991399',
    );
    const { records, faults } = readPnrgov(interchange([...record(ANNA), ...bad, ...record('TIF+GUT+MAXMR:A:1')]));
    expect(records.map(({ travellers }) => travellers[0]?.surname)).to.deep.equal(['PROBE', '', 'GUT']);
    expect(faults).to.include.members(['TAG_UNKNOWN', 'DATE_INVALID', 'DOCUMENT_UNREADABLE']);
  });

  it('finds the record behind one that ends with a stray release character', () => {
    const text = interchange([...record('IFT+4:28::ZZ+WHAT?'), ...record(ANNA)]);
    const { records, diagnostics } = readPnrgov(text);
    expect(records.map(({ travellers }) => travellers.length)).to.deep.equal([0, 1]);
    expect(records[0]?.remarks[0]?.text).to.equal("WHAT'SRC");
    expect(diagnostics[0]).to.deep.include({ fault: 'RELEASE_STRAY', offset: text.indexOf('IFT'), record: 1 });
    // A released one further within is text.
    expect(readPnrgov(interchange(record(`IFT+4:28::ZZ+O?'SRC X`))).records).to.have.length(1);
  });

  it('finds the record behind a stray trailer that ends with a stray release character', () => {
    const text = interchange([...record(ANNA), 'UNT+1?', ...record('TIF+GUT+MAXMR:A:1')]);
    const { records, faults } = readPnrgov(text);
    expect(records.map(({ travellers }) => travellers[0]?.surname)).to.deep.equal(['PROBE', 'GUT']);
    expect(faults).to.include.members(['UNT_STRAY', 'RELEASE_STRAY']);
  });

  it('says in which record and at which byte something is odd', () => {
    const text = interchange([...record(ANNA), ...record(ANNA, 'XYZ+1')]);
    const { diagnostics } = readPnrgov(text);
    expect(diagnostics).to.deep.equal([{ fault: 'TAG_UNKNOWN', segment: 13, offset: text.indexOf('XYZ'), record: 2 }]);
  });
});

describe('a passenger name record', () => {
  it('takes no word for a code that only the tables of the reader name so', () => {
    expect(oneRecord('SSR+constructor:HK:1:ZZ:::::/X').pnr.contacts).to.deep.equal([]);
    expect(readPnrgov(interchange(record(), { kind: 'constructor' })).pushes[0]?.kind).to.equal('other');
  });

  it('has locators with the time of booking (element 1, 2)', () => {
    const { pnr, faults } = oneRecord('DAT+700:021126:1200+710:031126:0915');
    expect(pnr.locators).to.deep.equal([
      { system: 'ZZ', code: 'AB12CD', kind: '', createdAt: { day: '2026-11-01', time: '10:15' } },
    ]);
    expect(pnr.changedAt).to.deep.equal({ day: '2026-11-02', time: '12:00' });
    expect(pnr.ticketedAt).to.deep.equal({ day: '2026-11-03', time: '09:15' });
    expect(faults).to.deep.equal([]);
  });

  it('may have a locator whose date stands one place early, or none', () => {
    const shifted = readPnrgov(interchange(['SRC', 'RCI+ZZ:AB12CD:011126:1015+YY:Q9:C', ANNA]));
    expect(shifted.records[0]?.locators).to.deep.equal([
      { system: 'ZZ', code: 'AB12CD', kind: '', createdAt: { day: '2026-11-01', time: '10:15' } },
      { system: 'YY', code: 'Q9', kind: 'C', createdAt: undefined },
    ]);
    expect(shifted.faults).to.deep.equal(['LOCATOR_SHIFTED']);
    expect(readPnrgov(interchange(['SRC', ANNA])).faults).to.deep.equal(['LOCATOR_MISSING']);
  });

  it('has what was paid for a traveller without a ticket, and what stands before the ticket (elements 6, 13)', () => {
    const { pnr, faults } = oneRecord(
      ANNA,
      'FOP+CC::120:VI:4111111111111111:1229:::::ANNA PROBE',
      'IFT+4:43+ANNA PROBE',
      'ADD++702:WEG 1:STADT',
      'TIF+GUT+MAXMR:A:2',
      'MON+T:80:EUR',
      'PTK+NR++150626+ZZ',
      'TXD++5:::YQ',
      'FOP+CA::80',
      'DAT+700:021126:1200+710:031126:0915',
      'TKT+1234567890123:T:1',
      'FOP+MS::7',
      LEG,
    );
    expect(faults).to.deep.equal(['OUT_OF_PLACE', 'OUT_OF_PLACE']);
    const cash = { vendor: '', account: '', expiry: '', holder: '', payer: [], addresses: [] };
    const address = { purpose: '702', street: 'WEG 1', city: 'STADT', region: '', country: '', postcode: '', text: '' };
    expect(pnr.travellers.map(({ tickets }) => tickets)).to.deep.equal([
      [
        {
          ...{ number: '', kind: '', amounts: [], taxes: [] },
          payments: [
            {
              ...{ form: 'CC', amount: '120', vendor: 'VI', account: '4111111111111111', expiry: '1229' },
              ...{ holder: 'ANNA PROBE', payer: ['ANNA PROBE'], addresses: [address] },
            },
          ],
        },
      ],
      [
        {
          ...{ number: '', kind: '', amounts: [{ kind: 'T', amount: '80', currency: 'EUR' }] },
          taxes: [{ kind: 'YQ', amount: '5', currency: '' }],
          conditions: { flags: 'NR', deadline: '150626', carrier: 'ZZ' },
          issuedOn: { day: '2026-11-03', time: '09:15' },
          payments: [{ form: 'CA', amount: '80', ...cash }],
        },
        {
          ...{ number: '1234567890123', kind: 'T', amounts: [], taxes: [] },
          payments: [{ form: 'MS', amount: '7', ...cash }],
        },
      ],
    ]);
    expect(pnr.changedAt).to.deep.equal({ day: '2026-11-02', time: '12:00' });
  });

  it('has what was paid for all of it with the first traveller (element 6)', () => {
    const { pnr, faults } = oneRecord(
      'FOP+CC::120:VI',
      'IFT+4:43+LEA PROBE',
      'ADD++700:WEG 1:STADT',
      'DAT+700:021126:1200',
      ANNA,
      'TKT+1234567890123:T:1',
      'TIF+GUT+MAXMR:A:2',
      LEG,
    );
    expect(faults).to.deep.equal(['OUT_OF_PLACE']);
    const [anna, max] = pnr.travellers;
    expect(anna?.tickets.map(({ number }) => number)).to.deep.equal(['', '1234567890123']);
    expect(anna?.tickets[0]?.payments.map(({ form, payer }) => [form, payer])).to.deep.equal([['CC', ['LEA PROBE']]]);
    expect(max?.tickets).to.deep.equal([]);
    expect(pnr.addresses.map(({ street }) => street)).to.deep.equal(['WEG 1']);
    expect(pnr.changedAt).to.deep.equal({ day: '2026-11-02', time: '12:00' });
    expect(pnr.travellers).to.have.length(2);
  });

  it('has what is paid among flights, and the flights go on', () => {
    const { pnr, faults } = oneRecord(ANNA, LEG, 'FOP+CA::80', 'RPI++HK');
    expect(faults).to.deep.equal(['OUT_OF_PLACE']);
    expect(pnr.travellers[0]?.tickets[0]?.payments[0]?.form).to.equal('CA');
    expect(pnr.itinerary[0]?.status).to.equal('HK');
  });

  it('that is cancelled has an empty originator', () => {
    expect(oneRecord('ORG').pnr.cancelled).to.equal(true);
    // Whoever still travels has no cancelled record: an agency without data is no cancellation.
    for (const segment of [ANNA, LEG]) {
      const { pnr, faults } = oneRecord('ORG', segment);
      expect(pnr.cancelled).to.equal(false);
      expect(faults).to.deep.equal(['OUT_OF_PLACE']);
    }
    expect(oneRecord('ORG+1A:MUC+12345675:OFF1+MUC++T+XB:EUR+AG7').pnr).to.deep.include({
      cancelled: false,
      agency: {
        system: '1A',
        location: 'MUC',
        iataNumber: '12345675',
        office: 'OFF1',
        city: 'MUC',
        kind: 'T',
        country: 'XB',
        agent: 'AG7',
      },
    });
  });

  it('has travellers, with titles taken off and infants on laps (elements 4, 8, 17)', () => {
    const { pnr } = oneRecord(
      'TIF+PROBE+ANNAMRS:A:001:2',
      'FTI+ZZ:4711:::GOLD',
      'REF+:U-1',
      'TIF+PROBE+LEAMISS:IN:002',
      'TIF+AMRANI+AMR:A:3',
      'TIF+TOUR42:G',
    );
    expect(
      pnr.travellers.map(({ surname, givenNames, title, kind, reference, infantReference }) => [
        surname,
        givenNames,
        title,
        kind,
        reference,
        infantReference,
      ]),
    ).to.deep.equal([
      ['PROBE', 'ANNA', 'MRS', 'A', '1', '2'],
      ['PROBE', 'LEA', 'MISS', 'IN', '2', ''],
      ['AMRANI', 'AMR', '', 'A', '3', ''],
      ['TOUR42', '', '', 'G', '', ''],
    ]);
    expect(pnr.travellers[0]).to.deep.include({
      uniqueReference: 'U-1',
      frequentFlyer: [{ carrier: 'ZZ', number: '4711', tier: 'GOLD' }],
    });
  });

  for (const [given, names, title] of [
    ['JOHNMR', 'JOHN', 'MR'],
    ['JANEMS', 'JANE', 'MS'],
    ['JANE MS', 'JANE', 'MS'],
    ['EVA MARIAMS', 'EVA MARIA', 'MS'],
    ['JOHNDR', 'JOHN', 'DR'],
    ['LEO DR', 'LEO', 'DR'],
    ['LEOMSTR', 'LEO', 'MSTR'],
    ['LEAMISS', 'LEA', 'MISS'],
    ['MR', 'MR', ''],
    ['MS', 'MS', ''],
    ['DR', 'DR', ''],
    ['AMR', 'AMR', ''],
    ['AMRMR', 'AMR', 'MR'],
    ['WILLIAMS', 'WILLIAMS', ''],
    ['WILLIAMSMR', 'WILLIAMS', 'MR'],
    ['SHAMS', 'SHAMS', ''],
    ['AISHAMS', 'AISHA', 'MS'],
    ['ALEXANDR', 'ALEXANDR', ''],
    ['ALEXANDR DR', 'ALEXANDR', 'DR'],
    ['BADR', 'BADR', ''],
    ['HAYDR', 'HAYDR', ''],
  ] as const) {
    it(`takes ${title === '' ? 'no title' : title} off ${given}`, () => {
      expect(oneRecord(`TIF+PROBE+${given}:A:1`).pnr.travellers[0]).to.include({ givenNames: names, title });
    });
  }

  it('has the number of a document whose text is cut off', () => {
    const { pnr, faults } = oneRecord(ANNA, 'SSR+DOCS:HK:1:ZZ:::::/P/XA/P1', 'SSR+DOCS:HK:1:ZZ:::::/P/XA/');
    expect(
      pnr.travellers[0]?.documents.map(({ type, issuer, number, surname }) => [type, issuer, number, surname]),
    ).to.deep.equal([['P', 'XA', 'P1', '']]);
    expect(faults).to.deep.equal(['DOCUMENT_UNREADABLE']);
  });

  it('has contacts from remarks, services and addresses (element 5)', () => {
    const { pnr } = oneRecord(
      'IFT+4:28::ZZ+CTCE ANNA..P./Q//EXAMPLE.COM',
      'SSR+CTCM:HK:1:ZZ:::::/4369912345678',
      'ADD++700:RING 1:WIEN:::AT:1010:?+43 1 5550100',
    );
    expect(pnr.contacts).to.deep.equal([
      { kind: 'email', code: 'CTCE', value: 'ANNA_P-Q@EXAMPLE.COM' },
      { kind: 'phone', code: 'CTCM', value: '4369912345678' },
      { kind: 'phone', code: 'ADD', value: '+43 1 5550100' },
    ]);
  });

  for (const [text, value] of [
    ['CTCE ANNA//EXAMPLE.COM-1PROBE/ANNA MRS', 'ANNA@EXAMPLE.COM'],
    ['CTCE A-1ST//EXAMPLE.COM', 'A-1ST@EXAMPLE.COM'],
    ['CTCM 4369912345678-1', '4369912345678'],
    ['CTCM 4369912345678 -1.1PROBE', '4369912345678'],
    ['CTCH ?+43-1-5550100', '+43-1-5550100'],
  ] as const) {
    it(`takes for the contact what stands before the name that it is of: ${text}`, () => {
      const told = (pnr: Pnr) => pnr.contacts.map((contact) => contact.value);
      expect(told(oneRecord(`IFT+4:28::ZZ+${text}`).pnr)).to.deep.equal([value]);
      const [code = '', rest = ''] = text.split(/ (.*)/);
      expect(told(oneRecord(`SSR+${code}:HK:1:ZZ:::::/${rest}`).pnr)).to.deep.equal([value]);
    });
  }

  it('looks through text of any kind once', () => {
    const text = `IFT+4:28::ZZ+${'CTCE '.repeat(12_000)}\u2028x'`;
    const bytes = Buffer.from(interchange(record(text.repeat(60))));
    const [pnr] = readPnrgov(bytes).records;
    expect(pnr?.contacts).to.have.length(60);
    expect(pnr?.contacts[0]?.kind).to.equal('email');
  });

  it('finds the address behind empty elements', () => {
    expect(oneRecord('ADD+++700:RING 1:WIEN:::AT:1010').pnr.addresses).to.deep.equal([
      { purpose: '700', street: 'RING 1', city: 'WIEN', region: '', country: 'AT', postcode: '1010', text: '' },
    ]);
  });

  it('has tickets and payments, the payer with the card (elements 6, 13)', () => {
    const { pnr, faults } = oneRecord(
      ANNA,
      'FAR+N+++++YLOW+YFLEX',
      'TKT+2571234567890:T:1',
      'MON+B:90.00:EUR+T:100.00:EUR',
      'PTK+NR++150626:1010+ZZ+006+VIE',
      'TXD++4.50:XA:EUR:YQ+5.50:::XF',
      'DAT+710:031126',
      'FOP+CC::100.00:VI:4111XXXXXXXX1111:1229',
      'IFT+4:43+PAULA PROBE+RING 1 WIEN',
      'ADD++700:RING 1:WIEN:::AT',
    );
    expect(faults).to.deep.equal([]);
    expect(pnr.travellers[0]?.fares).to.deep.equal([{ passengerType: 'N', bases: ['YLOW', 'YFLEX'] }]);
    expect(pnr.travellers[0]?.tickets).to.deep.equal([
      {
        number: '2571234567890',
        kind: 'T',
        issuedOn: { day: '2026-11-03', time: undefined },
        conditions: { flags: 'NR', deadline: '150626 1010', carrier: 'ZZ' },
        amounts: [
          { kind: 'B', amount: '90.00', currency: 'EUR' },
          { kind: 'T', amount: '100.00', currency: 'EUR' },
        ],
        taxes: [
          { kind: 'YQ', amount: '4.50', currency: 'EUR' },
          { kind: 'XF', amount: '5.50', currency: '' },
        ],
        payments: [
          {
            form: 'CC',
            amount: '100.00',
            vendor: 'VI',
            account: '4111XXXXXXXX1111',
            expiry: '1229',
            holder: '',
            payer: ['PAULA PROBE RING 1 WIEN'],
            addresses: [
              { purpose: '700', street: 'RING 1', city: 'WIEN', region: '', country: 'AT', postcode: '', text: '' },
            ],
          },
        ],
      },
    ]);
    expect(pnr.addresses).to.deep.equal([]);
  });

  for (const [form, legs] of [
    ['a second TVL, before version 14:1', [LEG, 'TVL+++++972:M']],
    ['TRA, from version 14:1 on', [LEG, 'TRA+YY+972:M']],
  ] as const) {
    it(`knows who flies by ${form} (element 15)`, () => {
      const { pnr } = oneRecord(ANNA, ...legs, 'RPI++HK', 'APD+320');
      expect(pnr.itinerary).to.have.length(1);
      expect(pnr.itinerary[0]).to.deep.include({
        carrier: 'ZZ',
        flight: '123',
        bookingClass: 'Y',
        status: 'HK',
        equipment: '320',
      });
      expect(pnr.itinerary[0]?.operatedBy?.flight).to.equal('972');
    });
  }

  it('has no operating flight of a segment that is open or travelled by other means, places left out', () => {
    const { pnr } = oneRecord(ANNA, LEG, 'TVL+++++ARNK', 'TVL+++++OPEN:Y', 'TVL+++++8972:M');
    expect(pnr.itinerary.map(({ flight, operatedBy }) => [flight, operatedBy?.flight])).to.deep.equal([
      ['123', undefined],
      ['ARNK', undefined],
      ['OPEN', '8972'],
    ]);
  });

  it('keeps who flies where TRA tells no more than the number', () => {
    const { pnr } = oneRecord(ANNA, 'TVL+261126:0930:261126:1105+VIE+XAA+ZZ:YY+123:Y', 'TRA++972');
    expect(pnr.itinerary[0]?.operatedBy).to.deep.equal({ carrier: 'YY', flight: '972' });
  });

  for (const [change, day] of [
    ['1', '2026-11-27'],
    ['+1', '2026-11-27'],
    ['-1', '2026-11-25'],
    ['0', '2026-11-26'],
    ['', '2026-11-26'],
  ] as const) {
    it(`arrives on ${day} with a change of day of ${change === '' ? 'nothing' : change}`, () => {
      const { pnr } = oneRecord(ANNA, `TVL+261126:2330::0105:${change.replace('+', '?+')}+VIE+XAA+ZZ+123:Y`);
      expect(pnr.itinerary[0]?.arrival).to.deep.equal({ day, time: '01:05' });
    });
  }

  it('has its own dates wherever they stand, and no check-in by them', () => {
    const { pnr } = oneRecord(ANNA, LEG, 'DAT+700:021126:1200');
    expect(pnr.changedAt).to.deep.equal({ day: '2026-11-02', time: '12:00' });
    expect(pnr.itinerary[0]?.checkIns).to.deep.equal([]);
  });

  it('of many large segments is cut, and costs no other', () => {
    const text = `IFT+4:28::ZZ+${'X'.repeat(60_000)}`;
    const { records, faults } = readPnrgov(
      interchange([...record(...Array.from({ length: 80 }, () => text)), ...record(ANNA)]),
    );
    expect(records.map(({ remarks }) => remarks.length)).to.deep.equal([69, 0]);
    expect(faults).to.deep.equal(['RECORD_TOO_LARGE']);
  });

  it('knows the operating carrier by the second component of the carrier, too', () => {
    const { pnr } = oneRecord('TVL+261126:0930::1105:1+VIE+XAA+ZZ:YY+123:Y', 'TVL+++++972:M');
    expect(pnr.itinerary[0]?.operatedBy).to.deep.equal({ carrier: 'YY', flight: '972' });
    expect(pnr.itinerary[0]?.arrival).to.deep.equal({ day: '2026-11-27', time: '11:05' });
  });

  it('has check-in, seats and bags; members of a pool have none of their own (elements 10, 14, 16)', () => {
    const { pnr, faults } = oneRecord(
      ANNA,
      'TIF+PROBE+MAXMR:A:2',
      LEG,
      'SSR+SEAT:HK:2:ZZ:::VIE:XAA++11C::1+11D::2',
      'DAT+2:261126:0801',
      'ORG+ZZ:VIE++++++AGT9',
      'TRI++001:::253',
      'TIF+PROBE+ANNAMRS:A:1',
      'SSD+011C++++Y',
      'TBD++2:46:700++HP:7+ZZ:0001:2:XAA',
      'TRI++002:::254',
      'TIF+PROBE+MAXMR:A:2',
      'TBD++++MP:7',
    );
    expect(faults).to.deep.equal([]);
    const [leg] = pnr.itinerary;
    expect(leg?.services[0]?.details).to.deep.equal([
      { value: '11C', travellerReference: '1' },
      { value: '11D', travellerReference: '2' },
    ]);
    expect(leg?.checkIns).to.deep.equal([
      {
        at: { day: '2026-11-26', time: '08:01' },
        agent: 'AGT9',
        travellers: [
          {
            boardingNumber: '001',
            travellerReference: '1',
            surname: 'PROBE',
            givenNames: 'ANNA',
            seat: '11C',
            cabin: 'Y',
            baggage: [
              {
                pieces: '2',
                weight: '46',
                unit: 'kg',
                pool: { role: 'head', reference: '7' },
                tags: [{ carrier: 'ZZ', first: '0001', count: '2', to: 'XAA' }],
              },
            ],
          },
          {
            boardingNumber: '002',
            travellerReference: '2',
            surname: 'PROBE',
            givenNames: 'MAX',
            seat: '',
            cabin: '',
            baggage: [{ pieces: '', weight: '', unit: '', pool: { role: 'member', reference: '7' }, tags: [] }],
          },
        ],
      },
    ]);
    expect(pnr.travellers).to.have.length(2);
  });

  it('gives documents to whom they belong: by group, by reference, by name (element 18)', () => {
    const docs = (number: string, surname: string, given: string): string =>
      `:HK:1:ZZ:::::/P/XA/${number}/XB/12JUL64/F/01JAN30/${surname}/${given}`;
    const { pnr, faults } = oneRecord(
      `SSR+DOCS${docs('P3', 'GUT', 'MAX')}`,
      'TIF+PROBE+ANNAMRS:A:1',
      `SSR+DOCS${docs('P1', 'PROBE', 'ANNA')}`,
      'SSR+DOCO:HK:1:ZZ:::::WIEN XA/V/V77/GRAZ/10JAN26/XC',
      'TIF+PROBE+LEA:C:2',
      'TIF+GUT+MAXMR:A:3',
      LEG,
      `SSR+DOCS${docs('P2', 'PROBE', 'LEA')}+::02`,
      'SSR+DOCA:HK:1:ZZ:::::/D/XC/HOTEL 1/STADT/REGION/9999+::2',
    );
    expect(faults).to.deep.equal([]);
    expect(pnr.travellers.map(({ documents }) => documents.map(({ number }) => number))).to.deep.equal([
      ['P1'],
      ['P2'],
      ['P3'],
    ]);
    expect(pnr.travellers[0]?.documents[0]).to.deep.equal({
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
    expect(pnr.travellers[1]?.addresses).to.deep.equal([
      { type: 'D', country: 'XC', street: 'HOTEL 1', city: 'STADT', region: 'REGION', postcode: '9999' },
    ]);
  });

  for (const [named, by, owner] of [
    [['1', '2'], '1.1', 0],
    [['1.1', '2.1'], '2', 1],
    [['001', '002'], '2.01', 1],
    [['1.1', '1.2'], '1.2', 1],
    [['1.1', '1.2'], '1', undefined],
    [['1.1', '2.1'], '1.2', undefined],
    [['1', '2'], '3', undefined],
  ] as const) {
    it(`gives what is for ${by} to ${owner === undefined ? 'nobody' : named[owner]} of ${named.join(' and ')}`, () => {
      const { pnr, faults } = oneRecord(
        `TIF+PROBE+ANNA:A:${named[0]}`,
        `TIF+PROBE+MAX:A:${named[1]}`,
        LEG,
        `SSR+DOCS:HK:1:ZZ:::VIE:XAA:/P/XA/P1/XB/12JUL64/F/01JAN30/PROBE/ANNA+::${by}`,
      );
      expect(pnr.travellers.map(({ documents }) => documents.length)).to.deep.equal(
        [0, 1].map((at) => (at === owner ? 1 : 0)),
      );
      expect(faults).to.deep.equal(owner === undefined ? ['TRAVELLER_UNKNOWN', 'TRAVELLER_UNKNOWN'] : []);
    });
  }

  it('gives a document that names nobody of the record to whom it stands with', () => {
    const { pnr } = oneRecord(
      ANNA,
      'SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/PROBE/ANNA+::9',
      'TIF+PROBE+MAX:A:2',
    );
    expect(pnr.travellers.map(({ documents }) => documents.length)).to.deep.equal([1, 0]);
  });

  for (const [what, travellers, document, owner] of [
    ['a hyphen that is left out', ['MUELLERBEISPIEL+ANNA', 'PROBE+MAX'], 'MUELLER-BEISPIEL/ANNA', 0],
    ['a blank for a hyphen', ['PROBE+MAX', 'MUELLER BEISPIEL+ANNA'], 'MUELLER-BEISPIEL/ANNA', 1],
    ['an apostrophe, and another case', ["O?'Neil+ANNA", 'PROBE+MAX'], 'ONEIL/ANNA', 0],
    ['the letters of a zone', ['M\u00dcLLER+ANNA', 'PROBE+MAX'], 'MUELLER/ANNA', 0],
    ['other given names, but a surname of one alone', ['MUELLER+ANNA', 'PROBE+MAX'], 'MUELLER/LEA', 0],
    ['given names among namesakes', ['PROBE+ANNAMRS', 'PROBE+MAXMR'], 'PROBE/MAX', 1],
    ['given names in one word', ['PRO-BE+ANNAMARIA', 'PROBE+ANNA'], 'PROBE/ANNA MARIA', 0],
    ['further given names', ['PROBE+LEA', 'PROBE+ANNA'], 'PROBE/ANNA/MARIA', 1],
    ['a first given name of several', ['PROBE+ANNA LEA', 'PROBE+ANNA MARIA'], 'PROBE/ANNA', undefined],
    ['no given names of namesakes', ['PROBE+', 'PROBE+ANNA'], 'PROBE', undefined],
    ['one name of two', ['MUELLER-BEISPIEL+ANNA', 'MUELLER BEISPIEL+ANNA'], 'MUELLERBEISPIEL/ANNA', undefined],
    ['a part of the surname', ['MUELLER-BEISPIEL+ANNA', 'PROBE+MAX'], 'MUELLER/ANNA', undefined],
    ['no name', ['?-+ANNA', 'PROBE+MAX'], '', undefined],
  ] as const) {
    it(`gives a document by its name alone: ${what}`, () => {
      const { pnr, faults } = oneRecord(
        `SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/${document}`,
        ...travellers.map((name, at) => `TIF+${name}:A:${at + 1}`),
      );
      expect(pnr.travellers.map(({ documents }) => documents.length)).to.deep.equal(
        [0, 1].map((at) => (at === owner ? 1 : 0)),
      );
      expect(faults).to.deep.equal(owner === undefined ? ['TRAVELLER_UNKNOWN'] : []);
    });
  }

  it('takes no text for the reference of a traveller: it would go with each ticket', () => {
    const most = 'R'.repeat(35);
    const seat = 'SSR+SEAT:HK:1:ZZ:::VIE:XAA+11C::';
    const { pnr, faults } = oneRecord(`TIF+A+B:A:${most}`, `TIF+C+D:A:${most}R`, LEG, seat + most, `${seat}${most}R`);
    expect(pnr.travellers.map(({ reference }) => reference)).to.deep.equal([most, '']);
    expect(pnr.itinerary[0]?.services.map(({ details: [one] }) => one?.travellerReference)).to.deep.equal([most, '']);
    expect(faults).to.deep.equal([]);
  });

  it('of which a traveller has more documents than anybody keeps the first of each kind', () => {
    const docs = Array.from({ length: 22 }, (_, at) => `SSR+DOCS:HK:1:ZZ:::::/P/XA/P${at}/XB/12JUL64/F//PROBE/ANNA`);
    const { pnr, faults } = oneRecord(ANNA, ...docs, 'SSR+DOCO:HK:1:ZZ:::::/V/V1234567/WIEN/01JAN26/AT', LEG);
    expect(pnr.travellers[0]?.documents.map(({ number }) => number)).to.deep.equal(
      docs.slice(0, 20).map((_, at) => `P${at}`),
    );
    expect(pnr.travellers[0]?.otherDocuments).to.have.length(1);
    expect(faults).to.deep.equal(['RECORD_TOO_LARGE', 'RECORD_TOO_LARGE']);
  });

  it('has a collective document with each whose it is, and one that would make it grow a hundredfold with nobody', () => {
    const travellers = Array.from({ length: 50 }, (_, at) => `TIF+A${at}+B:A:${at + 1}`);
    const references = travellers.map((_, at) => `+::${at + 1}`).join('');
    const visa = `SSR+DOCO:HK:1:ZZ:::::/V/V1234567/WIEN/01JAN26/AT${references}`;
    const long = `SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/${'X'.repeat(60_000)}/B${references}`;
    const own = 'SSR+DOCS:HK:1:ZZ:::::/P/XA/P2/XB/12JUL64/F/01JAN30/A0/B+::1';
    const { pnr, faults } = oneRecord(visa, long, own, ...travellers);
    expect(pnr.travellers.map(({ otherDocuments }) => otherDocuments.length)).to.deep.equal(travellers.map(() => 1));
    expect(pnr.travellers.flatMap(({ documents }) => documents.map(({ number }) => number))).to.deep.equal(['P2']);
    expect(faults).to.deep.equal(['RECORD_TOO_LARGE']);
  });

  it('with thousands of namesakes and documents is looked through once', () => {
    const travellers = Array.from({ length: 9_000 }, (_, at) => `TIF+PRO-BE+N${at} X:A:${at + 1}`);
    const documents = Array.from({ length: 9_000 }, (_, at) => `SSR+DOCS:HK:1:ZZ:::::/P/XA/P${at}/XB////PROBE/N${at}`);
    const { pnr, faults } = oneRecord(...documents, ...travellers);
    expect(faults).to.deep.equal([]);
    expect(pnr.travellers.every((one, at) => one.documents[0]?.number === `P${at}`)).to.equal(true);
  });

  it('with thousands of travellers and references is looked through once', () => {
    const travellers = Array.from({ length: 18_000 }, (_, at) => `TIF+A+B:A:${at + 1}`);
    const references = Array.from({ length: 1_300 }, (_, at) => `+::${at + 50_000}`).join('');
    const documents = Array.from(
      { length: 300 },
      () => `SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/A/B${references}`,
    );
    const { pnr, faults } = oneRecord(...travellers, ...documents);
    expect(pnr.services).to.have.length(300);
    // Beside the services as a whole, all but those in the part of the last traveller, who keeps the first.
    expect(faults.filter((fault) => fault !== 'RECORD_TOO_LARGE')).to.deep.equal(['TRAVELLER_UNKNOWN']);
    expect(pnr.travellers.at(-1)?.documents).to.have.length(20);
  });

  it('reads documents without number, gender or birth, as they come', () => {
    const { pnr, faults } = oneRecord('TIF+JONES+WILLIAM:A:1', 'SSR+DOCS:HK::ZZ:::::////GBR/12JUL64///JONES/WILLIAM');
    expect(pnr.travellers[0]?.documents[0]).to.deep.include({
      type: '',
      number: '',
      nationality: 'GBR',
      birth: '1964-07-12',
      sex: '',
      expiry: undefined,
    });
    expect(faults).to.deep.equal([]);
  });

  it('tells of services for travellers that it does not have', () => {
    expect(oneRecord(ANNA, LEG, 'SSR+SEAT:HK:1:ZZ:::VIE:XAA++11C::9').faults).to.deep.equal(['TRAVELLER_UNKNOWN']);
    expect(oneRecord(ANNA, LEG, 'SSR+SEAT:HK:1:ZZ:::VIE:XAA++11C::1.1').faults).to.deep.equal([]);
  });

  it('has what was split off, other services and history (elements 7, 11, 19)', () => {
    const { pnr, faults } = oneRecord(
      ANNA,
      LEG,
      'EQN+2',
      'RCI+ZZ:SPLIT1',
      'MSG+8',
      'TVL+261126:1500:281126:1000+XAA++HOTEL EXAMPLE',
      'ABI+1+AGT1+VIE+ZZ',
      'DAT+T:041126:1200',
      'SAC+++X',
      'TVL+251126:0930::1105+VIE+XAA+ZZ+121:Y',
      'LTS+OLD TEXT',
    );
    expect(faults).to.deep.equal([]);
    expect(pnr.split).to.deep.equal({
      count: '2',
      locators: [{ system: 'ZZ', code: 'SPLIT1', kind: '', createdAt: undefined }],
    });
    expect(pnr.otherServices).to.deep.equal([
      {
        kind: '8',
        from: 'XAA',
        to: '',
        begins: { day: '2026-11-26', time: '15:00' },
        ends: { day: '2026-11-28', time: '10:00' },
        provider: 'HOTEL EXAMPLE',
      },
    ]);
    expect(pnr.itinerary).to.have.length(1);
    expect(pnr.history).to.deep.equal([
      {
        action: 'X',
        agent: 'AGT1 VIE ZZ',
        at: { day: '2026-11-04', time: '12:00' },
        items: ['TVL 251126:0930::1105 VIE XAA ZZ 121:Y'],
      },
      { action: '', agent: '', items: ['OLD TEXT'] },
    ]);
  });

  it('has the changes under who made them and when, wherever the sender wrote the agent (element 19)', () => {
    const { pnr } = oneRecord(
      ANNA,
      LEG,
      'ABI+1+:OFF1+VIE++ZZ',
      'DAT+T:041126:1200',
      'SAC+++A',
      'SSR+SEAT:HK:1:ZZ:::VIE:XAA++11C::1',
      'SAC+++X',
      'SSR+SEAT:HK:1:ZZ:::VIE:XAA++12C::1',
      'ABI+4',
      'SAC+++A',
      'IFT+4:28+OLD REMARK',
    );
    const at = { day: '2026-11-04', time: '12:00' };
    expect(pnr.history).to.deep.equal([
      { action: 'A', agent: 'OFF1 VIE ZZ', at, items: ['SSR SEAT:HK:1:ZZ:::VIE:XAA  11C::1'] },
      { action: 'X', agent: 'OFF1 VIE ZZ', at, items: ['SSR SEAT:HK:1:ZZ:::VIE:XAA  12C::1'] },
      { action: 'A', agent: '', at: undefined, items: ['IFT 4:28 OLD REMARK'] },
    ]);
    expect(pnr.services).to.deep.equal([]);
    expect(pnr.remarks).to.deep.equal([]);
  });

  it('knows in whose part a remark stands (element 12)', () => {
    const { pnr } = oneRecord('IFT+4:28::ZZ+FOR ALL', ANNA, 'IFT+4:28::ZZ+UMNR ALONE', LEG, 'IFT+4:28::ZZ+ON BOARD');
    const remark = { type: '28', carrier: 'ZZ' };
    expect(pnr.remarks).to.deep.equal([
      { ...remark, text: 'FOR ALL', travellerReference: '' },
      { ...remark, text: 'UMNR ALONE', travellerReference: '1' },
    ]);
    expect(pnr.itinerary[0]?.remarks).to.deep.equal([{ ...remark, text: 'ON BOARD', travellerReference: '' }]);
  });

  it('changes no flight and no traveller for what stands with a hotel', () => {
    const { pnr, faults } = oneRecord(
      ANNA,
      LEG,
      'MSG+8',
      'TVL+261126:1500:281126:1000+XAA++HOTEL EXAMPLE',
      'RPI++HK',
      'FTI+HH:9',
      'ORG',
      'RCI+HH:R77',
    );
    expect(pnr.locators.map(({ code }) => code)).to.deep.equal(['AB12CD']);
    expect(pnr.itinerary[0]?.status).to.equal('');
    expect(pnr.travellers[0]?.frequentFlyer).to.deep.equal([]);
    expect(pnr.cancelled).to.equal(false);
    expect(pnr.unknown).to.deep.equal(['RPI  HK', 'FTI HH:9', 'ORG', 'RCI HH:R77']);
    expect(faults).to.deep.equal([]);
  });

  for (const [what, text, expected] of [
    ['a place of birth without a slash', 'WIEN XA/V/V77/GRAZ/10JAN26/XC', 'WIEN XA'],
    ['a place of birth behind a slash', '/WIEN XA/V/V77/GRAZ/10JAN26/XC', 'WIEN XA'],
    ['no place of birth', '/V/V77/GRAZ/10JAN26/XC', ''],
    ['an empty place of birth behind a slash', '//V/V77/GRAZ/10JAN26/XC', ''],
  ] as const) {
    it(`reads a visa with ${what}`, () => {
      expect(oneRecord(ANNA, `SSR+DOCO:HK:1:ZZ:::::${text}`).pnr.travellers[0]?.otherDocuments).to.deep.equal([
        {
          placeOfBirth: expected,
          type: 'V',
          number: 'V77',
          placeOfIssue: 'GRAZ',
          issuedOn: '2026-01-10',
          country: 'XC',
        },
      ]);
    });
  }
});
