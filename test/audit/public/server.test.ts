import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { rebuildTiles } from '../../../src/audit/log/rebuild-tiles.js';
import { proveConsistency, proveInclusion } from '../../../src/audit/merkle/prove.js';
import { httpLog } from '../../../src/audit/public/http-log.js';
import { publicHashes } from '../../../src/audit/public/public-hashes.js';
import { splitBundle } from '../../../src/audit/public/entry-bundle.js';
import { formatPath, levelsOf, tilesOn, widthOf } from '../../../src/audit/public/resource.js';
import type { LogFixture } from '../log-fixture.js';
import { naiveConsistency, naiveInclusion, naiveLeafHash, naiveRoot, numberedLeaf } from '../naive-tree.js';
import { toHex } from '../vectors.js';
import { createNumberedLog, NUMBERED } from './numbered-log.js';
import { startTilesServer, type TestTilesServer } from './tiles-server.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function bytesAt(url: string): Promise<Buffer> {
  const response = await fetch(url);
  expect(response.status, url).to.equal(200);
  return Buffer.from(await response.arrayBuffer());
}

describe('the public face over HTTP', () => {
  let fixture: LogFixture;
  let server: TestTilesServer;
  before(async () => {
    fixture = await createNumberedLog(70_000);
    server = await startTilesServer(fixture);
  });
  after(async () => {
    await server.close();
    await fixture.dispose();
  });

  function servesVectors(): void {
    for (const [path, digest] of Object.entries(NUMBERED.tile_sha256)) {
      it(`serves ${path} as computed`, async () => {
        expect(sha256(await bytesAt(server.url + path))).to.equal(digest);
      });
    }
  }

  describe('before any tile is built', servesVectors);

  describe('from built tiles', () => {
    before(async () => {
      const rebuilt = await rebuildTiles({ sql: fixture.admin, vkey: fixture.signer.verifierKey });
      expect(rebuilt).to.deep.equal({ size: 70_000, tiles: 274, added: 274, replaced: 0, removed: 0 });
    });
    servesVectors();

    it('serves every size that ever was, up to the root of each', async () => {
      for (const [sizeText, root] of Object.entries(NUMBERED.roots)) {
        const size = Number(sizeText);
        if (size === 0 || size > 70_000) continue;
        // From the top: what a level's last tile holds, then what its full tiles fold to.
        const edge: Buffer[] = [];
        for (let level = levelsOf(size) - 1; level >= 0; level--) {
          const n = tilesOn(level, size) - 1;
          const width = widthOf(level, n, size);
          const tile = await bytesAt(server.url + formatPath({ kind: 'tile', level, n, width }));
          expect(tile.length).to.equal(width * 32);
          // A full last tile is a single hash of the level above, which has it already.
          if (width < 256) edge.push(...peaks(cut(tile)));
        }
        expect(toHex(foldRight(edge)), sizeText).to.equal(root);
      }
    });

    it('serves what proofs are made of', async () => {
      const leaves = Array.from({ length: 1_000 }, (_, i) => numberedLeaf(i));
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), fc.nat(), fc.nat(), async (size, a, b) => {
          const source = publicHashes(httpLog(server.url), size);
          const tree = leaves.slice(0, size);
          const index = a % size;
          const first = 1 + (b % size);
          expect((await proveInclusion(index, size, source)).map(toHex)).to.deep.equal(
            naiveInclusion(index, tree).map(toHex),
          );
          expect((await proveConsistency(first, size, source)).map(toHex)).to.deep.equal(
            naiveConsistency(first, tree).map(toHex),
          );
        }),
        { numRuns: 15 },
      );
    });

    it('recomputes, from every path of a random size, to the root of that size', async () => {
      const leaves = Array.from({ length: 1_000 }, (_, i) => numberedLeaf(i));
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), async (size) => {
          const fromBundles: Buffer[] = [];
          const fromTiles: Buffer[] = [];
          for (let n = 0; n < tilesOn(0, size); n++) {
            const width = widthOf(0, n, size);
            const bundle = await bytesAt(server.url + formatPath({ kind: 'entries', n, width }));
            fromBundles.push(...splitBundle(bundle)!.map(naiveLeafHash));
            fromTiles.push(...cut(await bytesAt(server.url + formatPath({ kind: 'tile', level: 0, n, width }))));
          }
          const root = toHex(naiveRoot(leaves.slice(0, size)));
          expect(toHex(naiveRoot(fromBundles))).to.equal(root);
          expect(toHex(naiveRoot(fromTiles))).to.equal(root);
          const width = widthOf(1, 0, size);
          if (width === 0) return;
          const upper = cut(await bytesAt(server.url + formatPath({ kind: 'tile', level: 1, n: 0, width })));
          upper.forEach((hash, i) => {
            expect(toHex(hash)).to.equal(toHex(naiveRoot(leaves.slice(i * 256, (i + 1) * 256))));
          });
        }),
        { numRuns: 10 },
      );
    });
  });

  describe('in HTTP', () => {
    it('sends the checkpoint as text that is soon stale', async () => {
      const response = await fetch(`${server.url}checkpoint`);
      expect(response.status).to.equal(200);
      expect(response.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
      expect(response.headers.get('cache-control')).to.equal('public, max-age=1');
      expect(await response.text()).to.equal((await fixture.reader().latestCheckpoint()).note);
    });

    it('sends tiles as bytes that never change', async () => {
      const response = await fetch(`${server.url}tile/0/000`);
      expect(response.headers.get('content-type')).to.equal('application/octet-stream');
      expect(response.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
      expect(response.headers.get('x-powered-by')).to.equal(null);
      expect((await response.arrayBuffer()).byteLength).to.equal(8_192);
    });

    it('compresses bundles for those who say that they can read it', async () => {
      const plain = await raw('/tile/entries/000', {});
      expect(plain.headers).not.to.have.property('content-encoding');
      expect(plain.headers.vary).to.equal('Accept-Encoding');
      const zipped = await raw('/tile/entries/000', { 'Accept-Encoding': 'gzip, identity' });
      expect(zipped.headers['content-encoding']).to.equal('gzip');
      expect(zipped.body.length).to.be.lessThan(plain.body.length);
      expect(gunzipSync(zipped.body)).to.deep.equal(plain.body);
      const refused = await raw('/tile/entries/000', { 'Accept-Encoding': 'gzip;q=0' });
      expect(refused.headers).not.to.have.property('content-encoding');
      const tile = await raw('/tile/0/000', { 'Accept-Encoding': 'gzip' });
      expect(tile.headers).not.to.have.property('content-encoding');
    });

    it('answers HEAD without a body', async () => {
      const response = await fetch(`${server.url}tile/0/000`, { method: 'HEAD' });
      expect(response.status).to.equal(200);
      expect(response.headers.get('content-length')).to.equal('8192');
      expect(await response.text()).to.equal('');
    });

    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      it(`refuses ${method}`, async () => {
        const response = await fetch(`${server.url}checkpoint`, { method });
        expect(response.status).to.equal(405);
        expect(response.headers.get('allow')).to.equal('GET, HEAD');
      });
    }

    it('refuses a request with a body', async () => {
      const { status } = await raw('/checkpoint', { 'Content-Length': '3' }, 'abc');
      expect(status).to.equal(400);
    });

    it('refuses headers that are too long', async () => {
      const { status } = await raw('/checkpoint', { 'X-Long': 'x'.repeat(5_000) });
      expect(status).to.equal(431);
    });

    it('ends a connection that sends half a request', async function () {
      this.timeout(20_000);
      const socket = connect(server.port, '127.0.0.1');
      socket.write('GET /checkpoint HTTP/1.1\r\nHost: x\r\n');
      expect(await text(socket)).to.match(/^HTTP\/1\.1 408/);
    });

    const absent: [path: string, why: string][] = [
      ['tile/0/273', 'the tree of size 70000 has 112 of the 256 hashes there'],
      ['tile/0/273.p/113', 'the tree of size 70000 has 112 of the 113 hashes there'],
      ['tile/0/274.p/1', 'the tree of size 70000 has 0 of the 1 hashes there'],
      ['tile/1/001', 'the tree of size 70000 has 17 of the 256 hashes there'],
      ['tile/2/000.p/2', 'the tree of size 70000 has 1 of the 2 hashes there'],
      ['tile/3/000.p/1', 'the tree of size 70000 has 0 of the 1 hashes there'],
      ['tile/63/000.p/1', 'the tree of size 70000 has 0 of the 1 hashes there'],
      ['tile/entries/273', 'the tree of size 70000 has 112 of the 256 entries there'],
      ['tile/entries/x999/x999/x999/999.p/1', 'the tree of size 70000 has 0 of the 1 entries there'],
      ['tile/64/000', 'the level is 0 to 63, or "entries"'],
      ['tile/0/000.p/0', 'the width of a partial tile is 1 to 255'],
      ['tile/0/x000/001', 'the index is groups of three digits, all but the last after an x'],
      ['tile/0/000?now', 'the index is groups of three digits, all but the last after an x'],
      ['', 'there are /checkpoint, /tile/<level>/<index> and /tile/entries/<index>'],
      ['%63heckpoint', 'there are /checkpoint, /tile/<level>/<index> and /tile/entries/<index>'],
    ];
    for (const [path, why] of absent) {
      it(`has no /${path}`, async () => {
        const response = await fetch(server.url + path);
        expect(response.status).to.equal(404);
        expect(response.headers.get('cache-control')).to.equal('no-store');
        expect(response.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
        expect(await response.text()).to.equal(`${why}\n`);
      });
    }

    it('says that bundles were pruned, and keeps their tiles', async () => {
      const pruned = await startTilesServer(fixture, { minimumIndex: () => Promise.resolve(600) });
      try {
        const response = await fetch(`${pruned.url}tile/entries/001`);
        expect(response.status).to.equal(410);
        expect(await response.text()).to.equal('entries below 600 are not served any more; their tiles are\n');
        expect((await fetch(`${pruned.url}tile/entries/000.p/9`)).status).to.equal(410);
        expect((await fetch(`${pruned.url}tile/entries/002`)).status).to.equal(200);
        expect((await fetch(`${pruned.url}tile/0/001`)).status).to.equal(200);
      } finally {
        await pruned.close();
      }
    });

    it('asks to come again when the log cannot be read, and says why to the operator', async () => {
      const broken = await startTilesServer(fixture, { checkpoint: () => Promise.reject(new Error('away')) });
      try {
        const response = await fetch(`${broken.url}tile/0/000`);
        expect(response.status).to.equal(503);
        expect(response.headers.get('retry-after')).to.equal('1');
        expect(await response.text()).to.equal('the log cannot be read now\n');
        expect(broken.faults).to.have.length(1);
      } finally {
        await broken.close();
      }
    });

    it('ends a connection on which requests come before the answers', async () => {
      const socket = connect(server.port, '127.0.0.1');
      let answer = '';
      socket.on('error', () => undefined).on('data', (data: Buffer) => (answer += data.toString()));
      socket.write('GET /checkpoint HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(100));
      await once(socket, 'close');
      expect(answer.split('HTTP/1.1 ').length - 1).to.be.at.most(1);
    });

    it('does not let many requests pile up', async () => {
      let release: (note: string) => void = () => undefined;
      const held = new Promise<string>((resolve) => (release = resolve));
      const slow = await startTilesServer(fixture, { checkpoint: () => held });
      try {
        const answers = Array.from({ length: 65 }, () => fetch(`${slow.url}checkpoint`));
        const first = await Promise.race(answers);
        expect(first.status).to.equal(503);
        expect(await first.text()).to.equal('too many requests at a time\n');
        release((await fixture.reader().latestCheckpoint()).note);
        const statuses = (await Promise.all(answers)).map(({ status }) => status);
        expect(statuses.filter((status) => status === 200)).to.have.length(64);
      } finally {
        await slow.close();
      }
    });
  });

  interface RawAnswer {
    readonly status: number | undefined;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: Buffer;
  }

  /** Without what fetch adds and undoes. */
  async function raw(path: string, headers: Record<string, string>, body?: string): Promise<RawAnswer> {
    const outgoing = request({ host: '127.0.0.1', port: server.port, path, headers });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    return { status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(parts) };
  }
});

function cut(tile: Buffer): Buffer[] {
  return Array.from({ length: tile.length / 32 }, (_, i) => tile.subarray(i * 32, (i + 1) * 32));
}

/** Roots of the perfect subtrees over hashes side by side, by the definition of the tree. */
function peaks(hashes: readonly Buffer[]): Buffer[] {
  if (hashes.length === 0) return [];
  let width = 1;
  while (width * 2 <= hashes.length) width *= 2;
  return [naiveRoot(hashes.slice(0, width)), ...peaks(hashes.slice(width))];
}

function foldRight(roots: readonly Buffer[]): Buffer {
  return roots.reduceRight((right, left) =>
    createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest(),
  );
}
