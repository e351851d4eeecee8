import { expect } from 'chai';
import { TEST_FACES } from '../../../src/adapters/prum/face/simulator/test-faces.js';
import type { GrpcClient } from '../../../src/client/grpc-client.js';
import { dataLayout } from '../../../src/gateway/config.js';
import { Offence, PersonCategory, Purpose } from '../../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import { PrumCategory } from '../../../src/gen/ostiary/prum/v1/exchange.js';
import {
  PrumFaceServiceService as service,
  type SearchFacesOnceRequest,
  SearchFacesRequest,
} from '../../../src/gen/ostiary/prum/v1/face.js';
import { FACE_CASES } from '../../../src/world/test-face-cases.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import { outcomeName, type PrumStack, startPrumStack } from '../../helpers/prum.js';
import { faceAccess, faceProbe, faceSearch, faceStatuses } from '../../helpers/prum-faces.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../../helpers/receipts.js';

describe('facial images of other states, through a whole gateway', () => {
  let stack: PrumStack;
  let logbook: Logbook;
  let police: GrpcClient;
  let token: string;

  before(async function () {
    this.timeout(60_000);
    stack = await startPrumStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    police = await stack.grpc('XA-POLICE');
    token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
  });
  after(async () => {
    await logbook.close();
    await stack.stop();
  });

  const ask = async (request: SearchFacesOnceRequest, deadlineMs = 5_000) =>
    answerOf(await police.call(service.searchFacesOnce, request, { token, deadlineMs }));
  const refusal = async (request: SearchFacesOnceRequest, as = police, with_ = token) =>
    refusalOf(await as.call(service.searchFacesOnce, request, { token: with_ }));

  for (const { person, states, candidates, shows } of FACE_CASES) {
    it(`of the test person ${person}: ${shows}`, async () => {
      const { response, bytes } = await ask(faceSearch(person), 3_000);
      expect(faceStatuses(response.states)).to.deep.equal(states);
      expectVerified(toReceiptFile(response.receipt), stack.gateway.verifierKey, bytes);
      const found = response.states.flatMap((state) => state.candidates);
      expect(found.map(({ referenceNumber }) => referenceNumber)).to.have.members(Object.keys(candidates));
      for (const { handling, score } of found) {
        expect(handling?.codes).to.include.members([
          HandlingCode.CONFIRM_BEFORE_USE,
          HandlingCode.DELETE_WHEN_NOT_NEEDED,
        ]);
        expect(score).to.be.within(0.45, 1);
      }
    });
  }

  it('are listed best first, the right one before one who looks alike, and no more than are wanted', async () => {
    const list = async (maxCandidates: number) => {
      const { response } = await ask(faceSearch('impersonated', { memberStates: ['XC'], maxCandidates }));
      return response.states[0]?.candidates.map(({ referenceNumber }) => referenceNumber);
    };
    expect(await list(0)).to.deep.equal([TEST_FACES.rightOne, TEST_FACES.lookAlike]);
    expect(await list(1)).to.deep.equal([TEST_FACES.rightOne]);
  });

  it('say whether anybody is known, and nothing of the person', async () => {
    const { response, bytes } = await ask(faceSearch('discreetlyChecked', { memberStates: ['XD'] }));
    const [candidate] = response.states[0]?.candidates ?? [];
    expect(candidate).to.deep.include({
      referenceNumber: TEST_FACES.unidentified,
      category: PrumCategory.UNIDENTIFIED,
      memberState: 'XD',
    });
    for (const told of ['Esempio', 'Chiara', '1969', 'Robbery']) {
      expect(Buffer.from(bytes).toString('latin1')).to.not.include(told);
    }
  });

  it('are in the log by algorithm, size and digest of the vector, which itself is nowhere', async () => {
    const { response } = await ask(faceSearch('wanted', { memberStates: ['XD', 'XF'] }));
    const [intent, outcome] = await logbook.ofRequest(response.receipt?.requestId ?? '');
    const { components_sha256: digest, ...query } = intent?.sections.what?.query as Record<string, unknown>;
    expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(query).to.deep.equal({
      algorithm: 'SYNTHETIC',
      algorithm_version: '1',
      components: 128,
      kind: 'unidentified',
      max_candidates: 10,
      member_states: ['XD', 'XF'],
      own_reference: 'XA-IMG-2026-17',
    });
    expect(intent?.leaf.bucket).to.match(/^prum2-3y\//);
    expect(outcome?.sections.result?.places).to.have.deep.members([
      { place: 'XD', status: 'HIT' },
      { place: 'XF', status: 'NOT_SEARCHED' },
    ]);
    expect(outcome?.sections.result?.disclosed).to.deep.equal([
      {
        category: 'IDENTIFIED',
        fields: ['frame', 'match', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED', 'CONFIRM_BEFORE_USE'],
        reference: TEST_FACES.awaited,
      },
    ]);
    const text = JSON.stringify([intent?.sections, outcome?.sections]);
    for (const component of faceProbe('wanted').components) expect(text).to.not.include(String(component));
  });

  it('are not searched for with vectors that are none, or of another algorithm', async () => {
    const { components } = faceProbe('wanted');
    for (const [probe, field, rule] of [
      [{ algorithm: 'ACME-FACE' }, 'probe.algorithm', 'must be SYNTHETIC'],
      [{ algorithmVersion: '2' }, 'probe.algorithm_version', 'must be 1'],
      [{ algorithm: '' }, 'probe.algorithm', 'must be given'],
      [{ components: components.slice(1) }, 'probe.components', 'must have 128 components'],
      [{ components: components.slice(0, 3) }, 'probe.components', 'at least 64'],
      [{ components: Array.from({ length: 1_025 }, () => 1) }, 'probe.components', 'at most 1024'],
      [{ components: components.map(() => 0) }, 'probe.components', 'must not all be zero'],
      [{ components: components.with(9, NaN) }, 'probe.components[9]', 'must be a finite number'],
      [{ components: components.with(8, 2e6) }, 'probe.components[8]', 'must be from'],
      [{ kind: 0 }, 'probe.kind', 'must be given'],
    ] as const) {
      const refused = await refusal(faceSearch('wanted', {}, probe));
      expect(refused.reason, field).to.equal('REQUEST_INVALID');
      expect(refused.violations.map((one) => one.field)).to.deep.equal([field]);
      expect(refused.violations[0]?.description).to.include(rule);
    }
    const nobody = await refusal(faceSearch('wanted', { memberStates: [] }));
    expect(nobody.violations.map(({ field }) => field)).to.deep.equal(['member_states']);
    const eleven = await refusal(faceSearch('wanted', { maxCandidates: 11 }));
    expect(eleven.violations.map(({ field }) => field)).to.deep.equal(['max_candidates']);
  });

  it('are searched for on what Art. 20 asks for, and not on less', async () => {
    const offence = (maximumPenaltyMonths: number) => Offence.fromPartial({ code: 'theft', maximumPenaltyMonths });
    const on = (changes: Parameters<typeof faceAccess>[0]) =>
      faceSearch('unknownToAll', { access: faceAccess(changes), memberStates: ['XB'] });
    const outcome = async (request: SearchFacesOnceRequest) =>
      outcomeName((await ask(request)).response.outcome?.status);
    const victim = { legalBasisId: 'PRUM2-20-VICTIM', personCategory: PersonCategory.VICTIM };
    const missing = {
      legalBasisId: 'PRUM2-29-FACE',
      purpose: Purpose.MISSING_PERSON,
      personCategory: PersonCategory.MISSING,
    };
    for (const lawful of [
      { offence: offence(12) },
      { personCategory: PersonCategory.CONVICTED },
      { ...victim, nationalLawEmpowered: true },
      { ...missing, nationalLawEmpowered: true },
    ]) {
      expect(await outcome(on(lawful))).to.equal('NO_HIT');
    }
    expect((await refusal(on({ offence: offence(11) }))).reason).to.equal('THRESHOLD_NOT_MET');
    expect((await refusal(on(victim))).reason).to.equal('THRESHOLD_NOT_MET');
    expect((await refusal(on({ personCategory: PersonCategory.VICTIM }))).reason).to.equal('PRECONDITION_NOT_SHOWN');
    expect((await refusal(on({ purpose: Purpose.POLICE_CUSTOMS_CHECK }))).reason).to.equal('PURPOSE_NOT_ALLOWED');
  });

  it('that third countries gave Europol are not connected, and no state is asked instead (Art. 48)', async () => {
    const access = faceAccess({ legalBasisId: 'PRUM2-48-FACE' });
    const { response } = await ask(faceSearch('knownToPolice', { access, memberStates: ['XB'] }));
    expect(faceStatuses(response.states)).to.deep.equal({ EU: 'NOT_SEARCHED' });
  });

  it('are for states that take part, and for whom the rules name', async () => {
    const asking = async (code: string) =>
      [await stack.grpc(code), await (await stack.identity(code)).mintToken({ officer: 'officer-3' })] as const;
    const outsider = await refusal(faceSearch('wanted'), ...(await asking('XF-POLICE')));
    expect(outsider.reason).to.equal('FORBIDDEN');
    const border = await refusal(faceSearch('wanted'), ...(await asking('XB-BORDER')));
    expect(border.reason).to.equal('AUTHORITY_KIND_NOT_ALLOWED');
  });

  it('state by state come in the order in which the states answer, each with its outcome', async () => {
    await stack.behave('XB', { latencyMs: 1_500 });
    const { access, probe } = faceSearch('knownToPolice');
    const request = SearchFacesRequest.fromPartial({ access, probe, memberStates: ['XB', 'XC', 'XF'] });
    const shown: unknown[] = [];
    for await (const part of police.callParts(service.searchFaces, request, { token, deadlineMs: 5_000 })) {
      if (part.kind === 'refusal') throw new Error(part.refusal.message);
      if (part.kind === 'part') {
        const { state, outcome } = part.response;
        expect(state?.reply?.status).to.equal(outcome?.status);
        const [candidate] = state?.candidates ?? [];
        shown.push([state?.reply?.memberState, outcomeName(outcome?.status), candidate?.referenceNumber]);
      } else shown.push(part.response.receipt?.requestId.length);
    }
    await stack.behave('XB', { latencyMs: 40 });
    expect(shown).to.deep.equal([
      ['XF', 'NOT_SEARCHED', undefined],
      ['XC', 'HIT', TEST_FACES.refused],
      ['XB', 'HIT', TEST_FACES.released],
      26,
    ]);
  });

  it('answer over REST as over gRPC', async () => {
    const rest = await stack.rest('XA-POLICE');
    const probe = faceProbe('wanted');
    const search = (components: readonly unknown[]) =>
      rest.call('POST', '/v1/prum/faces:search', {
        token,
        body: JSON.stringify({
          access: {
            legalBasisId: 'PRUM2-20',
            purpose: 'PURPOSE_PRUM_SEARCH',
            caseReference: 'CASE-2026-000951',
            justification: 'robbery, the suspect is on the video of a camera',
            operatingUnit: 'Criminal investigation 3',
            offence: { code: 'robbery', maximumPenaltyMonths: 120 },
            personCategory: 'PERSON_CATEGORY_SUSPECT',
            aim: 'SEARCH_AIM_IDENTIFY',
          },
          probe: { ...probe, kind: 'FACE_PROBE_KIND_UNIDENTIFIED', components },
          memberStates: ['XD'],
        }),
      });
    const { status, text } = await search(probe.components);
    expect(status, text).to.equal(200);
    const { states } = JSON.parse(text) as {
      states: { candidates: { referenceNumber: string; category: string; score: number }[] }[];
    };
    const [candidate] = states[0]?.candidates ?? [];
    expect(candidate).to.deep.include({
      referenceNumber: TEST_FACES.awaited,
      category: 'PRUM_CATEGORY_IDENTIFIED',
    });
    const grpc = await ask(faceSearch('wanted', { memberStates: ['XD'] }));
    expect(candidate?.score).to.equal(grpc.response.states[0]?.candidates[0]?.score);
    for (const bad of ['NaN', 'Infinity', 1e300, 'one', null]) {
      const refused = await search(probe.components.map((one, at) => (at === 3 ? bad : one)));
      expect(refused.status, String(bad)).to.equal(400);
      expect(refused.text, String(bad)).to.include('components[3]');
    }
  });
});

describe('the daily capacity of states for facial images (Art. 23)', () => {
  let stack: PrumStack;
  before(async function () {
    this.timeout(60_000);
    stack = await startPrumStack({}, (policy) =>
      policy.edit(
        'quotas.csv',
        'EACH,day,100,Regulation (EU) 2024/982 Art. 23',
        'EACH,day,2,Regulation (EU) 2024/982 Art. 23',
      ),
    );
  });
  after(() => stack.stop());

  it('is taken of in each state that is named, by all authorities of the asking state, and refused beyond', async () => {
    const police = await stack.grpc('XA-POLICE');
    const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    const contactPoint = await stack.grpc('XA-NCP');
    const its = await (await stack.identity('XA-NCP')).mintToken({ officer: 'officer-1' });
    const search = (memberStates: string[]) => faceSearch('unknownToAll', { memberStates });
    answerOf(await police.call(service.searchFacesOnce, search(['XB', 'XC']), { token }));
    answerOf(await contactPoint.call(service.searchFacesOnce, search(['XB']), { token: its }));
    const refused = refusalOf(await police.call(service.searchFacesOnce, search(['XB', 'XC']), { token }));
    expect(refused.reason).to.equal('QUOTA_EXCEEDED');
    answerOf(await police.call(service.searchFacesOnce, search(['XC']), { token }));
  });
});
