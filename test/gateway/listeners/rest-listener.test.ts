import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { GetCheckpointResponse, GetInclusionProofRequest } from '../../../src/gen/ostiary/audit/v1/audit.js';
import { SearchPersonsRequest, SearchPersonsResponse } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { UNKNOWN_OPERATION } from '../../../src/gateway/contract/contract.js';
import { MAX_REQUEST_BYTES } from '../../../src/gateway/contract/codec.js';
import type { Caller } from '../../../src/gateway/exchange/call.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { personSearch, searchPersons } from '../contract/requests.js';
import { eventually } from '../../helpers/eventually.js';
import { REQUEST_ID } from '../logged.js';
import { untilGone } from './edge.js';
import { RestEdge } from './rest-edge.js';

const SEARCH = '/v1/sis/persons:search';
const BODY = JSON.stringify(SearchPersonsRequest.toJSON(personSearch()));

describe('the REST face', () => {
  let edge: RestEdge;
  beforeEach(async () => (edge = await RestEdge.start()));
  afterEach(() => edge.close());

  const expectHonestCall = async () => expect((await edge.call(SEARCH, { body: BODY })).status).to.equal(200);

  it('puts the same bytes to the exchange as gRPC would, and answers in JSON', async () => {
    edge.exchange.answer = () =>
      Promise.resolve(SearchPersonsResponse.encode(SearchPersonsResponse.fromPartial({ truncated: true })).finish());
    const headers = { authorization: 'Bearer token' };
    const reply = await edge.call(SEARCH, { body: BODY, headers });
    const seen = edge.exchange.calls[0]!;
    expect(seen).to.include({
      path: '/ostiary.sis.v1.SisService/SearchPersons',
      authorization: 'Bearer token',
      deadlineMs: undefined,
      transport: 'rest',
    });
    expect(Buffer.from(seen.body as Uint8Array)).to.deep.equal(Buffer.from(searchPersons()));
    expect(reply.status).to.equal(200);
    expect(reply.headers['content-type']).to.equal('application/json');
    const answer = JSON.parse(reply.text) as { truncated: boolean; receipt: { leafIndex: string; synthetic: boolean } };
    expect(answer.truncated).to.equal(true);
    expect(answer.receipt).to.include({ leafIndex: '41', synthetic: true });
  });

  it('puts query parameters to the exchange as a message', async () => {
    edge.exchange.answer = () => Promise.resolve(GetCheckpointResponse.encode({ checkpoint: 'x' }).finish());
    await edge.call('/v1/audit/inclusion-proof?index=5&treeSize=7', { method: 'GET' });
    const request = GetInclusionProofRequest.decode(edge.exchange.calls[0]!.body as Uint8Array);
    expect(request).to.include({ index: 5n, treeSize: 7n });
  });

  const answers = [
    ['an answer', SEARCH, { body: BODY }, 200],
    ['a refusal', SEARCH, { body: '{' }, 400],
    ['an unknown path', '/nothing', {}, 404],
    ['a wrong method', SEARCH, { method: 'GET' }, 405],
    ['the OpenAPI document', '/openapi.json', { method: 'GET' }, 200],
    ['health', '/livez', { method: 'GET' }, 200],
  ] as const;
  for (const [name, path, call, status] of answers) {
    it(`marks ${name} as synthetic and never to be kept`, async () => {
      const { headers, status: received } = await edge.call(path, call);
      expect(received).to.equal(status);
      expect(headers).to.include({
        'ostiary-synthetic': 'true',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(headers).not.to.have.any.keys('etag', 'x-powered-by', 'server');
    });
  }

  it('sends a refusal as a problem document with its request identifier', async () => {
    edge.exchange.answer = () => Promise.reject(new Refusal('OVERLOADED', 'busy', { retryAfterMs: 2_500 }));
    const { status, headers, problem } = await edge.call(SEARCH, { body: BODY });
    expect(status).to.equal(429);
    expect(headers).to.include({ 'retry-after': '3', 'ostiary-request-id': REQUEST_ID });
    expect(problem).to.include({ code: 'OVERLOADED', status: 429, retry_after: 3, instance: `urn:ulid:${REQUEST_ID}` });
    expect(problem.receipt).to.include({ leafIndex: '41' });
  });

  it('challenges a caller whose officer is not known', async () => {
    edge.exchange.answer = () => Promise.reject(new Refusal('TOKEN_MISSING', 'no token'));
    const { status, headers } = await edge.call(SEARCH, { body: BODY });
    expect([status, headers['www-authenticate']]).to.deep.equal([401, 'Bearer']);
  });

  const refused = [
    ['a body that is not JSON', SEARCH, { body: '{"name"' }, 400, 'REQUEST_MALFORMED'],
    ['an empty body', SEARCH, { body: '' }, 400, 'REQUEST_MALFORMED'],
    ['a body that is not UTF-8', SEARCH, { body: Buffer.from([0x22, 0xff, 0x22]) }, 400, 'REQUEST_MALFORMED'],
    ['a misshapen body', SEARCH, { body: '{"name":7}' }, 400, 'REQUEST_INVALID'],
    ['a body over the limit', SEARCH, { body: Buffer.alloc(MAX_REQUEST_BYTES + 1, 0x20) }, 413, 'REQUEST_TOO_LARGE'],
    [
      'a body over the limit that does not say its length',
      SEARCH,
      { body: Buffer.alloc(MAX_REQUEST_BYTES + 1, 0x20), headers: { 'transfer-encoding': 'chunked' } },
      413,
      'REQUEST_TOO_LARGE',
    ],
    [
      'another content type',
      SEARCH,
      { body: BODY, headers: { 'content-type': 'text/plain' } },
      415,
      'HTTP_UNSUPPORTED',
    ],
    [
      'another charset',
      SEARCH,
      { body: BODY, headers: { 'content-type': 'application/json; charset=latin1' } },
      415,
      'HTTP_UNSUPPORTED',
    ],
    [
      'a compressed body',
      SEARCH,
      { body: gzipSync(BODY), headers: { 'content-encoding': 'gzip' } },
      415,
      'HTTP_UNSUPPORTED',
    ],
    ['query parameters beside a body', `${SEARCH}?x=1`, { body: BODY }, 400, 'REQUEST_MALFORMED'],
    [
      'a body in a GET request',
      '/v1/audit/checkpoint',
      { method: 'GET', body: '{}', headers: { 'content-length': '2' } },
      400,
      'REQUEST_MALFORMED',
    ],
    ['an unknown query parameter', '/v1/audit/checkpoint?x=1', { method: 'GET' }, 400, 'REQUEST_INVALID'],
    [
      'a repeated query parameter',
      '/v1/audit/inclusion-proof?index=1&index=2',
      { method: 'GET' },
      400,
      'REQUEST_MALFORMED',
    ],
    ['a deadline in words', SEARCH, { body: BODY, headers: { 'ostiary-deadline-ms': 'soon' } }, 400, 'REQUEST_INVALID'],
    ['a deadline of nothing', SEARCH, { body: BODY, headers: { 'ostiary-deadline-ms': '0' } }, 400, 'REQUEST_INVALID'],
    ['a wrong method', SEARCH, { method: 'PUT', body: BODY }, 405, 'HTTP_UNSUPPORTED'],
    ['OPTIONS, which browsers send', SEARCH, { method: 'OPTIONS' }, 405, 'HTTP_UNSUPPORTED'],
  ] as const;
  for (const [name, path, call, status, code] of refused) {
    it(`refuses ${name} by way of the exchange, and serves the next call`, async () => {
      const reply = await edge.call(path, call);
      expect(reply.status).to.equal(status);
      expect(reply.problem).to.include({ code, status });
      expect(edge.exchange.refusals().map(({ reason }) => reason)).to.deep.equal([code]);
      expect(edge.exchange.calls[0]?.path).not.to.equal(UNKNOWN_OPERATION);
      await expectHonestCall();
    });
  }

  it('names the method that a path takes', async () => {
    expect((await edge.call(SEARCH, { method: 'DELETE' })).headers.allow).to.equal('POST');
    expect((await edge.call('/v1/audit/checkpoint', { body: '{}' })).headers.allow).to.equal('GET');
  });

  it('refuses unknown paths by way of the exchange, without the path', async () => {
    const paths = [
      '/nothing',
      '/v1/sis/persons',
      `${SEARCH}/`,
      SEARCH.toUpperCase(),
      '/v1/sis/persons%3Asearch/..',
      '//',
    ];
    for (const path of paths) {
      const { status, problem, text } = await edge.call(path, { body: BODY });
      expect([status, problem.code], path).to.deep.equal([404, 'OPERATION_UNKNOWN']);
      expect(text).not.to.contain(path);
    }
    expect(new Set(edge.exchange.calls.map(({ path }) => path))).to.deep.equal(new Set([UNKNOWN_OPERATION]));
  });

  it('counts a deadline from the arrival of the request', async () => {
    const before = Date.now();
    await edge.call(SEARCH, { body: BODY, headers: { 'Ostiary-Deadline-Ms': '60000' } });
    expect(edge.exchange.calls[0]?.deadlineMs).to.be.within(before + 60_000, Date.now() + 60_000);
  });

  it('refuses a connection that belongs to nobody', async () => {
    const stray = await RestEdge.start({ peerOf: () => undefined });
    try {
      const { status, problem } = await stray.call(SEARCH, { body: BODY });
      expect([status, problem.code]).to.deep.equal([401, 'PEER_UNKNOWN']);
      expect((await stray.call('/nothing')).problem.code).to.equal('PEER_UNKNOWN');
      expect(stray.exchange.calls).to.deep.equal([]);
    } finally {
      await stray.close();
    }
  });

  it('answers nothing of a fault inside, and reports it', async () => {
    edge.exchange.answer = () => Promise.resolve(Buffer.from([0xff]));
    const { status, problem } = await edge.call(SEARCH, { body: BODY });
    expect([status, problem.code, problem.detail]).to.deep.equal([500, 'INTERNAL', 'A fault of the gateway']);
    expect(edge.faults).to.have.length(1);
  });

  it('says that the caller has gone, and not when it was answered', async () => {
    await expectHonestCall();
    const asked = new Promise<Caller>((resolve) => {
      edge.exchange.answer = ({ caller }) => {
        resolve(caller);
        return untilGone(caller);
      };
    });
    const request = edge.begin(SEARCH, 'POST', { 'content-type': 'application/json' });
    request.on('error', () => undefined);
    request.end(BODY);
    const caller = await asked;
    request.destroy();
    await eventually(() => expect(caller.gone).to.equal(true));
    expect(edge.exchange.calls[0]?.caller.gone).to.equal(false);
  });

  it('says whether it is ready', async () => {
    expect((await edge.call('/readyz', { method: 'GET' })).status).to.equal(200);
    const unready = await RestEdge.start({ isReady: () => Promise.resolve(false) });
    try {
      const { status, text } = await unready.call('/readyz', { method: 'GET' });
      expect([status, text]).to.deep.equal([503, '{"status":"not-ready"}']);
    } finally {
      await unready.close();
    }
  });

  it('serves the OpenAPI document', async () => {
    const { text } = await edge.call('/openapi.json', { method: 'GET' });
    expect((JSON.parse(text) as { openapi: string }).openapi).to.equal('3.1.0');
    expect(edge.exchange.calls).to.deep.equal([]);
  });

  it('lets calls in progress end when it drains', async () => {
    let release = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      edge.exchange.answer = () => {
        resolve();
        return new Promise((done) => (release = () => done(new Uint8Array())));
      };
    });
    const reply = edge.call(SEARCH, { body: BODY });
    await asked;
    const drained = edge.face.drain(20_000);
    release();
    expect((await reply).status).to.equal(200);
    await drained;
  });

  it('ends calls in progress when the grace is over', async () => {
    const asked = new Promise<void>((resolve) => {
      edge.exchange.answer = ({ caller }) => {
        resolve();
        return untilGone(caller);
      };
    });
    const failed = edge.call(SEARCH, { body: BODY }).then(
      () => false,
      () => true,
    );
    await asked;
    await edge.face.drain(20);
    expect(await failed).to.equal(true);
  });
});
