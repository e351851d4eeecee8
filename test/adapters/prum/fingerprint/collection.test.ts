import { expect } from 'chai';
import type { PrintQuestion } from '../../../../src/adapters/prum/fingerprint/domain/print-question.js';
import { recordOf } from '../../../../src/adapters/prum/fingerprint/domain/print-record.js';
import { PrintCollection } from '../../../../src/adapters/prum/fingerprint/simulator/collection.js';
import { generatePrints } from '../../../../src/adapters/prum/fingerprint/simulator/generate-prints.js';
import {
  heldTestPrints,
  probeTemplates,
  TEST_PRINT_REFERENCES,
} from '../../../../src/adapters/prum/fingerprint/simulator/test-prints.js';
import type { PrintChange } from '../../../../src/adapters/prum/fingerprint/store/print-changes.js';
import { writeFingerRecord } from '../../../../src/formats/finger-minutiae/write-record.js';
import { SEARCH_MODES, type SearchMode } from '../../../../src/formats/nist/prum/search-modes.js';
import { Ender } from '../../../../src/shared/ending.js';
import type { TestPrintKind, TestPrintPerson } from '../../../../src/world/test-prints.js';

const STATES = ['XA', 'XB', 'XC', 'XD'] as const;

describe('prints of the simulated states', function () {
  this.timeout(60_000);
  const changes: PrintChange[] = [];
  let collection: PrintCollection;

  const note = (change: Omit<PrintChange, 'revision'>) =>
    changes.push({ ...change, revision: BigInt(changes.length + 1) });

  before(async () => {
    for (const { reference, collection: kind, prints } of [
      ...heldTestPrints(),
      ...generatePrints({ seed: 3, prints: 25 }),
    ]) {
      note({
        reference,
        memberState: reference.slice(4, 6),
        collection: kind,
        minutiae: writeFingerRecord(recordOf(prints)),
        positions: prints.map(({ position }) => position),
        removed: false,
      });
    }
    collection = new PrintCollection({
      threads: 2,
      async *changesSince(revision) {
        yield await Promise.resolve(changes.filter((change) => change.revision > revision));
      },
    });
    await collection.refresh();
  });
  after(() => collection.close());

  const questionOf = (mode: SearchMode, person: TestPrintPerson, kind: TestPrintKind): PrintQuestion => ({
    requestNumber: '',
    askingState: 'XA',
    askedAtMs: 0,
    mode,
    ownReference: undefined,
    prints: probeTemplates(person, kind),
    sampleDigest: '',
    kinds: new Set(['identified', 'unidentified']),
    maxCandidates: SEARCH_MODES[mode].maxCandidates,
  });
  const find = async (question: PrintQuestion) => {
    const found = await Promise.all(STATES.map((state) => collection.search(state, question, new Ender())));
    return found.flatMap(({ candidates }) => candidates);
  };

  for (const [mode, kind, reference] of [
    ['TP/TP', 'fingers', TEST_PRINT_REFERENCES.fingers],
    ['TP/UL', 'fingers', TEST_PRINT_REFERENCES.trace],
    ['LT/TP', 'trace', TEST_PRINT_REFERENCES.fingers],
    ['LT/UL', 'trace', TEST_PRINT_REFERENCES.trace],
    ['PP/ULP', 'palms', TEST_PRINT_REFERENCES.palmTrace],
    ['LP/PP', 'palm trace', TEST_PRINT_REFERENCES.palms],
    ['LP/ULP', 'palm trace', TEST_PRINT_REFERENCES.palmTrace],
  ] as const) {
    it(`are found in the mode ${mode}, by another impression than the one held`, async () => {
      const [found, ...others] = await find(questionOf(mode, 'knownToPolice', kind));
      expect(found?.reference).to.equal(reference);
      expect(others).to.deep.equal([]);
    });

    it(`are not found in the mode ${mode} where nobody has them`, async () => {
      expect(await find(questionOf(mode, 'unknownToAll', kind))).to.deep.equal([]);
    });
  }

  it('are found by a trace that lies the other way round', async () => {
    const question = questionOf('LT/TP', 'knownToPolice', 'trace');
    const prints = question.prints.map((print) => ({
      ...print,
      minutiae: print.minutiae.map((one) => ({
        ...one,
        x: print.image.width - 1 - one.x,
        y: print.image.height - 1 - one.y,
        angle: (one.angle + 180) % 360,
      })),
    }));
    const [found] = await find({ ...question, prints });
    expect(found?.reference).to.equal(TEST_PRINT_REFERENCES.fingers);
  });

  it('come with the minutiae that lie on each other, by their places in both prints', async () => {
    const question = questionOf('LT/TP', 'knownToPolice', 'trace');
    const [found] = await find(question);
    const [evidence] = found!.evidence;
    expect(found!.prints[evidence!.held]!.position).to.equal(2);
    expect(evidence!.pairs.length).to.be.at.least(12);
    const turns = evidence!.pairs.map(
      ({ asked, held }) =>
        (question.prints[0]!.minutiae[asked]!.angle - found!.prints[evidence!.held]!.minutiae[held]!.angle + 360) % 360,
    );
    // One print was turned against the other by one angle, whatever the minutia.
    const first = turns[0]!;
    for (const turn of turns) {
      const apart = (turn - first + 360) % 360;
      expect(Math.min(apart, 360 - apart)).to.be.at.most(40);
    }
  });

  it('are not found by who may see nothing, and no more once they are removed', async () => {
    const question = questionOf('TP/TP', 'wanted', 'fingers');
    expect(await find({ ...question, kinds: new Set() })).to.deep.equal([]);
    expect(await find(question)).to.have.length(1);
    const held = changes.find(({ reference }) => reference === TEST_PRINT_REFERENCES.refused)!;
    note({ ...held, removed: true });
    await collection.refresh();
    expect(await find({ ...question })).to.deep.equal([]);
  });

  it('are not searched for whom nobody waits for', async () => {
    const ended = new Ender();
    ended.abort(new Error('gone'));
    const question = questionOf('TP/TP', 'knownToPolice', 'fingers');
    const refused: unknown = await collection.search('XB', question, ended).catch((error: unknown) => error);
    expect(refused).to.have.property('message', 'gone');
  });
});
