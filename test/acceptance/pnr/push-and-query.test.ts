/** From a carrier's message to the answer of the unit, through a whole gateway. */
import { expect } from 'chai';
import { type AccessContext, Purpose, Urgency } from '../../../src/gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../../src/gen/ostiary/common/v1/outcome.js';
import {
  ListFlightPushesRequest,
  ListRequestCopiesRequest,
  OwedPushState,
  PnrOversightServiceService as Oversight,
} from '../../../src/gen/ostiary/pnr/v1/oversight.js';
import {
  GetPnrRequest,
  PnrServiceService as Pnr,
  RequestPnrsRequest,
  SearchPnrsRequest,
} from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { DeletionCategory, PushFormat, PushKind, PushPnrRequest } from '../../../src/gen/ostiary/pnr/v1/push.js';
import { PnrCategory } from '../../../src/gen/ostiary/pnr/v1/record.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { openLogbook } from '../../helpers/logbook.js';
import { booking, carrierAccess, LEG, paxlst, pnrgov, seriousCrime, unitAccess } from '../../helpers/pnr.js';
import { type PnrStack, startPnrStack } from '../../helpers/pnr-stack.js';
import { answerOf, refusalOf } from '../../helpers/receipts.js';

/** A traveller with much that nobody may keep. */
const ANNA = booking(
  'AN12NA',
  'SSR+VGML:HK:1:0X',
  'SSR+KSML:HK:1:0X',
  'SSR+WCHR:HK:1:0X:::::NEEDS CHAIR TO GATE',
  'SSR+XYZQ:HK:1:0X:::::LIKES ZUCCHINI',
  'SSR+DOCS:HK:1:0X:::::/P/UTO/L898902C/UTO/12AUG74/F/15APR32/PROBE/ANNA MARIA',
  'IFT+4:28::0X+CTCE ANNA..PROBE//EXAMPLE.COM',
  'IFT+4:28::0X+PRAYS FIVE TIMES A DAY',
  'ORG+1A:IST+12345678:ROSA LUX+IST++T+XA+HENRI DUNANT',
  'TIF+PROBE+ANNA MARIAMRS:A:1',
  'FTI+0X:8877665544:1',
  'FAR+N+++++TERESA BENEDICTA',
  'SSR+TKNE:HK:1:0X:::::5412751234567890',
  'TKT+9991234567890:T:1',
  'MON+B:310.00:EUR',
  'FOP+CC::310.00:VI:9999123412341238:1229',
  'TVL+301126:0930:301126:1105+IST+VIE+0X+123:M',
  'RPI++ELLA FITZ',
  'APD+CLARA ZETK',
  'EQN+1',
  'RCI+0X:SIMONE WEIL',
  'LTS+0XHDQ REQUESTED MOML FOR PAX',
);

/** Strings of the message that must be nowhere afterwards. */
const DELETED = [
  ...['VGML', 'KSML', 'WCHR', 'NEEDS CHAIR', 'XYZQ', 'ZUCCHINI', 'PRAYS', 'MOML', '9999123412341238'],
  // Where codes belong: office, agent, fare, ticket, status, equipment, locator.
  ...['ROSA LUX', 'HENRI DUNANT', 'TERESA BENEDICTA', '5412751234567', 'ELLA FITZ', 'CLARA ZETK', 'SIMONE WEIL'],
];

/** Somebody of whom the carrier knows no date of birth. */
const BORIS = booking(
  'BO34RS',
  'IFT+4:28::0X+CTCE ANNA..PROBE//EXAMPLE.COM',
  'TIF+MUSTERMANN+BORISMR:A:1',
  'TKT+9991234567891:T:1',
  ...LEG,
);

/** Somebody whom a list names with a reference of the carrier. */
const person = (forename: string, locator: string, reference: string, ...more: readonly string[]): string[] => [
  ...[`NAD+FL+++DESK:${forename}`, 'ATT+2++F', ...more, 'NAT+2+UTO', `RFF+AVF:${locator}`, `RFF+ABO:${reference}`],
  ...[`DOC+P:110:111+D${reference}`, 'DTM+36:320415', 'LOC+91+UTO'],
];

