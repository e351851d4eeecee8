import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/shared/project-root.js';
import { vectorJson, vectorText } from '../audit/vectors.js';
import { type CommandResult, runCommand } from './run-command.js';

const VECTORS = join(projectRoot, 'test/vectors/tlog');

describe('audit proof verify and audit note verify on the command line', function () {
  this.timeout(120_000);

  const keys = vectorJson('computed/checkpoint-keys.json') as Record<string, string>;
  const proof = join(VECTORS, 'computed/leaf-12345.tlog-proof');
  let folder: string;
  let policy: string;
  let leaf: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-proof-'));
    policy = await file(
      'policy',
      `log ${keys.log_vkey!}\nwitness dpo ${keys.witness1_vkey!}\nwitness dpa ${keys.witness2_vkey!}\n` +
        'group both all dpo dpa\nquorum both\n',
    );
    leaf = await file('leaf', 'leaf 12345');
  });
  after(() => rm(folder, { recursive: true }));

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  }

  const verify = (of: string, entry: string, by: string, ...more: string[]): Promise<CommandResult> =>
    runCommand(['audit', 'proof', 'verify', of, '--leaf', entry, '--policy', by, ...more]);

  it('say where the entry is, and who saw the log', async () => {
    const good = await verify(proof, leaf, policy);
    expect(good.output).to.match(/number 12345 of gateway\.example\/audit\/2026, which held 70000 entries/);
    expect(good.output).to.match(/witness dpa saw it at 2026-01-01T00:00:00\.000Z/);
    expect(good.code).to.equal(0);
    const json = await verify(proof, leaf, policy, '--json');
    expect(JSON.parse(json.stdout)).to.deep.include({ ok: true, index: 12_345, size: 70_000, origin: keys.origin });
  });

  it('name in one line what is wrong', async () => {
    const other = await file('other', 'leaf 12346');
    const lonely = await file('lonely', `log ${keys.log_vkey!}\nwitness x ${witnessOfSunlight()}\nquorum x\n`);
    const broken = await file('broken', 'quorum nobody\n');
    const cut = await file('cut', vectorText('computed/leaf-12345.tlog-proof').replace('index 12345', 'index 012345'));
    const long = await file('long', Buffer.alloc(70_000));
    for (const [ended, line] of [
      [await verify(proof, other, policy), /^\s+\S not-included: /],
      [await verify(proof, leaf, lonely), /^\s+\S no-quorum: /],
      [await verify(proof, leaf, broken), /^\s+\S policy: policy, line 1: /],
      [await verify(cut, leaf, policy), /^\s+\S malformed: tlog-proof: index /],
      [await verify(proof, long, policy), /^\s+\S malformed: leaf: longer than 65535 bytes/],
      [await verify(proof, join(folder, 'absent'), policy), /^ostiary: ENOENT/],
    ] as const) {
      expect(ended.output).to.match(line);
      expect(ended.output.trimEnd().split('\n')).to.have.length(1);
      expect(ended.code).to.equal(1);
    }
    const json = await verify(proof, other, policy, '--json');
    expect(JSON.parse(json.stdout)).to.include({ ok: false, fault: 'not-included' });
    expect(json.code).to.equal(1);
  });

  it('open notes with keys, or files of them', async () => {
    const note = join(VECTORS, 'computed/checkpoint-cosigned.txt');
    const witnesses = await file('witnesses', `${keys.witness1_vkey!}\n${keys.witness2_vkey!}\n`);
    const all = await runCommand(['audit', 'note', 'verify', note, '--vkey', keys.log_vkey!, witnesses, '--json']);
    expect(JSON.parse(all.stdout)).to.deep.include({
      ok: true,
      signers: [keys.origin, 'witness1.example/dpo', 'witness2.example/dpa'],
      ignored: 0,
    });
    const one = await runCommand(['audit', 'note', 'verify', note, '--vkey', keys.log_vkey!]);
    expect(one.output).to.match(/signed by gateway\.example\/audit\/2026[^]*ignored: 2 signatures/);
    expect(one.code).to.equal(0);
  });

  it('refuse notes that no known key signed, and keys that are none', async () => {
    const note = join(VECTORS, 'computed/checkpoint-plain.txt');
    const unknown = await runCommand(['audit', 'note', 'verify', note, '--vkey', keys.witness1_vkey!]);
    expect(unknown.output).to.match(/no-verifiable-signature/);
    expect(unknown.code).to.equal(1);
    const bad = await runCommand(['audit', 'note', 'verify', note, '--vkey', 'a+00000000+AAAA']);
    expect(bad.output).to.match(/key: verifier key: key id does not belong/);
    expect(bad.code).to.equal(1);
  });
});

function witnessOfSunlight(): string {
  return (vectorJson('cosigned/keys.json') as { witness_vkey: string }).witness_vkey;
}
