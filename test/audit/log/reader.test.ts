import { expect } from 'chai';
import { EMPTY_FRONTIER, extendFrontier } from '../../../src/audit/merkle/frontier.js';
import { verifyConsistency, verifyInclusion } from '../../../src/audit/merkle/verify.js';
import { openCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { createLogFixture, intent, type LogFixture, ORIGIN } from '../log-fixture.js';
import { naiveConsistency, naiveInclusion, naiveRoot } from '../naive-tree.js';
import { toHex } from '../vectors.js';
import { openLogReader } from '../../../src/audit/log/reader.js';

describe('log reader', () => {
  let fixture: LogFixture;
  beforeEach(async () => {
    fixture = await createLogFixture();
  });
  afterEach(() => fixture.dispose());

  async function fill(count: number): Promise<Buffer[]> {
    const log = await fixture.open({ limits: { queueEntries: count } });
    const logged = await Promise.all(Array.from({ length: count }, () => log.append(intent({ sections: {} }))));
    await log.tilesBuilt();
    await log.close();
    return logged.sort((a, b) => a.index - b.index).map(({ leafHash }) => Buffer.from(leafHash));
  }

  it('proves as the definition does, at any size, with and without tiles', async () => {
    const leaves = await fill(1_100);
    const reader = fixture.reader();
    const sizes = [1, 2, 3, 255, 256, 257, 511, 512, 700, 1_023, 1_024, 1_025, 1_099, 1_100];
    for (const tiles of ['with', 'without']) {
      if (tiles === 'without') await fixture.admin`DELETE FROM audit.log_tile`;
      for (const size of sizes) {
        const own = leaves.slice(0, size);
        for (const index of [0, 1, size >> 1, size - 2, size - 1].filter((i) => i >= 0 && i < size)) {
          const { proof, leafHash } = await reader.inclusionProof(index, size);
          expect(proof.map(toHex), `${index} in ${size}`).to.deep.equal(naiveInclusion(index, own).map(toHex));
          expect(toHex(leafHash)).to.equal(toHex(leaves[index]!));
          const consistency = await reader.consistencyProof(index + 1, size);
          expect(consistency.proof.map(toHex)).to.deep.equal(naiveConsistency(index + 1, own).map(toHex));
        }
      }
    }
  });

  it('proves beyond 65,536 entries, where tiles have three levels', async () => {
    const size = 66_000;
    const leaves = await fill(size);
    const [tiles] = await fixture.admin<{ levels: string }[]>`
      SELECT string_agg(level || ':' || c, ' ' ORDER BY level) AS levels
        FROM (SELECT level, count(*) AS c FROM audit.log_tile GROUP BY level) t`;
    expect(tiles!.levels).to.equal('0:257 1:1');
    const reader = fixture.reader();
    const { note } = await reader.latestCheckpoint();
    const { root } = openCheckpoint(note, parseVerifierKey(fixture.signer.verifierKey));
    expect(toHex(root)).to.equal(toHex(naiveRoot(leaves)));
    for (const index of [0, 255, 256, 32_768, 65_535, 65_536, 65_999]) {
      const { proof, checkpoint } = await reader.inclusionProof(index);
      expect(checkpoint).to.equal(note);
      expect(proof.map(toHex)).to.deep.equal(naiveInclusion(index, leaves).map(toHex));
      expect(verifyInclusion(index, size, leaves[index]!, proof, root)).to.be.true;
    }
    for (const first of [1, 256, 40_000, 65_535, 65_536, 65_537, 66_000]) {
      const { proof } = await reader.consistencyProof(first);
      const firstRoot = extendFrontier(EMPTY_FRONTIER, leaves.slice(0, first)).root;
      expect(verifyConsistency(first, size, firstRoot, root, proof)).to.be.true;
    }
    // Half built tiles are found again and completed at the next start.
    await fixture.admin`DELETE FROM audit.log_tile WHERE level = 0 AND n >= 100 AND n <> 200`;
    await fixture.admin`DELETE FROM audit.log_tile WHERE level = 1`;
    const log = await fixture.open();
    await log.tilesBuilt();
    const [rebuilt] = await fixture.admin<{ n: string }[]>`SELECT count(*) AS n FROM audit.log_tile`;
    expect(rebuilt!.n).to.equal('258');
    expect(await fixture.verify()).to.include({ ok: true, size });
  }).timeout(120_000);

  it('refuses what cannot be proved, naming field and rule', async () => {
    await fill(3);
    const reader = fixture.reader();
    const refused: [() => Promise<unknown>, string, string][] = [
      [() => reader.entry(3), 'NOT_FOUND', ''],
      [() => reader.entry(-1), 'REQUEST_INVALID', 'index'],
      [() => reader.entry(0.5), 'REQUEST_INVALID', 'index'],
      [() => reader.inclusionProof(3), 'NOT_FOUND', ''],
      [() => reader.inclusionProof(2, 2), 'NOT_FOUND', ''],
      [() => reader.inclusionProof(0, 4), 'REQUEST_INVALID', 'tree_size'],
      [() => reader.inclusionProof(2 ** 53), 'REQUEST_INVALID', 'index'],
      [() => reader.consistencyProof(0), 'REQUEST_INVALID', 'first_size'],
      [() => reader.consistencyProof(3, 2), 'REQUEST_INVALID', 'first_size'],
      [() => reader.consistencyProof(1, 4), 'REQUEST_INVALID', 'second_size'],
      [() => openLogReader({ sql: fixture.admin, origin: 'other.example' }).latestCheckpoint(), 'NOT_FOUND', ''],
      [() => openLogReader({ sql: fixture.admin, origin: 'other.example' }).entry(0), 'NOT_FOUND', ''],
    ];
    for (const [attempt, reason, field] of refused) {
      const error: unknown = await attempt().catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(Refusal).and.include({ reason });
      expect((error as Refusal).violations[0]?.field ?? '').to.equal(field);
    }
    expect((await openLogReader({ sql: fixture.admin, origin: ORIGIN }).inclusionProof(0)).size).to.equal(3);
  });
});
