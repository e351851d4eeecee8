import { expect } from 'chai';
import fc from 'fast-check';
import type { Pnr, SpecialService } from '../../../src/formats/pnr/pnr.js';
import { MAX_RECORD } from '../../../src/formats/pnr/xml/record-cutter.js';
import { writePnrgovXml } from '../../../src/formats/pnr/xml/write-pnrgov-xml.js';
import { booking, plain, PUSH, pushOf } from './bookings.js';
import { interchange, record } from './messages.js';
import { document, HEAD, readPnr, xmlRecord } from './xml-messages.js';

/** One booking with everything that both encodings have a place for. */
const IN_XML = `<PNR NumberOfPassengers="1" PNR_TransDate="2026-11-02T12:00:00" PNR_CreationDate="2026-11-01T10:15:00" LastTktDate="2026-11-03">
  <BookingRefID ID="AB12CD"><CompanyName Code="ZZ"/></BookingRefID>
  <BookingRefID ID="Q9Q9Q9" Type="O"><CompanyName Code="YY"/></BookingRefID>
  <POS><Source AgentSine="AG7" PseudoCityCode="OFF1" ISOCOuntry="XB" AgentDutyCode="T" AirlineVendorID="1A" AirportCode="MUC">
    <RequestorID ID="12345675"/></Source></POS>
  <SSR SSR_Code="OTHS" ServiceQuantity="1" Status="HK" BoardPoint="VIE" OffPoint="XAA"><Airline Code="ZZ"/><Text>PAX IS TALL</Text></SSR>
  <ContactInfo PhoneNumber="+43 1 5550100"><AddressLine>RING 1</AddressLine><CityName>WIEN</CityName>
    <PostalCode>1010</PostalCode><StateProv>-</StateProv><CountryName>AT</CountryName></ContactInfo>
  <PrepaidBag UnitOfMeasureQuantity="2" UnitOfMeasureCode="K"/>
  <Passenger RPH="1" SurnameRefNumber="1" AccompaniedByInfantInd="false">
    <GivenName>ANNAMRS</GivenName><Surname>PROBE</Surname>
    <CustLoyalty ProgramID="ZZ" MembershipID="4711"/>
    <FareInfo PTC_Code="ADT" FareBasis="YLOW"/>
    <SSR SSRCode="FQTV" ServiceQuantity="1" Status="HK" RPH="1"><Airline Code="ZZ"/><Text>4711</Text></SSR>
    <TicketDocument TicketDocumentNbr="2571234567890" Type="T" DateOfIssue="2026-11-03">
      <TotalFare Amount="100.00" CurrencyCode="EUR"/>
      <PricingInfo NonRefundableInd="true"/>
      <Taxes><Tax Amount="4.50" CurrencyCode="EUR" TaxType="YQ"/></Taxes>
      <PaymentInfo PaymentType="CC" PaymentAmount="100.00" VendorCode="VI" AccountNbr="4111XXXXXXXX1111" ExpiryDate="1229" CardHolderName="ANNA PROBE"/>
    </TicketDocument>
    <DOC_SSR SSR_Code="DOCS" ServiceQuantity="1" Status="HK"><FlightInfo Code="ZZ"/>
      <DOCS TravelDocType="P" IssuingLoc="XA" TravelDocNbr="P1" PaxNationality="XB" DateOfBirth="1964-07-12" Gender="F" ExpiryDate="2030-01-01" Surname="PROBE" FirstGivenName="ANNA" SecondGivenName=""/></DOC_SSR>
    <DOC_SSR SSRCode="DOCO" ServiceQuantity="1" Status="HK"><DOCO BirthLocation="WIEN" TravelDocType="V" TravelDocNbr="V77" PlaceOfIssue="GRAZ" DateOfIssue="2026-01-10" CountryState="XC"/></DOC_SSR>
    <DOC_SSR SSRCode="DOCA" ServiceQuantity="1" Status="HK"><DOCA AddressType="D" Address="HOTEL 1" CityName="STADT" PostalCode="9999" StateProvCounty="REGION" Country="XC"/></DOC_SSR>
  </Passenger>
  <Flight DepartureDateTime="2026-11-26T09:30:00" ArrivalDateTime="2026-11-26T11:05:00" ResBookDesigCode="Y" NumberInParty="1" Status="HK" FlightNumber="123">
    <DepartureAirport LocationCode="VIE"/><ArrivalAirport LocationCode="XAA"/><Equipment AirEquipType="320"/>
    <MarketingAirline Code="ZZ"/><OperatingAirline Code="YY" FlightNumber="972" ResBookDesigCode="M"/>
    <SSR SSRCode="SEAT" ServiceQuantity="1" Status="HK" BoardPoint="VIE" OffPoint="XAA" RPH="1"><Airline Code="ZZ"/><Text>11C</Text></SSR>
    <CheckInInfo Time="2026-11-26T08:01:00"><BoardingNumber Number="001" RPH="1"><SeatNumber CabinClass="Y">011C</SeatNumber></BoardingNumber></CheckInInfo>
  </Flight>
</PNR>`;

