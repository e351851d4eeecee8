import { expect } from 'chai';
import { TEST_RECORDS } from '../../../src/adapters/police-records/simulator/test-records.js';
import type { GrpcClient } from '../../../src/client/grpc-client.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import {
  PoliceRecordsServiceService,
  type SearchRecordsOnceRequest,
  SearchRecordsRequest,
} from '../../../src/gen/ostiary/police_records/v1/police_records.js';
import { RECORD_CASES } from '../../../src/world/test-record-cases.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import {
  outcomeName,
  type PoliceRecordsStack,
  recordSearch,
  startPoliceRecordsStack,
  statuses,
  suspectAccess,
} from '../../helpers/police-records.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../../helpers/receipts.js';

const { knownToPolice, notAnsweredByAll, unknownToAll } = TEST_PERSONS;
const search = PoliceRecordsServiceService.searchRecordsOnce;

describe('police records of other states, through a whole gateway', () => {
  let stack: PoliceRecordsStack;
  let logbook: Logbook;
  let police: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startPoliceRecordsStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.grpc('XA-POLICE');
    token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const ask = async (request: SearchRecordsOnceRequest, deadlineMs = 5_000) =>
    answerOf(await police.call(search, request, { token, deadlineMs }));
  const refusal = async (request: SearchRecordsOnceRequest, as = police, with_ = token) =>
    refusalOf(await as.call(search, request, { token: with_ }));

  it('are found in two states, not found in one, not known of one, and not asked of one that takes no part', async () => {
    await stack.behave('XE', { fault: 'timeout' });
    const { response } = await ask(recordSearch(knownToPolice), 2_000);
    await stack.behave('XE', { fault: null });
    expect(statuses(response.states)).to.deep.equal({
      XB: 'HIT',
      XC: 'HIT',
      XD: 'NO_HIT',
      XE: 'TIMED_OUT',
      XF: 'NOT_SEARCHED',
    });
    expect(outcomeName(response.outcome?.status)).to.equal('HIT');
    const matches = response.states.flatMap((state) => state.matches);
    expect(matches.map(({ recordReference, quality }) => [recordReference, quality])).to.have.deep.members([
      [TEST_RECORDS.delivered, 100],
      [TEST_RECORDS.refused, 100],
    ]);
    for (const { handling } of matches) {
      expect(handling?.codes).to.include.members([
        HandlingCode.CONFIRM_BEFORE_USE,
        HandlingCode.DELETE_WHEN_NOT_NEEDED,
      ]);
    }
  });

  for (const { ask: person, states, shows } of RECORD_CASES) {
    it(`are as the page of test persons says: ${shows}`, async () => {
      expect(statuses((await ask(recordSearch(person), 2_500)).response.states)).to.deep.equal(states);
    });
  }

  it('are told by number, quality and reference, with numbers and times of the replies, and by nothing else', async () => {
    const { response, bytes } = await ask(recordSearch(knownToPolice, { memberStates: ['XB'] }));
    const [state] = response.states;
    expect(state).to.deep.include({ memberState: 'XB', matchCount: 1 });
    expect(state?.replyNumber).to.match(/^[0-9A-Z]{26}$/);
    expect(Date.parse(state?.repliedAt ?? '')).to.be.at.least(Date.parse(state?.askedAt ?? ''));
    const text = Buffer.from(bytes).toString('latin1');
    for (const told of ['Voorbeeld', 'Maarten', '1983', 'Burglary']) expect(text).to.not.include(told);
  });

  it('are answered for by a receipt', async () => {
    const { response, bytes } = await ask(recordSearch(unknownToAll));
    expectVerified(toReceiptFile(response.receipt), stack.gateway.verifierKey, bytes);
  });

  it('are found by other spellings, other names, and less than a whole date', async () => {
    const found = async (request: SearchRecordsOnceRequest): Promise<number | undefined> =>
      (await ask(request)).response.states[0]?.matches[0]?.quality;
    const memberStates = ['XB'];
    const { dateOfBirth } = knownToPolice;
    expect(await found(recordSearch({ surname: 'VOORBEELD STAAL', dateOfBirth }, { memberStates }))).to.equal(100);
    expect(await found(recordSearch({ surname: 'Voorbeeld', dateOfBirth }, { memberStates }))).to.equal(100);
    expect(await found(recordSearch({ ...knownToPolice, dateOfBirth: '1983-00-00' }, { memberStates }))).to.equal(100);
    expect(
      await found(
        recordSearch(
          { surname: 'Anders', forename: 'Maarten', dateOfBirth },
          { memberStates },
          { otherNames: [{ familyNames: 'Voorbeeld-Staal', firstNames: '' }] },
        ),
      ),
    ).to.equal(100);
    expect(await found(recordSearch({ ...knownToPolice, dateOfBirth: '1983-08-25' }, { memberStates }))).to.equal(
      undefined,
    );
  });

  it('are never called "no hit" when a state did not answer, and say which one and why', async () => {
    const { response } = await ask(recordSearch(notAnsweredByAll), 2_000);
    expect(statuses(response.states)).to.deep.equal({
      XB: 'HIT',
      XC: 'REFUSED',
      XD: 'TIMED_OUT',
      XE: 'UNAVAILABLE',
      XF: 'NOT_SEARCHED',
    });
    const only = async (memberStates: string[]) =>
      outcomeName((await ask(recordSearch(notAnsweredByAll, { memberStates }), 2_000)).response.outcome?.status);
    expect(await only(['XC'])).to.equal('REFUSED');
    expect(await only(['XC', 'XE'])).to.equal('UNAVAILABLE');
    expect(await only(['XD', 'XE'])).to.equal('TIMED_OUT');
    expect(await only(['XF'])).to.equal('NOT_SEARCHED');
    const { response: nowhere } = await ask(recordSearch(unknownToAll));
    expect(outcomeName(nowhere.outcome?.status)).to.equal('NO_HIT');
  });

  it('do not include those of the own state, unless it is named', async () => {
    const { response } = await ask(recordSearch(knownToPolice, { memberStates: ['XA', 'QQ'] }));
    expect(statuses(response.states)).to.deep.equal({ XA: 'NO_HIT', QQ: 'NOT_SEARCHED' });
  });

  it('are in the log with the states that were asked and what became of it, and what was asked', async () => {
    const { response } = await ask(recordSearch(knownToPolice, { memberStates: ['XB', 'XF'] }));
    const [intent, outcome] = await logbook.ofRequest(response.receipt?.requestId ?? '');
    const what = intent?.sections.what;
    expect(what?.query).to.deep.equal({
      max_matches: 10,
      member_states: ['XB', 'XF'],
      person: { date_of_birth: '1983-08-24', family_names: 'Voorbeeld-Staal', first_names: 'Maarten' },
    });
    expect(intent?.leaf.bucket).to.match(/^prum2-3y\//);
    const result = outcome!.sections.result!;
    expect(result.places).to.have.deep.members([
      { place: 'XB', status: 'HIT' },
      { place: 'XF', status: 'NOT_SEARCHED' },
    ]);
    expect(result.disclosed).to.deep.equal([
      {
        category: 'INDEX',
        fields: ['frame', 'match', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED', 'CONFIRM_BEFORE_USE'],
        reference: TEST_RECORDS.delivered,
      },
    ]);
  });

  it('are not searched by less than two of first names, family names and date of birth', async () => {
    for (const person of [
      { surname: 'Voorbeeld' },
      { forename: 'Maarten' },
      { dateOfBirth: '1983-08-24' },
      { surname: ' ', dateOfBirth: '1983-08-24' },
    ]) {
      const refused = await refusal(recordSearch(person));
      expect(refused.reason).to.equal('REQUEST_INVALID');
      expect(refused.violations.map(({ field, description }) => `${field}: ${description}`)).to.deep.equal([
        'person.first_names: at_least_two: at least two of first_names, family_names, date_of_birth must be given',
      ]);
    }
  });

  it('are not searched by names that no pseudonym can be made of, each of which is named', async () => {
    const refused = await refusal(
      recordSearch(
        { surname: '1234', forename: '-', dateOfBirth: '1983-08-24' },
        {},
        { otherNames: [{ familyNames: '7', firstNames: '' }] },
      ),
    );
    expect(refused.violations.map(({ field }) => field)).to.deep.equal([
      'person.first_names',
      'person.family_names',
      'person.other_names[0].family_names',
    ]);
  });

  it('are searched for offences punishable by one year or more, about suspects and convicted persons', async () => {
    const access = suspectAccess({
      offence: { code: 'trespass', maximumPenaltyMonths: 11, terrorist: false, listedAs: '' },
    });
    expect((await refusal(recordSearch(knownToPolice, { access }))).reason).to.equal('THRESHOLD_NOT_MET');
  });

  it('are for states that offer theirs', async () => {
    const outsider = await stack.grpc('XF-POLICE');
    const theirs = await (await stack.identity('XF-POLICE')).mintToken({ officer: 'officer-3' });
    const refused = await refusal(recordSearch(knownToPolice), outsider, theirs);
    expect(refused).to.deep.include({ reason: 'FORBIDDEN' });
    expect(refused.metadata).to.deep.include({ rule: 'RECIPROCITY' });
  });

  it('answer over REST as over gRPC', async () => {
    const rest = await stack.rest('XA-POLICE');
    const { status, text } = await rest.call('POST', '/v1/police-records:search', {
      token,
      body: JSON.stringify({
        access: {
          legalBasisId: 'PRUM2-26',
          purpose: 'PURPOSE_PRUM_SEARCH',
          caseReference: 'CASE-2026-000456',
          justification: 'series of burglaries, suspect named by a witness',
          operatingUnit: 'Criminal investigation 3',
          offence: { code: 'burglary', maximumPenaltyMonths: 60 },
          personCategory: 'PERSON_CATEGORY_SUSPECT',
          aim: 'SEARCH_AIM_OBTAIN_MORE',
        },
        person: { familyNames: 'Voorbeeld-Staal', dateOfBirth: '1983-08-24' },
        memberStates: ['XB', 'XD'],
      }),
    });
    expect(status).to.equal(200);
    const { states } = JSON.parse(text) as { states: { memberState: string; status: string }[] };
    expect(states.map((state) => [state.memberState, state.status])).to.deep.equal([
      ['XB', 'OUTCOME_STATUS_HIT'],
      ['XD', 'OUTCOME_STATUS_NO_HIT'],
    ]);
  });

  describe('state by state', () => {
    const byState = (request: SearchRecordsOnceRequest, deadlineMs = 5_000) =>
      police.callParts(PoliceRecordsServiceService.searchRecords, SearchRecordsRequest.fromPartial(request), {
        token,
        deadlineMs,
      });

    it('are shown in the order in which the states answer, each with its outcome', async () => {
      const memberStates = ['XB', 'XC', 'XF'];
      await stack.behave('XB', { latencyMs: 1_500 });
      const shown: (readonly [string | undefined, string, string | undefined])[] = [];
      for await (const part of byState(recordSearch(knownToPolice, { memberStates }))) {
        if (part.kind === 'refusal') throw new Error(part.refusal.message);
        if (part.kind === 'part') {
          const { state, outcome } = part.response;
          expect(state?.status).to.equal(outcome?.status);
          shown.push([state?.memberState, outcomeName(outcome?.status), state?.matches[0]?.recordReference]);
        } else {
          expect(part.response.state).to.equal(undefined);
          const entries = await logbook.ofRequest(part.response.receipt?.requestId ?? '');
          const parts = entries.filter(({ leaf }) => leaf.kind === 'part');
          expect(parts.map(({ sections }) => sections.result?.places)).to.deep.equal([
            [{ place: 'XF', status: 'NOT_SEARCHED' }],
            [{ place: 'XC', status: 'HIT' }],
            [{ place: 'XB', status: 'HIT' }],
          ]);
        }
      }
      await stack.behave('XB', { latencyMs: 40 });
      expect(shown).to.deep.equal([
        ['XF', 'NOT_SEARCHED', undefined],
        ['XC', 'HIT', TEST_RECORDS.refused],
        ['XB', 'HIT', TEST_RECORDS.delivered],
      ]);
    });

    it('end with a receipt also when states do not answer in time', async () => {
      const shown: Record<string, string> = {};
      let ended = false;
      for await (const part of byState(recordSearch(notAnsweredByAll), 2_000)) {
        if (part.kind === 'refusal') throw new Error(part.refusal.message);
        if (part.kind === 'part') {
          shown[part.response.state?.memberState ?? ''] = outcomeName(part.response.outcome?.status);
        } else ended = true;
      }
      expect(shown).to.deep.equal({
        XB: 'HIT',
        XC: 'REFUSED',
        XD: 'TIMED_OUT',
        XE: 'UNAVAILABLE',
        XF: 'NOT_SEARCHED',
      });
      expect(ended).to.equal(true);
    });

    it('over REST are lines', async () => {
      const rest = await stack.rest('XA-POLICE');
      const body = JSON.stringify(
        SearchRecordsRequest.toJSON(
          SearchRecordsRequest.fromPartial(recordSearch(knownToPolice, { memberStates: ['XB', 'XD'] })),
        ),
      );
      const { status, lines } = await rest.callParts('/v1/police-records/states:search', {
        token,
        body,
      });
      expect(status).to.equal(200);
      const told: unknown[] = [];
      for await (const line of lines) told.push(Object.keys(JSON.parse(line) as object));
      expect(told).to.deep.equal([['outcome', 'state'], ['outcome', 'state'], ['receipt']]);
    });
  });
});
