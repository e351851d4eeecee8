import { expect } from 'chai';
import { TEST_DNA_REFERENCES } from '../../../src/adapters/prum/dna/simulator/test-profiles.js';
import type { GrpcClient } from '../../../src/client/grpc-client.js';
import { dataLayout } from '../../../src/gateway/config.js';
import {
  type AccessContext,
  PersonCategory,
  PriorSearchKind,
  PriorSearchResult,
  Purpose,
} from '../../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../../src/gen/ostiary/common/v1/handling.js';
import {
  DnaAdvisory,
  DnaDeviation,
  type DnaMatch,
  DnaProbeKind,
  DnaQuality,
  PrumDnaServiceService as service,
  type SearchDnaOnceRequest,
} from '../../../src/gen/ostiary/prum/v1/dna.js';
import { PrumCategory } from '../../../src/gen/ostiary/prum/v1/exchange.js';
import { TEST_DNA } from '../../../src/world/test-dna.js';
import { DNA_CASES } from '../../../src/world/test-dna-cases.js';
import { type Logbook, openLogbook } from '../../helpers/logbook.js';
import {
  dnaAccess,
  dnaSearch,
  dnaSearchByState,
  dnaStatuses,
  lociOf,
  outcomeName,
  type PrumStack,
  startPrumStack,
} from '../../helpers/prum.js';
import { startGatewayStack } from '../../helpers/gateway-stack.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../../helpers/receipts.js';

/** Messages as their JSON says, without what the generated code adds. */
const plain = (messages: readonly object[] = []): unknown[] =>
  messages.map((message) => Object.fromEntries(Object.entries(message).filter(([name]) => name !== '_unknownFields')));

/** Loci at which something is not equal. */
const deviating = (match: DnaMatch | undefined): unknown[] =>
  plain(match?.comparison?.loci.filter(({ deviations }) => deviations.length > 0));