const IN_EDIFACT = [
  'SRC',
  'RCI+ZZ:AB12CD::011126:1015+YY:Q9Q9Q9',
  'SSR+OTHS:HK:1:ZZ:::VIE:XAA:PAX IS TALL',
  'DAT+700:021126:1200+710:031126',
  'ORG+1A+12345675:OFF1+MUC++T+XB+AG7',
  'ADD++700:RING 1:WIEN:::AT:1010:?+43 1 5550100',
  'EBD++2::K',
  'TIF+PROBE+ANNAMRS:A:1',
  'FTI+ZZ:4711',
  'FAR+ADT+++++YLOW',
  'SSR+FQTV:HK:1:ZZ:::::4711',
  'SSR+DOCS:HK:1:ZZ:::::/P/XA/P1/XB/12JUL64/F/01JAN30/PROBE/ANNA',
  'SSR+DOCO:HK:1::::::WIEN/V/V77/GRAZ/10JAN26/XC',
  'SSR+DOCA:HK:1::::::/D/XC/HOTEL 1/STADT/REGION/9999',
  'TKT+2571234567890:T:1',
  'MON+T:100.00:EUR',
  'PTK+NR',
  'TXD++4.50::EUR:YQ',
  'DAT+710:031126',
  'FOP+CC::100.00:VI:4111XXXXXXXX1111:1229:::::ANNA PROBE',
  'TVL+261126:0930:261126:1105+VIE+XAA+ZZ:YY+123:Y',
  'TRA+YY+972:M',
  'RPI++HK',
  'APD+320',
  'SSR+SEAT:HK:1:ZZ:::VIE:XAA+11C::1',
  'DAT+2:261126:0801',
  'TRI++001:::1',
  'TIF+PROBE+ANNAMRS:A:1',
  'SSD+011C++++Y',
];

