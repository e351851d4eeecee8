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

  it('prints each state on a line, and what was saved can be checked', async () => {
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