describe('DNA profiles of other states, through a whole gateway', () => {
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

  const ask = async (request: SearchDnaOnceRequest, deadlineMs = 5_000) =>
    answerOf(await police.call(service.searchDnaOnce, request, { token, deadlineMs }));
  const refusal = async (request: SearchDnaOnceRequest, as = police, with_ = token) =>
    refusalOf(await as.call(service.searchDnaOnce, request, { token: with_ }));

  it('are found: a full match of a person, and a stain of the same with a value that dropped out', async () => {
    const { response, bytes } = await ask(dnaSearch(TEST_DNA.knownToPolice));
    expect(dnaStatuses(response.states)).to.deep.equal({
      XB: 'HIT',
      XC: 'HIT',
      XD: 'NO_HIT',
      XE: 'NO_HIT',
      XF: 'NOT_SEARCHED',
    });
    expectVerified(toReceiptFile(response.receipt), stack.gateway.verifierKey, bytes);
    const matches = response.states.flatMap((state) => state.matches);
    const person = matches.find(({ referenceNumber }) => referenceNumber === TEST_DNA_REFERENCES.fullMatch);
    expect(person).to.deep.include({ category: PrumCategory.IDENTIFIED, memberState: 'XB' });
    // Sixteen loci of two values each.
    expect(person?.comparison).to.deep.include({
      quality: DnaQuality.FULL,
      comparedLoci: 16,
      matchedLoci: 16,
      matchedAlleles: 32,
      advisory: DnaAdvisory.UNSPECIFIED,
    });
    expect(plain(person?.profile)).to.have.deep.members(lociOf(TEST_DNA.knownToPolice));
    const stain = matches.find(({ referenceNumber }) => referenceNumber === TEST_DNA_REFERENCES.stain);
    expect(stain?.category).to.equal(PrumCategory.UNIDENTIFIED);
    expect(stain?.comparison).to.deep.include({ quality: DnaQuality.WILDCARD, comparedLoci: 11, matchedLoci: 10 });
    expect(deviating(stain)).to.deep.equal([
      { locus: 'D21S11', asked: '27, 34.2', held: '27, *', deviations: [DnaDeviation.WILDCARD] },
    ]);
    for (const { handling } of matches) {
      expect(handling?.codes).to.include.members([
        HandlingCode.CONFIRM_BEFORE_USE,
        HandlingCode.DELETE_WHEN_NOT_NEEDED,
      ]);
    }
  });

  it('are told with nothing of the person: reference number, state, kind, profile', async () => {
    const { response, bytes } = await ask(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }));
    const [state] = response.states;
    expect(state?.matchCount).to.equal(1);
    expect(state?.reply?.replyNumber).to.match(/^[0-9A-Z]{26}$/);
    expect(Date.parse(state?.reply?.repliedAt ?? '')).to.be.at.least(Date.parse(state?.reply?.askedAt ?? ''));
    for (const told of ['Voorbeeld', 'Maarten', '1983', 'Burglary']) {
      expect(Buffer.from(bytes).toString('latin1')).to.not.include(told);
    }
  });

  it('are near by one base, and say at which locus', async () => {
    const { response } = await ask(dnaSearch(TEST_DNA.microVariant, { memberStates: ['XD'] }));
    const [match] = response.states[0]?.matches ?? [];
    expect(match?.referenceNumber).to.equal(TEST_DNA_REFERENCES.microVariant);
    expect(match?.comparison).to.deep.include({
      quality: DnaQuality.MICRO_VARIANT,
      comparedLoci: 10,
      matchedLoci: 9,
      matchedAlleles: 19,
    });
    expect(deviating(match)).to.deep.equal([
      { locus: 'D19S433', asked: '11, 15.2', held: '11, 15.1', deviations: [DnaDeviation.MICRO_VARIANT] },
    ]);
  });

  it('are marked where few loci match, and the chance is told with the sample that it rests on', async () => {
    const { response } = await ask(dnaSearch(TEST_DNA.fewLoci, { memberStates: ['XC'] }));
    const [match] = response.states[0]?.matches ?? [];
    expect(match?.comparison).to.deep.include({
      quality: DnaQuality.FULL,
      matchedLoci: 7,
      advisory: DnaAdvisory.LOW_LOCI,
    });
    const { chance } = match!;
    expect(chance?.sample).to.match(/^(NIST1036|UKDNA17), /);
    expect(chance).to.deep.include({ loci: 7, profiles: 10_000_000n });
    expect(chance?.expectedHits).to.be.closeTo(10_000_000 * ((chance?.full ?? 0) + (chance?.near ?? 0)), 1e-9);
    const { response: sure } = await ask(dnaSearch(TEST_DNA.knownToPolice, { memberStates: ['XB'] }));
    expect(sure.states[0]?.matches[0]?.chance?.expectedHits).to.be.below(chance?.expectedHits ?? 0);
  });

  for (const { ask: name, kind, states, matches, shows } of DNA_CASES) {
    it(`are as the page of test persons says: ${shows}`, async () => {
      const probe = kind === 'identified' ? DnaProbeKind.IDENTIFIED : DnaProbeKind.UNIDENTIFIED;
      const { response } = await ask(dnaSearch(TEST_DNA[name], {}, probe), 2_500);
      expect(dnaStatuses(response.states)).to.deep.equal(states);
      const found = response.states.flatMap((state) => state.matches);
      expect(
        Object.fromEntries(found.map(({ referenceNumber, comparison }) => [referenceNumber, comparison?.quality])),
      ).to.deep.equal(
        Object.fromEntries(Object.entries(matches).map(([reference, { quality }]) => [reference, quality])),
      );
    });
  }

  it('are never called "no hit" when a state did not answer, and say which one and why', async () => {
    const { response } = await ask(dnaSearch(TEST_DNA.notAnsweredByAll), 2_000);
    expect(dnaStatuses(response.states)).to.deep.equal({
      XB: 'HIT',
      XC: 'REFUSED',
      XD: 'TIMED_OUT',
      XE: 'UNAVAILABLE',
      XF: 'NOT_SEARCHED',
    });
    const only = async (memberStates: string[]) =>
      outcomeName((await ask(dnaSearch(TEST_DNA.notAnsweredByAll, { memberStates }), 2_000)).response.outcome?.status);
    expect(await only(['XC', 'XE'])).to.equal('UNAVAILABLE');
    expect(await only(['XD', 'XE'])).to.equal('TIMED_OUT');
    const { response: nowhere } = await ask(dnaSearch(TEST_DNA.unknownToAll));
    expect(outcomeName(nowhere.outcome?.status)).to.equal('NO_HIT');
  });

  it('are in the log by kind, number of loci and digest of the profile, which itself is nowhere', async () => {
    const { response } = await ask(dnaSearch(TEST_DNA.fewLoci, { memberStates: ['XC', 'XF'] }));
    const [intent, outcome] = await logbook.ofRequest(response.receipt?.requestId ?? '');
    const { profile_sha256: digest, ...query } = intent?.sections.what?.query as Record<string, unknown>;
    expect(digest).to.match(/^[0-9a-f]{64}$/);
    expect(query).to.deep.equal({
      kind: 'UNIDENTIFIED',
      loci: 7,
      max_matches: 10,
      member_states: ['XC', 'XF'],
      own_reference: 'XA-DNA-2026-17',
    });
    expect(intent?.leaf.bucket).to.match(/^prum2-3y\//);
    expect(outcome?.sections.result?.places).to.have.deep.members([
      { place: 'XC', status: 'HIT' },
      { place: 'XF', status: 'NOT_SEARCHED' },
    ]);
    expect(outcome?.sections.result?.disclosed).to.deep.equal([
      {
        category: 'IDENTIFIED',
        fields: ['frame', 'profile', 'match', 'handling'],
        handling: ['DELETE_WHEN_NOT_NEEDED', 'CONFIRM_BEFORE_USE'],
        reference: TEST_DNA_REFERENCES.fewLoci,
      },
    ]);
    expect(JSON.stringify([intent?.sections, outcome?.sections])).to.not.include('34.2');
  });

  describe('are not searched for', () => {
    const { VWA, TH01, D21S11, FGA, D8S1179, D3S1358 } = TEST_DNA.fewLoci;
    const five = { VWA, TH01, D21S11, FGA, D8S1179 };
    const six = { ...five, D3S1358 };
    for (const [what, profile, kind, field, rule] of [
      ['a locus outside the exchange set', { ...six, D99S1: ['1', '2'] }, undefined, 'probe.loci[6]', 'UNKNOWN_LOCUS'],
      ['a mixture', { ...six, D18S51: ['10', '11', '12', '13'] }, undefined, 'probe.loci[6]', 'MIXED_PROFILE'],
      ['an impossible value', { ...six, D18S51: ['15.4', '16'] }, undefined, 'probe.loci[6]', 'INVALID_ALLELE'],
      ['too few loci', { ...five, D18S51: ['12', '*'] }, undefined, 'probe.loci', 'TOO_FEW_LOCI'],
      [
        'a person of whom the standard set is incomplete',
        { ...five, D16S539: ['8', '9'] },
        DnaProbeKind.IDENTIFIED,
        'probe.loci',
        'ESS_INCOMPLETE',
      ],
      ['a missing person, for another purpose', six, DnaProbeKind.MISSING_PERSON, 'probe.kind', 'purpose'],
    ] as const) {
      it(`${what}: ${rule}`, async () => {
        const refused = await refusal(dnaSearch(profile, {}, kind));
        expect(refused.reason).to.equal('REQUEST_INVALID');
        expect(refused.violations.map((one) => one.field)).to.deep.equal([field]);
        expect(refused.violations[0]?.description).to.match(new RegExp(`^${rule}: `));
      });
    }
  });

  it('of missing persons are searched for where national law empowers the authority (Art. 29)', async () => {
    const access = dnaAccess({
      legalBasisId: 'PRUM2-29-DNA',
      purpose: Purpose.MISSING_PERSON,
      personCategory: PersonCategory.REMAINS,
    });
    const search = (nationalLawEmpowered: boolean) =>
      dnaSearch(TEST_DNA.knownToPolice, { access: { ...access, nationalLawEmpowered } }, DnaProbeKind.REMAINS);
    expect(outcomeName((await ask(search(true))).response.outcome?.status)).to.equal('HIT');
    expect((await refusal(search(false))).reason).to.equal('THRESHOLD_NOT_MET');
  });

  it('that third countries gave Europol are not connected, and no state is asked instead (Art. 48)', async () => {
    const access = dnaAccess({ legalBasisId: 'PRUM2-48-DNA' });
    const { response } = await ask(dnaSearch(TEST_DNA.knownToPolice, { access, memberStates: ['XB'] }));
    expect(dnaStatuses(response.states)).to.deep.equal({ EU: 'NOT_SEARCHED' });
  });

  it('are for states that take part, and for whom the rules name', async () => {
    const asking = async (code: string) => ({
      client: await stack.grpc(code),
      token: await (await stack.identity(code)).mintToken({ officer: 'officer-3' }),
    });
    const outsider = await asking('XF-POLICE');
    expect(await refusal(dnaSearch(TEST_DNA.knownToPolice), outsider.client, outsider.token)).to.deep.include({
      reason: 'FORBIDDEN',
    });
    const border = await asking('XB-BORDER');
    expect((await refusal(dnaSearch(TEST_DNA.knownToPolice), border.client, border.token)).reason).to.equal(
      'AUTHORITY_KIND_NOT_ALLOWED',
    );
  });

  it('state by state come in the order in which the states answer, each with its outcome', async () => {
    await stack.behave('XB', { latencyMs: 1_500 });
    const request = dnaSearchByState(TEST_DNA.knownToPolice, { memberStates: ['XB', 'XC', 'XF'] });
    const shown: unknown[] = [];
    for await (const part of police.callParts(service.searchDna, request, { token, deadlineMs: 5_000 })) {
      if (part.kind === 'refusal') throw new Error(part.refusal.message);
      if (part.kind === 'part') {
        const { state, outcome } = part.response;
        expect(state?.reply?.status).to.equal(outcome?.status);
        shown.push([state?.reply?.memberState, outcomeName(outcome?.status), state?.matches[0]?.referenceNumber]);
      } else shown.push(part.response.receipt?.requestId.length);
    }
    await stack.behave('XB', { latencyMs: 40 });
    expect(shown).to.deep.equal([
      ['XF', 'NOT_SEARCHED', undefined],
      ['XC', 'HIT', TEST_DNA_REFERENCES.stain],
      ['XB', 'HIT', TEST_DNA_REFERENCES.fullMatch],
      26,
    ]);
  });

  it('answer over REST as over gRPC', async () => {
    const rest = await stack.rest('XA-POLICE');
    const { status, text } = await rest.call('POST', '/v1/prum/dna:search', {
      token,
      body: JSON.stringify({
        access: {
          legalBasisId: 'PRUM2-6',
          purpose: 'PURPOSE_PRUM_SEARCH',
          caseReference: 'CASE-2026-000789',
          justification: 'stain from the broken window of a burglary',
          operatingUnit: 'Criminal investigation 3',
          personCategory: 'PERSON_CATEGORY_UNKNOWN',
          aim: 'SEARCH_AIM_IDENTIFY',
        },
        probe: { kind: 'DNA_PROBE_KIND_UNIDENTIFIED', loci: lociOf(TEST_DNA.microVariant) },
        memberStates: ['XD'],
      }),
    });
    expect(status, text).to.equal(200);
    const { states } = JSON.parse(text) as {
      states: { matches: { comparison: { quality: string; loci: { locus: string; held: string }[] } }[] }[];
    };
    const [match] = states[0]?.matches ?? [];
    expect(match?.comparison.quality).to.equal('DNA_QUALITY_MICRO_VARIANT');
    expect(match?.comparison.loci).to.deep.include({
      locus: 'D19S433',
      asked: '11, 15.2',
      held: '11, 15.1',
      deviations: ['DNA_DEVIATION_MICRO_VARIANT'],
    });
  });
});

