import { expect } from 'chai';
import type { PrintQuestion } from '../../../../src/adapters/prum/fingerprint/domain/print-question.js';
import { recordOf } from '../../../../src/adapters/prum/fingerprint/domain/print-record.js';
import { createPartnerHolder } from '../../../../src/adapters/prum/fingerprint/partner/partner-holder.js';
import { parseSearch } from '../../../../src/adapters/prum/fingerprint/wire/parse-search.js';
import type { PrintTemplate } from '../../../../src/formats/finger-minutiae/template.js';
import { writeFingerRecord } from '../../../../src/formats/finger-minutiae/write-record.js';
import type { SearchMode } from '../../../../src/formats/nist/prum/search-modes.js';
import { OutcomeStatus } from '../../../../src/gen/ostiary/common/v1/outcome.js';
import {
  type SearchPrintsOnceRequest,
  SearchPrintsOnceResponse,
} from '../../../../src/gen/ostiary/prum/v1/fingerprint.js';
import { Ender } from '../../../../src/shared/ending.js';
import { ACCESS, believed, COMMON, FRAME, gatewayGiving } from '../partner.js';
import { printOf } from './prints.js';

const REFERENCE = 'DAC-XB-I-01ARZ3NDEKTSV4RRFFQ69G5FAX';
const TRACE = printOf(0, 12, { impression: 4, quality: undefined });

const questionOf = (mode: SearchMode, prints: readonly PrintTemplate[]): PrintQuestion => ({
  ...COMMON,
  mode,
  ownReference: 'XA-17',
  prints,
  sampleDigest: '',
  kinds: new Set(['identified', 'unidentified']),
  maxCandidates: 1,
});

const held = [printOf(1, 30), printOf(2, 40)];
const evidence = { askedPosition: 0, heldPosition: 2, heldView: 1, pairs: [{ asked: 11, held: 39, closeness: 0.5 }] };
const candidate = {
  referenceNumber: REFERENCE,
  score: 60,
  evidence: [evidence],
  fingerMinutiaeRecord: writeFingerRecord(recordOf(held)),
};
const hit = { reply: FRAME, candidates: [candidate] };

describe('the holder of another state’s prints behind its gateway', () => {
  const asking = (states: unknown, question = questionOf('LT/TP', [TRACE])) => {
    const { gateway, asked } = gatewayGiving(SearchPrintsOnceResponse.fromPartial({ states: states as never }));
    return { asked, reply: createPartnerHolder(gateway).search(question, new Ender(), 7_000) };
  };

  const probes: [mode: SearchMode, prints: readonly PrintTemplate[]][] = [
    ['LT/TP', [TRACE]],
    // Whose quality nobody knows is good enough there as well.
    ['TP/TP', [printOf(1, 30, { quality: undefined }), printOf(7, 30, { image: { ...TRACE.image, width: 600 } })]],
    ['PP/ULP', [printOf(21, 60, { impression: 10 }), printOf(23, 60, { impression: 10 })]],
    ['LP/PP', [printOf(21, 20, { impression: 12, quality: undefined })]],
  ];
  for (const [mode, prints] of probes) {
    it(`is sent in the mode ${mode} the very prints, anew, and nothing besides`, async () => {
      const none = [{ reply: { ...FRAME, status: OutcomeStatus.NO_HIT }, candidates: [] }];
      const { asked, reply } = asking(none, questionOf(mode, prints));
      expect((await reply).candidates).to.deep.equal([]);
      const request = asked.request as SearchPrintsOnceRequest;
      expect(request.access).to.deep.include({ ...ACCESS, legalBasisId: 'PRUM2-37-PRINT' });
      expect(request.ranked).to.equal(false);
      const there = parseSearch(request);
      expect(there).to.deep.include({ mode, ownReference: 'XA-17', maxCandidates: 1 });
      expect([...there.memberStates]).to.deep.equal(['XB']);
      expect(there.prints).to.deep.equal(prints);
    });
  }

  it('gives candidates with their prints, and with what lies on what', async () => {
    const { asked, reply } = asking([hit]);
    const [found] = (await reply).candidates;
    expect(found).to.deep.include({ reference: REFERENCE, score: 60 });
    expect(found?.prints.map(({ position, minutiae }) => [position, minutiae.length])).to.deep.equal([
      [1, 30],
      [2, 40],
    ]);
    expect(found?.evidence).to.deep.equal([{ asked: 0, held: 1, pairs: [{ asked: 11, held: 39, closeness: 0.5 }] }]);
    expect(asked.status).to.equal('HIT');
  });

  const changed = (changes: object) => [{ ...hit, candidates: [{ ...candidate, ...changes }] }];
  const replies: [what: string, states: unknown, outcome: string][] = [
    ['that timed out at home', [{ reply: { ...FRAME, status: OutcomeStatus.TIMED_OUT }, candidates: [] }], 'TIMED_OUT'],
    ['of two states', [hit, hit], 'not believed'],
    ['that is a hit without candidates', [{ ...hit, candidates: [] }], 'not believed'],
    [
      'with a trace where prints were asked for',
      changed({ referenceNumber: REFERENCE.replace('-I-', '-U-') }),
      'not believed',
    ],
    ['with a candidate twice', [{ ...hit, candidates: [candidate, candidate] }], 'not believed'],
    ['with a boundless score', changed({ score: Infinity }), 'not believed'],
    ['without prints', changed({ fingerMinutiaeRecord: new Uint8Array() }), 'not believed'],
    ['with bytes that are no prints', changed({ fingerMinutiaeRecord: Buffer.from('FMR\0 20\0') }), 'not believed'],
    ['with more bytes than prints have', changed({ fingerMinutiaeRecord: Buffer.alloc(70_000) }), 'not believed'],
    [
      'about a finger that was not asked about',
      changed({ evidence: [{ ...evidence, askedPosition: 3 }] }),
      'not believed',
    ],
    ['about a view that there is not', changed({ evidence: [{ ...evidence, heldView: 2 }] }), 'not believed'],
  ];
  for (const [what, states, outcome] of replies) {
    it(`is ${outcome} in a reply ${what}`, async () => {
      expect(await believed(asking(states).reply)).to.equal(outcome);
    });
  }
});
