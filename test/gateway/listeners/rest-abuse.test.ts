import { expect } from 'chai';
import { SearchPersonsRequest } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { personSearch } from '../contract/requests.js';
import { closed } from './edge.js';
import { RestEdge } from './rest-edge.js';

const SEARCH = '/v1/sis/persons:search';
const BODY = JSON.stringify(SearchPersonsRequest.toJSON(personSearch()));
const HIDDEN = 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** A POST with these header lines. */
const post = (headers: readonly string[], body: string) =>
  [`POST ${SEARCH} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...headers, '', body].join('\r\n');

const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));

describe('the REST face under abuse', () => {
  let edge: RestEdge;
  beforeEach(async () => {
    edge = await RestEdge.start({ limits: { headersTimeoutMs: 300, requestTimeoutMs: 600, checkIntervalMs: 50 } });
  });
  afterEach(async () => {
    const { status } = await edge.call(SEARCH, { body: BODY });
    expect(status, 'the next honest call').to.equal(200);
    await edge.close();
  });

  const smuggled = [
    [
      'a length and a transfer encoding',
      post([`Content-Length: ${HIDDEN.length}`, 'Transfer-Encoding: chunked'], `0\r\n\r\n${HIDDEN}`),
    ],
    [
      'a transfer encoding and a length',
      post(['Transfer-Encoding: chunked', `Content-Length: ${HIDDEN.length}`], `0\r\n\r\n${HIDDEN}`),
    ],
    ['two lengths', post(['Content-Length: 2', `Content-Length: ${HIDDEN.length + 2}`], `{}${HIDDEN}`)],
    ['two equal lengths', post(['Content-Length: 2', 'Content-Length: 2'], `{}${HIDDEN}`)],
    ['a list of lengths', post(['Content-Length: 2, 2'], `{}${HIDDEN}`)],
    ['a signed length', post(['Content-Length: +2'], `{}${HIDDEN}`)],
    [
      'a transfer encoding that does not end in chunked',
      post(['Transfer-Encoding: chunked, identity'], `0\r\n\r\n${HIDDEN}`),
    ],
    ['an unknown transfer encoding', post(['Transfer-Encoding: xchunked'], `0\r\n\r\n${HIDDEN}`)],
    ['a blank before the colon', post(['Transfer-Encoding : chunked'], `0\r\n\r\n${HIDDEN}`)],
    ['a chunk size that is no number', post(['Transfer-Encoding: chunked'], `0x0\r\n\r\n${HIDDEN}`)],
    ['a chunk longer than its size', post(['Transfer-Encoding: chunked'], `2\r\n{}{}\r\n0\r\n\r\n${HIDDEN}`)],
    ['a line feed for the end of a header', `POST ${SEARCH} HTTP/1.1\nHost: localhost\nContent-Length: 0\n\n${HIDDEN}`],
    [
      'a carriage return within a header',
      post(['X-A: b\rTransfer-Encoding: chunked', 'Content-Length: 2'], `{}${HIDDEN}`),
    ],
    ['a null within a header', post(['X-A: b\0c', 'Content-Length: 2'], `{}${HIDDEN}`)],
    ['a folded header', post(['X-A: b', ' Transfer-Encoding: chunked', 'Content-Length: 2'], `{}${HIDDEN}`)],
  ] as const;
  for (const [name, bytes] of smuggled) {
    it(`closes the connection on ${name}, and never serves what is hidden behind`, async () => {
      const received = await edge.raw(bytes);
      expect(received).not.to.contain('"openapi"');
      expect(statusesIn(received)).to.deep.equal([400]);
      expect(received).to.contain('Ostiary-Synthetic: true');
      expect(received).to.match(/\r\nConnection: close\r\n/i);
      expect(edge.refusals).to.have.length(1);
      expect(edge.refusals[0]).to.include({ transport: 'rest' });
      expect(edge.refusals[0]?.peer?.authority.code).to.equal('XA-POLICE');
    });
  }

  it('refuses a request without a host', async () => {
    expect(statusesIn(await edge.raw('GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n'))).to.deep.equal([400]);
  });

  it('closes a connection whose headers are too large', async () => {
    const received = await edge.raw(post([`X-A: ${'a'.repeat(20_000)}`], ''));
    expect(statusesIn(received)).to.deep.equal([431]);
    expect(edge.refusals[0]?.what).to.equal('HPE_HEADER_OVERFLOW');
  });

  it('closes a connection with more header lines than it would keep', async () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `X-${index}: a`);
    const call = (count: number) =>
      edge.raw(post([...lines(count), `Content-Length: ${BODY.length}`, 'Connection: close'], BODY));
    // Host, Content-Type, Content-Length and Connection are four.
    expect(statusesIn(await call(60))).to.deep.equal([200]);
    expect(statusesIn(await call(61))).to.deep.equal([431]);
    expect(edge.exchange.refusals().map(({ reason }) => reason)).to.deep.equal(['REQUEST_MALFORMED']);
  });

  it('closes a connection whose headers do not come to an end', async () => {
    const received = await edge.raw(`POST ${SEARCH} HTTP/1.1\r\nHost: localhost\r\nX-A: `);
    expect(statusesIn(received)).to.deep.equal([408]);
    expect(edge.refusals[0]?.what).to.equal('ERR_HTTP_REQUEST_TIMEOUT');
  });

  it('closes a connection on which nothing is sent', async () => {
    expect(statusesIn(await edge.raw(''))).to.deep.equal([408]);
  });

  it('closes a connection whose body does not come to an end', async () => {
    const received = await edge.raw(post(['Content-Length: 100'], '{'));
    expect(statusesIn(received)).to.deep.equal([408]);
    expect(edge.exchange.calls).to.deep.equal([]);
  });

  it('closes a connection after a body that is too large, unread', async () => {
    const received = await edge.raw(post(['Content-Length: 1000000000'], '{'));
    expect(statusesIn(received)).to.deep.equal([413]);
    expect(edge.exchange.refusals().map(({ reason }) => reason)).to.deep.equal(['REQUEST_TOO_LARGE']);
  });

  it('closes a connection that does not speak HTTP', async () => {
    expect(statusesIn(await edge.raw('\x16\x03\x01\x02\x00'))).to.deep.equal([400]);
  });

  it('does not switch to another protocol', async () => {
    const upgrade = [
      'GET /livez HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade, close',
      'Upgrade: websocket',
      '',
      '',
    ];
    expect(statusesIn(await edge.raw(upgrade.join('\r\n')))).to.deep.equal([200]);
    expect(statusesIn(await edge.raw('CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n'))).to.deep.equal([]);
  });

  it('answers requests on one connection in their order', async () => {
    const first = post([`Content-Length: ${BODY.length}`], BODY);
    const received = await edge.raw(`${first}${HIDDEN.replace('Host', 'Connection: close\r\nHost')}`);
    expect(statusesIn(received)).to.deep.equal([200, 200]);
    expect(received.indexOf('"receipt"')).to.be.below(received.indexOf('"openapi"'));
  });

  it('ends a connection that sends a thousand requests before the first is answered', async () => {
    const socket = await edge.socket();
    socket.on('error', () => undefined);
    const cut = closed(socket);
    socket.write(HIDDEN.repeat(1_000));
    socket.resume();
    await cut;
    const honest = await edge.raw(post([`Content-Length: ${BODY.length}`, 'Connection: close'], BODY));
    expect(statusesIn(honest)).to.deep.equal([200]);
  });

  it('closes a connection that is too old with its next answer', async () => {
    const old = await RestEdge.start({ limits: { maxConnectionAgeMs: 0 } });
    try {
      const received = await old.raw(post([`Content-Length: ${BODY.length}`], BODY));
      expect(statusesIn(received)).to.deep.equal([200]);
      expect(received).to.match(/\r\nConnection: close\r\n/i);
    } finally {
      await old.close();
    }
  });

  it('forgets a caller who leaves in the middle of a request', async () => {
    const socket = await edge.socket();
    const cut = closed(socket);
    socket.write(post(['Content-Length: 100'], '{'));
    socket.end();
    socket.resume();
    await cut;
    expect(edge.exchange.calls).to.deep.equal([]);
  });
});
