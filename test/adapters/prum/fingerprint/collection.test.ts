import { expect } from 'chai';
import type { PrintQuestion } from '../../../../src/adapters/prum/fingerprint/domain/print-question.js';
import { recordOf } from '../../../../src/adapters/prum/fingerprint/domain/print-record.js';
import type { Collection } from '../../../../src/adapters/prum/fingerprint/domain/search-mode.js';
import { PrintCollection } from '../../../../src/adapters/prum/fingerprint/simulator/collection.js';
import { generatePrints } from '../../../../src/adapters/prum/fingerprint/simulator/generate-prints.js';
import {
  heldTestPrints,
  probeTemplates,
  TEST_PRINT_REFERENCES,
} from '../../../../src/adapters/prum/fingerprint/simulator/test-prints.js';
import type { PrintChange } from '../../../../src/adapters/prum/fingerprint/store/print-changes.js';
import type { PrintTemplate } from '../../../../src/formats/finger-minutiae/template.js';
import { writeFingerRecord } from '../../../../src/formats/finger-minutiae/write-record.js';
import { SEARCH_MODES, type SearchMode } from '../../../../src/formats/nist/prum/search-modes.js';
import { Ender } from '../../../../src/shared/ending.js';
import type { TestPrintKind, TestPrintPerson } from '../../../../src/world/test-prints.js';

const STATES = ['XA', 'XB', 'XC', 'XD'] as const;

/** The states' prints as a collection learns of them. */
class Changes {
  readonly #all: PrintChange[] = [];

  note(change: Omit<PrintChange, 'revision'>): void {
    this.#all.push({ ...change, revision: BigInt(this.#all.length + 1) });
  }

  hold(reference: string, collection: Collection, prints: readonly PrintTemplate[]): void {
    this.note({
      reference,
      memberState: reference.slice(4, 6),
      collection,
      minutiae: writeFingerRecord(recordOf(prints)),
      positions: prints.map(({ position }) => position),
      removed: false,
    });
  }

  remove(reference: string): void {
    const held = this.#all.find((change) => change.reference === reference);
    this.note({ ...held!, removed: true });
  }

  async open(): Promise<PrintCollection> {
    const all = this.#all;
    const collection = new PrintCollection({
      threads: 2,
      async *changesSince(revision) {
        yield await Promise.resolve(all.filter((change) => change.revision > revision));
      },
    });
    await collection.refresh();
    return collection;
  }
}

const questionOf = (mode: SearchMode, prints: readonly PrintTemplate[]): PrintQuestion => ({
  requestNumber: '',
  askingState: 'XA',
  askedAtMs: 0,
  officer: '',
  mode,
  ownReference: undefined,
  prints,
  sampleDigest: '',
  kinds: new Set(['identified', 'unidentified']),
  maxCandidates: SEARCH_MODES[mode].maxCandidates,
});

describe('prints of the simulated states', function () {
  this.timeout(60_000);
  const changes = new Changes();
  let collection: PrintCollection;

  before(async () => {
    const all = [...heldTestPrints(), ...generatePrints({ seed: 3, prints: 25 })];
    for (const { reference, collection: kind, prints } of all) changes.hold(reference, kind, prints);
    collection = await changes.open();
  });
  after(() => collection.close());

  const questionAbout = (mode: SearchMode, person: TestPrintPerson, kind: TestPrintKind): PrintQuestion =>
    questionOf(mode, probeTemplates(person, kind));
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
      const [found, ...others] = await find(questionAbout(mode, 'knownToPolice', kind));
      expect(found?.reference).to.equal(reference);
      expect(others).to.deep.equal([]);
    });

    it(`are not found in the mode ${mode} where nobody has them`, async () => {
      expect(await find(questionAbout(mode, 'unknownToAll', kind))).to.deep.equal([]);
    });
  }

  it('are found by a trace that lies the other way round', async () => {
    const question = questionAbout('LT/TP', 'knownToPolice', 'trace');
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
    const question = questionAbout('LT/TP', 'knownToPolice', 'trace');
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
    const question = questionAbout('TP/TP', 'wanted', 'fingers');
    expect(await find({ ...question, kinds: new Set() })).to.deep.equal([]);
    expect(await find(question)).to.have.length(1);
    changes.remove(TEST_PRINT_REFERENCES.refused);
    await collection.refresh();
    expect(await find({ ...question })).to.deep.equal([]);
  });

  it('are not searched for whom nobody waits for', async () => {
    const ended = new Ender();
    ended.abort(new Error('gone'));
    const question = questionAbout('TP/TP', 'knownToPolice', 'fingers');
    const refused: unknown = await collection.search('XB', question, ended).catch((error: unknown) => error);
    expect(refused).to.have.property('message', 'gone');
  });
});

