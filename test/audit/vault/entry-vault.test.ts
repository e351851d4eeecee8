import canonicalizeModule from 'canonicalize';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { formatLeaf, formatTime, type Leaf, parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { openLogReader } from '../../../src/audit/log/reader.js';
import { leafHash } from '../../../src/audit/merkle/hash.js';
import { verifyInclusion } from '../../../src/audit/merkle/verify.js';
import { openCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { parseTlogProof } from '../../../src/audit/note/tlog-proof.js';
import { type EntryVault, formatSectionProof, openEntryVault } from '../../../src/audit/vault/entry-vault.js';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { createLogFixture, intent, type LogFixture, ORIGIN } from '../log-fixture.js';

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: unknown) => (error as { reason?: string }).reason ?? String(error),
  );
}

describe('the vault of entries', () => {
  let fixture: LogFixture;
  let vault: EntryVault;
  let close: () => Promise<void>;
  before(async () => {
    fixture = await createLogFixture();
    const log = await fixture.open();
    for (let n = 0; n < 5; n++) await log.append(intent());
    await log.append(intent({ sections: {} }));
    const sql = connectDatabase(fixture.url, { applicationName: 'test-dpo', max: 1, role: 'ostiary_dpo' });
    close = () => sql.end();
    const reader = openLogReader({ sql, origin: ORIGIN });
    vault = openEntryVault({ sql, reader, keys: await openKeyUnwrapper(fixture.keyFolder) });
  });
  after(async () => {
    await close();
    await fixture.dispose();
  });

  it('discloses one section, proven, and no other', async () => {
    const file = formatSectionProof(await vault.openSection(3, 'why'));
    expect(file).to.not.include(Buffer.from('synthetic-17').toString('base64').slice(0, 12));
    const { index, proof, checkpoint, extra } = parseTlogProof(file);
    const disclosed = JSON.parse(Buffer.from(extra!).toString()) as Record<
      'entry' | 'section' | 'salt' | 'plaintext',
      string
    >;
    const bytes = (name: 'entry' | 'salt' | 'plaintext') => Buffer.from(disclosed[name], 'base64');

    // By hand, as docs/retention-and-erasure.md says.
    const commitment = createHash('sha256')
      .update('audit-commit/v1\0why\0')
      .update(bytes('salt'))
      .update(bytes('plaintext'))
      .digest('base64');
    const leaf = JSON.parse(bytes('entry').toString()) as { c: Record<string, string> };
    expect(disclosed.section).to.equal('why');
    expect(leaf.c.why).to.equal(commitment);
    expect(JSON.parse(bytes('plaintext').toString())).to.deep.equal({ purpose: 'P01' });
    const { size, root } = openCheckpoint(checkpoint, parseVerifierKey(fixture.signer.verifierKey));
    expect(index).to.equal(3);
    expect(verifyInclusion(3, size, leafHash(bytes('entry')), proof, root)).to.be.true;
    expect(Object.keys(disclosed).sort()).to.deep.equal(['entry', 'plaintext', 'salt', 'section']);
  });

  it('opens whole entries, and those that have no sections', async () => {
    const { sections, leaf } = await vault.open(0);
    expect([...sections.keys()]).to.deep.equal(['who', 'what', 'why']);
    expect(leaf.kind).to.equal('intent');
    expect((await vault.open(5)).sections.size).to.equal(0);
  });

  it('tells what is not there from what was tampered with', async () => {
    expect(await reasonOf(vault.open(6))).to.equal('NOT_FOUND');
    expect(await reasonOf(vault.openSection(0, 'result'))).to.equal('NOT_FOUND');
    await fixture.tamper(async (tx) => {
      await tx`UPDATE audit.log_payload SET sealed = set_byte(sealed, 70, 255 - get_byte(sealed, 70)) WHERE idx = 1`;
      await tx`UPDATE audit.log_payload SET sealed = substring(sealed FROM 1 FOR 50) WHERE idx = 2`;
      await tx`DELETE FROM audit.log_payload WHERE idx = 4`;
    });
    expect(await reasonOf(vault.open(1))).to.match(/not those it commits to/);
    expect(await reasonOf(vault.open(2))).to.match(/not those it commits to/);
    expect(await reasonOf(vault.open(4))).to.equal('NOT_FOUND');
  });
});

describe('the leaf of a destroyed key', () => {
  const leaf: Leaf = {
    kind: 'key-destroyed',
    time: Date.UTC(2030, 0, 1),
    authority: 'ZZ-GATEWAY',
    counter: 1,
    system: 'AUDIT',
    requestId: 'A1',
    bucket: 'ops/2030-W01',
    commitments: {},
    intentIndex: undefined,
    outcome: undefined,
    destroyedBucket: 'sis-3y/2026-W48',
  };
  const text = formatLeaf(leaf, formatTime(leaf.time));

  it('names the bucket in canonical JSON', () => {
    const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;
    expect(text).to.equal(canonicalize(JSON.parse(text)));
    expect((JSON.parse(text) as { b: string }).b).to.equal('sis-3y/2026-W48');
    expect(parseLeaf(Buffer.from(text))).to.deep.equal(leaf);
  });

  it('is refused without a bucket, with something else, and in another kind', () => {
    for (const bad of [
      text.replace('"b":"sis-3y/2026-W48",', ''),
      text.replace('sis-3y/2026-W48', 'hold/x'),
      text.replace('key-destroyed', 'config'),
    ]) {
      expect(parseLeaf(Buffer.from(bad)), bad).to.equal(undefined);
    }
  });
});
