/** Ranked searches of SIS through the whole gateway: both faces, the log, and what is told while there is no index. */
import { expect } from 'chai';
import { createAlertWriter } from '../../src/adapters/sis/store/write-alerts.js';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import type { RestClient } from '../../src/client/rest-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import type { Problem } from '../../src/gateway/errors/problem.js';
import { HandlingCode } from '../../src/gen/ostiary/common/v1/handling.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import {
  MatchKind,
  MatchMode,
  SearchObjectsRequest,
  SearchPersonsRequest,
  SisServiceService,
} from '../../src/gen/ostiary/sis/v1/sis.js';
import { systemClock } from '../../src/shared/clock.js';
import { Ender } from '../../src/shared/ending.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { eventually } from '../helpers/eventually.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { type Logbook, openLogbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf } from '../helpers/receipts.js';

const PERSONS = '/v1/sis/persons:search';
const { dateOfBirth } = TEST_PERSONS.summoned;

/** The person summoned, as somebody heard the name: no rule of the Regulation calls it similar. */
const heard = (changes: Partial<SearchPersonsRequest> = {}): SearchPersonsRequest =>
  SearchPersonsRequest.fromPartial({
    access: policeAccess(),
    name: { surname: 'SCHERBAKOV PROBNI', forename: 'Yuliy', dateOfBirth },
    matchMode: MatchMode.RANKED,
    ...changes,
  });

describe('ranked searches at a whole gateway', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let police: GrpcClient;
  let rest: RestClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack({ OSTIARY_SIS_NAME_INDEX: 'true' });
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.grpc('XA-POLICE');
    rest = await stack.rest('XA-POLICE');
    token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    await ask(heard());
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  /** Asks, again when the index was too busy to know the latest changes. */
  const ask = (request: SearchPersonsRequest) =>
    eventually(async () => answerOf(await police.call(SisServiceService.searchPersons, request, { token })));
  const post = (request: SearchPersonsRequest) =>
    rest.call('POST', PERSONS, { token, body: JSON.stringify(SearchPersonsRequest.toJSON(request)) });

  it('give candidates with score and reasons, to be confirmed before use, under a receipt', async () => {
    const { response, bytes, receipt } = await ask(heard());
    expectVerified(receipt, stack.gateway.verifierKey, bytes);
    expect(response.outcome).to.deep.include({ system: 'SIS', status: OutcomeStatus.HIT });
    expect(response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.summoned]);
    const [match] = response.matches;
    expect(match?.match?.kind).to.equal(MatchKind.RANKED);
    expect(match?.match?.score).to.be.within(0.7, 1);
    expect(match?.match?.rules).to.include('date of birth: equal');
    expect(match?.identity?.surname).to.equal(TEST_PERSONS.summoned.surname);
    expect(match?.handling?.codes).to.include(HandlingCode.CONFIRM_BEFORE_USE);
  });

  it('say the same over REST', async () => {
    const { response } = await ask(heard());
    const answer = await eventually(async () => {
      const posted = await post(heard());
      expect(posted.status).to.equal(200);
      return posted;
    });
    const { matches } = JSON.parse(answer.text) as { matches: { match: object; alertReference: string }[] };
    expect(matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.summoned]);
    expect(matches[0]?.match).to.deep.include({ kind: 'MATCH_KIND_RANKED', score: response.matches[0]?.match?.score });
  });

  it('are logged as any search: the mode, what was asked, what was disclosed and of which groups', async () => {
    const { receipt } = await ask(heard({ maxCandidates: 3 }));
    const [intent, outcome] = await logbook.ofRequest(receipt.requestId);
    expect(intent?.sections.what).to.deep.include({
      legal_operations: ['SEARCH_ALPHA'],
      query: {
        match_mode: 'ranked',
        max_candidates: 3,
        name: { surname: 'SCHERBAKOV PROBNI', forename: 'Yuliy', date_of_birth: dateOfBirth },
      },
    });
    const disclosed = outcome?.sections.result?.disclosed as readonly { reference: string; field_groups: string[] }[];
    expect(disclosed.map(({ reference }) => reference)).to.deep.equal([TEST_ALERTS.summoned]);
    expect(JSON.stringify(disclosed)).to.include('match').and.include('identity');
  });

  it('know of an alert as soon as it is deleted', async () => {
    const { surname } = TEST_PERSONS.missingChild;
    const child = heard({ name: personSearch(TEST_PERSONS.missingChild).name });
    const { response } = await ask(child);
    expect(response.matches.map(({ identity }) => identity?.surname)).to.deep.equal([surname]);
    await createAlertWriter(logbook.sql, systemClock).act(new Ender(), async ({ lock, remove }) => {
      await remove((await lock([TEST_ALERTS.missingChild], '0001-01-01')).get(TEST_ALERTS.missingChild)!);
    });
    expect((await ask(child)).response.matches).to.deep.equal([]);
  });

  it('are refused with every fault named when they ask for what they cannot have', async () => {
    const request = heard({ document: { number: 'TB1234567', issuingCountry: '', checkDigit: '' }, maxCandidates: 80 });
    const refusal = refusalOf(await police.call(SisServiceService.searchPersons, request, { token }));
    expect(refusal.reason).to.equal('REQUEST_INVALID');
    expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['document', 'max_candidates']);
    const objects = SearchObjectsRequest.fromPartial({
      access: policeAccess(),
      plate: 'TT-001-ST',
      matchMode: MatchMode.RANKED,
    });
    const ofObjects = refusalOf(await police.call(SisServiceService.searchObjects, objects, { token }));
    expect(ofObjects.violations.map(({ field }) => field)).to.deep.equal(['match_mode']);
  });

  it('are refused, with the time to come back, while the index does not know the latest changes; the rest goes on', async () => {
    await logbook.sql.begin(async (tx) => {
      await tx`lock table sis.change in access exclusive mode`;
      const refused = await Promise.all(Array.from({ length: 30 }, () => post(heard())));
      expect(new Set(refused.map(({ status }) => status))).to.deep.equal(new Set([503]));
      // The first asked alone; the others came while it waited.
      expect(JSON.parse(refused[0]!.text) as Problem).to.deep.include({
        code: 'SYSTEM_UNAVAILABLE',
        metadata: { system: 'SIS', part: 'name-index' },
        retry_after: 1,
      });
      // No circuit has opened: the searches by the rules of the Regulation do not need the index.
      expect((await ask(personSearch(TEST_PERSONS.wanted))).response.matches).to.have.length(1);
    });
    await ask(heard());
  });
});

describe('a gateway without an index of names', () => {
  let stack: GatewayStack;
  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
  });
  after(() => stack.stop());

  it('is the default, refuses ranked searches and says why', async () => {
    const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    const police = await stack.grpc('XA-POLICE');
    const refusal = refusalOf(await police.call(SisServiceService.searchPersons, heard(), { token }));
    expect(refusal.reason).to.equal('REQUEST_INVALID');
    expect(refusal.violations.map(({ field }) => field)).to.deep.equal(['match_mode']);
    expect(refusal.violations[0]?.description).to.contain('OSTIARY_SIS_NAME_INDEX');
    expect(refusal.receipt).not.to.equal(undefined);
  });
});
