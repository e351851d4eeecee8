import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readProfileFile } from '../../src/cli/dna-file.js';
import { runCommand } from './run-command.js';

describe('ostiary world dna', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'ostiary-world-dna-'))));
  after(() => rm(folder, { recursive: true }));

  it('prints a test profile as the other commands read it', async () => {
    const { code, stdout } = await runCommand(['world', 'dna', 'microVariant']);
    expect(code).to.equal(0);
    const file = join(folder, 'stain.json');
    await writeFile(file, stdout);
    const { id, kind, pairs } = await readProfileFile(file);
    expect([id, kind]).to.deep.equal(['TEST-microVariant', 'unidentified']);
    // The value of docs/test-persons.md that differs by one base from what XD holds, in tenths of repeats.
    expect(pairs.get('D19S433')).to.deep.equal([110, 152]);
  });

  it('knows the test profiles', async () => {
    const { code, output } = await runCommand(['world', 'dna', 'nobody']);
    expect(code).to.equal(1);
    expect(output).to.include('knownToPolice');
  });
});