describe('a push in XML', () => {
  it('tells flight, number of records, sender and reference; not whether it is an update', () => {
    const { pushes, records, faults } = readPnr(document(xmlRecord('AB12CD')));
    expect(plain(pushes)).to.deep.equal([
      { ...PUSH, format: 'PNRGOV XML 13.1', sender: 'ZZDCS', recipient: '', kind: 'other' },
    ]);
    expect(records.map(({ locators }) => locators[0]?.code)).to.deep.equal(['AB12CD']);
    expect(faults).to.deep.equal([]);
  });

  it('gives the same record as EDIFACT does', () => {
    const xml = readPnr(document(IN_XML));
    const edifact = readPnr(interchange(IN_EDIFACT, { type: 'PNRGOV:15:1:IA' }));
    expect(xml.faults).to.deep.equal([]);
    expect(edifact.faults).to.deep.equal([]);
    expect(plain(xml.records)).to.deep.equal(plain(edifact.records));
    expect(xml.records[0]?.travellers[0]).to.deep.include({
      surname: 'PROBE',
      givenNames: 'ANNA',
      title: 'MRS',
      kind: 'A',
    });
    expect(xml.records[0]?.itinerary[0]?.checkIns[0]?.travellers[0]).to.deep.include({
      seat: '11C',
      boardingNumber: '001',
    });
  });

  it('may be one of several parts', () => {
    const part = document().replace('Version=', 'SequenceNmbr="2" TransactionStatusCode="InSeries" Version=');
    expect(readPnr(part).pushes[0]?.part).to.deep.equal({ number: 2, last: false });
    expect(readPnr(part.replace('InSeries', 'End')).pushes[0]?.part).to.deep.equal({ number: 2, last: true });
  });

  it('is read under any prefix, spelling and declared encoding', () => {
    const prefixed = document(xmlRecord('AB12CD'))
      .replace('xmlns=', 'xmlns:i=')
      .replace(/<(\/?)(?=[A-Z])/g, '<$1i:')
      .replace('Version', 'VERSION');
    const { pushes, records, faults } = readPnr(prefixed);
    expect(faults).to.deep.equal([]);
    expect(pushes[0]?.format).to.equal('PNRGOV XML 13.1');
    expect(records[0]?.locators[0]?.code).to.equal('AB12CD');
    const latin = document(xmlRecord('AB12CD', '<Passenger RPH="1"><Surname>MÜLLER</Surname></Passenger>'));
    for (const bytes of [
      Buffer.from(latin),
      Buffer.from(latin, 'latin1'),
      Buffer.from(latin.replace('UTF-8', 'ISO-8859-1'), 'latin1'),
    ])
      expect(readPnr(bytes).records[0]?.travellers[0]?.surname).to.equal('MÜLLER');
  });

  it('within another document is found', () => {
    const body = document(xmlRecord('AB12CD')).replace(/^<\?.*\n/, '');
    const { pushes, records } = readPnr(`\uFEFF<s:Envelope xmlns:s="urn:s"><s:Body>${body}</s:Body></s:Envelope>`);
    expect(pushes[0]?.flight?.from).to.equal('VIE');
    expect(records).to.have.length(1);
  });

  for (const [what, text, fault] of [
    ['with a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${document(xmlRecord('AB12CD'))}`, 'XML_REFUSED'],
    ['with a processing instruction', `<?go there?>${document(xmlRecord('AB12CD'))}`, 'XML_REFUSED'],
    ['of another kind', '<Other><PNR/></Other>', 'NOT_PNRGOV'],
    ['that is no document', '<', 'NO_INTERCHANGE'],
  ] as const) {
    it(`${what} is not read`, () => {
      const { pushes, records, faults } = readPnr(text);
      expect({ pushes, records }).to.deep.equal({ pushes: [], records: [] });
      expect(faults).to.include(fault);
    });
  }

  it('is told although what stands before the records is broken', () => {
    const { pushes, records, faults } = readPnr(document(xmlRecord('AB12CD')).replace('<FlightLeg ', '<FlightLeg <'));
    expect(pushes).to.have.length(1);
    expect(records).to.have.length(1);
    expect(faults).to.include('XML_INVALID');
  });

  for (const [what, bad, fault] of [
    ['is not well-formed', xmlRecord('BAD', '<Passenger>'), 'XML_INVALID'],
    ['names an entity', xmlRecord('BAD', '<Passenger><Surname>&evil;</Surname></Passenger>'), 'XML_INVALID'],
    ['has a tag that does not end', '<PNR NumberOfPassengers="1', 'XML_INVALID'],
    ['does not end', '<PNR><BookingRefID ID="BAD"/>', 'XML_INVALID'],
    ['is nested too deep', xmlRecord('BAD', '<A>'.repeat(40), '</A>'.repeat(40)), 'XML_INVALID'],
    ['has too many elements', xmlRecord('BAD', '<A/>'.repeat(50_001)), 'XML_INVALID'],
    ['is too large', xmlRecord('BAD', `<A>${'x'.repeat(MAX_RECORD)}</A>`), 'RECORD_TOO_LARGE'],
  ] as const) {
    it(`loses no record beside one that ${what}`, () => {
      const text = Buffer.from(document(xmlRecord('GOOD1'), bad, xmlRecord('GOOD2')));
      const pieces = Array.from({ length: Math.ceil(text.length / 1_000) }, (_, at) =>
        text.subarray(at * 1_000, (at + 1) * 1_000),
      );
      for (const told of [readPnr(text), readPnr(...pieces)]) {
        expect(told.records.map(({ locators }) => locators[0]?.code)).to.deep.equal(['GOOD1', 'GOOD2']);
        expect(told.records.map(({ number }) => number)).to.deep.equal([1, 3]);
        expect(told.diagnostics).to.deep.equal([{ fault, segment: 0, offset: text.indexOf(bad), record: 2 }]);
      }
    });
  }

  it('holds no record that does not end, and no more of what stands before the records than it reads', () => {
    const junk = 'x'.repeat(MAX_RECORD + 10_000);
    for (const [text, faults] of [
      [`${HEAD}<PNRs><PNR><!-- ${junk}`, ['RECORD_TOO_LARGE']],
      [`${HEAD}<PNRs><PNR a="${junk}`, ['RECORD_TOO_LARGE']],
      [`${HEAD}<!-- ${junk} --><PNRs><PNR/></PNRs>`, ['LOCATOR_MISSING']],
    ] as const)
      expect(readPnr(text).faults).to.deep.equal(faults);
    expect(readPnr(`<${junk}`).faults).to.deep.equal(['XML_INVALID', 'NO_INTERCHANGE']);
  });

  it('has no record in a comment or a section of text', () => {
    const hidden = `<!-- ${xmlRecord('HIDDEN')} --><Note><![CDATA[${xmlRecord('TEXT')}]]></Note>`;
    const remark = xmlRecord(
      'GOOD1',
      '<!-- </PNR> --><Passenger RPH="1"><Surname><![CDATA[</PNR>]]></Surname></Passenger>',
    );
    const { records, faults } = readPnr(document(remark, xmlRecord('GOOD2')).replace('<PNRs', `${hidden}<PNRs`));
    expect(records.map(({ locators }) => locators[0]?.code)).to.deep.equal(['GOOD1', 'GOOD2']);
    expect(records[0]?.travellers[0]?.surname).to.equal('</PNR>');
    expect(faults).to.deep.equal([]);
  });

  it('costs no record behind a comment or a section that does not end, or not soon', () => {
    for (const mark of ['<!--', '<![CDATA[', '<!--'.repeat(20_000)]) {
      for (const end of ['', 'x'.repeat(70_000), `${'x'.repeat(70_000)}-->]]>`]) {
        const text = document(xmlRecord('GOOD1'), xmlRecord('BAD', mark), xmlRecord('GOOD2')) + end;
        const bytes = Buffer.from(text);
        const pieces = Array.from({ length: Math.ceil(bytes.length / 5_000) }, (_, at) =>
          bytes.subarray(at * 5_000, (at + 1) * 5_000),
        );
        for (const { records, faults } of [readPnr(text), readPnr(...pieces)]) {
          expect(records.map(({ locators }) => locators[0]?.code)).to.deep.equal(['GOOD1', 'GOOD2']);
          expect(faults).to.deep.equal(['XML_INVALID']);
        }
      }
    }
  });

  it('may have records in other capitals, and seats that nobody has', () => {
    const flight =
      '<Flight><CheckInInfo><BoardingNumber RPH="1.1"><SeatNumber>XXX</SeatNumber></BoardingNumber></CheckInInfo></Flight>';
    const one = xmlRecord('AB12CD', '<Passenger RPH="1"><Surname>PROBE</Surname></Passenger>', flight);
    const { records, faults } = readPnr(document(one.replaceAll('PNR>', 'Pnr>')));
    expect(records[0]?.itinerary[0]?.checkIns[0]?.travellers[0]).to.include({ surname: 'PROBE', seat: '' });
    expect(faults).to.deep.equal([]);
  });

  for (const [encoding, bytes, name] of [
    ['ISO-8859-1', [0xc9], 'É'],
    ['windows-1252', [0x8a], 'Š'],
    ['iso-8859-2', [0xa9], 'Š'],
    ['windows-1250', [0x8e], 'Ž'],
    ['ISO-8859-5', [0xb6], 'Ж'],
    ['utf-8', [0xc5, 0xa0], 'Š'],
    ['x-unknown', [0xc9], 'É'],
    ['utf-16', [0xc9], 'É'],
  ] as const) {
    it(`reads names in ${encoding}`, () => {
      const text = document(xmlRecord('AB12CD', '<Passenger RPH="1"><Surname>NAME</Surname></Passenger>'));
      const [before = '', after = ''] = text.replace('"UTF-8"', `'${encoding}'`).split('NAME');
      const { records } = readPnr(before, Uint8Array.from(bytes), after);
      expect(records[0]?.travellers[0]?.surname).to.equal(name);
    });
  }

  it('tells of dates that are none, and of documents that are none', () => {
    const { faults } = readPnr(
      document(
        `<PNR PNR_TransDate="2026-02-30"><BookingRefID ID="A"/><Passenger RPH="1"><DOC_SSR SSRCode="DOCS"/></Passenger></PNR>`,
      ),
    );
    expect(faults).to.deep.equal(['DATE_INVALID', 'DOCUMENT_UNREADABLE']);
  });

  it('is told alike in whatever pieces it comes', () => {
    const bytes = Buffer.from(`\n${document(IN_XML, xmlRecord('BAD', '<'), xmlRecord('É'), '<PNR/>')}`);
    const whole = readPnr(bytes);
    expect(whole.records).to.have.length(3);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((place, at) => bytes.subarray(places[at], place));
        expect(readPnr(...pieces)).to.deep.equal(whole);
      }),
      { numRuns: 60 },
    );
  });
});

