import { expect } from 'chai';
import { EventEmitter, once } from 'node:events';
import { nodeHash } from '../../../src/audit/merkle/hash.js';
import { signCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { formatAddCheckpoint } from '../../../src/audit/note/add-checkpoint.js';
import { cosign, generateCosignerKey, parseCosignerKey } from '../../../src/audit/note/cosignature.js';
import { parseNote } from '../../../src/audit/note/signed-note.js';
import { openWitnessedCheckpoint } from '../../../src/audit/note/witnessed.js';
import type { OpenAuditLog } from '../../../src/audit/log/audit-log.js';
import { UnacceptableLog } from '../../../src/audit/log/snapshot.js';
import { latestWitnessedCheckpoint } from '../../../src/audit/witnessing/witnessed-checkpoint.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { eventually } from '../../helpers/eventually.js';
import type { TestWitness } from '../../witness/fixture.js';
import { createLogFixture, intent, type LogFixture, TestClock } from '../log-fixture.js';
import {
  fakeWitness,
  type FakeWitness,
  honestWitness,
  openCollector,
  policyOf,
  type TestCollector,
} from './fixture.js';

describe('collecting cosignatures', () => {
  let fixture: LogFixture;
  let log: OpenAuditLog;
  let first: TestWitness;
  let second: TestWitness;
  const closing: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    fixture = await createLogFixture();
    [log, first, second] = await Promise.all([
      fixture.open(),
      honestWitness(fixture, 'witness.example/dpo'),
      honestWitness(fixture, 'witness.example/dpa'),
    ]);
    closing.push(
      () => fixture.dispose(),
      () => first.dispose(),
      () => second.dispose(),
    );
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function collect(
    ...[policy, options]: [Parameters<typeof openCollector>[1], Parameters<typeof openCollector>[2]?]
  ): Promise<TestCollector> {
    const opened = await openCollector(fixture, policy, options);
    closing.push(() => opened.close());
    return opened;
  }

  async function fake(...parameters: Parameters<typeof fakeWitness>): Promise<FakeWitness> {
    const opened = await fakeWitness(...parameters);
    closing.push(() => opened.close());
    return opened;
  }

  const rejection = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  const append = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await log.append(intent());
  };

  it('has the newest checkpoint cosigned by a quorum, and keeps what was signed', async () => {
    const policy = policyOf(fixture, 2, [first, second]);
    await append(3);
    const { collector, sql } = await collect(policy);
    await eventually(() => expect(collector.witnessed?.size).to.equal(3));
    await append(2);
    await eventually(() => expect(collector.witnessed?.size).to.equal(5));
    const stored = (await latestWitnessedCheckpoint(sql, policy))!;
    const { checkpoint, cosignatures } = openWitnessedCheckpoint(stored.note, policy);
    expect(checkpoint.size).to.equal(5);
    expect(cosignatures.map(({ witness }) => witness)).to.deep.equal(['w0', 'w1']);
    await eventually(() =>
      expect(collector.status()).to.deep.equal({
        witnessedSize: 5,
        waitingMs: 0,
        stopped: false,
        witnesses: [
          { name: 'w0', condition: 'well', size: 5 },
          { name: 'w1', condition: 'well', size: 5 },
        ],
      }),
    );
  });

  it('begins with the empty log', async () => {
    const { collector } = await collect(policyOf(fixture, 2, [first, second]));
    await eventually(() => expect(collector.witnessed?.size).to.equal(0));
  });

  it('knows after a restart what was cosigned before', async () => {
    const policy = policyOf(fixture, 2, [first, second]);
    await append(2);
    const before = await openCollector(fixture, policy);
    await eventually(() => expect(before.collector.witnessed?.size).to.equal(2));
    await before.close();
    await Promise.all([first.stop(), second.stop()]);
    const { collector } = await collect(policy, { times: { startMs: 100 } });
    expect(collector.witnessed?.size).to.equal(2);
    expect(collector.status().waitingMs).to.equal(0);
  });

  it('asks a witness with two keys once', async () => {
    const keys = ['ed25519', 'ml-dsa-44'] as const;
    const pairs = keys.map((algorithm) => generateCosignerKey('witness.example/pq', algorithm));
    const cosigners = pairs.map(({ signerKey }) => parseCosignerKey(signerKey));
    const place = await fake('witness.example/unused', (_, response, body) => {
      const { text } = parseNote(body.slice(body.indexOf('\n\n') + 2));
      response.end(cosigners.map((cosigner) => cosign(text, cosigner, 1_795_489_200)).join(''));
    });
    const policy = policyOf(fixture, 1, [{ url: place.url, vkeys: pairs.map(({ verifierKey }) => verifierKey) }]);
    const { collector } = await collect(policy);
    await eventually(() => expect(collector.witnessed?.size).to.equal(0));
    expect(parseNote(collector.witnessed!.note).signatures).to.have.length(3);
    expect(place.asked).to.have.length(1);
  });

  it('is done with a quorum, and takes the slow one along', async () => {
    const gate = new EventEmitter();
    const slow = await fake('witness.example/slow', (_, response) => {
      void once(gate, 'open').then(() => response.writeHead(503).end());
    });
    await append(1);
    const { collector } = await collect(policyOf(fixture, 2, [first, second, slow]), { times: { startMs: 50 } });
    await append(1);
    await eventually(() => expect(collector.witnessed?.size).to.equal(2));
    // One request at a time, and none for what was superseded meanwhile.
    expect(slow.asked).to.have.length(1);
    gate.emit('open');
    await eventually(() => expect(slow.asked.length).to.be.above(1));
    expect(slow.asked[1]).to.contain('\n2\n');
    gate.emit('open');
  });

  it('gives up a witness that never answers, and asks again', async () => {
    const silent = await fake('witness.example/silent', () => undefined);
    const { collector, told } = await collect(policyOf(fixture, 1, [first, silent]), {
      times: { requestMs: 30, startMs: 20 },
    });
    await append(1);
    await eventually(() => expect(silent.asked.length).to.be.above(2));
    expect(told).to.include('w1 unreachable');
    await eventually(() => expect(collector.witnessed?.size).to.equal(1));
  });

  const lies: Readonly<
    Record<string, (body: string) => { status: number; body: string; headers?: Record<string, string> }>
  > = {
    'with a signature of another key': (body) => {
      const { text } = parseNote(body.slice(body.indexOf('\n\n') + 2));
      const stranger = parseCosignerKey(generateCosignerKey('witness.example/liar', 'ed25519').signerKey);
      return { status: 200, body: cosign(text, stranger, 1_795_489_200) };
    },
    'with nothing': () => ({ status: 200, body: '' }),
    'with noise': () => ({ status: 200, body: '\u0000\u2014 x' }),
    'without end': () => ({ status: 200, body: 'x'.repeat(100_000) }),
    'with a size that is none': () => ({ status: 409, body: '-1\n' }),
    'with one size after the other': (body) => ({ status: 409, body: body.startsWith('old 0\n') ? '1\n' : '0\n' }),
    'by sending us elsewhere': () => ({ status: 307, body: '', headers: { location: 'http://127.0.0.1:1/' } }),
    'that it does not know the log': () => ({ status: 404, body: 'unknown\n' }),
  };
  for (const [how, lie] of Object.entries(lies)) {
    it(`believes no witness that answers ${how}`, async () => {
      const liar = await fake('witness.example/liar', (request, response, body) => {
        const {
          status,
          body: text,
          headers,
        } = request.method === 'GET' ? { status: 404, body: '', headers: {} } : lie(body);
        response.writeHead(status, headers).end(text);
      });
      await append(2);
      const { collector, sql, told } = await collect(policyOf(fixture, 2, [first, liar]));
      await eventually(() => expect(liar.asked.length).to.be.above(2));
      expect(collector.witnessed).to.equal(undefined);
      expect(told.some((line) => line === 'w1 useless' || line === 'w1 unreachable')).to.equal(true);
      const rows = await sql<{ witness: string }[]>`SELECT DISTINCT witness FROM audit.cosignature`;
      expect(rows.map(({ witness }) => witness)).to.deep.equal(['witness.example/dpo']);
    });
  }

  it('spoils no good signature with a bad one under the same key', async () => {
    const pair = generateCosignerKey('witness.example/liar', 'ed25519');
    const cosigner = parseCosignerKey(pair.signerKey);
    const liar = await fake('witness.example/liar', (_, response, body) => {
      const { text } = parseNote(body.slice(body.indexOf('\n\n') + 2));
      response.end(
        cosign(text, cosigner, 1_795_489_200) + cosign(text.replace('\n0\n', '\n1\n'), cosigner, 1_795_489_200),
      );
    });
    const { collector, told } = await collect(policyOf(fixture, 1, [{ url: liar.url, vkeys: [pair.verifierKey] }]));
    await eventually(() => expect(told).to.include('w0 useless'));
    expect(collector.witnessed).to.equal(undefined);
  });

  it('has what was missed cosigned when a dead witness comes back', async () => {
    const { collector, told } = await collect(policyOf(fixture, 2, [first, second]));
    await eventually(() => expect(collector.witnessed?.size).to.equal(0));
    await second.stop();
    await append(3);
    await eventually(() => expect(told).to.include('w1 unreachable'));
    expect(collector.witnessed?.size).to.equal(0);
    await second.restart();
    await eventually(() => expect(collector.witnessed?.size).to.equal(3));
    await eventually(() => expect(told.at(-1)).to.equal('w1 well'));
  });

  it('stops after too long without a quorum, and goes on once there is one', async () => {
    const clock = new TestClock();
    const timed = await fixture.open({ clock });
    const { collector, told } = await collect(policyOf(fixture, 2, [first, second]), { clock });
    await eventually(() => expect(collector.witnessed?.size).to.equal(0));
    await second.stop();
    await timed.append(intent());
    collector.assertOpen();
    clock.time += 10_001;
    await eventually(() => expect(told).to.include('late'));
    collector.assertOpen();
    clock.time += 14_400_000 - 10_001;
    collector.assertOpen();
    clock.time += 1;
    await eventually(() =>
      expect(() => collector.assertOpen())
        .to.throw(Refusal)
        .with.property('reason', 'AUDIT_UNAVAILABLE'),
    );
    expect(collector.status().stopped).to.equal(true);
    await second.restart();
    await eventually(() => expect(told).to.include('in time'));
    collector.assertOpen();
  });

  describe('from a log that is not the one that was witnessed', () => {
    const holds = async (witness: TestWitness, size: number): Promise<void> => {
      const note = signCheckpoint(size, Buffer.alloc(32, size), fixture.signer);
      expect((await witness.post(formatAddCheckpoint(0, [], note))).status).to.equal(200);
    };

    it('does not start: rolled back', async () => {
      await append(2);
      await holds(second, 120);
      const error = (await rejection(collect(policyOf(fixture, 1, [first, second])))) as UnacceptableLog;
      expect(error).to.be.instanceOf(UnacceptableLog);
      expect(error.code).to.equal('LOG_ROLLED_BACK');
      expect(error.message).to.equal(
        'audit log: a witness has cosigned 120 entries, the database holds 2: the log was rolled back, perhaps by restoring an old backup',
      );
    });

    it('does not start: emptied', async () => {
      await holds(second, 120);
      const error = (await rejection(collect(policyOf(fixture, 2, [first, second])))) as UnacceptableLog;
      expect(error.code).to.equal('LOG_ROLLED_BACK');
    });

    it('does not start: rewritten', async () => {
      await append(3);
      await holds(second, 2);
      const error = (await rejection(collect(policyOf(fixture, 1, [first, second])))) as UnacceptableLog;
      expect(error.code).to.equal('LOG_REPLACED');
    });

    it('stops, when it is found out later', async () => {
      const { collector, told } = await collect(policyOf(fixture, 1, [first, second]));
      await append(2);
      await eventually(() => expect(collector.status().witnesses.map(({ size }) => size)).to.deep.equal([2, 2]));
      // The log's key signs another history for the second witness.
      const stored = await fixture.admin<{ note: string }[]>`SELECT note FROM audit.log_checkpoint WHERE size = 2`;
      const root = Buffer.from(parseNote(stored[0]!.note).text.split('\n')[2]!, 'base64');
      const leaf = Buffer.alloc(32, 7);
      const forged = signCheckpoint(3, nodeHash(root, leaf), fixture.signer);
      expect((await second.post(formatAddCheckpoint(2, [leaf], forged))).status).to.equal(200);
      await append(1);
      await eventually(() => expect(told).to.include('LOG_REPLACED'));
      expect(() => collector.assertOpen()).to.throw(Refusal);
    });

    const claimant = (answers: { status: number; body: string }): Promise<FakeWitness> =>
      fake('witness.example/claimant', (request, response) => {
        // It shows nothing that the log's key has signed.
        if (request.method === 'GET') response.writeHead(404).end();
        else response.writeHead(answers.status).end(answers.body);
      });

    for (const size of ['1000000', '9223372036854775807']) {
      it(`takes the word of one witness of three, ${size}, for nothing`, async () => {
        const liar = await claimant({ status: 409, body: `${size}\n` });
        await append(1);
        const { collector, told } = await collect(policyOf(fixture, 2, [first, second, liar]));
        await eventually(() => expect(collector.witnessed?.size).to.equal(1));
        expect(told).to.include('w2 ahead');
        collector.assertOpen();
      });
    }

    it('takes the word of a witness without whom there is no quorum, as long as it says so', async () => {
      const answers = { status: 503, body: '' };
      const pair = generateCosignerKey('witness.example/wavering', 'ed25519');
      const cosigner = parseCosignerKey(pair.signerKey);
      const wavering = await fake('witness.example/wavering', (request, response, body) => {
        if (request.method === 'GET') response.writeHead(404).end();
        else if (answers.status !== 200) response.writeHead(answers.status).end(answers.body);
        else response.end(cosign(parseNote(body.slice(body.indexOf('\n\n') + 2)).text, cosigner, 1_795_489_200));
      });
      const policy = policyOf(fixture, 2, [first, { url: wavering.url, vkeys: [pair.verifierKey] }]);
      await append(1);
      const { collector } = await collect(policy);
      collector.assertOpen();
      for (const lie of [
        { status: 409, body: '77\n' },
        { status: 422, body: 'no\n' },
      ]) {
        Object.assign(answers, lie);
        await eventually(() => expect(() => collector.assertOpen()).to.throw(Refusal));
      }
      answers.status = 200;
      await eventually(() => collector.assertOpen());
      await eventually(() => expect(collector.witnessed?.size).to.equal(1));
    });
  });

  it('shares what one process collected with all', async () => {
    const policy = policyOf(fixture, 2, [first, second]);
    const one = await collect(policy);
    const two = await collect(policy);
    for (let round = 1; round <= 5; round++) {
      await append(2);
      const [a, b] = await Promise.all([one.collector.covering(2 * round), two.collector.covering(2 * round)]);
      for (const { note } of [a, b]) openWitnessedCheckpoint(note, policy);
    }
    expect([...one.told, ...two.told].filter((line) => line.startsWith('failed'))).to.be.empty;
  });

  it('keeps cosignatures that nobody can change under the gateway’s role', async () => {
    const { collector, sql } = await collect(policyOf(fixture, 1, [first]));
    await eventually(() => expect(collector.witnessed?.size).to.equal(0));
    for (const statement of [
      'UPDATE audit.cosignature SET size = 1',
      'DELETE FROM audit.cosignature',
      'TRUNCATE audit.cosignature',
    ]) {
      expect(await rejection(sql.unsafe(statement).execute())).to.have.property('code', '42501');
      expect(await rejection(fixture.admin.unsafe(statement).execute())).to.have.property('code', '42501');
    }
  });

  it('shows no cosignature that was slipped into the database', async () => {
    const policy = policyOf(fixture, 2, [first, second]);
    const { collector, sql } = await collect(policy);
    await eventually(() => expect(collector.witnessed?.size).to.equal(0));
    await collector.close();
    await append(1);
    await fixture.tamper(
      (tx) =>
        tx`INSERT INTO audit.cosignature SELECT 1, witness, key_id, line, time_ms FROM audit.cosignature WHERE size = 0`,
    );
    expect((await latestWitnessedCheckpoint(sql, policy))?.size).to.equal(0);
  });
});
