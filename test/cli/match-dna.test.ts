import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { compareDnaFiles } from '../../src/cli/match-dna.js';
import { EIGHT, type Values } from '../matching/dna/profiles.js';
import { runCommand } from './run-command.js';

describe('ostiary match dna', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'ostiary-dna-'))));
  after(() => rm(folder, { recursive: true }));

  const file = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const lists = (values: Values) =>
    Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.split(',')]));
  const profile = (values: Values, kind = 'identified') => ({ kind, loci: lists(values) });
  const match = async (a: unknown, b: unknown) => compareDnaFiles(await file('a.json', a), await file('b.json', b));
  const faultOf = async (a: unknown): Promise<string> => {
    try {
      await match(a, profile(EIGHT));
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };

  // Decision 2008/616/JHA, Annex, chapter 1, 1.2, worked by hand: eight loci, equal but for what is said.
  for (const [what, a, verdict, quality, counts, locus] of [
    ['nothing changed', EIGHT, 'HIT', 1, [8, 8, 16], undefined],
    ['D21S11 29,* against 29,31.2', { ...EIGHT, D21S11: '29,*' }, 'HIT', 2, [8, 7, 15], 'D21S11'],
    ['D19S433 14,15.2 against 14,15.1', { ...EIGHT, D19S433: '14,15.2' }, 'HIT', 3, [8, 7, 15], 'D19S433'],
    ['FGA 22,26 against 22,23', { ...EIGHT, FGA: '22,26' }, 'HIT', 4, [8, 7, 15], 'FGA'],
    ['FGA 25,26 against 22,23', { ...EIGHT, FGA: '25,26' }, 'NO_HIT', 'TOO_MANY_DEVIATIONS', [8, 7, 14], 'FGA'],
  ] as const) {
    it(`${what}: ${verdict} ${quality}`, async () => {
      const result = await match(profile(a), profile(EIGHT));
      expect(result.verdict).to.equal(verdict);
      expect(result.quality ?? result.reason).to.equal(quality);
      expect([result.comparedLoci, result.matchedLoci, result.matchedAlleles]).to.deep.equal(counts);
      expect(result.deviations.map((one) => one.locus)).to.deep.equal(locus === undefined ? [] : [locus]);
    });
  }

  it('six loci in common, all equal: a hit that rests on few', async () => {
    const six = Object.fromEntries(Object.entries(EIGHT).slice(0, 6));
    const result = await match(profile(six), profile(EIGHT));
    expect(result).to.deep.include({ verdict: 'HIT', quality: 1, matchedLoci: 6, advisory: 'LOW_LOCI' });
    expect(result.chance?.sample).to.equal('NIST1036, Cauc');
  });

  it('takes loci as the contract has them', async () => {
    const loci = Object.entries(lists(EIGHT)).map(([name, alleles]) => ({ name, alleles }));
    expect((await match({ loci }, profile(EIGHT))).verdict).to.equal('HIT');
  });

  it('prints JSON', async () => {
    const files = [await file('a.json', profile(EIGHT)), await file('b.json', profile(EIGHT))];
    const { code, stdout } = await runCommand(['match', 'dna', ...files]);
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.include({ verdict: 'HIT', quality: 1, matchedAlleles: 16 });
  });

  it('names file, locus and rule of whatever is wrong', async () => {
    const fault = await faultOf(profile({ ...EIGHT, D18S51: '15.4,16', D99S1: '1,2' }, 'unidentified'));
    expect(fault).to.match(/a\.json: may not be exchanged/);
    expect(fault).to.include('locus D99S1: UNKNOWN_LOCUS');
    expect(fault).to.include('locus D18S51: INVALID_ALLELE');
    expect(fault).to.not.include('15.4');
    for (const [bad, words] of [
      ['{', 'a.json: is not JSON'],
      [{ loci: { VWA: 16 } }, 'a.json: is no profile'],
      [{ loci: { VWA: ['16', '17'] } }, 'the profile: TOO_FEW_LOCI'],
      [`{"id":"${'x'.repeat(70_000)}"}`, 'a.json: has more than 65536 bytes'],
    ] as const) {
      expect(await faultOf(bad)).to.include(words);
    }
  });
});
