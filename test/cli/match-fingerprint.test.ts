import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/shared/project-root.js';
import { runCommand } from './run-command.js';

const VECTORS = join(projectRoot, 'test/vectors/fvc2002-db4');
const match = (...words: string[]) => runCommand(['match', 'fingerprint', ...words]);

describe('ostiary match fingerprint', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  });

  after(() => rmSync(folder, { recursive: true }));

  it('scores two impressions of a finger, and says where they agree', async () => {
    const { code, stdout } = await match(join(VECTORS, '101_1.iso'), join(VECTORS, '101_2.iso'), '--json');
    expect(code).to.equal(0);
    const result = JSON.parse(stdout) as {
      score: number;
      verdict: string;
      note: string;
      a: { minutiae: number };
      pairs: { a: { index: number; x: number }; b: { index: number }; closeness: number }[];
    };
    expect(result.score).to.be.greaterThan(40);
    expect(result).to.deep.include({ verdict: 'lead', note: 'a lead for an examiner, never an identification' });
    const bytes = readFileSync(join(VECTORS, '101_1.iso'));
    expect(result.a.minutiae).to.equal(bytes[27]);
    expect(result.pairs.length).to.be.greaterThan(8);
    for (const { a, closeness } of result.pairs) {
      // Minutiae of six bytes, the first fourteen bits of which after the kind are x (ISO/IEC 19794-2:2005, 7.5.1).
      expect(a.x).to.equal(bytes.readUInt16BE(28 + 6 * a.index) & 0x3fff);
      expect(closeness).to.be.within(0, 1);
    }
  });

  it('says for people what a score is, and what it is not', async () => {
    const mates = await match(join(VECTORS, '101_1.iso'), join(VECTORS, '101_2.iso'));
    expect(mates.stdout).to.match(/^score \d+\.\d of 100: lead \(a lead for an examiner, never an identification\)\n/);
    expect(mates.stdout).to.include('fewer than one comparison of different fingers in 10,000 scores as much');
    const others = await match(join(VECTORS, '101_1.iso'), join(VECTORS, '102_2.iso'));
    expect(others.stdout).to.match(/^score \d+\.\d of 100: no lead\n {2}one comparison of different fingers in \d/);
  });

  it('takes latent prints for turned anyhow', async () => {
    const [upright, over] = [join(VECTORS, '101_1.iso'), join(folder, 'over.iso')];
    const bytes = readFileSync(upright);
    const [width, height] = [bytes.readUInt16BE(14), bytes.readUInt16BE(16)];
    for (let at = 28; at < 28 + 6 * bytes[27]!; at += 6) {
      const [x, y] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2) & 0x3fff];
      bytes.writeUInt16BE((x & 0xc000) | (width - 1 - (x & 0x3fff)), at);
      bytes.writeUInt16BE(height - 1 - y, at + 2);
      bytes[at + 4] = (bytes[at + 4]! + 128) & 255;
    }
    writeFileSync(over, bytes);
    expect((await match(upright, over)).stdout).not.to.match(/^score 100/);
    expect((await match(upright, over, '--any-turn')).stdout).to.match(/^score 100/);
  });

  it('names the file that it cannot read', async () => {
    const [broken, whole] = [join(folder, 'broken.iso'), join(VECTORS, '101_1.iso')];
    writeFileSync(broken, readFileSync(whole).subarray(0, 60));
    const failed = await match(whole, broken);
    expect(failed.code).not.to.equal(0);
    expect(failed.output).to.include(`${broken}: No finger minutiae record: length`);
    writeFileSync(broken, Buffer.alloc(2_000_000));
    expect((await match(broken, whole)).output).to.include('is longer than 1048576 bytes');
  });
});