describe('what a state holds', function () {
  this.timeout(60_000);
  const [thumb, index] = probeTemplates('knownToPolice', 'fingers') as [PrintTemplate, PrintTemplate];
  const trace = probeTemplates('knownToPolice', 'trace');
  const held = heldTestPrints();
  const heldOf = (reference: string) => held.find((one) => one.reference === reference)!.prints;
  const unknown = (print: PrintTemplate): PrintTemplate => ({ ...print, position: 0 });
  const numbered = (state: string, n: number): string => `DAC-${state}-U-${String(n).padStart(26, '0')}`;

  const opened: PrintCollection[] = [];
  const open = async (changes: Changes) => {
    const collection = await changes.open();
    opened.push(collection);
    return collection;
  };
  after(() => Promise.all(opened.map((collection) => collection.close())));

  const references = async (collection: PrintCollection, question: PrintQuestion, states: readonly string[]) => {
    const found = await Promise.all(states.map((state) => collection.search(state, question, new Ender())));
    return found.map(({ candidates }) => candidates.map(({ reference }) => reference));
  };

  // The first stage keeps 200 prints for each that is searched with: here these would all be traces.
  it('of persons is found however many traces look more alike', async () => {
    const changes = new Changes();
    changes.hold(TEST_PRINT_REFERENCES.fingers, 'ten_print', heldOf(TEST_PRINT_REFERENCES.fingers).slice(0, 2));
    for (let n = 0; n < 210; n++) changes.hold(numbered('XB', n), 'trace', [unknown(thumb), unknown(index)]);
    const collection = await open(changes);
    expect(await references(collection, questionOf('TP/TP', [thumb, index]), ['XB'])).to.deep.equal([
      [TEST_PRINT_REFERENCES.fingers],
    ]);
  });

  // A search lists 1,000 at most.
  it('is found however many of another state look more alike', async () => {
    const changes = new Changes();
    for (let n = 0; n < 1_000; n++) changes.hold(numbered('XA', n), 'trace', trace);
    changes.hold(TEST_PRINT_REFERENCES.trace, 'trace', heldOf(TEST_PRINT_REFERENCES.trace));
    changes.hold(TEST_PRINT_REFERENCES.fingers, 'ten_print', heldOf(TEST_PRINT_REFERENCES.fingers));
    const collection = await open(changes);
    const five = [0, 1, 2, 3, 4].map((n) => numbered('XA', n));
    expect(await references(collection, questionOf('LT/UL', trace), ['XA', 'XC', 'XE'])).to.deep.equal([
      five,
      [TEST_PRINT_REFERENCES.trace],
      [],
    ]);
    expect(await references(collection, questionOf('LT/TP', trace), ['XB'])).to.deep.equal([
      [TEST_PRINT_REFERENCES.fingers],
    ]);
  });

  it('of a kind that may not be seen is not found', async () => {
    const changes = new Changes();
    changes.hold(TEST_PRINT_REFERENCES.trace, 'trace', heldOf(TEST_PRINT_REFERENCES.trace));
    const collection = await open(changes);
    const question = { ...questionOf('LT/UL', trace), kinds: new Set(['identified'] as const) };
    expect(await references(collection, question, ['XC'])).to.deep.equal([[]]);
  });
});
