import { expect } from 'chai';
import fc from 'fast-check';
import { DECISION_RULES } from '../../../../src/matching/dna/compare.js';
import type { DnaProfile } from '../../../../src/matching/dna/profile.js';
import { CHUNK, ProfileColumns } from '../../../../src/matching/dna/search/columns.js';
import { scanQuestion } from '../../../../src/matching/dna/search/question.js';
import { ScanThreads } from '../../../../src/matching/dna/search/scan-threads.js';
import { ChunkScanner, compileScan } from '../../../../src/matching/dna/search/scanner.js';
import { EIGHT, profileOf } from '../profiles.js';

const WANTED = profileOf(EIGHT);
const QUESTION = scanQuestion(WANTED, DECISION_RULES);
/** All match what is wanted, each with another deviation: a mixture of two of them does not. */
const VARIANTS: readonly DnaProfile[] = [
  WANTED,
  profileOf({ ...EIGHT, FGA: '22,26' }),
  profileOf({ ...EIGHT, D21S11: '29,*' }),
  profileOf({ ...EIGHT, D19S433: '14,15.2' }),
];
const OTHER = profileOf(Object.fromEntries(Object.keys(EIGHT).map((locus) => [locus, '5,7'])));

/** What may happen while a search is under way. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), to: fc.constantFrom(...VARIANTS) }),
  fc.record({ kind: fc.constant('add' as const) }),
  fc.record({ kind: fc.constant('remove' as const), which: fc.nat(50) }),
  fc.record({ kind: fc.constant('scan' as const) }),
);

describe('changing profiles while a search is under way', () => {
  it('never hides one that matches before and after it', () => {
    const columns = new ProfileColumns();
    for (let n = 0; n < CHUNK; n++) columns.add({ pairs: new Map() });
    const number = columns.add(WANTED);
    const others = new Set<number>();
    for (let n = 0; n < 5; n++) columns.remove(n);
    const scanner = new ChunkScanner(compileScan(), columns.memory, 0);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const look = columns.begin();
        const proposed: number[] = [];
        const chunks = [...Array(columns.chunks).keys()];
        const scan = (): void => {
          const chunk = chunks.shift();
          if (chunk !== undefined) proposed.push(...scanner.scan(QUESTION, chunk));
        };
        for (const one of changes) {
          if (one.kind === 'change') columns.replace(number, one.to);
          else if (one.kind === 'add') others.add(columns.add(OTHER));
          else if (one.kind === 'scan') scan();
          else {
            const which = [...others][one.which];
            if (which === undefined) continue;
            columns.remove(which);
            others.delete(which);
          }
        }
        while (chunks.length > 0) scan();
        const written = columns.writtenSince(look);
        columns.end(look);
        expect([...proposed, ...written]).to.include(number);
        // Whoever reads it while it is written may see half of each.
        if (changes.some(({ kind }) => kind === 'change')) expect(written).to.include(number);
        for (const one of written) expect(one === number || others.has(one)).to.equal(true);
      }),
      { numRuns: 100 },
    );
    expect(columns.size).to.equal(CHUNK + 1 - 5 + others.size);
  });

  it('finds one that is put in, or changed into a match, behind the scan', async () => {
    const columns = new ProfileColumns();
    columns.add(OTHER);
    const threads = new ScanThreads(columns, 1);
    const asked = threads.search(QUESTION);
    columns.replace(0, VARIANTS[1]!);
    columns.add(WANTED);
    const late = columns.add(WANTED);
    columns.remove(late);
    expect(await asked).to.deep.equal([0, 1]);
    for (const number of [late, 7, -1, 0.5]) expect(() => columns.replace(number, WANTED)).to.throw(RangeError);
    await threads.close();
  });
});
