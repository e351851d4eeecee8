import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dataLayout } from '../../src/gateway/config.js';
import { TEST_DNA } from '../../src/world/test-dna.js';
import { type PrumStack, startPrumStack } from '../helpers/prum.js';
import { runCommand } from './run-command.js';

describe('ostiary query dna', () => {
  let stack: PrumStack;
  let folder: string;
  before(async function () {
    this.timeout(180_000);
    stack = await startPrumStack();
    folder = await mkdtemp(join(tmpdir(), 'ostiary-query-dna-'));
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('prints each state on a line and says in words what matches, and what was saved can be checked', async () => {
    const file = join(folder, 'stain.json');
    await writeFile(file, JSON.stringify({ kind: 'unidentified', loci: TEST_DNA.microVariant }));
    const asked = await runCommand([
      ...['query', 'dna', file, '--as', 'XA-POLICE', '--address', stack.address, '--pki', stack.pkiDirectory],
      ...['--states', 'XB', 'XD'],
    ]);
    expect(asked.code, asked.output).to.equal(0);
    const lines = asked.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
    expect(lines.map(({ state }) => state?.reply.memberState)).to.have.members(['XB', 'XD', undefined]);
    const found = lines.flatMap(({ state }) => state?.matches ?? []);
    expect(found.map(({ comparison }) => comparison.quality)).to.deep.equal(['DNA_QUALITY_MICRO_VARIANT']);

    // For the person who asked: what docs/test-persons.md says, in words.
    const words = asked.output.slice(asked.stdout.length);
    expect(words).to.include('XB: no hit\n').and.to.include('XD: hit\n');
    expect(words).to.include('  DNA-XD-I-00000000000000000TEST00003: micro variant, 9 of 10 loci equal\n');
    expect(words).to.include('    D19S433: 11, 15.2 searched for, 11, 15.1 held\n');
    expect(words).to.match(/ {4}by chance \S+ such matches in 10000000 unrelated profiles, by NIST1036, .+\n/);
    expect(words).to.match(/ {4}for prum search on PRUM2-6; .*confirm before use/);

    const saved = join(folder, 'answer.ndjson');
    await writeFile(saved, asked.stdout);
    const vkey = join(dataLayout(stack.config.dataDirectory).keys, 'log.vkey');
    const checked = await runCommand(['receipt', 'verify', saved, '--vkey', vkey]);
    expect(checked.code, checked.output).to.equal(0);
  }).timeout(180_000);

  it('prints one answer with the place of each match among those of all states where that is asked for', async () => {
    const file = join(folder, 'person.json');
    await writeFile(file, JSON.stringify({ kind: 'identified', loci: TEST_DNA.knownToPolice }));
    const asked = await runCommand([
      ...['query', 'dna', file, '--as', 'XA-POLICE', '--address', stack.address, '--pki', stack.pkiDirectory],
      ...['--states', 'XC', 'XB', '--ranked'],
    ]);
    expect(asked.code, asked.output).to.equal(0);
    const { states } = JSON.parse(asked.stdout) as { readonly states: readonly RankedState[] };
    const words = asked.output.slice(asked.stdout.length);
    expect(words).to.include('DNA-XC-U-00000000000000000TEST00002: wildcard, 10 of 11 loci equal; 2 among all\n');
    // The full match before the one with a wildcard (docs/test-persons.md).
    const places = states.flatMap(({ matches = [] }) => matches.map((match) => [match.referenceNumber, match.rank]));
    expect(places).to.have.deep.members([
      ['DNA-XB-I-00000000000000000TEST00001', 1],
      ['DNA-XC-U-00000000000000000TEST00002', 2],
    ]);
  }).timeout(180_000);

  it('prints a refusal with field and description of each fault, and nothing of how it was sent', async () => {
    const file = join(folder, 'mixture.json');
    const loci = { ...TEST_DNA.knownToPolice, VWA: ['13', '14', '20', '21'] };
    await writeFile(file, JSON.stringify({ kind: 'unidentified', loci }));
    const refused = await runCommand([
      ...['query', 'dna', file, '--as', 'XA-POLICE', '--address', stack.address, '--pki', stack.pkiDirectory],
    ]);
    expect(refused.code).to.equal(1);
    const { problem } = JSON.parse(refused.stdout) as { readonly problem: { readonly violations: readonly object[] } };
    expect(problem.violations).to.deep.equal([
      { field: 'probe.loci[0]', description: 'MIXED_PROFILE: has 4 values: mixtures are not exchanged' },
    ]);
  }).timeout(180_000);
});

interface RankedState {
  readonly matches?: readonly { readonly referenceNumber: string; readonly rank: number }[];
}

interface Line {
  readonly state?: {
    readonly reply: { readonly memberState: string };
    readonly matches?: readonly { readonly comparison: { readonly quality: string } }[];
  };
}
