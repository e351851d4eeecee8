/** Questions under Prüm between the gateways of two states, above all for DNA profiles, each with its own log, database and PKI, over real mutual TLS. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { TEST_DNA_REFERENCES } from '../../../src/adapters/prum/dna/simulator/test-profiles.js';
import { collectFromLog } from '../../../src/audit/completeness/collect.js';
import { type ItemSet, itemOf, itemSet, without } from '../../../src/audit/completeness/items.js';
import { loadPairKey } from '../../../src/audit/completeness/pair-key.js';
import { dayOf, parsePair } from '../../../src/audit/completeness/pair.js';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { checkAnswer } from '../../../src/gateway/partners/check-answer.js';
import { PersonCategory } from '../../../src/gen/ostiary/common/v1/access.js';
import {
  ConfirmDnaMatchRequest,
  DnaQuality,
  PrumDnaServiceService as service,
  type SearchDnaOnceRequest,
} from '../../../src/gen/ostiary/prum/v1/dna.js';
import { MatchVerdict } from '../../../src/gen/ostiary/prum/v1/exchange.js';
import { Ender } from '../../../src/shared/ending.js';
import { formatAsking } from '../../../src/shared/asking-request.js';
import { newRequestId } from '../../../src/shared/request-id.js';
import { TEST_DNA, type TestProfile } from '../../../src/world/test-dna.js';
import { eventually } from '../../helpers/eventually.js';
import { confirmAccess, dnaAccess, dnaSearch, dnaSearchByState, dnaStatuses, outcomeName } from '../../helpers/prum.js';
import {
  behave,
  PRUM_PAIR,
  type PrumPartners,
  type PrumPlace,
  startPrumPartners,
} from '../../helpers/prum-partners.js';
import { answerOf, refusalOf, toReceiptFile } from '../../helpers/receipts.js';
import { testOtherCategories } from './partner-categories.js';

/** What XB is asked by XA's gateway. */
const stateQuery = (profile: TestProfile, changes: Partial<SearchDnaOnceRequest> = {}) =>
  dnaSearch(profile, {
    access: dnaAccess({ legalBasisId: 'PRUM2-37-DNA', personCategory: PersonCategory.UNSPECIFIED }),
    memberStates: ['XB'],
    ...changes,
  });

