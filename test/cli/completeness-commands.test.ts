import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { generateKeyPair } from '../../src/audit/note/key.js';
import { runCommand } from './run-command.js';

const NOON = Date.UTC(2026, 9, 5, 12);

describe('ostiary audit completeness', function () {
  this.timeout(120_000);
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const ostiary = (...options: string[]) => runCommand(['audit', 'completeness', ...options]);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-completeness-'));
    for (const side of ['ours', 'theirs']) {
      const { signerKey, verifierKey } = generateKeyPair(`${side}.example/list`);
      await writeFile(at(`${side}.skey`), signerKey, { mode: 0o600 });
      await writeFile(at(`${side}.vkey`), verifierKey);
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('makes a key, states a day on both sides, and names what differs', async () => {
    const made = await ostiary('key', '--pair', 'XA-POLICE:SIS', '--out', at('pair.key'));
    expect(made.code, made.output).to.equal(0);

    const requests = Array.from({ length: 50 }, (_, n) => ulid(NOON + n));
    await writeFile(at('ours.txt'), requests.slice(1).join('\n'));
    await writeFile(at('theirs.txt'), requests.slice(0, 49).join('\n'));
    for (const [who, side] of [
      ['ours', 'asking'],
      ['theirs', 'answering'],
    ] as const) {
      const committed = await ostiary(
        ...['commit', '--pair', 'XA-POLICE:SIS', '--day', '2026-10-05', '--key', at('pair.key'), '--side', side],
        ...['--requests', at(`${who}.txt`), '--skey', at(`${who}.skey`), '--out', at(who)],
      );
      expect(committed.code, committed.output).to.equal(0);
      expect(committed.output).to.include('49 accesses of XA-POLICE:SIS on 2026-10-05');
    }
    const ours = at('ours/XA-POLICE_SIS_2026-10-05_asking.note');
    const theirs = at('theirs/XA-POLICE_SIS_2026-10-05_answering.note');
    const keys = ['--our-vkey', at('ours.vkey'), '--their-vkey', at('theirs.vkey')];

    const named = await ostiary('reconcile', ours, theirs, ...keys);
    expect(named.code, named.output).to.equal(1);
    expect(named.output).to.match(/only here: [0-9a-f]{64} {2}entry 49, no outcome recorded/);
    expect(named.output).to.match(/only there: [0-9a-f]{64}\n/);
    expect(named.output.match(/only /g)).to.have.lengthOf(2);

    await rm(theirs.replace('.note', '.items'));
    const withoutLists = await ostiary('reconcile', ours, theirs, ...keys);
    expect(withoutLists.code).to.equal(1);
    expect(withoutLists.output).to.include('exchange the lists');

    const swapped = await ostiary('reconcile', ours, theirs, '--our-vkey', at('theirs.vkey'), ...keys.slice(2));
    expect(swapped.code).to.equal(1);
    expect(swapped.output).to.include('no signature of a known key');

    // What goes to the other side says nothing but the items.
    const shown = await readFile(ours.replace('.note', '.items'), 'utf8');
    for (const request of requests) expect(shown).to.not.include(request);
    expect(await readdir(at('ours'))).to.have.lengthOf(3);
  });

  it('states no day that is not over', async () => {
    await writeFile(at('today.txt'), '');
    const early = await ostiary(
      ...['commit', '--pair', 'XA-POLICE:SIS', '--day', new Date().toISOString().slice(0, 10), '--key', at('pair.key')],
      ...['--requests', at('today.txt'), '--skey', at('ours.skey'), '--out', at('today')],
    );
    expect(early.code).to.equal(1);
    expect(early.output).to.include('is not over yet');
  });
});
