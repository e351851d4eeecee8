/** What a witness remembers: durable before it answers, never older, never two things. */
import { expect } from 'chai';
import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatAddCheckpoint, originHash } from '../../src/audit/note/add-checkpoint.js';
import {
  generateCosignerKey,
  parseCosignatureVerifierKey,
  parseCosignerKey,
} from '../../src/audit/note/cosignature.js';
import { openCheckpoint } from '../../src/audit/note/checkpoint.js';
import { openNote } from '../../src/audit/note/signed-note.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { systemClock } from '../../src/shared/clock.js';
import { loadCosigners } from '../../src/witness/key-file.js';
import { createMemory, openMemory, type WitnessMemory } from '../../src/witness/memory/memory.js';
import { OriginMemory } from '../../src/witness/memory/origin-memory.js';
import { formatState } from '../../src/witness/memory/state-file.js';
import { openWitness } from '../../src/witness/witness.js';
import { ORIGIN, startTestWitness, TestLog, type TestWitness, WITNESS } from './fixture.js';
import { program } from '../helpers/program.js';

const rejection = async (work: Promise<unknown>): Promise<Error> => {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was expected to fail');
};

describe('memory of a witness', () => {
  const log = new TestLog();
  let witness: TestWitness;
  let states: string;

  beforeEach(async () => {
    witness = await startTestWitness({ logs: [log.verifier] });
    states = join(witness.stateFolder, originHash(ORIGIN));
  });
  afterEach(() => witness.dispose());

  it('outlives the process', async () => {
    await witness.post(log.request(0, 5));
    await witness.restart();
    expect((await witness.post(log.request(0, 9))).body).to.equal('5\n');
    expect((await witness.post(log.request(5, 9, 2))).status).to.equal(422);
    expect((await witness.post(log.request(5, 9))).status).to.equal(200);
  });

  it('never goes back, whichever of two requests is stored first', async () => {
    await witness.post(log.request(0, 5));
    let held = 5;
    for (let round = 0; round < 20; round++) {
      const sizes = [held + 1, held + 3, held + 2];
      const replies = await Promise.all(sizes.map((size) => witness.post(log.request(held, size))));
      const won = sizes.filter((_, i) => replies[i]!.status === 200);
      expect(won).to.have.length(1);
      held = won[0]!;
      // The others are told of the one that won.
      for (const { status, body } of replies)
        if (status !== 200) expect([status, body]).to.deep.equal([409, `${held}\n`]);
    }
    await witness.restart();
    expect((await witness.post(log.request(0, 1))).body).to.equal(`${held}\n`);
  });

  it('lets only one of two branches win a race', async () => {
    await witness.post(log.request(0, 5));
    const replies = await Promise.all([witness.post(log.request(5, 9)), witness.post(log.request(5, 9, 7))]);
    expect(replies.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
  });

  it('is kept from a second process', async () => {
    const error = await rejection(openMemory(witness.stateFolder, WITNESS, [ORIGIN]));
    expect(error.message).to.match(/^witness: process \d+ works on this memory already$/);
  });

  it('is taken over from a process that is gone', async () => {
    await witness.stop();
    const gone = spawn(process.execPath, ['-e', '']);
    await once(gone, 'exit');
    await writeFile(join(witness.stateFolder, 'lock'), `${gone.pid} 1\n`);
    await witness.restart();
    expect((await witness.post(log.request(0, 5))).status).to.equal(200);
  });

  it('is taken over from a process whose number another has now', async () => {
    await witness.stop();
    await writeFile(join(witness.stateFolder, 'lock'), `${process.pid} 1\n`);
    await witness.restart();
  });

  it('holds one history even for two processes that got past the lock', async () => {
    await witness.post(log.request(0, 5));
    const memory: WitnessMemory = {
      load: (origin) => OriginMemory.load(states, origin),
      close: () => Promise.resolve(),
    };
    const second = await openWitness({
      cosigners: await loadCosigners(witness.keyFile),
      logs: [log.verifier],
      memory,
      clock: systemClock,
    });
    // Several states on, so that the file after the one that the second knows is free again.
    for (const size of [6, 7, 8, 9]) expect((await witness.post(log.request(size - 1, size))).status).to.equal(200);
    const answer = await second.addCheckpoint(Buffer.from(log.request(5, 6, 5)));
    expect(answer).to.deep.include({ status: 409, message: '9\n' });
    expect(await second.addCheckpoint(Buffer.from(log.request(9, 10)))).to.include({ status: 200 });
    // And the first one notices in its turn.
    expect((await witness.post(log.request(9, 11))).body).to.equal('10\n');
    expect((await witness.post(log.request(10, 11))).status).to.equal(200);
  });

  describe('after a kill', () => {
    const newestFile = async (): Promise<string> => (await readdir(states)).sort().at(-1)!;

    it('between a draft and its name: holds what it answered', async () => {
      await witness.post(log.request(0, 5));
      await witness.stop();
      await writeFile(
        join(states, '0000000000000003.0d7bdd40.tmp'),
        formatState(ORIGIN, log.checkpoint(9)).slice(0, 40),
      );
      await witness.restart();
      expect((await witness.post(log.request(0, 9))).body).to.equal('5\n');
      expect(await readdir(states)).to.not.include('0000000000000003.0d7bdd40.tmp');
    });

    it('between storing and answering: holds what it stored, and signs it again', async () => {
      await witness.post(log.request(0, 5));
      const before = await readdir(states);
      await witness.post(log.request(5, 9));
      expect(await readdir(states)).to.not.deep.equal(before);
      await witness.restart();
      expect((await witness.post(log.request(5, 9))).body).to.equal('9\n');
      expect((await witness.post(log.request(9, 9))).status).to.equal(200);
    });

    it('between storing and removing older states: holds the newest', async () => {
      await witness.post(log.request(0, 5));
      const older = await readFile(join(states, '0000000000000002'));
      await witness.post(log.request(5, 9));
      await witness.post(log.request(9, 10));
      await witness.stop();
      await writeFile(join(states, '0000000000000002'), older);
      await witness.restart();
      expect((await witness.post(log.request(0, 9))).body).to.equal('10\n');
    });

    it('before the first log was registered: begins', async () => {
      await witness.stop();
      await writeFile(join(witness.stateFolder, 'witness.json'), JSON.stringify({ witness: WITNESS, origins: [] }));
      await witness.restart();
      expect((await witness.post(log.request(0, 5))).status).to.equal(200);
    });

    it('of a real process, again and again: holds whatever it answered', async function () {
      this.timeout(120_000);
      await witness.stop();
      const vkeyFile = join(witness.folder, 'log.vkey');
      await writeFile(vkeyFile, `${log.vkey}\n`);
      let answered = 0;
      for (let round = 0; round < 3; round++) {
        const child = spawn(
          process.execPath,
          [
            ...[...program.nodeOptions, program.file, 'witness', 'serve', '--key', witness.keyFile],
            ...['--state', witness.stateFolder, '--log', vkeyFile, '--listen', '127.0.0.1:0'],
          ],
          { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
        );
        const [{ port }] = (await once(child, 'message')) as [{ port: number }];
        const exited = once(child, 'exit');
        const post = (body: string) =>
          fetch(`http://127.0.0.1:${port}/add-checkpoint`, { method: 'POST', body }).then(
            async (response) => ({ status: response.status, body: await response.text() }),
            () => undefined,
          );
        const held = Number(
          await post(log.request(0, answered + 100)).then((reply) =>
            reply!.status === 409 ? reply!.body : String(answered + 100),
          ),
        );
        expect(held).to.be.at.least(answered);
        let size = held;
        answered = held;
        // Requests in a row; the kill comes somewhere between them, at another place each round.
        setTimeout(() => child.kill('SIGKILL'), 15 + 20 * round);
        for (;;) {
          const reply = await post(log.request(size, size + 1));
          if (reply === undefined) break;
          expect(reply.status).to.equal(200);
          size += 1;
          answered = size;
        }
        await exited;
      }
      await witness.restart();
      const reply = await witness.post(log.request(0, 1));
      expect(reply.status).to.equal(409);
      expect(Number(reply.body)).to.be.within(answered, answered + 1);
    });

    it('keeps a name for the newest file that sorts', async () => {
      for (let size = 0; size < 12; size++) await witness.post(log.request(size, size + 1));
      expect(await newestFile()).to.equal('0000000000000013');
    });
  });

  describe('that is not what was written', () => {
    const newest = (): string => join(states, '0000000000000002');

    beforeEach(async () => {
      await witness.post(log.request(0, 5));
      await witness.stop();
    });

    const rows: readonly (readonly [what: string, damage: () => Promise<unknown>])[] = [
      ['a changed byte', async () => writeFile(newest(), (await readFile(newest(), 'utf8')).replace('\n5\n', '\n4\n'))],
      ['a file cut short', async () => writeFile(newest(), (await readFile(newest())).subarray(0, -10))],
      ['an empty file', () => writeFile(newest(), '')],
      ['another log’s state', () => writeFile(newest(), formatState('other.example/log', ''))],
      ['a checkpoint that it never cosigned', () => writeFile(newest(), formatState(ORIGIN, log.checkpoint(3)))],
      ['all states removed', async () => Promise.all((await readdir(states)).map((name) => rm(join(states, name))))],
      ['the folder of a log removed', () => rm(states, { recursive: true })],
      ['the register removed', () => rm(join(witness.stateFolder, 'witness.json'))],
      ['a damaged register', () => writeFile(join(witness.stateFolder, 'witness.json'), '{')],
      [
        'another folder altogether',
        async () => {
          await rename(witness.stateFolder, `${witness.stateFolder}-old`);
          await mkdtemp(join(tmpdir(), 'ostiary-none-')).then((empty) => rename(empty, witness.stateFolder));
        },
      ],
    ];
    for (const [what, damage] of rows) {
      it(`${what}: does not start`, async () => {
        await damage();
        expect((await rejection(witness.restart())).name).to.equal('DamagedMemory');
        // And has not let go of it by trying.
        expect((await rejection(witness.restart())).name).to.equal('DamagedMemory');
      });
    }

    it('another witness’s: does not start', async () => {
      await rm(witness.stateFolder, { recursive: true });
      await createMemory(witness.stateFolder, 'somebody.example/else');
      expect((await rejection(witness.restart())).message).to.equal(
        'witness: the folder is the memory of another witness',
      );
    });
  });

  it('is not made twice', async () => {
    expect((await rejection(createMemory(witness.stateFolder, WITNESS))).message).to.equal(
      'witness: the folder holds a memory already',
    );
  });

  it('is worth nothing to a key that others may read', async () => {
    await chmod(witness.keyFile, 0o644);
    expect((await rejection(loadCosigners(witness.keyFile))).message).to.contain('0600');
  });

  it('serves a log under its old and its new key', async () => {
    const renewed = new TestLog();
    const both = await startTestWitness({ logs: [log.verifier, renewed.verifier] });
    try {
      expect((await both.post(log.request(0, 5))).status).to.equal(200);
      expect((await both.post(renewed.request(5, 9))).status).to.equal(200);
    } finally {
      await both.dispose();
    }
  });

  it('does not let go of a client that sends slowly for ever', async () => {
    const slow = await startTestWitness({ logs: [log.verifier], requestTimeoutMs: 100 });
    try {
      const socket = connect(slow.server.port, '127.0.0.1');
      socket.write('POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nold');
      let answer = '';
      socket.on('data', (data: Buffer) => (answer += data.toString()));
      await once(socket, 'close');
      expect(answer).to.match(/^HTTP\/1\.1 408 /);
      expect(slow.faults).to.be.empty;
    } finally {
      await slow.dispose();
    }
  });

  it('ends a connection on which requests come before the answers', async () => {
    const socket = connect(witness.server.port, '127.0.0.1');
    let answer = '';
    socket.on('error', () => undefined).on('data', (data: Buffer) => (answer += data.toString()));
    socket.write('POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nold'.repeat(100));
    await once(socket, 'close');
    expect(answer.split('HTTP/1.1 ').length - 1).to.be.at.most(1);
  });

  it('refuses a body that is too long, other methods and other paths', async () => {
    expect((await witness.post(Buffer.alloc(400_000, 'a'))).status).to.equal(413);
    expect((await witness.get('/add-checkpoint')).status).to.equal(405);
    expect((await witness.get('/')).status).to.equal(404);
    expect((await witness.get(`/${'0'.repeat(64)}/checkpoint`)).status).to.equal(404);
    expect(witness.faults).to.be.empty;
  });
});

describe('a witness, whatever it is sent', () => {
  const log = new TestLog();
  const pair = generateCosignerKey(WITNESS, 'ed25519');
  const cosigner = parseCosignerKey(pair.signerKey);
  const own = parseCosignatureVerifierKey(pair.verifierKey);

  it('never signs two roots for one size, nor a smaller size after a larger', async () => {
    const request = fc.record({
      oldSize: fc.nat({ max: 12 }),
      step: fc.integer({ min: -3, max: 6 }),
      // Where the branch leaves the true one, if it does.
      forkedAt: fc.option(fc.nat({ max: 8 }), { nil: undefined }),
      knowsSize: fc.boolean(),
      proof: fc.constantFrom('good', 'of the other branch', 'none', 'too long'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 25 }), fc.boolean(), async (requests, atOnce) => {
        const folder = await mkdtemp(join(tmpdir(), 'ostiary-witness-'));
        try {
          await createMemory(folder, WITNESS);
          const memory = await openMemory(folder, WITNESS, [ORIGIN]);
          const witness = await openWitness({
            cosigners: [cosigner],
            logs: [log.verifier],
            memory,
            clock: systemClock,
          });
          const roots = new Map<number, string>();
          let largest = 0;
          const send = async ({
            oldSize,
            step,
            forkedAt,
            knowsSize,
            proof,
          }: (typeof requests)[number]): Promise<void> => {
            const from = knowsSize ? largest : oldSize;
            const size = Math.max(0, from + step);
            const hashes = {
              good: () => log.proof(from, size, forkedAt),
              'of the other branch': () => log.proof(from, size, forkedAt === undefined ? 2 : undefined),
              none: () => [],
              'too long': () => [...log.proof(from, size, forkedAt), log.root(1)],
            }[proof]();
            const answer = await witness.addCheckpoint(
              Buffer.from(formatAddCheckpoint(from, hashes, log.checkpoint(size, forkedAt))),
            );
            if (answer.status !== 200) return;
            const root = log.root(size, forkedAt).toString('hex');
            expect(roots.get(size) ?? root).to.equal(root);
            roots.set(size, root);
            if (!atOnce) expect(size).to.be.at.least(largest);
            largest = Math.max(largest, size);
          };
          if (atOnce) await Promise.all(requests.map(send));
          else for (const each of requests) await send(each);
          // All that it signed lies on one branch, and the memory is of the last of them.
          const shown = witness.latest(originHash(ORIGIN))!;
          if (roots.size > 0) {
            expect(openNote(shown, [own]).verified).to.have.length(1);
            expect(openCheckpoint(shown, log.verifier).size).to.equal(Math.max(...roots.keys()));
          }
          await memory.close();
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
      { numRuns: 60 },
    );
  });
});
