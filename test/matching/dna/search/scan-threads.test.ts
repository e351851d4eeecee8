import { expect } from 'chai';
import { DECISION_RULES } from '../../../../src/matching/dna/compare.js';
import { CHUNK, ProfileColumns } from '../../../../src/matching/dna/search/columns.js';
import { scanQuestion } from '../../../../src/matching/dna/search/question.js';
import { ScanThreads } from '../../../../src/matching/dna/search/scan-threads.js';
import { TooManySearches } from '../../../../src/matching/turn-threads.js';
import { Ender } from '../../../../src/shared/ending.js';
import { EIGHT, profileOf } from '../profiles.js';

const WANTED = profileOf(EIGHT);
const OTHER = profileOf(Object.fromEntries(Object.keys(EIGHT).map((locus) => [locus, '5,7'])));
const QUESTION = scanQuestion(WANTED, DECISION_RULES);

describe('scanning in threads', () => {
  let columns: ProfileColumns;
  let threads: ScanThreads;

  beforeEach(() => {
    columns = new ProfileColumns();
    threads = new ScanThreads(columns, 2);
  });

  afterEach(() => threads.close());

  it('answers an empty collection', async () => {
    expect(await threads.search(QUESTION)).to.deep.equal([]);
  });

  it('finds what was put in before and after it started, in the order of its numbers', async () => {
    const expected: number[] = [];
    for (let n = 0; n < 40 * CHUNK; n++) {
      const isWanted = n % 300_000 === 7;
      if (isWanted) expected.push(n);
      if (isWanted || n % CHUNK === 0) columns.add(isWanted ? WANTED : OTHER);
      else columns.add({ pairs: new Map() });
    }
    const answers = await Promise.all(Array.from({ length: 5 }, () => threads.search(QUESTION)));
    for (const answer of answers) expect(answer).to.deep.equal(expected);
    columns.remove(expected[0]!);
    expect(await threads.search(QUESTION)).to.deep.equal(expected.slice(1));
  });

  it('lets go of a search that nobody waits for, and serves the next', async () => {
    columns.add(WANTED);
    const ender = new Ender();
    const abandoned = threads.search(QUESTION, ender);
    ender.abort(new Error('gone'));
    expect(await abandoned.catch((error: unknown) => (error as Error).message)).to.equal('gone');
    expect(await threads.search(QUESTION)).to.deep.equal([0]);
  });

  it('refuses more searches than may wait, and takes them again later', async () => {
    columns.add(WANTED);
    const asked = Array.from({ length: 65 }, () => threads.search(QUESTION).catch((error: unknown) => error));
    const answers = await Promise.all(asked);
    expect(answers.slice(0, 64)).to.deep.equal(Array.from({ length: 64 }, () => [0]));
    expect(answers[64]).to.be.instanceOf(TooManySearches);
    expect(await threads.search(QUESTION)).to.deep.equal([0]);
  });

  it('rejects what is under way when it is closed, and what comes later', async () => {
    columns.add(WANTED);
    const asked = threads.search(QUESTION).catch((error: unknown) => (error as Error).message);
    await threads.close();
    expect(await asked).to.equal('the threads that search have ended');
    expect(await threads.search(QUESTION).catch((error: unknown) => (error as Error).message)).to.equal(
      'the threads that search have ended',
    );
  });
});
