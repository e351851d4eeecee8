import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { bytesOf, CPS, MPS } from '../formats/nist/samples.js';
import { runCommand } from './run-command.js';

describe('ostiary nist show', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-nist-'));
  });
  after(() => rm(folder, { recursive: true }));

  const show = async (bytes: Uint8Array, ...options: string[]) => {
    const path = join(folder, 'file.nist');
    await writeFile(path, bytes);
    return runCommand(['nist', 'show', path, ...options]);
  };

  it('prints fields, and of prints and minutiae how large and how many they are', async () => {
    const { code, stdout } = await show(bytesOf(MPS));
    expect(code).to.equal(0);
    expect(stdout.split('\n')).to.include.members([
      'Type 1',
      '  1.004    MPS',
      '  1.013    INT-I , 4.22',
      '  2.007    NL/C2025-000017',
      '  9.012    (35 bytes)',
      '  → 2 minutiae of position 0',
      '  13.999   (9 bytes)',
      '  → picture of 400 by 500 points, 197 per cm, WSQ20, 9 bytes',
      'transaction of the Prüm profile: MPS LT/TP',
    ]);
    expect(stdout).to.not.include('image');
    for (const separator of ['\x1c', '\x1d', '\x1e', '\x1f']) expect(stdout).to.not.include(separator);
  });

  it('prints JSON', async () => {
    const { stdout } = await show(CPS, '--json');
    const shown = JSON.parse(stdout) as { records: { type: number }[]; profile: unknown };
    expect(shown.records.map(({ type }) => type)).to.deep.equal([1, 2, 4]);
    expect(shown.profile).to.deep.equal({ type: 'CPS', modes: ['TP/TP'] });
  });

  it('says why a file is no transaction of the profile, and shows it all the same', async () => {
    const { code, stdout } = await show(bytesOf(MPS.replace('2.009:A', '2.018:A')));
    expect(code).to.equal(0);
    expect(stdout).to.match(
      /no transaction of the Prüm profile: 103 undefined field: 2\.018 at byte 257: .*Art\. 10\(2\)/,
    );
  });

  it('says where a file is broken', async () => {
    const { code, output } = await show(bytesOf(MPS).subarray(0, 300));
    expect(code).to.equal(1);
    expect(output).to.equal('ostiary: 117 invalid record data: 9.001 at byte 259: the file ends before the record\n');
  });
});
