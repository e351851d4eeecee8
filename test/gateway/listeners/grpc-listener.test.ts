import { gzipSync } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { SearchPersonsResponse, SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { UNKNOWN_OPERATION } from '../../../src/gateway/contract/contract.js';
import type { Caller } from '../../../src/gateway/exchange/call.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { searchPersons } from '../contract/requests.js';
import { eventually } from '../../helpers/eventually.js';
import { REQUEST_ID } from '../logged.js';
import { untilGone } from './edge.js';
import { GrpcEdge, frame, reasonOfError } from './grpc-edge.js';

const SEARCH = SisServiceService.searchPersons.path;
const MIB = 1_048_576;

describe('the gRPC face', () => {
  let edge: GrpcEdge;
  beforeEach(async () => (edge = await GrpcEdge.start()));
  afterEach(() => edge.close());

  async function expectHonestCall(client = edge.client()) {
    const { error, bytes } = await edge.call(SEARCH, searchPersons(), { client }).reply;
    expect(error).to.equal(null);
    expect(SearchPersonsResponse.decode(bytes!).receipt?.requestId).to.equal(REQUEST_ID);
  }

  it('hands the bytes to the exchange as they came and sends back its bytes', async () => {
    const answer = SearchPersonsResponse.encode(SearchPersonsResponse.fromPartial({ truncated: true })).finish();
    edge.exchange.answer = () => Promise.resolve(answer);
    const metadata = new grpc.Metadata();
    metadata.set('authorization', 'Bearer token');
    const deadline = Date.now() + 20_000;
    const { bytes } = await edge.call(SEARCH, searchPersons(), { metadata, options: { deadline } }).reply;
    const seen = edge.exchange.calls[0]!;
    expect(seen).to.include({ path: SEARCH, authorization: 'Bearer token', transport: 'grpc' });
    expect(Buffer.from(seen.body as Uint8Array)).to.deep.equal(Buffer.from(searchPersons()));
    expect(seen.deadlineMs).to.be.within(deadline - 10_000, deadline + 10_000);
    expect(bytes!.subarray(0, answer.length)).to.deep.equal(Buffer.from(answer));
    expect(SearchPersonsResponse.decode(bytes!).receipt?.leafIndex).to.equal(41n);
  });

  it('says so when a caller set no deadline and no token', async () => {
    await expectHonestCall();
    expect(edge.exchange.calls[0]).to.include({ deadlineMs: undefined, authorization: undefined });
  });

  it('sends a refusal with its details', async () => {
    const violations = [{ field: 'name', rule: 'required', description: 'must be given' }];
    edge.exchange.answer = () => Promise.reject(new Refusal('REQUEST_INVALID', 'breaks rules', { violations }));
    const { error } = await edge.call(SEARCH, searchPersons()).reply;
    expect(error).to.include({ code: grpc.status.INVALID_ARGUMENT, details: 'breaks rules' });
    expect(reasonOfError(error)).to.equal('REQUEST_INVALID');
  });

  it('refuses a connection that belongs to nobody', async () => {
    const stray = await GrpcEdge.start({ peerOf: () => undefined });
    try {
      const { error } = await stray.call(SEARCH, searchPersons()).reply;
      expect(error?.code).to.equal(grpc.status.UNAUTHENTICATED);
      expect(reasonOfError(error)).to.equal('PEER_UNKNOWN');
      expect((await stray.raw(SEARCH, frame(new Uint8Array(4), 0, 9))).reason).to.equal('PEER_UNKNOWN');
      expect(stray.exchange.calls).to.deep.equal([]);
    } finally {
      await stray.close();
    }
  });

  it('refuses and reports an unknown method, without its name', async () => {
    for (const path of ['/ostiary.sis.v1.SisService/Specimen', '/', '/x']) {
      const { error } = await edge.call(path, searchPersons()).reply;
      expect(error?.code).to.equal(grpc.status.UNIMPLEMENTED);
      expect(reasonOfError(error)).to.equal('OPERATION_UNKNOWN');
    }
    expect(edge.exchange.calls.map(({ path }) => path)).to.deep.equal(new Array(3).fill(UNKNOWN_OPERATION));
    await expectHonestCall();
  });

  it('leaves a message between the contract’s limit and its own to the exchange', async () => {
    await edge.call(SEARCH, new Uint8Array(MIB)).reply;
    expect(edge.exchange.calls[0]?.body).to.have.length(MIB);
  });

  const unreadable = [
    ['a message over its limit', new Uint8Array(5), { length: MIB + 1 }, 'REQUEST_TOO_LARGE'],
    ['a message over its limit, in many frames', new Uint8Array(MIB + 1), {}, 'REQUEST_TOO_LARGE'],
    ['a message that ends early', new Uint8Array(5), { length: 100 }, 'REQUEST_MALFORMED'],
    ['a message that is not gzip', new Uint8Array(50), { compressed: 1, encoding: 'gzip' }, 'REQUEST_MALFORMED'],
    ['a message in an unknown encoding', new Uint8Array(5), { compressed: 1, encoding: 'br' }, 'REQUEST_MALFORMED'],
    [
      'a small message that inflates over the limit',
      gzipSync(Buffer.alloc(2 * MIB)),
      { compressed: 1, encoding: 'gzip' },
      'REQUEST_TOO_LARGE',
    ],
    ['a timeout that is none', frame(searchPersons()), { whole: true, timeout: 'soon' }, 'REQUEST_MALFORMED'],
    [
      'two messages',
      Buffer.concat([frame(searchPersons()), frame(searchPersons())]),
      { whole: true },
      'REQUEST_MALFORMED',
    ],
    ['no message', new Uint8Array(), { whole: true }, 'REQUEST_MALFORMED'],
  ] as const;
  for (const [name, message, how, reason] of unreadable) {
    it(`refuses ${name} by way of the exchange, and serves the next call`, async () => {
      const { compressed, length, encoding, whole, timeout } = {
        compressed: 0,
        length: message.length,
        encoding: undefined,
        whole: false,
        timeout: undefined,
        ...how,
      };
      const body = whole ? message : frame(message, compressed, length);
      const reply = await edge.raw(SEARCH, body, {
        ...(encoding !== undefined && { 'grpc-encoding': encoding }),
        ...(timeout !== undefined && { 'grpc-timeout': timeout }),
      });
      expect(reply.reason).to.equal(reason);
      expect(edge.exchange.calls.map(({ path }) => path)).to.deep.equal([SEARCH]);
      expect(edge.exchange.refusals().map((refusal) => refusal.reason)).to.deep.equal([reason]);
      expect(edge.exchange.refusals()[0]?.message).not.to.contain('soon');
      await expectHonestCall();
    });
  }

  it('refuses and reports another content type', async () => {
    const { headers } = await edge.raw(SEARCH, searchPersons(), { 'content-type': 'application/json' });
    expect(headers[':status']).to.equal(415);
    expect(edge.refusals).to.have.length(1);
    expect(edge.refusals[0]).to.include({ transport: 'grpc', what: 'content-type' });
    await expectHonestCall();
  });

  it('says that the caller has gone when the caller cancels, and not when it was answered', async () => {
    await expectHonestCall();
    const asked = new Promise<Caller>((resolve) => {
      edge.exchange.answer = ({ caller }) => {
        resolve(caller);
        return untilGone(caller);
      };
    });
    const { reply, cancel } = edge.call(SEARCH, searchPersons());
    const caller = await asked;
    cancel();
    expect((await reply).error?.code).to.equal(grpc.status.CANCELLED);
    await eventually(() => expect(caller.gone).to.equal(true));
    expect(edge.exchange.calls[0]?.caller.gone).to.equal(false);
  });

  it('says that the caller has gone when the deadline has passed', async () => {
    const aborted = new Promise<void>((resolve) => {
      edge.exchange.answer = ({ caller }) => untilGone(caller).finally(resolve);
    });
    const { reply } = edge.call(SEARCH, searchPersons(), { options: { deadline: Date.now() + 300 } });
    expect((await reply).error?.code).to.equal(grpc.status.DEADLINE_EXCEEDED);
    await aborted;
    edge.exchange.answer = () => Promise.resolve(new Uint8Array());
    await expectHonestCall();
  });

  it('queues what is over the limit of streams', async () => {
    const client = edge.client();
    let now = 0;
    let most = 0;
    edge.exchange.answer = async () => {
      most = Math.max(most, ++now);
      await new Promise(setImmediate);
      now--;
      return new Uint8Array();
    };
    const replies = await Promise.all(
      Array.from({ length: 250 }, () => edge.call(SEARCH, searchPersons(), { client }).reply),
    );
    expect(replies.filter(({ error }) => error !== null)).to.deep.equal([]);
    expect(most).to.be.at.most(100);
  });

  it('lets calls in progress end when it drains, and takes no more', async () => {
    let release = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      edge.exchange.answer = () => {
        resolve();
        return new Promise((done) => (release = () => done(new Uint8Array())));
      };
    });
    const client = edge.client();
    const { reply } = edge.call(SEARCH, searchPersons(), { client });
    await asked;
    const drained = edge.face.drain(20_000);
    release();
    expect((await reply).error).to.equal(null);
    client.close();
    await drained;
    const late = await edge.call(SEARCH, searchPersons(), { options: { deadline: Date.now() + 1_000 } }).reply;
    expect(late.error).not.to.equal(null);
  });

  it('ends calls in progress when the grace is over', async () => {
    const asked = new Promise<void>((resolve) => {
      edge.exchange.answer = ({ caller }) => {
        resolve();
        return untilGone(caller);
      };
    });
    const { reply } = edge.call(SEARCH, searchPersons());
    await asked;
    await edge.face.drain(50);
    expect((await reply).error).not.to.equal(null);
  });
});
