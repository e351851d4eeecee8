import { expect } from 'chai';
import { compareOperation } from '../../../../src/adapters/prum/dna/compare-batch.js';
import type { DnaParts } from '../../../../src/adapters/prum/dna/options.js';
import { AccessContext, Purpose } from '../../../../src/gen/ostiary/common/v1/access.js';
import { CompareDnaRequest, DnaProbeKind } from '../../../../src/gen/ostiary/prum/v1/dna.js';
import { systemClock } from '../../../../src/shared/clock.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { EIGHT } from '../../../matching/dna/profiles.js';

/** Profiles of a full batch. */
const FULL = 25;

const LOCI = Object.entries(EIGHT).map(([name, values]) => ({ name, alleles: values.split(',') }));

describe('places for comparisons of DNA profiles', () => {
  /** States whose questions are put and not answered yet, in the order in which they were put. */
  let asked: string[];
  let answers: (() => void)[];
  let ending: Ender;
  let compare: (askingState: string, profiles?: number) => Promise<unknown>;

  beforeEach(() => {
    asked = [];
    answers = [];
    ending = new Ender();
    const holder: NonNullable<Awaited<ReturnType<DnaParts['exchange']['participants']>>[number]['holder']> = {
      search({ askingState }) {
        asked.push(askingState);
        return new Promise((resolve) => {
          answers.push(() => resolve({ replyNumber: 'R-1', repliedAtMs: 0, matchCount: 0, matches: [] }));
        });
      },
    };
    const states = ['XA', 'XB', 'XC', 'XD'].map((memberState) => ({ memberState, holder }));
    const operation = compareOperation({
      exchange: {
        participants: () => Promise.resolve(states),
        clock: systemClock,
        onFault: () => undefined,
      },
      matches: { remember: () => Promise.resolve() },
      samples: [],
    });
    compare = (askingState, profiles = FULL) => {
      const request = CompareDnaRequest.fromPartial({
        access: AccessContext.fromPartial({ legalBasisId: 'PRUM2-6-ALL', purpose: Purpose.PRUM_SEARCH }),
        probes: Array.from({ length: profiles }, (_, n) => ({
          kind: DnaProbeKind.UNIDENTIFIED,
          ownReference: `${askingState}-${n}`,
          loci: LOCI,
        })),
        memberState: 'XD',
      });
      return operation.parse(request).ask({
        requestId: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
        intent: { origin: '', index: 0, leafHash: new Uint8Array(), checkpoint: '' },
        scope: {
          authority: `${askingState}-NCP`,
          memberState: askingState,
          authorityKind: 'NCP',
          categories: new Set(['IDENTIFIED', 'UNIDENTIFIED']),
        },
        officer: { pseudonym: '2026q4-0123' },
        deadlineMs: systemClock.now() + 60_000,
        signal: ending,
      });
    };
  });

  const settled = (all: readonly Promise<unknown>[]) => Promise.allSettled(all);
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** Answers all questions, until there are no more. */
  const answerAll = async (): Promise<void> => {
    while (answers.length > 0) {
      for (const answer of answers.splice(0)) answer();
      await turn();
    }
  };
  const countOf = (state: string): number => asked.filter((one) => one === state).length;

  it('are left to other states, however much one brings and however long it waits for an answer', async () => {
    const first = [compare('XA'), compare('XA'), compare('XA'), compare('XA')];
    await turn();
    expect(asked.length, 'eight places, of which two are never its own').to.equal(6);
    const other = compare('XB');
    await turn();
    expect([countOf('XA'), countOf('XB')]).to.deep.equal([6, 2]);
    for (const answer of answers.splice(0, 3)) answer();
    await turn();
    expect([countOf('XA'), countOf('XB')], 'three of XA were answered').to.deep.equal([6 + 1, 2 + 2]);
    await answerAll();
    const outcomes = await settled([...first, other]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(Array.from({ length: 5 }, () => 'fulfilled'));
    expect([countOf('XA'), countOf('XB')]).to.deep.equal([4 * FULL, FULL]);
  });

  it('are not waited for by more than a state may have under way, which is told so and is no fault of the system', async () => {
    const first = [compare('XA'), compare('XA'), compare('XA'), compare('XA')];
    const refusal: unknown = await compare('XA', 1).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(Refusal);
    const { reason, message, retryAfterMs, metadata, ofPart } = refusal as Refusal;
    expect([reason, retryAfterMs, ofPart]).to.deep.equal(['OVERLOADED', 1_000, true]);
    expect(message).to.equal('XA has as many profiles under way as a state may compare at a time');
    expect(metadata).to.deep.equal({ system: 'PRUM_DNA', part: 'comparison', member_state: 'XA', limit: '100' });
    const other = compare('XB');
    await turn();
    expect(countOf('XB')).to.equal(2);
    await answerAll();
    await settled([...first, other]);
    const again = compare('XA');
    await turn();
    await answerAll();
    expect((await settled([again])).map(({ status }) => status)).to.deep.equal(['fulfilled']);
  });

  it('are free again when nobody waits for the answers any more', async () => {
    const given = [compare('XA'), compare('XA'), compare('XA'), compare('XA')];
    await turn();
    ending.abort(new Error('the caller has gone'));
    const outcomes = await settled(given);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(Array.from({ length: 4 }, () => 'rejected'));
    await turn();
    expect(asked.length, 'none was put after that').to.equal(6);
    ending = new Ender();
    const next = compare('XA');
    await turn();
    expect(asked.length).to.equal(12);
    answers.splice(0, 6);
    await answerAll();
    expect((await settled([next])).map(({ status }) => status)).to.deep.equal(['fulfilled']);
  });
});
