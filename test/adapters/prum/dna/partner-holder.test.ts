import { expect } from 'chai';
import fc from 'fast-check';
import type { DnaQuestion, DnaReply } from '../../../../src/adapters/prum/dna/domain/dna-question.js';
import { createPartnerHolder } from '../../../../src/adapters/prum/dna/partner/partner-holder.js';
import { printProfile } from '../../../../src/adapters/prum/dna/wire/print-profile.js';
import type { PartnerQuestion } from '../../../../src/adapters/prum/exchange/partner.js';
import { OutcomeStatus } from '../../../../src/gen/ostiary/common/v1/outcome.js';
import { SearchDnaOnceRequest, SearchDnaOnceResponse } from '../../../../src/gen/ostiary/prum/v1/dna.js';
import { Ender } from '../../../../src/shared/ending.js';
import { EIGHT, profileOf } from '../../../matching/dna/profiles.js';

const NUMBER = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const REPLY = '01ARZ3NDEKTSV4RRFFQ69G5FAW';
const REFERENCE = 'DNA-XB-I-01ARZ3NDEKTSV4RRFFQ69G5FAX';
const REPLIED_AT = '2026-11-26T12:00:00.123Z';

const question: DnaQuestion = {
  requestNumber: NUMBER,
  askingState: 'XA',
  askedAtMs: 0,
  officer: '2026q4-00000000000000000000000000000000',
  kind: 'unidentified',
  ownReference: 'XA-17',
  profile: profileOf(EIGHT),
  kinds: new Set(['identified', 'unidentified']),
  maxMatches: 10,
};
const loci = printProfile(question.profile);
const frame = { memberState: 'XB', status: OutcomeStatus.HIT, repliedAt: REPLIED_AT, replyNumber: REPLY };
const match = { referenceNumber: REFERENCE, memberState: 'XB', profile: loci };
const hit = { reply: frame, matchCount: 1, matches: [match] };

describe('the holder of another state’s DNA profiles behind its gateway', () => {
  let sent: PartnerQuestion<unknown, unknown, unknown> | undefined;

  /** Asks a gateway that gives these states back. */
  const ask = (states: unknown): Promise<DnaReply> =>
    createPartnerHolder({
      memberState: 'XB',
      ask: (given) => {
        sent = given as unknown as PartnerQuestion<unknown, unknown, unknown>;
        const response = SearchDnaOnceResponse.fromPartial({ states: states as never });
        return Promise.resolve().then(() => given.read(response as never).reply);
      },
    }).search(question, new Ender(), 7_000);
  const outcome = (states: unknown): Promise<string> =>
    ask(states).then(
      () => 'believed',
      (error: unknown) => (error as { status?: string }).status ?? 'not believed',
    );

  it('is told what Art. 9(1) names, and nothing of whoever asks', async () => {
    await ask([hit]);
    expect(sent).to.include({ requestId: NUMBER, officer: question.officer, untilMs: 7_000 });
    const { access, probe, memberStates, maxMatches, ranked } = sent?.request as SearchDnaOnceRequest;
    expect({ memberStates, maxMatches, ranked }).to.deep.equal({ memberStates: ['XB'], maxMatches: 10, ranked: false });
    expect(probe?.ownReference).to.equal('XA-17');
    expect(access).to.deep.include({
      legalBasisId: 'PRUM2-37-DNA',
      caseReference: NUMBER,
      operatingUnit: 'Gateway of XA',
      offence: undefined,
      personCategory: 0,
      aim: 0,
    });
  });

  it('gives number, time and the profiles that match', async () => {
    expect(await ask([hit])).to.deep.equal({
      replyNumber: REPLY,
      repliedAtMs: Date.UTC(2026, 10, 26, 12, 0, 0, 123),
      matchCount: 1,
      matches: [{ reference: REFERENCE, loci: loci.map(({ name, alleles }) => ({ name, values: alleles })) }],
    });
  });

  it('says no more than its gateway does: no hit, no time, no will', async () => {
    const without = (status: OutcomeStatus) => [{ reply: { ...frame, status }, matchCount: 0, matches: [] }];
    expect(await outcome(without(OutcomeStatus.NO_HIT))).to.equal('believed');
    expect(await outcome(without(OutcomeStatus.TIMED_OUT))).to.equal('TIMED_OUT');
    expect(await outcome(without(OutcomeStatus.REFUSED))).to.equal('REFUSED');
    expect(await outcome(without(OutcomeStatus.UNAVAILABLE))).to.equal('not believed');
    expect(await outcome(without(OutcomeStatus.NOT_SEARCHED))).to.equal('not believed');
  });

  it('says since when it is out of service, if its gateway does (Art. 41)', async () => {
    const since = (outOfServiceSince: string, status: OutcomeStatus = OutcomeStatus.UNAVAILABLE): Promise<unknown> =>
      ask([{ reply: { memberState: 'XB', status, outOfServiceSince }, matchCount: 0, matches: [] }]).then(
        () => 'believed',
        (error: unknown) => (error as { outOfServiceSinceMs?: number }).outOfServiceSinceMs,
      );
    expect(await since('2026-11-26T12:00:00.000Z')).to.equal(Date.UTC(2026, 10, 26, 12));
    expect(await since('for ever')).to.equal(undefined);
    expect(await since('2026-13-26T12:00:00.000Z')).to.equal(undefined);
    expect(await since('2026-11-26T12:00:00.000Z', OutcomeStatus.NO_HIT)).to.equal(undefined);
  });

  const forged: [what: string, states: unknown][] = [
    ['of nobody', []],
    ['of two states', [hit, hit]],
    ['of another state', [{ ...hit, reply: { ...frame, memberState: 'XC' } }]],
    ['that is a hit without matches', [{ ...hit, matchCount: 0, matches: [] }]],
    ['that is no hit with matches', [{ ...hit, reply: { ...frame, status: OutcomeStatus.NO_HIT } }]],
    ['that counts otherwise than it lists', [{ ...hit, matchCount: 2 }]],
    ['without a number', [{ ...hit, reply: { ...frame, replyNumber: '' } }]],
    ['without a time', [{ ...hit, reply: { ...frame, repliedAt: 'yesterday' } }]],
    [
      'with a match of another state',
      [{ ...hit, matches: [{ ...match, referenceNumber: REFERENCE.replace('XB', 'XC') }] }],
    ],
    ['with a profile that does not match', [{ ...hit, matches: [{ ...match, profile: loci.slice(0, 5) }] }]],
  ];
  for (const [what, states] of forged) {
    it(`is not believed in a reply ${what}`, async () => {
      expect(await outcome(states)).to.equal('not believed');
    });
  }

  it('is never believed in what nobody wrote', async () => {
    const field = fc.string({ maxLength: 30 });
    const state = fc.record({
      reply: fc.record({
        memberState: field,
        status: fc.integer({ min: 0, max: 9 }),
        repliedAt: field,
        replyNumber: field,
      }),
      matchCount: fc.nat(60),
      matches: fc.array(fc.record({ referenceNumber: field, profile: fc.constant(loci) }), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(state, { maxLength: 3 }), async (states) => {
        expect(await outcome(states)).to.not.equal('believed');
      }),
    );
  });
});
