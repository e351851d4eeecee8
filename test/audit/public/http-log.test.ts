import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { httpLog } from '../../../src/audit/public/http-log.js';
import type { PublicLog } from '../../../src/audit/public/public-log.js';

describe('a log behind a URL', () => {
  let server: Server;
  let log: PublicLog;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    log = httpLog(`http://127.0.0.1:${(server.address() as AddressInfo).port}/some/prefix`);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  async function failure(work: Promise<unknown>): Promise<string> {
    const error: unknown = await work.catch((reason: unknown) => reason);
    return error instanceof Error ? error.message : 'no error';
  }

  it('is asked below its prefix, and may compress', async () => {
    let asked: IncomingMessage | undefined;
    answer = (request, response) => {
      asked = request;
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64, 7)));
    };
    expect(await log.tile(1, 1000, 2)).to.deep.equal(Buffer.alloc(64, 7));
    expect(asked?.url).to.equal('/some/prefix/tile/1/x001/000.p/2');
    expect(asked?.headers['accept-encoding']).to.equal('gzip, identity');
  });

  for (const status of [404, 410]) {
    it(`does not have what is answered by ${status}`, async () => {
      answer = (_request, response) => void response.writeHead(status).end('gone');
      expect(await log.checkpoint()).to.equal(undefined);
      expect(await log.entries(0, 256)).to.equal(undefined);
    });
  }

  it('cuts a partial tile out of the full one when that is all there is', async () => {
    answer = (request, response) => {
      if (request.url?.endsWith('.p/2') === true) response.writeHead(404).end();
      else response.end(Buffer.concat([Buffer.alloc(64, 1), Buffer.alloc(8_128, 2)]));
    };
    expect(await log.tile(0, 0, 2)).to.deep.equal(Buffer.alloc(64, 1));
  });

  it('is asked again when it is overloaded', async () => {
    let asked = 0;
    answer = (_request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503, { 'Retry-After': '0' }).end();
      else if (asked === 2) response.writeHead(429, { 'Retry-After': '0' }).end();
      else response.end('hello');
    };
    expect(await log.checkpoint()).to.equal('hello');
  });

  it('is given up when that does not end', async () => {
    let asked = 0;
    answer = (_request, response) => {
      asked += 1;
      response.writeHead(500, { 'Retry-After': '0' }).end();
    };
    expect(await failure(log.checkpoint())).to.equal('checkpoint: the server answers 500');
    expect(asked).to.equal(4);
  });

  it('is asked again when the connection breaks', async () => {
    let asked = 0;
    answer = (request, response) => {
      asked += 1;
      if (asked === 1) request.socket.destroy();
      else response.end('hello');
    };
    expect(await log.checkpoint()).to.equal('hello');
  });

  it('does not send us elsewhere', async () => {
    answer = (_request, response) => void response.writeHead(302, { Location: '/other' }).end();
    expect(await failure(log.checkpoint())).to.equal('checkpoint: the server answers 302');
  });

  it('does not fill our memory, compressed or not', async () => {
    answer = (_request, response) => void response.end(Buffer.alloc(8_193));
    expect(await failure(log.tile(0, 0, 256))).to.equal('tile/0/000: longer than any such file may be');
    answer = (_request, response) =>
      void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
    expect(await failure(log.entries(0, 256))).to.equal('tile/entries/000: longer than any such file may be');
  });

  it('is asked eight things at a time at most', async () => {
    const open = new Set<ServerResponse>();
    let most = 0;
    answer = (_request, response) => {
      open.add(response);
      most = Math.max(most, open.size);
      // Ends the oldest only when nobody else comes any more in this turn.
      setImmediate(() => {
        open.delete(response);
        response.end('x');
      });
    };
    await Promise.all(Array.from({ length: 50 }, (_, n) => log.entries(n, 256)));
    expect(most).to.be.within(1, 8);
  });

  for (const url of [
    'ftp://log.example/',
    'file:///etc/passwd',
    'log.example',
    'http://log.example/?a',
    'http://x/#a',
  ]) {
    it(`is not at ${url}`, () => {
      expect(() => httpLog(url)).to.throw(TypeError);
    });
  }
});
