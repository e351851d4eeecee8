/** C2SP tlog-witness: every check, in its order, with its status, body and content type. */
import { expect } from 'chai';
import { formatAddCheckpoint, originHash } from '../../src/audit/note/add-checkpoint.js';
import { verifyCosignature } from '../../src/audit/note/cosignature.js';
import { formatVerifierKey, SIGNATURE_TYPES } from '../../src/audit/note/key-text.js';
import { parseSignerKey, parseVerifierKey } from '../../src/audit/note/key.js';
import { signCheckpoint } from '../../src/audit/note/checkpoint.js';
import { encodeBase64 } from '../../src/audit/note/base64.js';
import { openNote, parseNote } from '../../src/audit/note/signed-note.js';
import { hex, vectorJson, vectorText } from '../audit/vectors.js';
import { ORIGIN, startTestWitness, TestLog, type TestWitness, verifiersOf, WITNESS } from './fixture.js';

describe('add-checkpoint', () => {
  const log = new TestLog();
  const now = Date.UTC(2026, 10, 24, 3, 0, 0);
  let witness: TestWitness;

  beforeEach(async () => {
    witness = await startTestWitness({ logs: [log.verifier], now: () => now });
  });
  afterEach(() => witness.dispose());

  it('cosigns a first checkpoint, with the time', async () => {
    const reply = await witness.post(log.request(0, 5));
    expect(reply).to.include({ status: 200, type: 'text/plain; charset=utf-8' });
    const [verifier] = verifiersOf(witness);
    const [signature, ...others] = parseNote(`${log.text(5)}\n${reply.body}`).signatures;
    expect(others).to.be.empty;
    expect(verifyCosignature(log.text(5), verifier!, signature!)).to.equal(now / 1000);
  });

  it('cosigns what continues it, and the same again', async () => {
    await witness.post(log.request(0, 5));
    expect((await witness.post(log.request(5, 13))).status).to.equal(200);
    expect((await witness.post(log.request(13, 13))).status).to.equal(200);
    expect((await witness.post(log.request(13, 14))).status).to.equal(200);
  });

  it('cosigns the empty tree', async () => {
    expect((await witness.post(log.request(0, 0))).status).to.equal(200);
    expect((await witness.post(log.request(0, 3))).status).to.equal(200);
  });

  it('gives a line for each of its keys', async () => {
    const both = await startTestWitness({ logs: [log.verifier], algorithms: ['ed25519', 'ml-dsa-44'] });
    try {
      const { body } = await both.post(log.request(0, 5));
      const { verified } = openNote(`${log.text(5)}\n${body}`, verifiersOf(both));
      expect(verified.map(({ name }) => name)).to.deep.equal([WITNESS, WITNESS]);
      expect(verified[1]!.signature).to.have.length(8 + 2420);
    } finally {
      await both.dispose();
    }
  });

  describe('refuses', () => {
    beforeEach(() => witness.post(log.request(0, 8)));

    /** What is held is still what was cosigned. */
    afterEach(async () => {
      expect((await witness.post(log.request(0, 9))).body).to.equal('8\n');
    });

    const other = new TestLog();
    const stranger = new TestLog('stranger.example/log');
    const broken = log
      .checkpoint(9)
      .replace(/[A-Za-z0-9]={0,2}\n$/, (end) => (end.startsWith('A') ? 'B' : 'A') + end.slice(1));

    const rows: readonly (readonly [what: string, status: number, body: () => string])[] = [
      ['an origin that it does not know', 404, () => stranger.request(0, 3)],
      ['an unknown origin before an old size that is too large', 404, () => stranger.request(9, 3)],
      ['a signature of a key that it does not trust', 403, () => other.request(8, 9)],
      ['no signature that it trusts before an old size that is too large', 403, () => other.request(20, 9)],
      ['a trusted signature that fails', 403, () => formatAddCheckpoint(8, log.proof(8, 9), broken)],
      [
        'a signature line that cannot be read',
        403,
        () => `${formatAddCheckpoint(8, [], log.text(9))}\n— ${ORIGIN} ???\n`,
      ],
      ['an old size above that of the checkpoint', 400, () => log.request(9, 8)],
      ['an old size above that of the checkpoint, before a wrong old size', 400, () => log.request(7, 6)],
      [
        'a root for the empty tree that is not its own, after the size',
        409,
        () => formatAddCheckpoint(0, [], log.checkpointOver(0, log.root(1))),
      ],
      ['no proof where one is needed', 422, () => formatAddCheckpoint(8, [], log.checkpoint(9))],
      [
        'a proof that is too long',
        422,
        () => formatAddCheckpoint(8, [...log.proof(8, 9), log.root(1)], log.checkpoint(9)),
      ],
      ['a fork, whose own proof is good', 422, () => log.request(8, 9, 3)],
      ['another tree of the same size', 422, () => log.request(8, 8, 3)],
      ['a proof for the same size', 422, () => formatAddCheckpoint(8, [log.root(1)], log.checkpoint(8))],
      ['an old size with a leading zero', 400, () => log.request(8, 9).replace('old 8', 'old 08')],
      ['an old size of 2^63 - 1', 400, () => log.request(8, 9).replace('old 8', `old ${2n ** 63n - 1n}`)],
      ['an old size of 2^63', 400, () => log.request(8, 9).replace('old 8', `old ${2n ** 63n}`)],
      ['a first line that is none', 400, () => log.request(8, 9).replace('old 8', 'size 8')],
      ['lines that end with carriage returns', 400, () => log.request(8, 9).replaceAll('\n', '\r\n')],
      ['hashes of 31 bytes', 400, () => formatAddCheckpoint(8, [Buffer.alloc(31)], log.checkpoint(9))],
      [
        'more than 63 hashes',
        400,
        () => formatAddCheckpoint(8, Array<Buffer>(64).fill(log.root(1)), log.checkpoint(9)),
      ],
      ['no checkpoint', 400, () => 'old 8\n\n'],
      ['no blank line', 400, () => 'old 8\n'],
      ['nothing', 400, () => ''],
      ['a signed text that is no checkpoint', 400, () => `old 8\n\n${log.sign(`${ORIGIN}\nnine\n`)}`],
    ];
    it('a checkpoint of 2^63 - 1 entries, which it could never see grow: 400', async () => {
      const text = log.text(9).replace('\n9\n', '\n9223372036854775807\n');
      const { status, body } = await witness.post(formatAddCheckpoint(8, [], log.sign(text)));
      expect([status, body]).to.deep.equal([
        400,
        'a tree of 9223372036854775807 entries: beyond what can be computed here, 2^53 - 1\n',
      ]);
    });

    for (const [what, status, body] of rows) {
      it(`${what}: ${status}`, async () => {
        const reply = await witness.post(body());
        expect(reply.status).to.equal(status);
        if (status !== 409) expect(reply.type).to.equal('text/plain; charset=utf-8');
        expect(reply.body).to.match(/^[^\n]+\n$/);
      });
    }

    for (const [what, oldSize, size] of [
      ['a stale size', 5, 9],
      ['a rollback', 5, 6],
      ['no size, as after a restored backup', 0, 6],
    ] as const) {
      it(`${what}: 409, with the size that it holds`, async () => {
        const reply = await witness.post(log.request(oldSize, size));
        expect(reply).to.deep.equal({ status: 409, type: 'text/x.tlog.size', body: '8\n' });
      });
    }

    it('what is not UTF-8: 400', async () => {
      expect((await witness.post(Buffer.from([0x6f, 0xff]))).status).to.equal(400);
    });
  });

  it('refuses an empty tree with another root: 422', async () => {
    const reply = await witness.post(formatAddCheckpoint(0, [], log.checkpointOver(0, log.root(1))));
    expect(reply.status).to.equal(422);
  });

  it('refuses a proof from the empty tree: 422', async () => {
    const reply = await witness.post(formatAddCheckpoint(0, [log.root(1)], log.checkpoint(2)));
    expect(reply.status).to.equal(422);
  });

  it('shows the checkpoint cosigned last, with no signatures but those that it knows', async () => {
    const path = `/${originHash(ORIGIN)}/checkpoint`;
    expect((await witness.get(path)).status).to.equal(404);
    const stranger = '— stranger.example/x AAAAAAAAAAAAAAAAAAAAAA==\n';
    await witness.post(log.request(0, 5));
    const { status } = await witness.post(log.request(5, 7) + stranger);
    expect(status).to.equal(200);
    const reply = await witness.get(path);
    expect(reply).to.include({ status: 200, type: 'text/plain; charset=utf-8' });
    const { verified, unverified } = openNote(reply.body, [log.verifier, ...verifiersOf(witness)]);
    expect(verified.map(({ name }) => name)).to.deep.equal([ORIGIN, WITNESS]);
    expect(unverified).to.be.empty;
    expect(reply.body.startsWith(log.text(7))).to.equal(true);
  });
});

