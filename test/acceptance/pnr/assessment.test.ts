/** From a push to the release of a match, through a whole gateway: nothing leaves that two people have not looked at. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { SystemAct } from '../../../src/adapters/adapter.js';
import { createReviewClock } from '../../../src/adapters/pnr/assessment/clock.js';
import { openMatchStore } from '../../../src/adapters/pnr/assessment/store/match-store.js';
import { openPnrKeys } from '../../../src/adapters/pnr/keys/key-folder.js';
import { TEST_ALERTS } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { Purpose } from '../../../src/gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../../src/gen/ostiary/common/v1/outcome.js';
import {
  AssessFlightRequest,
  GetCriteriaQualityRequest,
  ListMatchesRequest,
  ListReceivedMatchesRequest,
  MatchState,
  PnrAssessmentServiceService as Assessment,
  ReceiveMatchRequest,
  ReleaseMatchRequest,
  ReviewCheck,
  ReviewMatchRequest,
  ReviewVerdict,
  TryCriterionRequest,
} from '../../../src/gen/ostiary/pnr/v1/assessment.js';
import { GetPnrRequest, PnrServiceService as Pnr } from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { PushFormat, PushPnrRequest } from '../../../src/gen/ostiary/pnr/v1/push.js';
import { SearchPersonsRequest, SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { startGateway } from '../../../src/gateway/gateway.js';
import { createLogger } from '../../../src/gateway/observability/logger.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { runCommand } from '../../cli/run-command.js';
import { eventually } from '../../helpers/eventually.js';
import { writeCriteria } from '../../helpers/criteria.js';
import { type Logbook, type LogbookEntry, openLogbook } from '../../helpers/logbook.js';
import { policeAccess } from '../../helpers/peers.js';
import { booking, carrierAccess, paxlst, pnrgov, unitAccess } from '../../helpers/pnr.js';
import { type PnrStack, startPnrStack } from '../../helpers/pnr-stack.js';
import { answerOf, expectVerified, refusalOf } from '../../helpers/receipts.js';

const day = (fromNow: number): string => new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
const short = (date: string): string => `${date.slice(8)}${date.slice(5, 7)}${date.slice(2, 4)}`;

/** Ten days from now, so that a review has its time. */
const DEPARTS = day(10);
const LEG = [`TVL+${short(DEPARTS)}:0930:${short(DEPARTS)}:1105+IST+VIE+0X+123:M`, 'RPI++HK'];
const FLIGHT = `TVL+${short(DEPARTS)}:0930:${short(DEPARTS)}:1105+IST+VIE+0X+123`;

const CASH = 'FOP+CA::310.00';

/** A test person of the simulated SIS, wanted for arrest. */
const WANTED = booking(
  'WA12TD',
  'SSR+DOCS:HK:1:0X:::::/P/UTO/TB1234567/UTO/14MAR75/M/15APR32/MUELLER BEISPIEL/JUERGEN',
  'TIF+MUELLER BEISPIEL+JUERGENMR:A:1',
  'TKT+9991234567890:T:1',
  'FOP+CC::310.00:VI:9999123412341238:1229',
  ...LEG,
);
/** Two on one booking, paid in cash; one of them flies often. */
const COUPLE = booking(
  'CO34PL',
  'SSR+DOCS:HK:1:0X:::::/P/UTO/L898902C/UTO/12AUG74/F/15APR32/PROBE/ANNA',
  'TIF+PROBE+ANNAMRS:A:1',
  'TKT+9991234567891:T:1',
  CASH,
  'TIF+MUSTERMANN+BORISMR:A:2',
  'FTI+0X:8877665544:1',
  ...LEG,
);

const RULE = {
  ...{
    id: 'R-2026-901',
    version: 2,
    title: 'One way, in cash',
    purpose: ['PNR-04'],
    owner: 'PIU-XA',
    status: 'active',
  },
  ...{ validFrom: day(-30), reviewBy: day(300), approvedBy: ['analyst-7', 'lawyer-2'], rationale: 'DOC-1' },
  scope: { routes: [['*', 'VIE']] },
  all: [
    { f: 'itinerary.oneWay', op: '=', v: true },
    { f: 'payment.forms', op: 'contains', v: 'CA' },
  ],
  exonerating: [{ f: 'traveller.frequentFlyer', op: '=', v: true }],
  ...{ minHits: 2, action: 'manual-review' },
  tests: [
    { name: 'met', facts: { 'itinerary.oneWay': true, 'payment.forms': ['CA'] }, expect: 'match' },
    { name: 'return', facts: { 'itinerary.oneWay': false, 'payment.forms': ['CA'] }, expect: 'no-match' },
    {
      name: 'flies often',
      facts: { 'itinerary.oneWay': true, 'payment.forms': ['CA'], 'traveller.frequentFlyer': true },
      expect: 'no-match',
    },
  ],
};