describe('passenger name records, from push to answer', function () {
  this.timeout(120_000);
  let stack: PnrStack;

  before(async () => {
    stack = await startPnrStack();
  });
  after(() => stack.stop());

  /** Entries about what the unit did besides answering. */
  const followUps = async (act: string) => {
    const logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    try {
      return (await logbook.entries()).filter(
        ({ leaf, sections }) => leaf.kind === 'follow-up' && sections.what?.act === act,
      );
    } finally {
      await logbook.close();
    }
  };
  const search = (criteria: SearchPnrsRequest['criteria'], basis = 'PNR-6-2-B-PIU') =>
    SearchPnrsRequest.fromPartial({
      access: seriousCrime(basis, { onBehalfOf: 'XA-CRIME' }),
      ...(criteria !== undefined && { criteria }),
    });
  const criteria = (given: object) => SearchPnrsRequest.fromPartial({ criteria: given }).criteria;

  it('acknowledges what was taken and what was deleted; the same message again alike, and changes nothing', async () => {
    const message = pnrgov([...ANNA, ...BORIS]);
    const first = await stack.push(message);
    expect(first).to.include({
      ...{ duplicate: false, flight: '0X123', departsOn: '2026-11-30', messageFormat: 'PNRGOV 13:1' },
      ...{ records: 2, taken: 2, superseded: 0, cancelled: 0, refused: 0, diagnosticCount: 0 },
    });
    // VGML; KSML; WCHR; XYZQ; the prayer, the history and what is no code; all but four digits of the card.
    expect(first.deletions.map(({ category, count }) => ({ category, count }))).to.deep.equal([
      { category: DeletionCategory.RELIGIOUS_MEAL, count: 1 },
      { category: DeletionCategory.OTHER_MEAL, count: 1 },
      { category: DeletionCategory.HEALTH, count: 1 },
      { category: DeletionCategory.FREE_TEXT, count: 9 },
      { category: DeletionCategory.OUTSIDE_ANNEX_I, count: 1 },
      { category: DeletionCategory.ACCOUNT_NUMBER, count: 1 },
    ]);
    const again = await stack.push(message);
    expect({ ...again, receipt: undefined }).to.deep.equal({ ...first, receipt: undefined, duplicate: true });
  });

  it('keeps nothing of what it deleted: not in the database, not in the log', async () => {
    const logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    try {
      const entries = JSON.stringify((await logbook.entries()).map(({ sections }) => sections));
      for (const text of DELETED) expect(entries, text).not.to.include(text);
      const tables = await logbook.sql<{ name: string }[]>`
        select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema in ('pnr', 'audit', 'access')`;
      expect(tables.map(({ name }) => name)).to.include('pnr.push');
      for (const { name } of tables) {
        const found = await logbook.sql.unsafe<{ hit: string }[]>(
          `select w as hit from ${name} t, unnest($1::text[]) w where t::text ilike '%' || w || '%' limit 1`,
          [DELETED],
        );
        expect(found, name).to.have.length(0);
      }
    } finally {
      await logbook.close();
    }
  });

  it('finds a traveller by name and date of birth, for a competent authority, on an approval', async () => {
    const request = search(criteria({ person: { surname: 'Probe', givenNames: 'Anna', dateOfBirth: '1974-08-12' } }));
    const { outcome, records } = await stack.askApproved('XA-PIU', Pnr.searchPnrs, request);
    expect(outcome?.status).to.equal(OutcomeStatus.HIT);
    expect(records).to.have.length(1);
    const [record] = records;
    expect(record).to.include({ category: PnrCategory.PASSENGER, version: 1, flagged: false, travellerCount: 1 });
    expect(record?.maskedElements).to.deep.equal([]);
    expect(record?.match).to.include({ birthDateConfirmed: true });
    expect(record?.travellers[0]).to.include({ surname: 'PROBE', givenNames: 'ANNA MARIA', title: 'MRS' });
    expect(record?.documents[0]).to.include({ number: 'L898902C', dateOfBirth: '1974-08-12' });
    expect(record?.contacts.map(({ value }) => value)).to.deep.equal(['ANNA_PROBE@EXAMPLE.COM']);
    expect(record?.payments[0]).to.include({ form: 'CC', accountEnd: '1238' });
    expect(record?.frequentFlyers[0]).to.include({ carrier: '0X', number: '8877665544' });
    const printed = JSON.stringify(record);
    for (const text of DELETED) expect(printed, text).not.to.include(text);
  });

  it('finds by surname alone where the carrier knows no date of birth, and says so', async () => {
    const request = search(
      criteria({ person: { surname: 'Mustermann', givenNames: 'Boris', dateOfBirth: '1980-01-01' } }),
    );
    const { records } = await stack.askApproved('XA-PIU', Pnr.searchPnrs, request);
    expect(records).to.have.length(1);
    expect(records[0]?.match).to.deep.include({
      travellerReferences: ['1'],
      nameQuality: 100,
      birthDateConfirmed: false,
    });
  });

  for (const [what, given, locators] of [
    ['document', { document: { number: 'l898902c' } }, ['AN12NA']],
    ['locator', { locator: 'BO34RS' }, ['BO34RS']],
    ['e-mail address', { contact: 'anna_probe@example.com' }, ['AN12NA', 'BO34RS']],
    ['account', { account: '9999123412341238' }, ['AN12NA']],
    ['flight', { flight: { carrier: '0X', number: '0123', departsOn: '2026-11-30' } }, ['AN12NA', 'BO34RS']],
    ['route', { itinerary: { route: '*-VIE', fromDate: '2026-11-29', toDate: '2026-12-02' } }, ['AN12NA', 'BO34RS']],
    ['route of other days', { itinerary: { route: '*-VIE', fromDate: '2026-12-01', toDate: '2026-12-02' } }, []],
  ] as const) {
    it(`finds by ${what}`, async () => {
      const { records } = await stack.askApproved('XA-PIU', Pnr.searchPnrs, search(criteria(given)));
      expect(records.map((record) => record.locators[0]?.code).sort()).to.deep.equal(locators);
    });
  }

  it('finds those who share a contact with a traveller', async () => {
    const { records } = await stack.askApproved('XA-PIU', Pnr.searchPnrs, search(criteria({ locator: 'AN12NA' })));
    const linkedTo = records[0]?.recordReference ?? '';
    const found = await stack.askApproved('XA-PIU', Pnr.searchPnrs, search(criteria({ linkedTo })));
    expect(found.records.map(({ locators }) => locators[0]?.code)).to.deep.equal(['BO34RS']);
  });

  it('lets whoever makes criteria search nobody, by whatever key (Art. 6(2)(c))', async () => {
    for (const given of [
      { person: { surname: 'Probe', dateOfBirth: '1974-08-12' } },
      ...[{ document: { number: 'L898902C' } }, { contact: 'anna_probe@example.com' }, { account: '9999123412341238' }],
      ...[{ locator: 'AN12NA' }, { flight: { carrier: '0X', number: '123', departsOn: '2026-11-30' } }],
      { itinerary: { route: '*-VIE', fromDate: '2026-11-29', toDate: '2026-12-02' } },
    ]) {
      const request = SearchPnrsRequest.fromPartial({ access: unitAccess('PNR-6-2-C'), criteria: given });
      const refused = refusalOf(await stack.call('XA-PIU', Pnr.searchPnrs, request));
      expect(refused.reason, JSON.stringify(given)).to.equal('OPERATION_NOT_ALLOWED');
      expect(refused.metadata.forbidden_by).to.equal('Directive (EU) 2016/681 Art. 6(2)(c)');
    }
  });

  it('searches for nobody but a competent authority of the own state, whatever a court approves (Arts. 6(2)(b), 7)', async () => {
    for (const onBehalfOf of ['XA-PIU', 'XA-POLICE', 'XB-COURT', 'XB-PIU', 'XD-CRIME']) {
      const request = SearchPnrsRequest.fromPartial({
        access: seriousCrime('PNR-6-2-B-PIU', {
          onBehalfOf,
          urgency: Urgency.IMMINENT_DANGER,
          breakGlass: { emergency: 'a hostage is said to be on the flight that lands' },
        }),
        criteria: { document: { number: 'L898902C' } },
      });
      const token = await (await stack.identity('XA-PIU')).mintToken({ officer: 'officer-1', roles: ['emergency'] });
      const unit = await stack.grpc('XA-PIU');
      const refused = refusalOf(await unit.call(Pnr.searchPnrs, request, { token, deadlineMs: 20_000 }));
      expect(refused.reason, onBehalfOf).to.equal('FORBIDDEN');
      expect(refused.metadata.article).to.equal('Directive (EU) 2016/681 Arts. 6(2)(b), 7');
    }
  });

  it('answers a competent authority with an offence of Annex II and an approval, and not without', async () => {
    const request = RequestPnrsRequest.fromPartial({
      access: seriousCrime('PNR-6-2-B'),
      criteria: { document: { number: 'L898902C' } },
    });
    const { records } = await stack.askApproved('XA-CRIME', Pnr.requestPnrs, request);
    expect(records.map(({ travellers }) => travellers[0]?.surname)).to.deep.equal(['PROBE']);
    expect(refusalOf(await stack.call('XA-CRIME', Pnr.requestPnrs, request)).reason).to.equal('APPROVAL_REQUIRED');
  });

  it('answers the unit of another Member State on a reasoned request, and does not let it search', async () => {
    const request = RequestPnrsRequest.fromPartial({
      access: seriousCrime('PNR-9-2'),
      criteria: { document: { number: 'L898902C' } },
    });
    const { records } = await stack.ask('XB-PIU', Pnr.requestPnrs, request);
    expect(records).to.have.length(1);
    const recordReference = records[0]?.recordReference ?? '';
    const read = (access: AccessContext) => GetPnrRequest.fromPartial({ access, recordReference });
    const asElsewhere = read(seriousCrime('PNR-9-2'));
    expect(refusalOf(await stack.call('XB-PIU', Pnr.getPnr, asElsewhere)).reason).to.equal('FORBIDDEN');
    // Nor does the unit itself read as if it were one elsewhere, or as if it reviewed a match that there is not.
    expect(refusalOf(await stack.call('XA-PIU', Pnr.getPnr, asElsewhere)).reason).to.equal('FORBIDDEN');
    const asReview = refusalOf(await stack.call('XA-PIU', Pnr.getPnr, read(unitAccess('PNR-6-5'))));
    expect(asReview.reason).to.equal('OPERATION_NOT_ALLOWED');
    expect(asReview.message).to.include('name the match');
    const noMatch = { ...read(unitAccess('PNR-6-5')), matchReference: 'PNM-01M8C09DGA19D97VZ723NBJ5PV' };
    expect(refusalOf(await stack.call('XA-PIU', Pnr.getPnr, noMatch)).reason).to.equal('FORBIDDEN');
  });

  it('answers Europol on a reasoned request within its mandate (Art. 10)', async () => {
    const access = seriousCrime('PNR-10', { purpose: Purpose.UNION_BODY_MANDATE });
    const request = RequestPnrsRequest.fromPartial({ access, criteria: { locator: 'AN12NA' } });
    const { records, receipt } = await stack.ask('EU-EUROPOL', Pnr.requestPnrs, request);
    expect(records.map(({ travellers }) => travellers[0]?.surname)).to.deep.equal(['PROBE']);
    const reference = records[0]?.recordReference ?? '';
    // Its data protection officer is informed of the exchange: an entry under Europol, before the answer leaves.
    const told = await followUps('officer-informed');
    expect(told.map(({ leaf, sections }) => [leaf.authority, sections.result])).to.deep.equal([
      [
        'EU-EUROPOL',
        {
          answered_by: 'XA-PIU',
          article: 'Directive (EU) 2016/681 Art. 10',
          records: [{ category: 'PASSENGER', reference }],
          request: receipt?.requestId,
        },
      ],
    ]);
  });

  it('copies what an authority of another Member State asks in an emergency to its own unit (Art. 9(3))', async () => {
    const request = RequestPnrsRequest.fromPartial({
      access: seriousCrime('PNR-9-3', {
        urgency: Urgency.IMMINENT_DANGER,
        breakGlass: { emergency: 'a hostage is said to be on the flight that lands' },
      }),
      criteria: { document: { number: 'L898902C' } },
    });
    const token = await (await stack.identity('XB-COURT')).mintToken({ officer: 'judge-1', roles: ['emergency'] });
    const court = await stack.grpc('XB-COURT');
    const { response } = answerOf(await court.call(Pnr.requestPnrs, request, { token, deadlineMs: 20_000 }));
    const { records, receipt } = response;
    expect(records).to.have.length(1);
    const list = (code: string) =>
      stack.ask(
        code,
        Oversight.listRequestCopies,
        ListRequestCopiesRequest.fromPartial({ access: unitAccess('PNR-9-3-COPY') }),
      );
    const { copies } = await list('XB-PIU');
    expect(copies.map(({ requestId, requester }) => [requestId, requester])).to.deep.equal([
      [receipt?.requestId, 'XB-COURT'],
    ]);
    expect(copies[0]?.request).to.deep.equal(request);
    expect((await list('XC-PIU')).copies).to.deep.equal([]);
    const told = await followUps('request-copied');
    expect(told.map(({ leaf }) => leaf.authority)).to.deep.equal(['XB-PIU']);
  });

  it('takes no passengers of another carrier, and lets no carrier read', async () => {
    const others = PushPnrRequest.fromPartial({
      ...{ access: carrierAccess(), format: PushFormat.PNRGOV_EDIFACT, message: pnrgov(BORIS, { reference: '78' }) },
    });
    expect(refusalOf(await stack.call('XB-AIR', Pnr.pushPnr, others)).reason).to.equal('FORBIDDEN');
    const read = SearchPnrsRequest.fromPartial({ access: carrierAccess(), criteria: { locator: 'BO34RS' } });
    expect(refusalOf(await stack.call('XA-AIR', Pnr.searchPnrs, read)).reason).to.equal('OPERATION_NOT_ALLOWED');
  });

  it('takes the same over REST: an update supersedes, an empty ORG cancels, a stranger is refused', async () => {
    const elsewhere = booking('ZZ99ZZ', 'TIF+WRONG+PLANEMR:A:1', 'TVL+301126:0930:301126:1105+CDG+VIE+0X+999:M');
    const message = pnrgov(
      [...booking('AN12NA', 'ORG+1A:IST', 'TIF+PROBE+ANNAMRS:A:1', ...LEG), ...booking('BO34RS', 'ORG'), ...elsewhere],
      { kind: '141', reference: '79' },
    );
    const rest = await stack.rest('XA-AIR');
    const token = await (await stack.identity('XA-AIR')).mintToken({ officer: 'officer-1' });
    const body = JSON.stringify(
      PushPnrRequest.toJSON(
        PushPnrRequest.fromPartial({ access: carrierAccess(), format: PushFormat.PNRGOV_EDIFACT, message }),
      ),
    );
    const answer = await rest.call('POST', '/v1/pnr/pushes:send', { token, body });
    expect(answer.status, answer.text).to.equal(200);
    const told = JSON.parse(answer.text) as object;
    expect(told).to.include({ kind: 'PUSH_KIND_UPDATE', records: 3, superseded: 1, cancelled: 1, refused: 1 });
    const request = search(criteria({ flight: { carrier: '0X', number: '123', departsOn: '2026-11-30' } }));
    const { records } = await stack.askApproved('XA-PIU', Pnr.searchPnrs, request);
    expect(
      records.map(({ locators, version, cancelled }) => [locators[0]?.code, version, cancelled]).sort(),
    ).to.deep.equal([
      ['AN12NA', 2, false],
      ['BO34RS', 1, true],
    ]);
    // What the first version was found by went with it.
    const { records: gone } = await stack.askApproved(
      'XA-PIU',
      Pnr.searchPnrs,
      search(criteria({ document: { number: 'L898902C' } })),
    );
    expect(gone).to.deep.equal([]);
  });

  it('takes a list of passengers as records of their own, without crew, addresses and places', async () => {
    const list = paxlst([
      ...['NAD+FL+++PROBE:ANNA+RING 1+WIEN++1010+AUT', 'ATT+2++F', 'DTM+329:740812', 'NAT+2+UTO', 'RFF+AVF:CD56EF'],
      ...['DOC+P:110:111+L898902C', 'DTM+36:320415', 'LOC+91+UTO'],
      ...['NAD+FL+++SOLO:HAN', 'ATT+2++M', 'DTM+329:800101', 'DOC+P:110:111+S7654321', 'LOC+91+UTO'],
      ...['NAD+FM+++PILOT:PAULA', 'ATT+2++F', 'DOC+P:110:111+C7654321', 'LOC+91+UTO'],
    ]);
    const request = PushPnrRequest.fromPartial({
      ...{ access: carrierAccess(), format: PushFormat.PAXLST_EDIFACT, message: list },
    });
    const told = await stack.ask('XA-AIR', Pnr.pushPnr, request);
    expect(told).to.include({ kind: PushKind.API, flight: '0X123', departsOn: '2026-11-30', records: 2, taken: 2 });
    const sent = await stack.ask('XA-AIR', Pnr.pushPnr, { ...request, message: Buffer.from(`${list.toString()}\n`) });
    expect(sent).to.include({ duplicate: false, taken: 0, superseded: 2 });
    const found = await stack.askApproved(
      'XA-PIU',
      Pnr.searchPnrs,
      search(criteria({ document: { number: 'S7654321' } })),
    );
    expect(found.records.map(({ travellers }) => travellers[0]?.surname)).to.deep.equal(['SOLO']);
    const person = { surname: 'Probe', givenNames: 'Anna', dateOfBirth: '1974-08-12' };
    const { records } = await stack.askApproved('XA-PIU', Pnr.searchPnrs, search(criteria({ person })));
    // The carrier's own record has lost the date of birth by its update.
    const confirmed = records.filter(({ match }) => match?.birthDateConfirmed);
    expect(confirmed.map(({ locators }) => locators[0]?.code)).to.deep.equal(['CD56EF']);
    expect(confirmed[0]?.documents[0]).to.include({ number: 'L898902C', issuer: 'UTO' });
    expect(JSON.stringify([...records, ...found.records])).not.to.match(/RING 1|PILOT/);
  });

  it('answers an interactive list with a receipt for each passenger, the same again for the same message', async () => {
    const message = paxlst(
      [...person('SUSI', 'AP11AP', 'Q1', 'DTM+329:810101'), ...person('TOM', 'AP11AP', 'Q2', 'DTM+329:8113')],
      'TX9',
    );
    const request = PushPnrRequest.fromPartial({
      ...{ access: carrierAccess(), format: PushFormat.PAXLST_EDIFACT, message },
    });
    const told = await stack.ask('XA-AIR', Pnr.pushPnr, request);
    expect(told).to.include({ records: 2, taken: 2, superseded: 0 });
    const text = Buffer.from(told.answer).toString();
    // From the unit to the carrier, about its transaction and flight; the second date of birth is none.
    expect(text).to.match(
      /^UNA:\+\.\? 'UNB\+UNOA:4\+XAPIU\+0X\+\d{6}:\d{4}\+[0-9A-F]{14}\+\+IAPI'UNH\+1\+CUSRES:D:12B:UN:IATA\+/,
    );
    expect(text).to.include(
      "'BGM+312'RFF+TN:TX9'RFF+AF:0X123'DTM+189:2611300930:201'DTM+232:2611301105:201'LOC+125+IST'LOC+87+VIE'" +
        "ERP+2'RFF+AVF:AP11AP'RFF+ABO:Q1'ERC+RECEIVED'" +
        "ERP+2'RFF+AVF:AP11AP'RFF+ABO:Q2'ERC+ERROR'FTX+AAP+++DATE_INVALID'UNT+",
    );
    const again = await stack.ask('XA-AIR', Pnr.pushPnr, request);
    expect(again.duplicate).to.equal(true);
    expect(Buffer.from(again.answer).toString()).to.equal(text);
    const batch = await stack.ask('XA-AIR', Pnr.pushPnr, {
      ...request,
      message: paxlst(person('URS', 'AP22AP', 'Q3')),
    });
    expect(batch.answer).to.have.length(0);
  });

  it('answers one passenger of a booking over REST and leaves the record of another', async () => {
    const rest = await stack.rest('XA-AIR');
    const token = await (await stack.identity('XA-AIR')).mintToken({ officer: 'officer-1' });
    const request = PushPnrRequest.fromPartial({
      ...{ access: carrierAccess(), format: PushFormat.PAXLST_EDIFACT },
      message: paxlst(person('UTE', 'AP11AP', 'Q4'), 'TX10'),
    });
    const body = JSON.stringify(PushPnrRequest.toJSON(request));
    const answer = await rest.call('POST', '/v1/pnr/pushes:send', { token, body });
    expect(answer.status, answer.text).to.equal(200);
    const told = JSON.parse(answer.text) as { taken: number; answer: string };
    expect(told.taken).to.equal(1);
    expect(Buffer.from(told.answer, 'base64').toString()).to.include(
      "ERP+2'RFF+AVF:AP11AP'RFF+ABO:Q4'ERC+RECEIVED'UNT+",
    );
    const { records } = await stack.askApproved('XA-PIU', Pnr.searchPnrs, search(criteria({ locator: 'AP11AP' })));
    expect(records.map(({ travellers }) => travellers[0]?.givenNames).sort()).to.deep.equal(['SUSI', 'TOM', 'UTE']);
  });

  it('takes a message that comes twice at a time once', async () => {
    const message = pnrgov(booking('CC56DD', 'TIF+DOUBLE+DORAMRS:A:1', ...LEG), { kind: '141', reference: '80' });
    const told = await Promise.all([stack.push(message), stack.push(message), stack.push(message)]);
    expect(new Set(told.map(({ pushId }) => pushId)).size).to.equal(1);
    expect(told.filter(({ duplicate }) => !duplicate)).to.have.length(1);
    expect(told.map(({ taken }) => taken)).to.deep.equal([1, 1, 1]);
  });

  it('answers over REST as over gRPC', async () => {
    const rest = await stack.rest('XB-PIU');
    const token = await (await stack.identity('XB-PIU')).mintToken({ officer: 'officer-1' });
    const request = RequestPnrsRequest.fromPartial({
      access: seriousCrime('PNR-9-2'),
      criteria: { locator: 'AN12NA' },
    });
    const body = JSON.stringify(RequestPnrsRequest.toJSON(request));
    const answer = await rest.call('POST', '/v1/pnr/records:request', { token, body });
    expect(answer.status, answer.text).to.equal(200);
    const { records } = JSON.parse(answer.text) as { records: { category: string; travellers: object[] }[] };
    expect(records.map(({ category, travellers }) => [category, travellers.length])).to.deep.equal([
      ['PNR_CATEGORY_PASSENGER', 1],
    ]);
  });

  it('names every field of a question that is wrong', async () => {
    const request = SearchPnrsRequest.fromPartial({
      access: seriousCrime('PNR-6-2-B-PIU', { onBehalfOf: 'XA-CRIME' }),
      criteria: {
        flight: { carrier: '0X', number: '123', departsOn: '2026-02-30' },
        itinerary: { route: '*-*', fromDate: '2026-11-01', toDate: '2027-01-01' },
      },
    });
    const { violations } = refusalOf(await stack.call('XA-PIU', Pnr.searchPnrs, request));
    expect(violations.map(({ field }) => field)).to.deep.equal([
      'criteria.flight.departs_on',
      'criteria.itinerary.route',
      'criteria.itinerary.to_date',
    ]);
  });

  it('tells the log of an account its end alone', async () => {
    const logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    try {
      const asked = (await logbook.entries()).flatMap(({ leaf, sections }) =>
        leaf.system === 'PNR' ? [sections.what] : [],
      );
      const text = JSON.stringify(asked);
      expect(text).to.include('"account_end":"1238"');
      expect(text).not.to.include('9999123412341238');
    } finally {
      await logbook.close();
    }
  });

  it('shows the unit which pushes of scheduled flights did not come, and nobody else', async () => {
    const sql = connectDatabase(stack.databaseUrl, { applicationName: 'test-schedule', max: 1 });
    await sql`
      insert into pnr.flight (carrier, number, departs_on, origin, destination, departs_at)
      values ('0Y', '77', '2026-01-10', 'XBA', 'XAA', '2026-01-10T09:00:00Z')`;
    await sql.end();
    const request = ListFlightPushesRequest.fromPartial({
      access: { ...unitAccess('PNR-8-3'), purpose: Purpose.CARRIER },
      fromDate: '2026-01-09',
      toDate: '2026-01-10',
    });
    const { flights } = await stack.ask('XA-PIU', Oversight.listFlightPushes, request);
    expect(flights.map(({ flight, first, closure }) => [flight?.number, first, closure])).to.deep.equal([
      ['77', OwedPushState.MISSING, OwedPushState.MISSING],
    ]);
    expect(refusalOf(await stack.call('XB-PIU', Oversight.listFlightPushes, request)).reason).to.equal('FORBIDDEN');
  });

  it('refuses what is no push of a flight', async () => {
    const refused = async (message: Buffer): Promise<string> => {
      const request = PushPnrRequest.fromPartial({
        access: carrierAccess(),
        format: PushFormat.PNRGOV_EDIFACT,
        message,
      });
      return refusalOf(await stack.call('XA-AIR', Pnr.pushPnr, request)).violations[0]?.description ?? '';
    };
    expect(await refused(Buffer.from('not EDIFACT'))).to.include('must be a PNRGOV message');
    expect(await refused(Buffer.concat([pnrgov(ANNA), pnrgov(BORIS)]))).to.include('must hold one message');
    expect(await refused(pnrgov(ANNA, { flight: 'TVL+++VIE+0X+123' }))).to.include('must tell carrier, number');
  });
});