/** Services as XML can tell them: one for each traveller that it means something for, and a value for seats alone. */
const services = (all: readonly SpecialService[]): SpecialService[] =>
  all.flatMap((one) => {
    if (one.code === 'SEAT' && one.details.length === 0) return [{ ...one, text: '' }];
    if (one.details.length === 0) return [one];
    return one.details.map((detail) => {
      if (one.code === 'SEAT') return { ...one, text: '', details: [detail] };
      const isSaid = detail.travellerReference === '' || detail.travellerReference === one.travellerReference;
      return { ...one, details: isSaid ? [] : [{ value: '', travellerReference: detail.travellerReference }] };
    });
  });

const KINDS: Readonly<Record<string, string>> = { ADT: 'A', CHD: 'C', CNN: 'C', INF: 'IN' };

/** A record without what XML has no place for. */
function asXmlHasIt(pnr: Pnr): Pnr {
  const named = new Map(pnr.travellers.map((one) => [one.reference, one]));
  return {
    ...pnr,
    locators: pnr.locators.map((one, at) => (at === 0 ? one : { ...one, createdAt: undefined })),
    agency: pnr.agency && { ...pnr.agency, location: '' },
    travellers: pnr.travellers.map((one) => ({
      ...one,
      // The passenger type of a fare tells the kind, and a fare that tells no more than that is none.
      kind:
        one.kind === '' || one.kind === 'G'
          ? (one.fares.map(({ passengerType }) => KINDS[passengerType]).find((kind) => kind !== undefined) ?? '')
          : one.kind,
      fares: one.fares.filter(({ passengerType, bases }) => bases.length > 0 || KINDS[passengerType] === undefined),
      infantReference: '',
      otherNames: [],
      uniqueReference: '',
      tickets: one.tickets.map((ticket) => ({
        ...ticket,
        amounts: ticket.amounts.filter(({ kind }) => kind === 'T'),
        // Of conditions it has whether money is given back.
        conditions: ticket.conditions?.flags === 'NR' ? { flags: 'NR', deadline: '', carrier: '' } : undefined,
        payments: ticket.payments.map((payment) => ({ ...payment, payer: [], addresses: [] })),
      })),
    })),
    addresses: pnr.addresses
      .map((one) => ({ ...one, purpose: '700' }))
      .filter(({ street, city, region, country, postcode }) => street + city + region + country + postcode !== ''),
    itinerary: pnr.itinerary.map((segment) => ({
      ...segment,
      operatedBy:
        segment.operatedBy?.carrier === segment.carrier && ['', segment.flight].includes(segment.operatedBy.flight)
          ? undefined
          : segment.operatedBy,
      locators: [],
      remarks: [],
      services: services(segment.services),
      checkIns: segment.checkIns.map((checkIn) => ({
        ...checkIn,
        agent: '',
        travellers: checkIn.travellers.map((one) => ({
          ...one,
          surname: named.get(one.travellerReference)?.surname ?? '',
          givenNames: named.get(one.travellerReference)?.givenNames ?? '',
          baggage: [],
        })),
      })),
    })),
    services: services(pnr.services),
    otherServices: [],
    remarks: [],
    split: undefined,
    history: [],
  };
}

