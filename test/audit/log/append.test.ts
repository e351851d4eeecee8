import { expect } from 'chai';
import { openAuditLog, type OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import type { LoggedEntry } from '../../../src/audit/log/entry.js';
import { leafHash } from '../../../src/audit/merkle/hash.js';
import { verifyConsistency, verifyInclusion } from '../../../src/audit/merkle/verify.js';
import { computable, openCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseSignerKey, parseVerifierKey } from '../../../src/audit/note/key.js';
import { generateLogKey } from '../../../src/audit/log/log-key.js';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { openSections, splitPayload } from '../../../src/audit/vault/seal.js';
import { commitTo } from '../../../src/audit/leaf/commitment.js';
import { systemClock } from '../../../src/shared/clock.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { createLogFixture, intent, type LogFixture, ORIGIN, outcome, TestClock } from '../log-fixture.js';
import { toHex } from '../vectors.js';

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}

async function refusalOf(promise: Promise<unknown>): Promise<Refusal> {
  const result: unknown = await promise.catch((error: unknown) => error);
  if (result instanceof Refusal) return result;
  throw new Error('no refusal', { cause: result });
}

describe('audit log', () => {
  let fixture: LogFixture;
  beforeEach(async () => {
    fixture = await createLogFixture();
  });
  afterEach(() => fixture.dispose());

  function expectProven(logged: LoggedEntry): void {
    const { size, root, origin } = openCheckpoint(logged.checkpoint, parseVerifierKey(fixture.signer.verifierKey));
    expect(origin).to.equal(ORIGIN);
    expect(toHex(leafHash(logged.entry))).to.equal(toHex(logged.leafHash));
    expect(verifyInclusion(logged.index, size, logged.leafHash, logged.inclusionProof, root)).to.be.true;
  }

  it('begins empty, with a signed checkpoint', async () => {
    await fixture.open();
    const { size, note } = await fixture.reader().latestCheckpoint();
    expect(size).to.equal(0);
    expect(openCheckpoint(note, parseVerifierKey(fixture.signer.verifierKey)).size).to.equal(0);
    expect(await fixture.verify()).to.include({ ok: true, size: 0 });
  });

  it('gives back an entry that is proven, stored, and opened by its openings', async () => {
    const clock = new TestClock();
    const log = await fixture.open({ clock });
    const draft = intent();
    const logged = await log.append(draft);
    expectProven(logged);
    expect(logged).to.include({ origin: ORIGIN, index: 0, time: clock.time });
    const leaf = parseLeaf(logged.entry)!;
    expect(leaf).to.deep.include({
      kind: 'intent',
      time: clock.time,
      authority: 'XA-POLICE',
      counter: 1,
      system: 'SIS',
      requestId: draft.requestId,
      bucket: 'sis-3y/2026-W48',
    });
    for (const name of ['who', 'what', 'why'] as const) {
      const { salt, plaintext } = logged.openings[name]!;
      expect(JSON.parse(Buffer.from(plaintext).toString())).to.deep.equal(draft.sections[name]);
      expect(commitTo(name, salt, plaintext)).to.equal(leaf.commitments[name]);
    }
    const stored = await fixture.reader().entry(0);
    expect(Buffer.from(stored.entry).equals(logged.entry)).to.be.true;

    const second = await log.append(outcome(draft, logged.index));
    expectProven(second);
    expect(parseLeaf(second.entry)).to.include({ kind: 'outcome', counter: 2, intentIndex: 0, outcome: 'answered' });
    expect(await fixture.verify()).to.include({ ok: true, size: 2, payloadsOpened: 2, openIntents: 0 });
  });

  it('holds no personal data in the clear', async () => {
    const log = await fixture.open();
    await log.append(intent({ sections: { what: { family_name: 'UNMISTAKABLE' } } }));
    const [{ found } = { found: true }] = await fixture.admin<{ found: boolean }[]>`
      SELECT bool_or(position('UNMISTAKABLE'::bytea IN e.body) > 0 OR position('UNMISTAKABLE'::bytea IN p.sealed) > 0) AS found
        FROM audit.log_entry e JOIN audit.log_payload p USING (idx)`;
    expect(found).to.equal(false);
  });

  it('commits calls that come together in one transaction, none waiting for a timer', async () => {
    const log = await fixture.open();
    const together = await Promise.all(Array.from({ length: 50 }, () => log.append(intent())));
    expect(new Set(together.map(({ checkpoint }) => checkpoint)).size).to.be.below(5);
    expect(together.map(({ index }) => index).sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 50 }, (_, i) => i),
    );
    together.forEach(expectProven);
  });

  it('keeps to the size of a batch', async () => {
    const log = await fixture.open({ limits: { batchEntries: 7 } });
    await Promise.all(Array.from({ length: 30 }, () => log.append(intent())));
    const sizes = await fixture.admin<{ size: string }[]>`SELECT size FROM audit.log_checkpoint ORDER BY size`;
    const steps = sizes.slice(1).map(({ size }, i) => Number(size) - Number(sizes[i]!.size));
    expect(Math.max(...steps)).to.equal(7);
    expect(await fixture.verify()).to.include({ ok: true, size: 30 });
  });

  it('takes large entries: four sections of 65,535 bytes', async () => {
    const log = await fixture.open();
    const big = { x: 'a'.repeat(65_535 - '{"x":""}'.length) };
    const logged = await Promise.all(
      Array.from({ length: 6 }, () => log.append(intent({ sections: { who: big, what: big, why: big, result: big } }))),
    );
    logged.forEach(expectProven);
    expect(await fixture.verify()).to.include({ ok: true, size: 6, payloadsOpened: 6 });
    const tooBig = { x: `${big.x}a` };
    expect((await refusalOf(log.append(intent({ sections: { what: tooBig } })))).reason).to.equal('REQUEST_TOO_LARGE');
    expect(await fixture.verify()).to.include({ ok: true, size: 6 });
  });

  it('survives two processes on one database: no gap, no fork, every receipt good', async () => {
    const logs = await Promise.all(['one', 'two', 'three'].map((name) => fixture.open({ name })));
    const authorities = ['XA-POLICE', 'XB-CUSTOMS', 'XC-BORDER'];
    const logged = await Promise.all(
      logs.flatMap((log, l) =>
        Array.from({ length: 8 }, async (_, writer) => {
          const mine: LoggedEntry[] = [];
          for (let n = 0; n < 25; n++) {
            mine.push(await log.append(intent({ authority: authorities[(l + writer + n) % 3]! })));
          }
          return mine;
        }),
      ),
    );
    const all = logged.flat();
    expect(all.map(({ index }) => index).sort((a, b) => a - b)).to.deep.equal(all.map((_, i) => i));
    all.forEach(expectProven);
    expect(await fixture.verify()).to.include({ ok: true, size: 600, payloadsOpened: 600 });

    const verifier = parseVerifierKey(fixture.signer.verifierKey);
    const checkpoints = Array.from(new Set(all.map(({ checkpoint }) => checkpoint)), (note) =>
      computable(openCheckpoint(note, verifier)),
    ).sort((a, b) => a.size - b.size);
    expect(new Set(checkpoints.map(({ size }) => size)).size).to.equal(checkpoints.length);
    const reader = fixture.reader();
    for (const [i, first] of checkpoints.entries()) {
      const second = checkpoints[i + 1] ?? checkpoints[0]!;
      const [a, b] = first.size <= second.size ? [first, second] : [second, first];
      const { proof } = await reader.consistencyProof(a.size, b.size);
      expect(verifyConsistency(a.size, b.size, a.root, b.root, proof)).to.be.true;
    }
  });

  it('goes on where another process left it', async () => {
    const first = await fixture.open();
    await first.append(intent());
    await first.close();
    const second = await fixture.open();
    const logged = await second.append(intent());
    expect(logged.index).to.equal(1);
    expect(parseLeaf(logged.entry)!.counter).to.equal(2);
    expect(await fixture.verify()).to.include({ ok: true, size: 2 });
  });

  it('needs no right but to append, and has no other', async () => {
    const log = await fixture.open();
    await log.append(intent());
    const gateway = connectDatabase(fixture.url, { applicationName: 'test', max: 1, role: 'ostiary_gateway' });
    const forbidden = [
      gateway`UPDATE audit.log_entry SET body = body`,
      gateway`DELETE FROM audit.log_entry`,
      gateway`TRUNCATE audit.log_entry`,
      gateway`INSERT INTO audit.log_entry (idx, kind, leaf, body) VALUES (9, 'intent', ${Buffer.alloc(32)}, '')`,
      gateway`SELECT * FROM audit.log_payload`,
      gateway`DELETE FROM audit.log_payload`,
      gateway`UPDATE audit.log_frontier SET size = 0`,
      gateway`DELETE FROM audit.log_frontier`,
      gateway`UPDATE audit.log_checkpoint SET note = ''`,
      gateway`DELETE FROM audit.log_tile`,
      gateway`UPDATE audit.log_counter SET n = 0`,
    ];
    for (const attempt of forbidden) {
      expect(await attempt.then(() => 'done', codeOf)).to.equal('42501');
    }
    await gateway.end();
  });

  it('refuses UPDATE, DELETE and TRUNCATE even to the owner of the tables', async () => {
    const log = await fixture.open();
    await log.append(intent());
    const { admin } = fixture;
    const attempts = [
      admin`UPDATE audit.log_entry SET body = body`,
      admin`UPDATE audit.log_payload SET sealed = sealed`,
      admin`UPDATE audit.log_checkpoint SET note = note`,
      admin`UPDATE audit.log_frontier SET size = size`,
      admin`UPDATE audit.log_frontier SET origin = 'other', size = size + 1`,
      ...['log_entry', 'log_payload', 'log_checkpoint', 'log_frontier', 'log_counter'].flatMap((table) => [
        admin`DELETE FROM ${admin(`audit.${table}`)}`,
        // With what refers to them: a foreign key would refuse before the trigger does.
        admin`TRUNCATE ${admin(`audit.${table}`)} CASCADE`,
      ]),
    ];
    for (const attempt of attempts) expect(await attempt.then(() => 'done', codeOf)).to.equal('42501');
    expect(await fixture.verify()).to.include({ ok: true, size: 1 });
  });

  describe('limits', () => {
    it('refuses at once what the queue cannot hold', async () => {
      const log = await fixture.open({ limits: { queueEntries: 10, retryAfterMs: 77 } });
      const results = await Promise.allSettled(Array.from({ length: 30 }, () => log.append(intent())));
      const refused = results.filter((result) => result.status === 'rejected');
      expect(refused).to.have.length(20);
      for (const { reason } of refused) {
        expect(reason).to.be.instanceOf(Refusal).and.include({ reason: 'AUDIT_UNAVAILABLE', retryAfterMs: 77 });
      }
      expect(await fixture.verify()).to.include({ ok: true, size: 10 });
    });

    it('refuses what a leaf cannot carry', async () => {
      const log = await fixture.open();
      const bad = [
        intent({ authority: 'xa-police' }),
        intent({ authority: 'XA"POLICE' }),
        intent({ system: '' }),
        intent({ requestId: 'a b' }),
        intent({ intentIndex: -1 }),
        intent({ intentIndex: 0.5 }),
      ];
      for (const draft of bad) {
        expect(await log.append(draft).catch((error: unknown) => error)).to.be.instanceOf(TypeError);
      }
      expect(await fixture.verify()).to.include({ ok: true, size: 0 });
    });
  });

  describe('closing', () => {
    it('writes what is queued and refuses the rest', async () => {
      const log = await fixture.open();
      const queued = Array.from({ length: 20 }, () => log.append(intent()));
      const closed = log.close();
      expect((await refusalOf(log.append(intent()))).reason).to.equal('AUDIT_UNAVAILABLE');
      (await Promise.all(queued)).forEach(expectProven);
      await closed;
      expect(await fixture.verify()).to.include({ ok: true, size: 20 });
    });
  });

  describe('opening', () => {
    async function failureOf(options: Parameters<LogFixture['open']>[0]): Promise<string> {
      return fixture.open(options).then(
        () => 'opened',
        (error: unknown) => String(error),
      );
    }

    it('refuses the key of another origin, and another log in the database', async () => {
      const other = parseSignerKey(generateLogKey('other.example').signerKey);
      expect(await failureOf({ signer: other })).to.match(/another origin/);
      await fixture.open();
      expect(await failureOf({ signer: other, origin: 'other.example' })).to.match(/another origin/);
    });

    it('refuses another key of the same origin', async () => {
      await (await fixture.open()).append(intent());
      expect(await failureOf({ signer: parseSignerKey(generateLogKey(ORIGIN).signerKey) })).to.match(/signature/);
    });

    it('refuses a log that was tampered with', async () => {
      const log = await fixture.open();
      await log.append(intent());
      await log.append(intent());
      await log.close();
      await fixture.tamper((tx) => tx`DELETE FROM audit.log_entry WHERE idx = 1`);
      expect(await failureOf({})).to.match(/do not end at the frontier/);
    });

    it('of several processes at once founds one log', async () => {
      const logs = await Promise.all(Array.from({ length: 4 }, (_, i) => fixture.open({ name: `founder-${i}` })));
      await Promise.all(logs.map((log) => log.append(intent())));
      expect(await fixture.verify()).to.include({ ok: true, size: 4 });
    });
  });

  describe('clock', () => {
    async function times(log: OpenAuditLog): Promise<number> {
      return (await log.append(intent())).time;
    }

    it('never goes back in the log, and every step back is an entry', async () => {
      const clock = new TestClock();
      const log = await fixture.open({ clock });
      const start = clock.time;
      expect(await times(log)).to.equal(start);
      clock.time = start - 5_000;
      expect(await times(log)).to.equal(start);
      clock.time = start - 4_000;
      expect(await times(log)).to.equal(start);
      clock.time = start + 1_000;
      expect(await times(log)).to.equal(start + 1_000);
      await log.close();
      const verdict = await fixture.verify();
      expect(verdict).to.include({ ok: true, size: 5 });
      const config = await fixture.admin<{ body: Buffer; sealed: Buffer }[]>`
        SELECT e.body, p.sealed FROM audit.log_entry e JOIN audit.log_payload p USING (idx) WHERE e.kind = 'config'`;
      expect(config).to.have.length(1);
      const leaf = parseLeaf(config[0]!.body)!;
      expect(leaf.authority).to.equal('ZZ-GATEWAY');
      const { wrappedKey, sealed } = splitPayload(config[0]!.sealed)!;
      const dataKey = (await (await openKeyUnwrapper(fixture.keyFolder)).unwrap(leaf.bucket, wrappedKey))!;
      const { plaintext } = openSections(leaf.requestId, sealed, dataKey)!.get('result')!;
      expect(Buffer.from(plaintext).toString()).to.equal('{"event":"clock-step-back","step_ms":5000}');
    });

    it('set back while the gateway was down is noticed at the first entry', async () => {
      const clock = new TestClock();
      const first = await fixture.open({ clock });
      await first.append(intent());
      await first.close();
      clock.time -= 3_600_000;
      const second = await fixture.open({ clock });
      await second.append(intent());
      await second.close();
      const [row] = await fixture.admin<
        { n: string }[]
      >`SELECT count(*) AS n FROM audit.log_entry WHERE kind = 'config'`;
      expect(row!.n).to.equal('1');
      expect(await fixture.verify()).to.include({ ok: true, size: 3 });
    });

    it('a little behind that of another machine is no step back', async () => {
      const [ahead, behind] = [new TestClock(), new TestClock()];
      ahead.time += 1_500;
      await (await fixture.open({ clock: ahead, name: 'ahead' })).append(intent());
      const logged = await (await fixture.open({ clock: behind, name: 'behind' })).append(intent());
      expect(logged.time).to.equal(ahead.time);
      expect(await fixture.verify()).to.include({ ok: true, size: 2 });
    });
  });

  it('says so when keys cannot be had', async () => {
    const log = await fixture.open({ keys: { wrapperFor: () => Promise.reject(new Error('no HSM')) } });
    expect((await refusalOf(log.append(intent()))).reason).to.equal('AUDIT_UNAVAILABLE');
  });

  it('takes only a database that was migrated', async () => {
    await fixture.admin`DROP SCHEMA audit CASCADE`;
    const sql = connectDatabase(fixture.url, { applicationName: 'test', max: 1 });
    const opened = openAuditLog({
      clock: systemClock,
      sql,
      origin: ORIGIN,
      signer: fixture.signer,
      keys: { wrapperFor: () => Promise.reject(new Error('not asked')) },
    });
    expect(await opened.catch((error: unknown) => String(error))).to.match(/audit/);
    await sql.end();
  });
});
