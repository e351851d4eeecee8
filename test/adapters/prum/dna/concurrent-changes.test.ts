import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { ProfileCollection } from '../../../../src/adapters/prum/dna/simulator/collection.js';
import type { ProfileChange } from '../../../../src/adapters/prum/dna/store/profile-changes.js';
import { Ender } from '../../../../src/shared/ending.js';
import { frequenciesOf } from '../../../../src/world/allele-frequencies.js';
import { WORLD_SAMPLE } from '../../../../src/world/genotype.js';
import { EIGHT, profileOf, raw, type Values } from '../../../matching/dna/profiles.js';

const reference = (n: number): string => `DNA-XB-U-01ARZ3NDEKTSV4RRFFQ69G${String(n).padStart(4, '0')}`;

/** Each matches the profile asked for, with another deviation. */
const VARIANTS: readonly Values[] = [EIGHT, { ...EIGHT, FGA: '22,26' }, { ...EIGHT, D21S11: '29,*' }];

describe('the collection of DNA profiles while it takes in changes', () => {
  const changes: ProfileChange[] = [];
  let collection: ProfileCollection;
  const record = (n: number, values: Values, removed = false): void => {
    changes.push({
      reference: reference(n),
      memberState: 'XB',
      loci: raw(values).loci,
      removed,
      revision: BigInt(changes.length + 1),
    });
  };
  const found = async (): Promise<string[]> => {
    const question = {
      profile: profileOf(EIGHT),
      kinds: new Set(['identified', 'unidentified'] as const),
      maxMatches: 10,
    };
    const { matches } = await collection.search('XB', question, new Ender());
    return matches.map(({ reference: one }) => one);
  };

  before(() => {
    collection = new ProfileCollection({
      // eslint-disable-next-line @typescript-eslint/require-await -- as the store's, which waits for the database
      changesSince: async function* (revision) {
        yield changes.slice(Number(revision));
      },
      frequencies: frequenciesOf(WORLD_SAMPLE.source, WORLD_SAMPLE.population),
      mostThreads: 2,
    });
  });
  after(() => collection.close());

  it('never misses one that matches before and after a change', async () => {
    for (let n = 0; n < 30; n++) record(n, n % 3 === 2 ? EIGHT : { ...EIGHT, VWA: '5,7', FGA: '5,7' });
    for (let n = 0; n < 30; n += 3) record(n, EIGHT, true);
    await collection.refresh();
    const wanted = [2, 5, 8, 11, 14, 17, 20, 23, 26, 29];
    const ender = new Ender();
    let rounds = 0;
    const changing = (async () => {
      while (!ender.aborted) {
        for (const n of wanted) record(n, VARIANTS[rounds % VARIANTS.length]!);
        rounds += 1;
        await collection.refresh();
        await setImmediate();
      }
    })();
    const missed: number[] = [];
    for (let search = 0; search < 60; search++) {
      const references = new Set(await found());
      for (const n of wanted) if (!references.has(reference(n))) missed.push(n);
    }
    ender.abort(new Error('enough'));
    await changing;
    expect(missed).to.deep.equal([]);
    expect(rounds).to.be.greaterThan(10);
  });

  it('finds one no more that has changed into what may not be exchanged', async () => {
    const { VWA, TH01 } = EIGHT;
    record(2, { VWA: VWA!, TH01: TH01! });
    await collection.refresh();
    expect(await found())
      .to.have.length(9)
      .and.not.to.include(reference(2));
    record(2, EIGHT);
    await collection.refresh();
    expect(await found()).to.include(reference(2));
  });
});