describe('a push as it is written in XML', () => {
  it('is read as what it was, but for what is told to be omitted', () => {
    fc.assert(
      fc.property(fc.array(booking, { maxLength: 3 }), (records) => {
        const { push, records: numbered } = pushOf(records, {
          kind: 'other',
          recipient: '',
          format: 'PNRGOV XML 13.1',
        });
        const { text } = writePnrgovXml({ push, records: numbered }, '13.1');
        const told = readPnr(text);
        const expected = numbered.map(asXmlHasIt);
        expect(told.faults).to.deep.equal([]);
        expect(plain(told.records)).to.deep.equal(plain(expected));
        expect(plain(told.pushes)).to.deep.equal([push]);
        // What was read has nothing in it that is lost.
        const again = writePnrgovXml({ push, records: told.records }, '13.1');
        expect(again.omitted).to.deep.equal([]);
        expect(readPnr(again.text).records).to.deep.equal(told.records);
      }),
      { numRuns: 150 },
    );
  });

  for (const [kind, types, kept, omitted] of [
    ['', ['CNN'], 'C', []],
    ['C', ['CNN'], 'C', []],
    ['A', ['CNN'], 'A', ['travellers.fares']],
    ['', ['ADT', 'INF'], 'A', ['travellers.fares']],
  ] as const)
    it(`has kind '${kind}' and a fare for each of ${types.join(', ')} in passenger types alone`, () => {
      const [pnr] = readPnr(interchange(record('TIF+PROBE+ANNA'))).records;
      if (pnr === undefined) throw new Error('no record');
      const fares = types.map((passengerType) => ({ passengerType, bases: [] }));
      const travellers = pnr.travellers.map((one) => ({ ...one, kind, fares }));
      const written = writePnrgovXml({ push: PUSH, records: [{ ...pnr, travellers }] }, '13.1');
      expect(written.omitted.filter((field) => field.startsWith('travellers'))).to.deep.equal(omitted);
      expect(readPnr(written.text).records[0]?.travellers).to.deep.equal(
        travellers.map((one) => ({ ...one, kind: kept, fares: [] })),
      );
    });

  it('names what it has no place for', () => {
    const { records } = readPnr(
      interchange(
        record(
          'IFT+4:28::ZZ+HELLO',
          'TIF+PROBE+ANNA:A:1',
          'REF+:9',
          'TVL+261126+VIE+XAA+ZZ+1',
          'RCI+YY:Q9Q9Q9',
          'LTS+OLD',
        ),
      ),
    );
    expect(writePnrgovXml({ push: PUSH, records }, '13.1').omitted).to.deep.equal([
      'push.kind',
      'push.recipient',
      'remarks',
      'history',
      'travellers.uniqueReference',
      'itinerary.locators',
    ]);
  });

  it('escapes what would divide it', () => {
    const { records } = readPnr(interchange(record(`TIF+A<B&"C?'D+E>F:A:1`)));
    const { text } = writePnrgovXml({ push: PUSH, records }, '13.1');
    expect(text).to.include(`<Surname>A&lt;B&amp;"C'D</Surname>`);
    expect(readPnr(text).records[0]?.travellers[0]).to.deep.include({ surname: `A<B&"C'D`, givenNames: 'E>F' });
  });

  it('escapes what would divide an attribute', () => {
    const [pnr] = readPnr(interchange(['SRC', `RCI+ZZ:A"<&>B`])).records;
    const records = pnr === undefined ? [] : [{ ...pnr, agency: undefined, excessBaggage: ['1 \tK\n'] }];
    const { text } = writePnrgovXml({ push: PUSH, records }, '13.1');
    expect(text).to.include('ID="A&quot;&lt;&amp;&gt;B"').and.to.include('UnitOfMeasureCode="&#9;K&#10;"');
    expect(readPnr(text).records[0]?.locators[0]?.code).to.equal('A"<&>B');
  });

  it('names its part', () => {
    const { text } = writePnrgovXml({ push: { ...PUSH, part: { number: 3, last: true } }, records: [] }, '13.1');
    expect(text).to.include('SequenceNmbr="3" TransactionStatusCode="End"');
    expect(text.startsWith(HEAD.slice(0, 90))).to.equal(true);
  });
});