const LOOKED_AT = [
  ReviewCheck.RECORD_READ,
  ReviewCheck.EXONERATION_SOUGHT,
  ReviewCheck.NO_PROTECTED_GROUND,
  ReviewCheck.OFFENCE_LINKED,
  ReviewCheck.IDENTITY_COMPARED,
];

describe('the assessment of passengers, from push to release', function () {
  this.timeout(120_000);
  let stack: PnrStack;
  let logbook: Logbook;
  let folder: string;
  /** References of the match with the SIS and of that with the rule. */
  let wanted = '';
  let couple = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-criteria-'));
    stack = await startPnrStack(await writeCriteria(folder, [RULE]));
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    await stack.push(pnrgov([...WANTED, ...COUPLE], { flight: FLIGHT }));
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
    await rm(folder, { recursive: true });
  });

  const assess = (number = '0123') =>
    stack.ask(
      'XA-PIU',
      Assessment.assessFlight,
      AssessFlightRequest.fromPartial({
        access: unitAccess('PNR-6-2-A'),
        ...{ carrier: '0X', number, departsOn: DEPARTS, origin: 'IST' },
      }),
    );
  const list = (state: MatchState = MatchState.UNSPECIFIED, pageSize = 0, pageToken = '') =>
    stack.ask(
      'XA-PIU',
      Assessment.listMatches,
      ListMatchesRequest.fromPartial({ access: unitAccess('PNR-6-5'), state, pageSize, pageToken }),
    );
  const review = (matchReference: string, verdict: ReviewVerdict, checks = LOOKED_AT, officer = 'officer-1') =>
    stack.call(
      'XA-PIU',
      Assessment.reviewMatch,
      ReviewMatchRequest.fromPartial({
        access: unitAccess('PNR-6-5'),
        ...{ matchReference, verdict, checks },
        reason: 'Compared with the photograph in the file of the case.',
      }),
      officer,
    );
  const release = (matchReference: string, officer: string, recipient = 'XA-CRIME', basis = 'PNR-6-6') =>
    stack.call(
      'XA-PIU',
      Assessment.releaseMatch,
      ReleaseMatchRequest.fromPartial({ access: unitAccess(basis), matchReference, recipient }),
      officer,
    );
  const receive = (matchReference: string, code = 'XA-CRIME', basis = 'PNR-7-1') =>
    stack.call(
      code,
      Assessment.receiveMatch,
      ReceiveMatchRequest.fromPartial({ access: unitAccess(basis), matchReference }),
    );
  const listReceived = (code: string, basis: string, pageSize = 0, pageToken = '') =>
    stack.ask(
      code,
      Assessment.listReceivedMatches,
      ListReceivedMatchesRequest.fromPartial({ access: unitAccess(basis), pageSize, pageToken }),
    );

  it('compares each passenger with the SIS and with the rules, and logs each comparison as an access', async () => {
    const assessed = await assess();
    // Two of three travellers have a document: by name, by bearer, and for itself. The alert on the wanted person is found by
    // name and by document.
    expect(assessed).to.include({
      ...{ records: 2, travellers: 3, comparisons: 6, notComparable: 1, rules: 1, newMatches: 2, knownMatches: 0 },
    });
    const entries = await logbook.ofRequest(assessed.receipt?.requestId ?? '');
    const intents = entries.filter(({ leaf }) => leaf.kind === 'intent' && leaf.system === 'SIS');
    const outcomes = entries.filter(({ leaf }) => leaf.kind === 'outcome' && leaf.system === 'SIS');
    expect(intents.map(({ sections }) => sections.what?.act)).to.deep.equal(Array(6).fill('passenger-compared'));
    expect(intents.map(({ leaf }) => leaf.authority)).to.deep.equal(Array(6).fill('XA-PIU'));
    expect(outcomes.map(({ sections }) => sections.result?.status).sort()).to.deep.equal([
      'HIT',
      'HIT',
      'NO_HIT',
      'NO_HIT',
      'NO_HIT',
      'NO_HIT',
    ]);
  });

  it('makes each match a task, and tells what was met and what did not speak for the traveller', async () => {
    const { matches } = await list();
    expect(matches).to.have.length(2);
    const sis = matches.find(({ source }) => source?.system === 'SIS');
    const rule = matches.find(({ source }) => source?.system === 'criteria');
    wanted = sis?.matchReference ?? '';
    couple = rule?.matchReference ?? '';
    expect(sis?.source).to.include({ reference: TEST_ALERTS.wanted, title: 'ARR' });
    expect(sis?.grounds.map(({ path }) => path)).to.deep.equal(['document', 'name']);
    expect(rule?.source).to.deep.include({
      reference: 'R-2026-901',
      version: 2,
      title: 'One way, in cash',
      purposes: ['PNR-04'],
    });
    expect(rule?.travellerReference).to.equal('1');
    expect(rule?.grounds.map(({ condition, value }) => `${condition}: ${value}`)).to.deep.equal([
      'itinerary.oneWay = true: true',
      'payment.forms contains CA: CA',
    ]);
    expect(rule?.notExonerated[0]).to.include({
      ...{ path: 'exonerating[0]', condition: 'traveller.frequentFlyer = true', value: 'false', notTold: false },
    });
    // On earth the day of the flight begins at 10:00 of its eve in Greenwich; an hour before that the review must be done.
    const eve = new Date(Date.parse(DEPARTS) - 86_400_000).toISOString().slice(0, 10);
    expect(new Set(matches.map(({ reviewBy }) => reviewBy))).to.deep.equal(new Set([`${eve}T09:00:00.000Z`]));
    expect(matches.every(({ state, review: done }) => state === MatchState.OPEN && done === undefined)).to.equal(true);
  });

  it('lists page by page', async () => {
    const first = await list(MatchState.OPEN, 1);
    const second = await list(MatchState.OPEN, 1, first.nextPageToken);
    expect([...first.matches, ...second.matches].map(({ matchReference }) => matchReference).sort()).to.deep.equal(
      [wanted, couple].sort(),
    );
    expect(second.nextPageToken).to.equal('');
  });

  it('finds nothing twice', async () => {
    expect(await assess()).to.include({ newMatches: 0, knownMatches: 2 });
  });

  it('lets no match leave that nobody has reviewed', async () => {
    const refused = refusalOf(await release(wanted, 'officer-2'));
    expect(refused).to.include({ reason: 'FORBIDDEN' });
    expect(refusalOf(await receive(wanted))).to.include({ reason: 'NOT_FOUND' });
  });

  const readFor = (matchReference: string, recordReference: string, code = 'XA-PIU') =>
    stack.call(
      code,
      Pnr.getPnr,
      GetPnrRequest.fromPartial({ access: unitAccess('PNR-6-5'), recordReference, matchReference }),
    );

  it('opens to a review the record of its match as a whole, and no other record, to the unit alone', async () => {
    const { matches } = await list();
    const recordOf = (reference: string): string =>
      matches.find(({ matchReference }) => matchReference === reference)?.recordReference ?? '';
    const { record } = answerOf(await readFor(wanted, recordOf(wanted))).response;
    expect(record?.travellers.map(({ surname }) => surname)).to.deep.equal(['MUELLER BEISPIEL']);
    expect(record?.documents.map(({ number }) => number)).to.deep.equal(['TB1234567']);
    expect(record?.payments[0]?.accountEnd).to.equal('1238');
    for (const [code, match, of] of [
      ['XA-PIU', wanted, couple],
      ['XA-PIU', couple, wanted],
      ['XB-PIU', wanted, wanted],
    ] as const) {
      const refused = refusalOf(await readFor(match, recordOf(of), code));
      expect(refused.reason, code).to.equal('FORBIDDEN');
    }
    expect(refusalOf(await readFor('', recordOf(wanted))).reason).to.equal('OPERATION_NOT_ALLOWED');
  });

  it('takes a review only with the whole checklist, and once', async () => {
    const unchecked = LOOKED_AT.filter((check) => check !== ReviewCheck.IDENTITY_COMPARED);
    const incomplete = refusalOf(await review(wanted, ReviewVerdict.CONFIRMED, unchecked));
    expect(incomplete.violations.map(({ field, description }) => `${field}: ${description}`)).to.deep.equal([
      'checks: checklist: must have REVIEW_CHECK_IDENTITY_COMPARED',
    ]);
    expect((await review(wanted, ReviewVerdict.CONFIRMED)).kind).to.equal('answer');
    const again = refusalOf(await review(wanted, ReviewVerdict.REJECTED));
    expect(again).to.include({ reason: 'VERSION_STALE' });
  });

  it('flags the record of a confirmed match, and of no other', async () => {
    const { matches } = await list(MatchState.CONFIRMED);
    expect(matches[0]?.review).to.include({
      verdict: ReviewVerdict.CONFIRMED,
      reason: 'Compared with the photograph in the file of the case.',
    });
    const access = unitAccess('PNR-5', { purpose: Purpose.DATA_PROTECTION_REVIEW });
    const flagged = async (recordReference: string) =>
      (await stack.ask('XA-PIU-DPO', Pnr.getPnr, GetPnrRequest.fromPartial({ access, recordReference }))).record
        ?.flagged;
    expect(await flagged(matches[0]?.recordReference ?? '')).to.equal(true);
    const [open] = (await list()).matches;
    expect(await flagged(open?.recordReference ?? '')).to.equal(false);
  });

  it('opens no record any more when its match has been reviewed: it is for release or a request then', async () => {
    const [confirmed] = (await list(MatchState.CONFIRMED)).matches;
    const refused = refusalOf(await readFor(wanted, confirmed?.recordReference ?? ''));
    expect([refused.reason, refused.metadata.article]).to.deep.equal([
      'FORBIDDEN',
      'Directive (EU) 2016/681 Art. 6(5)',
    ]);
  });

  it('has another person release it, to an authority of the own state', async () => {
    const same = refusalOf(await release(wanted, 'officer-1'));
    expect(same.message).to.include('whoever reviewed a match does not release it');
    expect(refusalOf(await release(wanted, 'officer-2', 'XB-PIU'))).to.include({
      reason: 'FORBIDDEN',
    });
    expect((await listReceived('XA-CRIME', 'PNR-7-1')).outcome?.status).to.equal(OutcomeStatus.NO_HIT);
    expect((await release(wanted, 'officer-2')).kind).to.equal('answer');
    const again = refusalOf(await release(wanted, 'officer-3'));
    expect(again.message).to.include('the recipient has this match already');
  });

  it('shows a released match to its recipient over REST, and to nobody else', async () => {
    const rest = await stack.rest('XA-CRIME');
    const token = await (await stack.identity('XA-CRIME')).mintToken({ officer: 'officer-9' });
    const body = JSON.stringify({
      access: {
        legal_basis_id: 'PNR-7-1',
        purpose: 'PURPOSE_PNR',
        case_reference: 'CRIME-2026-7',
        justification: 'result passed on by the unit',
        operating_unit: 'Drugs 1',
      },
      match_reference: wanted,
    });
    const { status, text } = await rest.call('POST', '/v1/pnr/matches:receive', { token, body });
    expect(status, text).to.equal(200);
    const { match, record } = JSON.parse(text) as {
      match: { state: string; source: { reference: string }; releases: { recipient: string }[] };
      record: { travellers: { surname: string }[] };
    };
    expect(match).to.deep.include({ state: 'MATCH_STATE_RELEASED' });
    expect(match.source.reference).to.equal(TEST_ALERTS.wanted);
    expect(match.releases.map(({ recipient }) => recipient)).to.deep.equal(['XA-CRIME']);
    expect(record.travellers.map(({ surname }) => surname)).to.deep.equal(['MUELLER BEISPIEL']);
    const other = await stack.call(
      'XA-CRIME',
      Pnr.getPnr,
      GetPnrRequest.fromPartial({ access: unitAccess('PNR-7-1'), recordReference: 'PNR-01M8C09DGA19D97VZ723NBJ5PV' }),
    );
    expect(refusalOf(other)).to.include({ reason: 'OPERATION_NOT_ALLOWED' });
    expect(refusalOf(await receive(wanted, 'XA-COURT'))).to.include({ reason: 'NOT_FOUND' });
  });

  it('sends it of its own motion to the unit of another Member State, by another person, and once (Art. 9(1))', async () => {
    const send = (officer: string, recipient = 'XB-PIU') => release(wanted, officer, recipient, 'PNR-9-1');
    expect(refusalOf(await send('officer-1')).message).to.include('whoever reviewed a match does not release it');
    for (const [recipient, article] of [
      ['EU-EUROPOL', 'Art. 10'],
      ['XB-COURT', 'Art. 9(1)'],
      ['XA-CRIME', 'Art. 9(1)'],
    ] as const) {
      const refused = refusalOf(await send('officer-2', recipient));
      expect(refused).to.deep.include({ reason: 'FORBIDDEN' });
      expect(refused.metadata.article, recipient).to.equal(`Directive (EU) 2016/681 ${article}`);
    }
    const unknown = refusalOf(await send('officer-2', 'XD-PIU'));
    expect(unknown.violations.map(({ field, description }) => `${field}: ${description}`)).to.deep.equal([
      'recipient: registered: must be the code of a registered authority',
    ]);
    expect(refusalOf(await receive(wanted, 'XB-PIU', 'PNR-9-1-RECEIVE'))).to.include({ reason: 'NOT_FOUND' });
    const sent = answerOf(await send('officer-2'));
    expect(sent.response.match?.releases.map(({ recipient }) => recipient)).to.deep.equal(['XA-CRIME', 'XB-PIU']);
    expectVerified(sent.receipt, stack.gateway.verifierKey, sent.bytes);
    expect(refusalOf(await send('officer-3')).message).to.include('the recipient has this match already');
  });

  it('tells that unit what it was sent, shows it that traveller alone, and the log has both sides', async () => {
    const { matches, nextPageToken } = await listReceived('XB-PIU', 'PNR-9-1-RECEIVE');
    expect([matches.map(({ matchReference }) => matchReference), nextPageToken]).to.deep.equal([[wanted], '']);
    // The list says that there is something. What it says, and who else has it, it does not.
    expect(matches[0]?.releases.map(({ recipient }) => recipient)).to.deep.equal(['XB-PIU']);
    expect([matches[0]?.source, matches[0]?.review, matches[0]?.grounds]).to.deep.equal([undefined, undefined, []]);
    const received = answerOf(await receive(wanted, 'XB-PIU', 'PNR-9-1-RECEIVE'));
    const { match, record } = received.response;
    expect(match?.source?.reference).to.equal(TEST_ALERTS.wanted);
    expect(match?.releases.map(({ recipient }) => recipient)).to.deep.equal(['XB-PIU']);
    expect(record?.travellers.map(({ surname }) => surname)).to.deep.equal(['MUELLER BEISPIEL']);
    expectVerified(received.receipt, stack.gateway.verifierKey, received.bytes);
    const entries = await logbook.ofRequest(received.receipt.requestId);
    expect(entries.map(({ leaf }) => `${leaf.kind} ${leaf.authority}`)).to.deep.equal([
      'intent XB-PIU',
      'outcome XB-PIU',
    ]);
    expect(JSON.stringify(entries[1]?.sections.result?.disclosed)).to.include(wanted);
    expect(refusalOf(await receive(couple, 'XB-PIU', 'PNR-9-1-RECEIVE'))).to.include({ reason: 'NOT_FOUND' });
    // To the unit of a third state there is no such match, neither by its reference nor as the place of a page.
    expect(refusalOf(await receive(wanted, 'XC-PIU', 'PNR-9-1-RECEIVE'))).to.include({ reason: 'NOT_FOUND' });
    for (const after of ['', wanted]) {
      const nothing = await listReceived('XC-PIU', 'PNR-9-1-RECEIVE', 1, after);
      expect([nothing.matches, nothing.outcome?.status]).to.deep.equal([[], OutcomeStatus.NO_HIT]);
    }
    const read = GetPnrRequest.fromPartial({
      access: unitAccess('PNR-9-1-RECEIVE'),
      recordReference: record?.recordReference ?? '',
    });
    expect(refusalOf(await stack.call('XB-PIU', Pnr.getPnr, read)).reason).to.equal('OPERATION_NOT_ALLOWED');
    expect(refusalOf(await receive(wanted, 'XB-PIU', 'PNR-9-1'))).to.include({ reason: 'OPERATION_NOT_ALLOWED' });
    // Nor does the unit receive, on that basis, what it sent itself.
    expect(refusalOf(await receive(wanted, 'XA-PIU', 'PNR-9-1-RECEIVE'))).to.include({ reason: 'FORBIDDEN' });
  });

  it('keeps a rejected match, so that it is not found again, and lets it go nowhere', async () => {
    expect((await review(couple, ReviewVerdict.REJECTED)).kind).to.equal('answer');
    expect(refusalOf(await release(couple, 'officer-2'))).to.include({ reason: 'FORBIDDEN' });
    await stack.push(pnrgov(COUPLE, { flight: FLIGHT, kind: '141', reference: '78' }));
    expect(await assess()).to.include({ newMatches: 0, knownMatches: 2 });
  });

  it('tells in numbers what a rule would have found, and makes no match of it', async () => {
    const draft = { ...RULE, status: 'draft', approvedBy: [], rationale: 'DOC-2' };
    const attempt = (rule: object) =>
      stack.call(
        'XA-PIU',
        Assessment.tryCriterion,
        TryCriterionRequest.fromPartial({
          access: unitAccess('PNR-6-2-C'),
          ...{ rule: Buffer.from(JSON.stringify(rule)), fromDate: DEPARTS, toDate: DEPARTS },
        }),
      );
    const tried = answerOf(await attempt(draft)).response;
    // The wanted man paid by card; of the couple one matches, and the other one flies often.
    expect(tried).to.include({ flights: 1, records: 2, asked: 3 });
    expect(tried.conditions.map(({ path }) => path)).to.deep.equal(['all[0]', 'all[1]', 'exonerating[0]']);
    // Near the truth, which nobody is told: so few people are not counted one by one.
    const { matches, exonerated, conditions } = tried;
    const told = [matches, exonerated, ...conditions.flatMap(({ met, notTold }) => [met, notTold])];
    expect(told.filter((number) => number % 5 !== 0)).to.deep.equal([]);
    expect(answerOf(await attempt(draft)).response).to.include({ matches, exonerated });
    // Three travellers are too few to be told by age or nationality.
    expect([...tried.byAge, ...tried.byNationality]).to.deep.equal([]);
    const refused = refusalOf(await attempt({ ...draft, exonerating: [] }));
    expect(refused.violations.map(({ description }) => description)).to.deep.equal([
      'criterion: exonerating: must say what speaks for the traveller (C-817/19)',
    ]);
    expect(await assess()).to.include({ newMatches: 0 });
  });

  it('counts what became of matches, rule by rule', async () => {
    const { sources } = await stack.ask(
      'XA-PIU',
      Assessment.getCriteriaQuality,
      GetCriteriaQualityRequest.fromPartial({ access: unitAccess('PNR-6-2-C') }),
    );
    expect(
      sources.map(Object.values).map((values) => values.filter((value) => typeof value !== 'object').join(' ')),
    ).to.deep.equal([
      // Matches, open, confirmed, rejected, released, and whether the rule is due for a review.
      'criteria R-2026-901 2 1 0 0 1 0 false',
      'SIS  0 1 0 1 0 1 false',
    ]);
  });

  it('tells both on the command line, and of the trial which numbers are exact', async () => {
    const rule = join(folder, 'R-2026-901.json');
    const place = ['--as', 'XA-PIU', '--address', stack.address, '--pki', stack.pkiDirectory];
    const [tried, counted, refused] = await Promise.all([
      runCommand(['query', 'pnr', 'trial', rule, '--from', DEPARTS, '--to', DEPARTS, ...place]),
      runCommand(['query', 'pnr', 'quality', ...place]),
      runCommand(['query', 'pnr', 'trial', `${rule}.sig`, '--from', DEPARTS, '--to', DEPARTS, ...place]),
    ]);
    expect(tried.code, tried.output).to.equal(0);
    expect(tried.stdout).to.match(/^ {2}put to {5}1 flight, 2 records: exact\n {2}asked {6}3, exact: /m);
    expect(tried.stdout).to.match(/^ {2}met {8}all\[1\]: ~\d*[05], not told of ~\d*[05]$/m);
    expect(tried.stdout).to.match(/^~ is near the truth.*\n.*\nentry \d+ of /m);
    expect(counted.stdout).to.match(
      /^R-2026-901 version 2\n.*: 0 open, 0 confirmed, 0 of them released, 1 rejected\nSIS\n.* 1: 0 open, 1 confirmed, 1 /,
    );
    expect([refused.code, refused.stdout]).to.deep.equal([1, '']);
    expect(refused.output).to.match(
      /^REQUEST_INVALID: The rule is none that could be used\n {2}rule: criterion: .*\nentry /,
    );
  });

  it('tells the unit of another state nothing', async () => {
    const refused = refusalOf(
      await stack.call(
        'XB-PIU',
        Assessment.listMatches,
        ListMatchesRequest.fromPartial({ access: unitAccess('PNR-6-5') }),
      ),
    );
    expect(refused).to.include({ reason: 'FORBIDDEN' });
  });

  it('tells the log once of a review that is late', async () => {
    const { sql } = logbook;
    const keys = await openPnrKeys(dataLayout(stack.config.dataDirectory).pnr);
    const acts: SystemAct[] = [];
    const late: number[] = [];
    const reviews = createReviewClock({
      unit: stack.config.pnr.unit,
      matches: openMatchStore(sql, keys, { now: Date.now }),
      // The day of the flight has begun everywhere.
      clock: { now: () => Date.parse(DEPARTS) },
      tell: (act) => Promise.resolve(void acts.push(act)),
      onOverdue: (count) => late.push(count),
      onFault: (error) => expect.fail(String(error)),
    });
    const another = pnrgov(COUPLE, { flight: FLIGHT.replace('0X+123', '0X+124'), reference: '79' });
    await stack.push(Buffer.from(another.toString('latin1').replaceAll('+0X+123:M', '+0X+124:M'), 'latin1'));
    const { matchReferences } = await assess('124');
    await reviews.round();
    await reviews.round();
    expect(acts.map(({ act, authority, records }) => [act, authority, records])).to.deep.equal([
      ['review-overdue', 'XA-PIU', matchReferences.map((reference) => ({ reference, category: 'RESULT' }))],
    ]);
    expect(matchReferences).to.have.length(1);
    expect(late).to.deep.equal([1]);
    await sql`delete from pnr.record where id = (select record from pnr.match where state = 'open')`;
  });

  it('compares a list of passengers with the SIS, and puts it to no rule', async () => {
    const moment = DEPARTS.slice(2).replaceAll('-', '');
    const list = paxlst(['NAD+FL+++PROBE:ANNA', 'ATT+2++F', 'DTM+329:740812', 'DOC+P:110:111+L898902C', 'LOC+91+UTO'])
      .toString('latin1')
      .replaceAll('0X123', '0X126')
      .replaceAll('261130', moment);
    const message = Buffer.from(list, 'latin1');
    await stack.ask(
      'XA-AIR',
      Pnr.pushPnr,
      PushPnrRequest.fromPartial({ access: carrierAccess(), format: PushFormat.PAXLST_EDIFACT, message }),
    );
    expect(await assess('126')).to.include({ records: 1, travellers: 1, comparisons: 3, newMatches: 0 });
    // A flight of its own, without a ticket: what every list looks like.
    const all = [RULE.all[0], { f: 'ticketing.issued', op: '=', v: false }];
    const facts = { 'itinerary.oneWay': true, 'ticketing.issued': false };
    const tests = [
      { name: 'met', facts, expect: 'match' },
      { name: 'return', facts: { ...facts, 'itinerary.oneWay': false }, expect: 'no-match' },
      { name: 'flies often', facts: { ...facts, 'traveller.frequentFlyer': true }, expect: 'no-match' },
    ];
    const tried = await stack.ask(
      'XA-PIU',
      Assessment.tryCriterion,
      TryCriterionRequest.fromPartial({
        access: unitAccess('PNR-6-2-C'),
        rule: Buffer.from(JSON.stringify({ ...RULE, status: 'draft', all, tests })),
        ...{ fromDate: DEPARTS, toDate: DEPARTS },
      }),
    );
    // Of the second flight the record is gone, of the third there is the list alone.
    expect(tried).to.include({ flights: 3, records: 2, asked: 3 });
  });

  it('starts by itself when something was pushed, as an access of the unit, and makes tasks and nothing else', async () => {
    const known = new Set((await list()).matches.map(({ matchReference }) => matchReference));
    const begun = await logbook.size();
    const pushed = pnrgov(WANTED, { flight: FLIGHT.replace('0X+123', '0X+127'), reference: '80' }).toString('latin1');
    await stack.push(Buffer.from(pushed.replaceAll('+0X+123:M', '+0X+127:M'), 'latin1'));
    // One that left while nothing assessed it, and arrived.
    await stack.push(Buffer.from(pushed.replaceAll('+0X+12', '+0X+13'), 'latin1'));
    await logbook.sql`
      with gone as (update pnr.flight set departs_at = ${new Date(Date.now() - 26 * 3_600_000)} where number = '137' returning id)
      update pnr.assessment set waiting_since = ${new Date(Date.now() - 30 * 3_600_000)} from gone where flight = id`;
    const gateway = await startGateway(
      { ...stack.config, pnr: { ...stack.config.pnr, assessAfterMs: 1 } },
      stack.databaseUrl,
      createLogger('silent'),
    );
    const isAssessment = ({ sections, leaf }: LogbookEntry): boolean =>
      leaf.kind === 'intent' && sections.what?.act === 'flight-assessed';
    try {
      const [intent, ...others] = await eventually(async () => {
        const entries = await logbook.entries(begun);
        const found = entries.filter(isAssessment);
        expect(
          entries.filter(({ leaf }) => leaf.kind === 'outcome' && leaf.requestId === found[0]?.leaf.requestId),
        ).to.have.length(4);
        return found;
      });
      expect(others).to.deep.equal([]);
      expect(intent?.leaf).to.include({ authority: 'XA-PIU', system: 'PNR' });
      expect(intent?.sections).to.deep.include({
        who: { authority: 'XA-PIU', authority_kind: 'PIU', member_state: 'XA' },
      });
      expect(intent?.sections.why).to.include({ legal_basis: 'PNR-6-2-A', purpose: 'PNR' });
      expect(intent?.sections.why?.decision).to.include({ effect: 'permit', rule: 'PNR-6-2-A' });
      expect(intent?.sections.what?.query).to.deep.equal({ departs_on: DEPARTS, flight: '0X127', origin: 'IST' });
      const entries = await logbook.ofRequest(intent?.leaf.requestId ?? '');
      // By name, by bearer and by document; the result is the last word.
      expect(entries.filter(({ leaf }) => leaf.system === 'SIS' && leaf.kind === 'intent')).to.have.length(3);
      expect(entries.at(-1)?.leaf).to.include({ system: 'PNR', kind: 'outcome', outcome: 'answered' });
      expect(entries.at(-1)?.sections.result).to.include({ status: 'HIT', new_matches: 1, comparisons: 3, records: 1 });
      const found = (await list()).matches.filter(({ matchReference }) => !known.has(matchReference));
      expect(found.map(({ state, source }) => [state, source?.reference])).to.deep.equal([
        [MatchState.OPEN, TEST_ALERTS.wanted],
      ]);
      const record = await stack.ask(
        'XA-PIU',
        Pnr.getPnr,
        GetPnrRequest.fromPartial({
          access: unitAccess('PNR-6-5'),
          recordReference: found[0]?.recordReference ?? '',
          matchReference: found[0]?.matchReference ?? '',
        }),
      );
      expect(record.record?.flagged).to.equal(false);
      await eventually(async () => {
        const health = await fetch(`http://127.0.0.1:${gateway.observabilityPort}/readyz`);
        expect(((await health.json()) as { alarms: string[] }).alarms.join()).to.include('0X137 of ');
      });
      await logbook.sql`delete from pnr.record where id = ${found[0]?.recordReference ?? ''}`;
    } finally {
      await gateway.close();
    }
  });

  it('is done from the command line as docs/assessment.md shows', async () => {
    const pushed = pnrgov(WANTED, { flight: FLIGHT.replace('0X+123', '0X+128'), reference: '81' }).toString('latin1');
    await stack.push(Buffer.from(pushed.replaceAll('+0X+123:M', '+0X+128:M'), 'latin1'));
    const page = readFileSync(join(projectRoot, 'docs/assessment.md'), 'utf8');
    const [, example = ''] = /^```sh\n([^]*?)^```$/m.exec(page) ?? [];
    const [day, ...lines] = example.replaceAll(/\\\n/g, ' ').trimEnd().split('\n');
    expect(day).to.match(/^DAY=/);
    // The page asks about the flight that the simulator has.
    const flight = ['0Y100@$DAY --origin XBA', `0X128@${DEPARTS} --origin IST`] as const;
    const told = new Map<string, string>();
    let reference = '';
    for (const line of lines) {
      const record = /PNR-[0-9A-Z]{26}/.exec(told.get('matches') ?? '')?.[0] ?? '';
      const filled = line
        .replace(...flight)
        .replace('MATCH', reference)
        .replace('RECORD', record);
      const [npx, ostiary, ...words] = Array.from(
        filled.matchAll(/'([^']*)'|(\S+)/g),
        ([, quoted, word]) => quoted ?? word ?? '',
      );
      const place = ['--address', stack.address, '--pki', stack.pkiDirectory];
      const { code, stdout, output } = await runCommand([...words, ...place]);
      expect([npx, ostiary]).to.deep.equal(['npx', 'ostiary']);
      expect(code, `${line}\n${output}`).to.equal(0);
      told.set(words[2] ?? '', stdout);
      reference = /PNM-[0-9A-Z]{26}/.exec(told.get('assess') ?? '')?.[0] ?? '';
    }
    expect(told.get('assess')).to.match(
      new RegExp(
        `^1 record, 1 traveller: 3 searches in databases, 1 rule\n1 new match, 0 known\n  ${reference}\nentry \\d+ of \\S+, not verified \\(--json has the receipt\\)\n$`,
      ),
    );
    expect(told.get('matches')).to.match(
      new RegExp(
        `^${reference} open, to be reviewed by \\S+Z\n  SIS ${TEST_ALERTS.wanted}: ARR\n  PNR-\\w+ version 1, traveller 1\n  met        document\n  met        name\nentry `,
        'm',
      ),
    );
    expect(told.get('read')).to.match(/^ {2}who {8}1 MUELLER BEISPIEL\/JUERGEN, MR, A$/m);
    expect(told.get('review')).to.match(/^ {2}confirmed by 2\S+, \S+Z: Same name, date of birth and document/m);
    expect(told.get('release')).to.match(/^ {2}released to XA-CRIME by /m);
    expect(told.get('received')).to.match(
      new RegExp(`^${reference} released\\n  PNR-\\w+ version 1\\n  released to XA-CRIME by `, 'm'),
    );
    expect(told.get('receive')).to.match(/^ {2}who {8}MUELLER BEISPIEL\/JUERGEN$/m);
    expect(told.get('receive')).to.match(/^ {2}document {3}P UTO TB1234567, born 1975-03-14, until 2032-04-15$/m);
    await logbook.sql`delete from pnr.record where id = (select record from pnr.match where id = ${reference})`;
  });

  it('has the database refuse what is no step, and forget matches with their record', async () => {
    const { sql } = logbook;
    const step = (id: string, change: string) => sql.unsafe(`update pnr.match set ${change} where id = $1`, [id]);
    const refused = async (id: string, change: string) =>
      expect(await step(id, change).then(() => 'done', String)).to.match(/cannot become|does not change/);
    await refused(couple, "state = 'confirmed'");
    await refused(wanted, "state = 'open', reviewed_by = null, reviewed_at = null");
    await refused(wanted, 'record_version = 7');
    await refused(couple, "traveller = '2'");
    const releaseRow = (id: string, officer: string) =>
      sql`insert into pnr.release (match, recipient, released_by, released_at)
        select id, 'XD-PIU', ${officer === '' ? sql`reviewed_by` : officer}, ${new Date()} from pnr.match where id = ${id}`;
    for (const [id, officer] of [
      [couple, 'p'],
      [wanted, ''],
    ] as const) {
      expect(await releaseRow(id, officer).then(() => 'done', String)).to.match(/cannot become released/);
    }
    await sql`delete from pnr.record where id = (select record from pnr.match where id = ${couple})`;
    expect((await sql`select id from pnr.match`).map(({ id }) => String(id))).to.deep.equal([wanted]);
  });

  it('gives a SIS that failed it time to recover, as everybody who asks it does then', async () => {
    await logbook.sql`alter schema sis rename to sis_away`;
    const asked = AssessFlightRequest.fromPartial({
      access: unitAccess('PNR-6-2-A'),
      ...{ carrier: '0X', number: '123', departsOn: DEPARTS, origin: 'IST' },
    });
    const search = SearchPersonsRequest.fromPartial({
      access: policeAccess(),
      name: { surname: 'Musterfrau', dateOfBirth: '1980-01-02' },
    });
    // Three comparisons each time; a circuit opens when twenty questions of ten seconds failed, which take longer on a busy machine.
    let message = '';
    for (let round = 0; round < 5 && !message.includes('given time'); round++) {
      const assessments = Array.from({ length: 7 }, () => stack.call('XA-PIU', Assessment.assessFlight, asked));
      for (const outcome of await Promise.all(assessments))
        expect(refusalOf(outcome).reason).to.equal('SYSTEM_UNAVAILABLE');
      ({ message } = refusalOf(await stack.call('XA-POLICE', SisServiceService.searchPersons, search)));
    }
    expect(message).to.include('SIS failed repeatedly and is given time to recover');
  });
});