describe('add-checkpoint, against published and computed requests', () => {
  it('answers the sequence of litewitness as it does', async () => {
    const { log, steps, final_size } = vectorJson('witness/litewitness-sequence.json') as {
      log: { origin: string; ed25519_public_key_hex: string };
      steps: readonly { request: string; status: number; assert: 'contains' | '=='; body: string }[];
      final_size: number;
    };
    const vkey = formatVerifierKey(log.origin, SIGNATURE_TYPES.ed25519, hex(log.ed25519_public_key_hex));
    const witness = await startTestWitness({ name: 'example.com/witness', logs: [parseVerifierKey(vkey)] });
    try {
      for (const { request, status, body } of steps) {
        const reply = await witness.post(request);
        // The published file answers an unknown origin with 403; tlog-witness v1.0.0 says 404.
        expect(reply.status).to.equal(body === 'unknown log' ? 404 : status);
        if (status === 200) expect(reply.body).to.contain(body);
        if (status === 409) expect(reply.body).to.equal(body);
      }
      expect((await witness.post(steps.at(-1)!.request)).body).to.equal(`${final_size}\n`);
    } finally {
      await witness.dispose();
    }
  });

  it('takes the step from 65,537 to 70,000 leaves', async () => {
    const keys = vectorJson('computed/checkpoint-keys.json') as {
      origin: string;
      log_seed_hex: string;
      log_vkey: string;
    };
    const roots = (vectorJson('computed/leaf-i-tree.json') as { roots: Record<string, string> }).roots;
    const verifier = parseVerifierKey(keys.log_vkey);
    const seed = encodeBase64(Buffer.concat([Buffer.of(1), hex(keys.log_seed_hex)]));
    const id = verifier.keyId.toString(16).padStart(8, '0');
    const signer = parseSignerKey(`PRIVATE+KEY+${keys.origin}+${id}+${seed}`);
    const witness = await startTestWitness({ logs: [verifier] });
    try {
      const first = signCheckpoint(65_537, hex(roots['65537']!), signer);
      expect((await witness.post(formatAddCheckpoint(0, [], first))).status).to.equal(200);
      const reply = await witness.post(vectorText('computed/add-checkpoint-65537-to-70000.txt'));
      expect(reply.status).to.equal(200);
      const cosigned = vectorText('computed/checkpoint-plain.txt') + reply.body;
      expect(openNote(cosigned, [verifier, ...verifiersOf(witness)]).verified).to.have.length(2);
    } finally {
      await witness.dispose();
    }
  });
});