describe('data under Prüm between two gateways', function () {
  this.timeout(120_000);
  let both: PrumPartners;
  let key: Uint8Array;

  before(async () => {
    both = await startPrumPartners();
    key = await loadPairKey(join(both.secrets, 'pair.key'), parsePair(PRUM_PAIR));
  });
  after(() => both.stop());

  /** Asks as the police of XA. */
  async function search(request: SearchDnaOnceRequest, deadlineMs = 5_000) {
    const { client, token } = await both.xa.as('XA-POLICE');
    return answerOf(await client.call(service.searchDnaOnce, request, { token, deadlineMs }));
  }
  const statusOfXb = async (deadlineMs?: number): Promise<string | undefined> => {
    const { response } = await search(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }), deadlineMs);
    return dnaStatuses(response.states).XB;
  };
  /** What XA's log says of the last question to XB. */
  async function lastResult() {
    const entries = await both.xa.logbook.entries();
    return entries.findLast(({ leaf }) => leaf.authority === 'XA-NCP' && leaf.kind === 'outcome')?.sections.result;
  }

  it('are found in the other state, and both logs say who asked whom, and when', async () => {
    const { response } = await search(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }));
    const [state] = response.states;
    expect(outcomeName(state?.reply?.status)).to.equal('HIT');
    expect(state?.matches.map(({ referenceNumber }) => referenceNumber)).to.deep.equal([TEST_DNA_REFERENCES.fullMatch]);
    expect(state?.matches[0]?.comparison?.quality).to.equal(DnaQuality.FULL);

    const { requestId } = toReceiptFile(response.receipt);
    const here = await both.xa.logbook.ofRequest(requestId);
    expect(here.map(({ leaf }) => `${leaf.authority} ${leaf.kind}`)).to.deep.equal([
      'XA-POLICE intent',
      'XA-NCP intent',
      'XA-NCP outcome',
      'XA-POLICE outcome',
    ]);
    const [own, asked, replied] = here;
    const there = await both.xb.logbook.ofRequest(requestId);
    expect(there.map(({ leaf }) => `${leaf.authority} ${leaf.system} ${leaf.kind}`)).to.deep.equal([
      'XA-NCP PRUM_DNA intent',
      'XA-NCP PRUM_DNA outcome',
    ]);
    const [intent, outcome] = there;

    // Art. 40(1): which state asked, the time of request and reply, databases asked, databases that replied.
    expect(asked?.sections.what?.asked_of).to.deep.equal({ member_state: 'XB', origin: 'xb.example/audit' });
    expect(replied?.sections.result).to.deep.include({
      places: [{ place: 'XB', status: 'HIT' }],
      replied_at: state?.reply?.repliedAt,
      reply_number: state?.reply?.replyNumber,
      logged_there: {
        leaf_hash: outcome?.leafHash.toString('hex'),
        leaf_index: outcome?.index,
        origin: 'xb.example/audit',
      },
    });
    expect(intent?.sections.who?.member_state).to.equal('XA');
    expect(intent?.sections.what?.asked_by).to.deep.equal({ origin: 'xa.example/audit', request_id: requestId });
    expect(intent?.sections.what?.query).to.deep.include({ member_states: ['XB'] });
    expect(outcome?.sections.result?.places).to.deep.equal([{ place: 'XB', status: 'HIT' }]);
    const times = [asked, intent, outcome, replied].map((entry) => entry?.leaf.time ?? Number.NaN);
    expect(times).to.deep.equal([...times].sort((one, other) => one - other));

    // The other state knows the officer by pseudonym, and the case by the number of the request.
    const pseudonym = own?.sections.who?.pseudonym;
    expect(pseudonym).to.match(/^20[0-9]{2}q[1-4]-[0-9a-f]{32}$/);
    expect(intent?.sections.who?.officer).to.equal(pseudonym);
    expect(intent?.sections.why?.case_reference).to.equal(requestId);
    const told = JSON.stringify(there.map(({ sections }) => sections));
    for (const secret of ['officer-17', 'XA-POLICE', 'CASE-2026-000789', 'burglary', 'Criminal investigation']) {
      expect(told).not.to.include(secret);
    }
  });

  it('are not found where they are not', async () => {
    const { response } = await search(dnaSearch(TEST_DNA.unknownToAll, { memberStates: ['XB'] }));
    expect(outcomeName(response.outcome?.status)).to.equal('NO_HIT');
  });

  it('come beside those of simulated states, each once, in the order in which they are known', async () => {
    const { client, token } = await both.xa.as('XA-POLICE');
    const shown: unknown[] = [];
    const request = dnaSearchByState(TEST_DNA.knownToPolice, { memberStates: ['XB', 'XC', 'XF'] });
    for await (const part of client.callParts(service.searchDna, request, { token, deadlineMs: 5_000 })) {
      if (part.kind === 'part')
        shown.push([part.response.state?.reply?.memberState, outcomeName(part.response.outcome?.status)]);
    }
    expect(shown).to.have.deep.members([
      ['XF', 'NOT_SEARCHED'],
      ['XC', 'HIT'],
      ['XB', 'HIT'],
    ]);
  });

  it('are ranked over all states where that is asked for: quality first', async () => {
    const ranks = async (ranked: boolean) => {
      const { response } = await search(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XC', 'XB'], ranked }));
      return Object.fromEntries(
        response.states.flatMap(({ matches }) => matches.map(({ referenceNumber, rank }) => [referenceNumber, rank])),
      ) as Record<string, number>;
    };
    // XB's is a full match, quality 1; a value of XC's dropped out, quality 2.
    expect(await ranks(true)).to.deep.equal({ [TEST_DNA_REFERENCES.fullMatch]: 1, [TEST_DNA_REFERENCES.stain]: 2 });
    expect(await ranks(false)).to.deep.equal({ [TEST_DNA_REFERENCES.fullMatch]: 0, [TEST_DNA_REFERENCES.stain]: 0 });
  });

  it('of the own state alone are shown to another state’s gateway, and nothing that this gateway makes of them', async () => {
    const { client, token } = await both.xb.as('XA-NCP');
    const ask = (request: SearchDnaOnceRequest) => client.call(service.searchDnaOnce, request, { token });
    const { response } = answerOf(await ask(stateQuery(TEST_DNA.knownToPolice)));
    const [match] = response.states[0]?.matches ?? [];
    expect(match).to.include({
      referenceNumber: TEST_DNA_REFERENCES.fullMatch,
      comparison: undefined,
      chance: undefined,
    });
    expect(match?.profile).to.have.length(17);

    const others = dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XC'] });
    expect(refusalOf(await ask(others)).metadata).to.deep.include({ system: 'PRUM_DNA', rule: 'OWN_GATEWAY' });
    // Nor may it search on grounds meant for the own authorities, or have its question passed on.
    expect(refusalOf(await ask(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }))).reason).to.equal(
      'OPERATION_NOT_ALLOWED',
    );
    const passedOn = stateQuery(TEST_DNA.knownToPolice, { memberStates: ['XB', 'XC'] });
    expect(refusalOf(await ask(passedOn)).reason).to.equal('OPERATION_NOT_ALLOWED');

    const home = await both.xb.as('XB-NCP');
    const own = await home.client.call(service.searchDnaOnce, stateQuery(TEST_DNA.knownToPolice), {
      token: home.token,
    });
    expect(refusalOf(own).metadata).to.deep.include({ system: 'PRUM_DNA', rule: 'OWN_GATEWAY' });
  });

  it('of a state with a gateway are followed up there, never with a simulated holder here', async () => {
    const { client, token } = await both.xa.as('XA-POLICE');
    const { response } = await search(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }));
    expect(response.states[0]?.matchCount).to.equal(1);
    const confirmed = await client.call(
      service.confirmDnaMatch,
      ConfirmDnaMatchRequest.fromPartial({
        access: confirmAccess(),
        match: { searchRequestId: response.receipt?.requestId ?? '', referenceNumber: TEST_DNA_REFERENCES.fullMatch },
        review: { verdict: MatchVerdict.CONFIRMED, remarks: 'all sixteen loci compared by hand' },
      }),
      { token },
    );
    expect(refusalOf(confirmed).violations.map(({ field }) => field)).to.deep.equal(['match.reference_number']);
  });

  testOtherCategories(() => both);

  it('are not had from a gateway whose answer is proved by another key', async () => {
    await writeFile(join(both.secrets, 'other.vkey'), generateLogKey('xb.example/audit').verifierKey);
    await both.restartXa({ vkeyFile: join(both.secrets, 'other.vkey') });
    expect(await statusOfXb()).to.equal('UNAVAILABLE');
    expect(await lastResult()).to.deep.include({ status: 'UNAVAILABLE', detail: { reason: 'RECEIPT_NOT_VALID' } });
    await both.restartXa({});
  });

  it('are not believed with a receipt of another access, or one that says nothing of the answer', async () => {
    const { client, token } = await both.xb.as('XA-NCP');
    const ask = async (requestId: string) => {
      const asking = formatAsking({ origin: 'xa.example/audit', requestId });
      return answerOf(await client.call(service.searchDnaOnce, stateQuery(TEST_DNA.unknownToAll), { token, asking }));
    };
    const [first, second] = [newRequestId(Date.now()), newRequestId(Date.now())];
    const { bytes, receipt } = await ask(first);
    await ask(second);
    const settings = { memberState: 'XB', vkey: both.xb.gateway.verifierKey, askAs: 'XA-NCP' };
    const expected = { system: 'PRUM_DNA', requestId: first };
    expect(checkAnswer(bytes, settings, expected)).to.deep.equal({
      logOrigin: 'xb.example/audit',
      leafIndex: receipt.leafIndex,
      leafHash: Buffer.from(receipt.leafHash).toString('hex'),
    });
    const problem = (change: () => unknown): string => {
      try {
        change();
        return 'believed';
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(problem(() => checkAnswer(bytes, settings, { ...expected, requestId: second }))).to.include(
      'another access',
    );
    expect(problem(() => checkAnswer(bytes, { ...settings, askAs: 'XA-POLICE' }, expected))).to.include(
      'another access',
    );
    // Field 15, a varint, after all others: the answer is another one.
    const longer = Buffer.concat([bytes, Buffer.from([0x78, 0x01])]);
    expect(problem(() => checkAnswer(longer, settings, expected))).to.include('not the one that was logged');
    expect(problem(() => checkAnswer(Buffer.alloc(0), settings, expected))).to.include('has none');
  });

  it('time out when the other state does not answer, at home or at all', async () => {
    await behave(both.xb, 'XB', 'timeout');
    expect(await statusOfXb(1_500)).to.equal('TIMED_OUT');
    await behave(both.xb, 'XB', null);
    both.relay.stall();
    expect(await statusOfXb(1_500)).to.equal('TIMED_OUT');
    await eventually(async () => {
      expect(await lastResult()).to.deep.include({ status: 'TIMED_OUT', detail: { reason: 'TIMED_OUT' } });
    });
    both.relay.restore();
    await both.restartXa({});
  });

  it('are not looked for any more when the caller gives up', async () => {
    await behave(both.xb, 'XB', 'timeout');
    const { client, token } = await both.xa.as('XA-POLICE');
    const from = await both.xb.logbook.size();
    const ending = new Ender();
    const given = { token, deadlineMs: 8_000, ending };
    const call = client.call(service.searchDnaOnce, dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }), given);
    const [asked] = await eventually(async () => {
      const entries = await both.xb.logbook.entries(from);
      expect(entries).to.have.length(1);
      return entries;
    });
    ending.abort(new Error('not wanted any more'));
    expect(await call.catch((error: unknown) => (error as { code?: number }).code)).to.equal(status.CANCELLED);
    await eventually(async () => {
      const there = await both.xb.logbook.ofRequest(asked?.leaf.requestId ?? '');
      expect(there.at(-1)?.sections.result).to.include({ status: 'CANCELLED' });
      expect(await lastResult()).to.deep.include({ status: 'UNAVAILABLE', detail: { reason: 'CANCELLED' } });
    });
    await behave(both.xb, 'XB', null);
  });

  it('are refused by the other state’s policy without a fault of anybody', async () => {
    await behave(both.xb, 'XB', 'refuses');
    expect(await statusOfXb()).to.equal('REFUSED');
    await behave(both.xb, 'XB', null);
  });

  it('are not asked for again and again while the other gateway is down, and then again', async () => {
    await both.restartXa({});
    both.relay.cut();
    const before = (await both.xb.logbook.entries()).length;
    for (let asked = 0; asked < 5; asked += 1) expect(await statusOfXb()).to.equal('UNAVAILABLE');
    expect(await lastResult()).to.deep.include({ status: 'UNAVAILABLE', detail: { reason: 'UNREACHABLE' } });
    both.relay.restore();
    // The circuit is open: the question is not put, and no entry says that it was.
    const written = (await both.xa.logbook.entries()).filter(({ leaf }) => leaf.authority === 'XA-NCP').length;
    expect(await statusOfXb()).to.equal('UNAVAILABLE');
    expect((await both.xa.logbook.entries()).filter(({ leaf }) => leaf.authority === 'XA-NCP')).to.have.length(written);
    expect(await metric(both.xa)).to.equal('1');
    await eventually(async () => expect(await statusOfXb()).to.equal('HIT'), 30_000);
    expect(await metric(both.xa)).to.equal('0');
    expect((await both.xb.logbook.entries()).length).to.be.greaterThan(before);
  });

  it('leave the same accesses in both logs, and one that is missing in either is found', async () => {
    await search(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }));
    const day = dayOf(Date.now());
    const pair = parsePair(PRUM_PAIR);
    const collect = async ({ logbook }: PrumPlace) => {
      const collected = await collectFromLog(logbook.sql, { pair, day, key });
      expect(collected.repeated).to.deep.equal([]);
      return collected;
    };
    const items = (accesses: readonly { readonly item: string }[]): ItemSet =>
      itemSet(accesses.map(({ item }) => item));
    const here = await collect(both.xa);
    const there = await collect(both.xb);
    const answered = here.accesses.filter(({ outcome }) => outcome === 'answered');
    expect(answered.length).to.be.greaterThan(5);
    // Whatever was answered here is logged there.
    expect(without(items(answered), items(there.accesses))).to.deep.equal([]);

    // Somebody asks in XA's name past XA's log.
    const past = newRequestId(Date.now());
    const { client, token } = await both.xb.as('XA-NCP');
    const asking = formatAsking({ origin: 'xa.example/audit', requestId: past });
    const before = without(items(there.accesses), items(here.accesses));
    answerOf(await client.call(service.searchDnaOnce, stateQuery(TEST_DNA.unknownToAll), { token, asking }));
    const onlyThere = without(items((await collect(both.xb)).accesses), items(here.accesses));
    expect(without(onlyThere, before)).to.deep.equal([itemOf(key, pair, day, past)]);

    // XB takes an access out of its log.
    const [last] = answered.slice(-1);
    const gone = there.accesses.find(({ item }) => item === last?.item);
    const { sql } = both.xb.logbook;
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`delete from audit.log_entry where idx = ${gone?.index ?? -1}`;
    });
    expect(without(items(answered), items((await collect(both.xb)).accesses))).to.deep.equal([last?.item]);
  });
});

/** Whether the circuit around XB's gateway is open. */
async function metric({ gateway }: PrumPlace): Promise<string | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${gateway.observabilityPort}/metrics`)).text();
  return /^ostiary_partner_circuit_open\{system="PRUM_DNA",member_state="XB"\} (\S+)$/m.exec(text)?.[1];
}