describe('DNA profiles under Prüm I, which is in force until the router starts', () => {
  it('are searched by contact points after a national search, and logged for two years', async function () {
    this.timeout(60_000);
    const stack = await startGatewayStack();
    try {
      const contact = await stack.grpc('XA-NCP');
      const token = await (await stack.identity('XA-NCP')).mintToken({ officer: 'officer-n' });
      const access = dnaAccess({ legalBasisId: 'PRUM1-3' });
      const searched = dnaAccess({
        legalBasisId: 'PRUM1-3',
        priorSearches: [
          { kind: PriorSearchKind.NATIONAL, reference: 'NDB-2026-1', result: PriorSearchResult.NO_MATCH },
        ],
      });
      const ask = (grounds: AccessContext) =>
        contact.call(
          service.searchDnaOnce,
          dnaSearch(TEST_DNA.knownToPolice, { access: grounds, memberStates: ['XB'] }),
          { token, deadlineMs: 10_000 },
        );
      expect(refusalOf(await ask(access)).reason).to.equal('PRECONDITION_NOT_SHOWN');
      expect(refusalOf(await ask(dnaAccess())).reason).to.equal('LEGAL_BASIS_NOT_IN_FORCE');
      const { response } = answerOf(await ask(searched));
      expect(dnaStatuses(response.states)).to.deep.equal({ XB: 'HIT' });
      const logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
      const entries = await logbook.ofRequest(response.receipt?.requestId ?? '');
      await logbook.close();
      expect(entries.map(({ leaf }) => leaf.bucket.split('/')[0])).to.deep.equal(['prum-2y', 'prum-2y']);
    } finally {
      await stack.stop();
    }
  });
});
