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
});

interface Line {
  readonly state?: {
    readonly reply: { readonly memberState: string };
    readonly matches?: readonly { readonly comparison: { readonly quality: string } }[];
  };
}
