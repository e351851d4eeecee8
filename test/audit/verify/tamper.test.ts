import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { EMPTY_FRONTIER, extendFrontier, packFrontier } from '../../../src/audit/merkle/frontier.js';
import { leafHash, packHashes } from '../../../src/audit/merkle/hash.js';
import { tileRoot } from '../../../src/audit/merkle/tile.js';
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseSignerKey } from '../../../src/audit/note/key.js';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { openKeyUnwrapper, openKeyWrapper } from '../../../src/audit/vault/file-keys.js';
import { parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { sealSections } from '../../../src/audit/vault/seal.js';
import type { LogVerdict } from '../../../src/audit/verify/verify-log.js';
import { createLogFixture, intent, type LogFixture, ORIGIN, outcome, TestClock } from '../log-fixture.js';

type Tamper = (tx: postgres.TransactionSql) => Promise<unknown>;

const ENTRIES = 600;

describe('verification of a log that was tampered with', () => {
  let fixture: LogFixture;
  /** A checkpoint that the verifier kept, of size 600. */
  let kept: string;

  before(async () => {
    fixture = await createLogFixture();
    const clock = new TestClock();
    const log = await fixture.open({ clock, limits: { batchEntries: 50 } });
    for (let i = 0; i < ENTRIES / 100; i++) {
      clock.time += 10;
      const drafts = Array.from({ length: 50 }, (_, n) =>
        intent({ authority: n % 2 === 0 ? 'XA-POLICE' : 'XB-CUSTOMS' }),
      );
      const intents = await Promise.all(drafts.map((draft) => log.append(draft)));
      await Promise.all(drafts.map((draft, n) => log.append(outcome(draft, intents[n]!.index))));
    }
    await log.tilesBuilt();
    await log.close();
    kept = (await fixture.reader().latestCheckpoint()).note;
  });
  after(() => fixture.dispose());

  /** Verifies with the changes in place, then takes them back. */
  async function verdictAfter(tamper: Tamper, options: Parameters<LogFixture['verify']>[0] = {}): Promise<LogVerdict> {
    const { admin } = fixture;
    const tables = ['log_frontier', 'log_counter', 'log_entry', 'log_payload', 'log_checkpoint', 'log_tile'];
    for (const table of tables) await admin`CREATE TABLE ${admin(`keep_${table}`)} AS TABLE ${admin(`audit.${table}`)}`;
    try {
      await fixture.tamper(tamper);
      return await fixture.verify(options);
    } finally {
      await fixture.tamper(async (tx) => {
        for (const table of tables) {
          await tx`DELETE FROM ${tx(`audit.${table}`)}`;
          await tx`INSERT INTO ${tx(`audit.${table}`)} TABLE ${tx(`keep_${table}`)}`;
          await tx`DROP TABLE ${tx(`keep_${table}`)}`;
        }
      });
    }
  }

  async function bodyOf(tx: postgres.TransactionSql, index: number): Promise<string> {
    const [row] = await tx<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE idx = ${index}`;
    return row!.body.toString();
  }

  async function rewrite(
    tx: postgres.TransactionSql,
    index: number,
    body: string,
    leaf = leafHash(Buffer.from(body)),
  ): Promise<void> {
    await tx`UPDATE audit.log_entry SET body = ${Buffer.from(body)}, leaf = ${leaf} WHERE idx = ${index}`;
  }

  async function leavesOf(tx: postgres.TransactionSql): Promise<Buffer[]> {
    const rows = await tx<{ leaf: Buffer }[]>`SELECT leaf FROM audit.log_entry ORDER BY idx`;
    return rows.map(({ leaf }) => leaf);
  }

  /** Makes tiles and frontier fit the entries again, as an attacker without the log's key can. */
  async function cover(tx: postgres.TransactionSql): Promise<Uint8Array> {
    const leaves = await leavesOf(tx);
    for (let n = 0; n < Math.floor(leaves.length / 256); n++) {
      const data = packHashes(leaves.slice(n * 256, (n + 1) * 256));
      await tx`UPDATE audit.log_tile SET data = ${data}, root = ${tileRoot(data)} WHERE level = 0 AND n = ${n}`;
    }
    const { frontier, root } = extendFrontier(EMPTY_FRONTIER, leaves);
    await tx`UPDATE audit.log_frontier SET size = ${leaves.length}, peaks = ${packFrontier(frontier)}`;
    return root;
  }

  /** A change of purpose in entry 300 that keeps the entry well-formed: another system was asked. */
  async function forge(tx: postgres.TransactionSql): Promise<void> {
    await rewrite(tx, 300, (await bodyOf(tx, 300)).replace('"s":"SIS"', '"s":"VIS"'));
    await rewrite(tx, 350, (await bodyOf(tx, 350)).replace('"s":"SIS"', '"s":"VIS"'));
  }

  it('finds nothing wrong with what nobody touched', async () => {
    expect(await fixture.verify({ kept: [kept] })).to.include({
      ok: true,
      size: ENTRIES,
      checkpoints: 13,
      payloadsOpened: ENTRIES,
      openIntents: 0,
    });
  });

  const cases: [what: string, kind: string, at: number | readonly [number, number] | undefined, tamper: Tamper][] = [
    [
      'body edited',
      'hash-mismatch',
      300,
      async (tx) => rewrite(tx, 300, (await bodyOf(tx, 300)).replace('SIS', 'VIS'), (await leavesOf(tx))[300]),
    ],
    [
      'hash edited',
      'hash-mismatch',
      300,
      (tx) => tx`UPDATE audit.log_entry SET leaf = ${randomBytes(32)} WHERE idx = 300`,
    ],
    ['body and hash edited', 'entry-rewritten', 300, forge],
    [
      'body, hash and tiles edited',
      'range-rewritten',
      [300, 350],
      async (tx) => {
        await forge(tx);
        await cover(tx);
      },
    ],
    [
      'an entry made malformed',
      'leaf-malformed',
      300,
      async (tx) => rewrite(tx, 300, (await bodyOf(tx, 300)).replace('"v":1', '"v":2')),
    ],
    ['an entry deleted in the middle', 'index-gap', 300, (tx) => tx`DELETE FROM audit.log_entry WHERE idx = 300`],
    [
      'an entry deleted in the middle, with those behind it moved up',
      'entries-missing',
      300,
      async (tx) => {
        for (const table of ['log_entry', 'log_payload']) {
          await tx`DELETE FROM ${tx(`audit.${table}`)} WHERE idx = 300`;
          await tx`UPDATE ${tx(`audit.${table}`)} SET idx = idx + 9999 WHERE idx > 300`;
          await tx`UPDATE ${tx(`audit.${table}`)} SET idx = idx - 10000 WHERE idx > 9999`;
        }
      },
    ],
    [
      'two entries of one authority exchanged',
      'entries-reordered',
      300,
      (tx) => tx`
        UPDATE audit.log_entry e SET body = f.body, leaf = f.leaf FROM audit.log_entry f
         WHERE (e.idx, f.idx) IN ((300, 302), (302, 300))`,
    ],
    [
      'two entries of different authorities exchanged',
      'entries-reordered',
      300,
      (tx) => tx`
        UPDATE audit.log_entry e SET body = f.body, leaf = f.leaf FROM audit.log_entry f
         WHERE (e.idx, f.idx) IN ((300, 301), (301, 300))`,
    ],
    ['the last entry deleted', 'entries-missing', 599, (tx) => tx`DELETE FROM audit.log_entry WHERE idx = 599`],
    [
      'the last entry and everything about it deleted, but for the checkpoint',
      'entries-missing',
      599,
      async (tx) => {
        await tx`DELETE FROM audit.log_entry WHERE idx = 599`;
        await tx`DELETE FROM audit.log_payload WHERE idx = 599`;
        await cover(tx);
      },
    ],
    ['all entries deleted', 'entries-missing', 0, (tx) => tx`DELETE FROM audit.log_entry`],
    [
      'an entry added behind the frontier',
      'entries-beyond-frontier',
      600,
      async (tx) => {
        const body = (await bodyOf(tx, 599)).replace(/"n":(\d+)/, (_, n: string) => `"n":${Number(n) + 1}`);
        const leaf = leafHash(Buffer.from(body));
        await tx`INSERT INTO audit.log_entry (idx, kind, intent, leaf, body) SELECT 600, kind, intent, ${leaf}, ${Buffer.from(body)} FROM audit.log_entry WHERE idx = 599`;
        await tx`INSERT INTO audit.log_payload (idx, bucket, sealed) SELECT 600, bucket, sealed FROM audit.log_payload WHERE idx = 599`;
      },
    ],
    [
      'a counter skipped',
      'counter-gap',
      300,
      async (tx) => rewrite(tx, 300, (await bodyOf(tx, 300)).replace(/"n":\d+/, '"n":9999')),
    ],
    [
      'time set back',
      'time-back',
      300,
      async (tx) => rewrite(tx, 300, (await bodyOf(tx, 300)).replace('"t":"2026-11-23', '"t":"2026-11-22')),
    ],
    [
      'an outcome moved to another intent',
      'wrong-intent',
      350,
      async (tx) => {
        await rewrite(tx, 350, (await bodyOf(tx, 350)).replace(/"i":\d+/, '"i":1'));
        await tx`UPDATE audit.log_entry SET intent = 1 WHERE idx = 350`;
      },
    ],
    [
      'a search column that lies',
      'column-mismatch',
      300,
      (tx) => tx`UPDATE audit.log_entry SET kind = 'config' WHERE idx = 300`,
    ],
    ['a payload deleted', 'payload-missing', 300, (tx) => tx`DELETE FROM audit.log_payload WHERE idx = 300`],
    [
      'a payload edited',
      'payload-unopenable',
      300,
      (tx) =>
        tx`UPDATE audit.log_payload SET sealed = set_byte(sealed, 60, 255 - get_byte(sealed, 60)) WHERE idx = 300`,
    ],
    [
      'a payload cut',
      'payload-unopenable',
      300,
      (tx) => tx`UPDATE audit.log_payload SET sealed = substring(sealed FROM 1 FOR 20) WHERE idx = 300`,
    ],
    [
      'two payloads exchanged',
      'payload-unopenable',
      300,
      (tx) => tx`
      UPDATE audit.log_payload p SET sealed = q.sealed FROM audit.log_payload q
       WHERE (p.idx, q.idx) IN ((300, 302), (302, 300))`,
    ],
    [
      'a payload sealed anew by somebody with the keys',
      'commitment-mismatch',
      300,
      async (tx) => {
        const { requestId, bucket } = parseLeaf(Buffer.from(await bodyOf(tx, 300)))!;
        const wrapper = await (await openKeyWrapper(fixture.keyFolder)).wrapperFor(bucket);
        const sections = { who: { officer: 'another' }, what: {}, why: { purpose: 'P02' } };
        const { payload } = sealSections(requestId, sections, wrapper);
        await tx`UPDATE audit.log_payload SET sealed = ${payload} WHERE idx = 300`;
      },
    ],
    [
      'a payload moved to another bucket',
      'column-mismatch',
      300,
      (tx) => tx`UPDATE audit.log_payload SET bucket = 'ops/2026-W01' WHERE idx = 300`,
    ],
    [
      'a tile edited',
      'tile-altered',
      300,
      (tx) =>
        tx`UPDATE audit.log_tile SET data = set_byte(data, 44 * 32, 255 - get_byte(data, 44 * 32)) WHERE level = 0 AND n = 1`,
    ],
    [
      'the root of a tile edited',
      'tile-altered',
      undefined,
      (tx) => tx`UPDATE audit.log_tile SET root = ${randomBytes(32)} WHERE n = 1`,
    ],
    [
      'a tile cut inside a hash',
      'tile-altered',
      undefined,
      async (tx) => {
        await tx`ALTER TABLE audit.log_tile DROP CONSTRAINT log_tile_data_check`;
        await tx`UPDATE audit.log_tile SET data = substring(data FROM 1 FOR 1000) WHERE level = 0 AND n = 1`;
      },
    ],
    [
      'the frontier edited',
      'frontier-altered',
      undefined,
      (tx) => tx`UPDATE audit.log_frontier SET peaks = set_byte(peaks, 0, 255 - get_byte(peaks, 0))`,
    ],
    ['the frontier rolled back', 'entries-missing', 600, (tx) => tx`UPDATE audit.log_frontier SET size = 700`],
    [
      'the counters edited',
      'counter-altered',
      undefined,
      (tx) => tx`UPDATE audit.log_counter SET n = n + 1 WHERE authority = 'XA-POLICE'`,
    ],
    [
      'a checkpoint replaced by another of ours',
      'checkpoint-forged',
      undefined,
      (tx) => tx`
      UPDATE audit.log_checkpoint SET note = (SELECT note FROM audit.log_checkpoint WHERE size = 100) WHERE size = 300`,
    ],
    [
      'the last checkpoint deleted',
      'checkpoint-missing',
      undefined,
      (tx) => tx`DELETE FROM audit.log_checkpoint WHERE size = 600`,
    ],
    [
      'history rewritten and signed with a foreign key',
      'checkpoint-forged',
      undefined,
      async (tx) => {
        await forge(tx);
        const root = await cover(tx);
        await tx`DELETE FROM audit.log_checkpoint WHERE size > 300 AND size < 600`;
        const stranger = parseSignerKey(generateLogKey(ORIGIN).signerKey);
        await tx`UPDATE audit.log_checkpoint SET note = ${signCheckpoint(600, root, stranger)} WHERE size = 600`;
      },
    ],
    ['the whole log deleted', 'no-log', undefined, (tx) => tx`DELETE FROM audit.log_frontier`],
  ];
  for (const [what, kind, at, tamper] of cases) {
    it(`${what}: ${kind}`, async () => {
      const verdict = await verdictAfter(tamper);
      expect(verdict.ok, verdict.message).to.equal(false);
      if (verdict.ok) return;
      expect(verdict.finding.kind, verdict.message).to.equal(kind);
      expect(verdict.finding.index ?? verdict.finding.range).to.deep.equal(at);
    });
  }

  it('the frontier rolled back alone: entries-beyond-frontier', async () => {
    const verdict = await verdictAfter(async (tx) => {
      const { frontier } = extendFrontier(EMPTY_FRONTIER, (await leavesOf(tx)).slice(0, 550));
      await tx`UPDATE audit.log_frontier SET size = 550, peaks = ${packFrontier(frontier)}`;
      await tx`DELETE FROM audit.log_checkpoint WHERE size > 550`;
    });
    expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'entries-beyond-frontier', 'finding.index': 550 });
  });

  it('everything rolled back: only a checkpoint that was kept tells', async () => {
    const rollBack: Tamper = async (tx) => {
      await tx`DELETE FROM audit.log_entry WHERE idx >= 550`;
      await tx`DELETE FROM audit.log_payload WHERE idx >= 550`;
      await tx`DELETE FROM audit.log_checkpoint WHERE size > 550`;
      const [last] = await tx<{ body: Buffer }[]>`SELECT body FROM audit.log_entry WHERE idx = 549`;
      const { t } = JSON.parse(last!.body.toString()) as { t: string };
      const { frontier } = extendFrontier(EMPTY_FRONTIER, await leavesOf(tx));
      await tx`UPDATE audit.log_frontier SET size = 550, peaks = ${packFrontier(frontier)}, time_ms = ${Date.parse(t)}`;
      await tx`UPDATE audit.log_counter SET n = (
        SELECT count(*) FROM audit.log_entry WHERE position(convert_to('"o":"' || authority || '"', 'UTF8') IN body) > 0)`;
    };
    expect(await verdictAfter(rollBack)).to.include({ ok: true, size: 550 });
    const verdict = await verdictAfter(rollBack, { kept: [kept] });
    expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'rolled-back' });
  });

  it('history rewritten and signed with the stolen key of the log: only a checkpoint that was kept tells', async () => {
    const resign: Tamper = async (tx) => {
      await forge(tx);
      await cover(tx);
      const leaves = await leavesOf(tx);
      const sizes = await tx<{ size: string }[]>`SELECT size FROM audit.log_checkpoint WHERE size > 300`;
      for (const { size } of sizes) {
        const { root } = extendFrontier(EMPTY_FRONTIER, leaves.slice(0, Number(size)));
        const note = signCheckpoint(Number(size), root, fixture.signer);
        await tx`UPDATE audit.log_checkpoint SET note = ${note} WHERE size = ${size}`;
      }
    };
    expect(await verdictAfter(resign)).to.include({ ok: true });
    const verdict = await verdictAfter(resign, { kept: [kept] });
    expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'history-differs' });
  });

  it('the key of a bucket deleted: key-missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ostiary-keyless-'));
    try {
      await cp(fixture.keyFolder, folder, { recursive: true });
      for (const path of await readdir(folder, { recursive: true })) {
        if (path.includes('sis-3y')) await rm(join(folder, path), { recursive: true, force: true });
      }
      const verdict = await fixture.verify({ keys: await openKeyUnwrapper(folder) });
      expect(verdict).to.nested.include({ ok: false, 'finding.kind': 'key-missing', 'finding.index': 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('without keys, what only keys can tell is not claimed', async () => {
    const verdict = await fixture.verify({ keys: undefined as never });
    expect(verdict).to.include({ ok: true, payloadsOpened: 0 });
  });

  it('belongs to one origin and one key', async () => {
    const stranger = parseSignerKey(generateLogKey('other.example').signerKey);
    expect(await fixture.verify({ origin: 'other.example' })).to.nested.include({ 'finding.kind': 'other-log' });
    expect(await fixture.verify({ vkey: stranger.verifierKey })).to.nested.include({ 'finding.kind': 'other-log' });
    const twin = parseSignerKey(generateLogKey(ORIGIN).signerKey);
    expect(await fixture.verify({ vkey: twin.verifierKey })).to.nested.include({ 'finding.kind': 'checkpoint-forged' });
  });

  it('tells how far it is', async () => {
    const seen: [number, number][] = [];
    await fixture.verify({ onProgress: (checked, total) => seen.push([checked, total]) });
    expect(seen.at(-1)).to.deep.equal([ENTRIES, ENTRIES]);
  });
});