describe('a passenger of PNRGOV in XML', () => {
  it('has no more documents of a kind than anybody', () => {
    const docs = Array.from(
      { length: 22 },
      (_, at) => `<DOC_SSR SSRCode="DOCS"><DOCS TravelDocNbr="P${at}"/></DOC_SSR>`,
    );
    const visas = docs.map((one) => one.replaceAll('DOCS', 'DOCO'));
    const addresses = docs.map(() => '<DOC_SSR SSRCode="DOCA"><DOCA AddressType="R" Country="AT"/></DOC_SSR>');
    const passenger = `<Passenger RPH="1"><Surname>PROBE</Surname>${[...docs, ...visas, ...addresses].join('')}</Passenger>`;
    const { records, faults } = readPnr(document(xmlRecord('AB12CD', passenger)));
    const [one] = records[0]?.travellers ?? [];
    expect([one?.documents.length, one?.otherDocuments.length, one?.addresses.length]).to.deep.equal([20, 20, 20]);
    expect(faults).to.deep.equal(Array.from({ length: 6 }, () => 'RECORD_TOO_LARGE'));
  });
});

describe('the time stamp of PNRGOV in XML', () => {
  // By it the unit decides which of two messages is the newer one, so it is compared with the universal time of EDIFACT.
  for (const [told, day, time] of [
    ['2026-11-26T08:00:00Z', '2026-11-26', '08:00'],
    ['2026-11-26T08:00:00', '2026-11-26', '08:00'],
    ['2026-11-26T10:00:00+02:00', '2026-11-26', '08:00'],
    ['2026-11-25T20:30:59.123-05:30', '2026-11-26', '02:00'],
    ['2026-11-26T08:00:00+99:00', '2026-11-26', '08:00'],
  ] as const) {
    it(`is in universal time, whatever offset stands behind it: ${told}`, () => {
      const { pushes } = readPnr(document(xmlRecord('AB12CD')).replace('2026-11-26T08:00:00Z', told));
      expect(pushes[0]?.preparedAt).to.deep.equal({ day, time });
    });
  }

  for (const told of ['0000-01-01T00:00:00+01:00', '9999-12-31T23:30:00-01:00', '2026-02-30T08:00:00Z']) {
    it(`is none where no year of four digits has it, which is said: ${told}`, () => {
      const { pushes, faults } = readPnr(document(xmlRecord('AB12CD')).replace('2026-11-26T08:00:00Z', told));
      expect(pushes[0]?.preparedAt).to.equal(undefined);
      expect(faults).to.include('DATE_INVALID');
    });
  }
});
