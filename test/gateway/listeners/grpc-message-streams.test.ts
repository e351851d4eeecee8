import { once } from 'node:events';
import * as http2 from 'node:http2';
import { gzipSync } from 'node:zlib';
import * as grpc from '@grpc/grpc-js';
import { expect } from 'chai';
import { ErrorInfo } from '../../../src/gen/google/rpc/error_details.js';
import type { Status } from '../../../src/gen/google/rpc/status.js';
import { PnrServiceService as Pnr } from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { PushFormat, PushPnrRequest, PushPnrResponse } from '../../../src/gen/ostiary/pnr/v1/push.js';
import { PushPnrsRequest, PushPnrsResponse } from '../../../src/gen/ostiary/pnr/v1/push_stream.js';
import type { GrpcFaceParts } from '../../../src/gateway/listeners/grpc-listener.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { eventually } from '../../helpers/eventually.js';
import { PEER, untilGone } from './edge.js';
import { frame, GrpcEdge, reasonOfError } from './grpc-edge.js';

type Stream = grpc.ClientDuplexStream<Uint8Array, PushPnrsResponse>;

/** A push whose bytes say which one it is; the stand-in behind the edge repeats them. */
const pushOf = (name: string): Uint8Array =>
  PushPnrRequest.encode(
    PushPnrRequest.fromPartial({ format: PushFormat.PNRGOV_EDIFACT, message: Buffer.from(name) }),
  ).finish();

const message = (sequence: number, name: string, lane = 0): Uint8Array =>
  PushPnrsRequest.encode({
    sequence: BigInt(sequence),
    lane,
    push: PushPnrRequest.decode(pushOf(name)),
  }).finish();

/** The name in a call's body. */
const nameOf = (body: Uint8Array): string => PushPnrRequest.decode(Buffer.from(body)).message.toString();

const reasonIn = ({ details }: Status): string => ErrorInfo.decode(details[0]!.value).reason;

/** What was said of each message, in order: its sequence, and the push it was acknowledged as or the reason of its refusal. */
const said = (responses: readonly PushPnrsResponse[]): [number, string][] =>
  responses.map(({ sequence, result }) => [
    Number(sequence),
    result?.$case === 'acknowledgement' ? result.value.pushId : result === undefined ? '' : reasonIn(result.value),
  ]);

describe('streams of requests over gRPC', () => {
  let edge: GrpcEdge;
  const edges: GrpcEdge[] = [];
  async function start(different: Partial<GrpcFaceParts> = {}): Promise<void> {
    edge = await GrpcEdge.start(different);
    edges.push(edge);
    edge.exchange.answer = ({ body }) => Promise.resolve(answerTo(body));
  }
  beforeEach(() => start());
  afterEach(async () => {
    for (const each of edges.splice(0)) await each.close();
  });

  const answerTo = (body: Uint8Array): Uint8Array =>
    PushPnrResponse.encode(PushPnrResponse.fromPartial({ pushId: nameOf(body) })).finish();

  function open(metadata = new grpc.Metadata(), options: grpc.CallOptions = {}): Stream {
    return edge.client().makeBidiStreamRequest(
      Pnr.pushPnrs.path,
      (bytes: Uint8Array) => Buffer.from(bytes),
      (bytes: Buffer) => PushPnrsResponse.decode(bytes),
      metadata,
      options,
    );
  }

  /** Sends all and reads to the end. */
  function all(stream: Stream, messages: readonly Uint8Array[], half = true) {
    const responses: PushPnrsResponse[] = [];
    stream.on('data', (response: PushPnrsResponse) => responses.push(response));
    const ended = endOf(stream);
    for (const bytes of messages) stream.write(bytes);
    if (half) stream.end();
    return { responses, ended };
  }

  /** How a stream ended. */
  function endOf(stream: Stream): Promise<grpc.ServiceError | null> {
    return new Promise((resolve) => {
      stream.once('error', (error: grpc.ServiceError) => resolve(error));
      stream.once('end', () => resolve(null));
    });
  }

  it('makes each message a call of the operation that it calls, and acknowledges it in its place', async () => {
    const metadata = new grpc.Metadata();
    metadata.set('authorization', 'Bearer token');
    const deadline = Date.now() + 20_000;
    const { responses, ended } = all(
      open(metadata, { deadline }),
      [7, 8, 9].map((sequence) => message(sequence, `push ${sequence}`)),
    );
    expect(await ended).to.equal(null);
    expect(said(responses)).to.deep.equal([
      [7, 'push 7'],
      [8, 'push 8'],
      [9, 'push 9'],
    ]);
    expect(responses.map(({ result }) => result?.$case)).to.deep.equal(new Array(3).fill('acknowledgement'));
    for (const call of edge.exchange.calls) {
      expect(call).to.include({ path: Pnr.pushPnr.path, authorization: 'Bearer token', transport: 'grpc' });
      expect(call.deadlineMs).to.be.within(deadline - 10_000, deadline + 10_000);
    }
    expect(edge.exchange.calls.map(({ caller }) => caller.gone)).to.deep.equal([false, false, false]);
  });

  it('is empty when nothing is sent', async () => {
    const { responses, ended } = all(open(), []);
    expect(await ended).to.equal(null);
    expect(responses).to.deep.equal([]);
    expect(edge.exchange.calls).to.deep.equal([]);
  });

  it('refuses one message and none of its neighbours, whatever is wrong with it', async () => {
    const sequence = Buffer.from([0x08, 0x02]);
    const faulty: readonly (readonly [string, Uint8Array, string])[] = [
      ['no push', sequence, 'REQUEST_INVALID'],
      ['an unknown field', Buffer.concat([message(2, 'b'), Buffer.from([0x20, 0x01])]), 'REQUEST_INVALID'],
      ['a lane that there is not', message(2, 'b', 64), 'REQUEST_INVALID'],
      ['two pushes', Buffer.concat([message(2, 'b'), message(0, 'b')]), 'REQUEST_MALFORMED'],
      ['two sequences', Buffer.concat([sequence, message(2, 'b')]), 'REQUEST_MALFORMED'],
      ['a push that is cut off', Buffer.concat([sequence, Buffer.from([0x1a, 0x7f, 0x00])]), 'REQUEST_MALFORMED'],
      ['a push that is a number', Buffer.concat([sequence, Buffer.from([0x18, 0x01])]), 'REQUEST_MALFORMED'],
      ['a number without end', Buffer.concat([sequence, Buffer.alloc(12, 0xff)]), 'REQUEST_MALFORMED'],
      ['field 0', Buffer.concat([sequence, Buffer.from([0x00])]), 'REQUEST_MALFORMED'],
    ];
    for (const [what, bytes, reason] of faulty) {
      const { responses, ended } = all(open(), [message(1, 'a'), bytes, message(3, 'c')]);
      expect(await ended, what).to.equal(null);
      expect(said(responses), what).to.deep.equal([
        [1, 'a'],
        [2, reason],
        [3, 'c'],
      ]);
    }
    // Each of them is refused, and logged, by the exchange.
    expect(edge.exchange.refusals().map(({ reason }) => reason)).to.deep.equal(faulty.map(([, , reason]) => reason));
  });

  it('says 0 where the sequence cannot be read, and keeps the place', async () => {
    const { responses, ended } = all(open(), [message(1, 'a'), Buffer.from([0x08]), message(3, 'c')]);
    expect(await ended).to.equal(null);
    expect(said(responses)).to.deep.equal([
      [1, 'a'],
      [0, 'REQUEST_MALFORMED'],
      [3, 'c'],
    ]);
  });

  it('names at most a hundred fields that it does not know', async () => {
    const unknown = Array.from({ length: 5_000 }, (_, index) => {
      const tag = (index + 4) << 3;
      return Buffer.from([(tag & 0x7f) | 0x80, ((tag >> 7) & 0x7f) | 0x80, tag >> 14, 0]);
    });
    const { ended } = all(open(), [Buffer.concat(unknown)]);
    expect(await ended).to.equal(null);
    expect(edge.exchange.refusals()[0]?.violations).to.have.length(100);
  });

  it('works on the messages of a lane one after the other, and on those of several at the same time', async () => {
    const begun: string[] = [];
    const finish = new Map<string, () => void>();
    edge.exchange.answer = ({ body }) =>
      new Promise((resolve) => {
        begun.push(nameOf(body));
        finish.set(nameOf(body), () => resolve(answerTo(body)));
      });
    const { responses, ended } = all(open(), [
      message(1, 'a1', 1),
      message(2, 'a2', 1),
      message(3, 'b1', 2),
      message(4, 'b2', 2),
    ]);
    await eventually(() => expect(begun).to.deep.equal(['a1', 'b1']));
    finish.get('b1')?.();
    await eventually(() => expect(begun).to.deep.equal(['a1', 'b1', 'b2']));
    finish.get('b2')?.();
    // Nothing is told before what came earlier.
    expect(responses).to.deep.equal([]);
    finish.get('a1')?.();
    await eventually(() => finish.get('a2')!());
    expect(await ended).to.equal(null);
    expect(said(responses)).to.deep.equal([
      [1, 'a1'],
      [2, 'a2'],
      [3, 'b1'],
      [4, 'b2'],
    ]);
  });

  it('takes nothing in a lane behind what was not taken for now, and goes on in others', async () => {
    edge.exchange.answer = ({ body }) =>
      nameOf(body) === 'full'
        ? Promise.reject(new Refusal('OVERLOADED', 'no room', { retryAfterMs: 100 }))
        : Promise.resolve(answerTo(body));
    const { responses, ended } = all(open(), [
      message(1, 'full', 1),
      message(2, 'update', 1),
      message(3, 'other', 2),
      message(4, 'update', 1),
    ]);
    expect(await ended).to.equal(null);
    expect(said(responses)).to.deep.equal([
      [1, 'OVERLOADED'],
      [2, 'EARLIER_MESSAGE_REFUSED'],
      [3, 'other'],
      [4, 'EARLIER_MESSAGE_REFUSED'],
    ]);
  });

  it('takes what follows what will never be taken', async () => {
    edge.exchange.answer = ({ body }) =>
      nameOf(body) === 'theirs'
        ? Promise.reject(new Refusal('FORBIDDEN', 'not their flight'))
        : Promise.resolve(answerTo(body));
    const { responses, ended } = all(open(), [message(1, 'theirs'), message(2, 'ours')]);
    expect(await ended).to.equal(null);
    expect(said(responses)).to.deep.equal([
      [1, 'FORBIDDEN'],
      [2, 'ours'],
    ]);
  });

  it('has no more messages in progress than it may have', async () => {
    const release: (() => void)[] = [];
    edge.exchange.answer = ({ body }) => new Promise((resolve) => release.push(() => resolve(answerTo(body))));
    const many = Array.from({ length: 40 }, (_, index) => message(index, `push ${index}`, index % 20));
    const { responses, ended } = all(open(), many);
    await eventually(() => expect(edge.exchange.calls).to.have.length(8));
    let most = 0;
    while (responses.length < many.length) {
      most = Math.max(most, release.length);
      for (const each of release.splice(0)) each();
      await new Promise(setImmediate);
    }
    expect(await ended).to.equal(null);
    expect(most).to.equal(8);
    expect(said(responses).map(([sequence]) => sequence)).to.deep.equal(many.map((_, index) => index));
  });

  it('reads no more for a caller who does not read', async () => {
    // An acknowledgement of 100,000 bytes, so that the client's window is soon full.
    const answer = PushPnrResponse.encode(PushPnrResponse.fromPartial({ pushId: 'x'.repeat(100_000) })).finish();
    edge.exchange.answer = () => Promise.resolve(answer);
    const client = edge.client();
    let others = 0;
    const session = await edge.session();
    const stream = session.request({
      ':method': 'POST',
      ':path': Pnr.pushPnrs.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    stream.on('error', () => undefined);
    stream.pause();
    for (let sent = 0; sent < 60; sent += 1) stream.write(frame(message(sent, `push ${sent}`)));
    const streamed = (): number => edge.exchange.calls.length - others;
    await eventually(() => expect(streamed()).to.be.at.least(8));
    // While others ask and are answered, it stands still: one acknowledgement fills the window of HTTP/2, 65,535 bytes.
    for (let asked = 0; asked < 20; asked += 1) {
      others += 1;
      await edge.call(Pnr.pushPnr.path, pushOf('other'), { client }).reply;
    }
    expect(streamed()).to.be.at.most(10);
    stream.resume();
    await eventually(() => expect(streamed()).to.equal(60));
  });

  it('has no more bytes in progress than it may have, and one message beyond', async () => {
    await start({ streamLimits: { maxBytesInProgress: 1_000_000 } });
    const release: (() => void)[] = [];
    edge.exchange.answer = () => new Promise((resolve) => release.push(() => resolve(new Uint8Array())));
    const { responses, ended } = all(
      open(),
      [0, 1, 2, 3, 4].map((lane) => message(lane, 'x'.repeat(600_000), lane)),
    );
    await eventually(() => expect(release).to.have.length(2));
    let most = 0;
    while (responses.length < 5) {
      most = Math.max(most, release.length);
      release.shift()?.();
      await new Promise(setImmediate);
    }
    expect(await ended).to.equal(null);
    expect(most).to.equal(2);
  });

  it('leaves a message between the contract’s limit and its own to the exchange', async () => {
    edge.exchange.answer = () => Promise.resolve(new Uint8Array());
    const { responses, ended } = all(open(), [message(1, 'x'.repeat(4_200_000)), message(2, 'b')]);
    expect(await ended).to.equal(null);
    expect(responses).to.have.length(2);
    expect(edge.exchange.calls[0]?.body).to.have.length.greaterThan(4_200_000);
  });

  const unreadable = [
    ['over its limit', frame(new Uint8Array(5), 0, 5_000_000), {}, 'REQUEST_TOO_LARGE'],
    ['over its limit, in many frames', frame(new Uint8Array(5_000_000)), {}, 'REQUEST_TOO_LARGE'],
    ['that is not gzip', frame(new Uint8Array(50), 1), { 'grpc-encoding': 'gzip' }, 'REQUEST_MALFORMED'],
    [
      'that inflates over the limit',
      frame(gzipSync(Buffer.alloc(5_000_000)), 1),
      { 'grpc-encoding': 'gzip' },
      'REQUEST_TOO_LARGE',
    ],
  ] as const;
  for (const [what, bytes, headers, reason] of unreadable) {
    it(`ends the stream at a message ${what}, after what came before was acknowledged`, async () => {
      let release = (): void => undefined;
      edge.exchange.answer = ({ body }) => new Promise((resolve) => (release = () => resolve(answerTo(body))));
      const session = await edge.session();
      const stream = session.request({
        ':method': 'POST',
        ':path': Pnr.pushPnrs.path,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...headers,
      });
      stream.on('error', () => undefined);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const trailers = once(stream, 'trailers') as Promise<[http2.IncomingHttpHeaders]>;
      stream.write(frame(message(1, 'a')));
      await eventually(() => expect(edge.exchange.calls).to.have.length(1));
      stream.write(bytes);
      await eventually(() => expect(edge.exchange.refusals().map((each) => each.reason)).to.deep.equal([reason]));
      release();
      const [{ 'grpc-status': code }] = await trailers;
      expect(Number(code)).to.equal(
        reason === 'REQUEST_TOO_LARGE' ? grpc.status.RESOURCE_EXHAUSTED : grpc.status.INVALID_ARGUMENT,
      );
      const acknowledgement = PushPnrsResponse.decode(Buffer.concat(chunks).subarray(5));
      expect(said([acknowledgement])).to.deep.equal([[1, 'a']]);
      stream.close();
    });
  }

  it('ends at a timeout that is none', async () => {
    const reply = await edge.raw(Pnr.pushPnrs.path, frame(message(1, 'a')), { 'grpc-timeout': 'soon' });
    expect(reply.reason).to.equal('REQUEST_MALFORMED');
  });

  it('says that the caller has gone of each message in progress, and begins no other', async () => {
    edge.exchange.answer = ({ caller }) => untilGone(caller);
    const stream = open();
    const { ended } = all(stream, [message(1, 'a', 1), message(2, 'b', 2), message(3, 'c', 1)], false);
    await eventually(() => expect(edge.exchange.calls).to.have.length(2));
    stream.cancel();
    expect((await ended)?.code).to.equal(grpc.status.CANCELLED);
    await eventually(() => expect(edge.exchange.calls.map(({ caller }) => caller.gone)).to.deep.equal([true, true]));
    expect(edge.exchange.calls).to.have.length(2);
  });

  it('says so, too, when the deadline of the stream has passed', async () => {
    edge.exchange.answer = ({ caller }) => untilGone(caller);
    const { ended } = all(open(undefined, { deadline: Date.now() + 300 }), [message(1, 'a')]);
    expect((await ended)?.code).to.equal(grpc.status.DEADLINE_EXCEEDED);
    await eventually(() => expect(edge.exchange.calls[0]?.caller.gone).to.equal(true));
  });

  it('acknowledges what is in progress when it drains, takes no more, and says why', async () => {
    const release: (() => void)[] = [];
    edge.exchange.answer = ({ body }) => new Promise((resolve) => release.push(() => resolve(answerTo(body))));
    const stream = open();
    const { responses, ended } = all(stream, [message(1, 'a', 1), message(2, 'b', 2)], false);
    await eventually(() => expect(release).to.have.length(2));
    const drained = edge.face.drain(20_000);
    stream.write(message(3, 'c', 3));
    for (const each of release) each();
    const error = await ended;
    expect(error?.code).to.equal(grpc.status.UNAVAILABLE);
    expect(reasonOfError(error)).to.equal('STREAM_ENDED');
    expect(said(responses)).to.deep.equal([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(edge.exchange.calls).to.have.length(2);
    await drained;
  });

  const ends: readonly (readonly [string, Partial<GrpcFaceParts>, number])[] = [
    ['that is as old as one may be', { streamLimits: { lifeMs: 50, lookEveryMs: 10 } }, 1],
    ['over which nothing comes', { streamLimits: { idleMs: 50, lookEveryMs: 10 } }, 1],
    [
      'whose connection is as old as one may be',
      { limits: { maxConnectionAgeMs: 200 }, streamLimits: { lookEveryMs: 10 } },
      1,
    ],
  ];
  for (const [what, different, acknowledged] of ends) {
    it(`ends a stream ${what}, and says why`, async () => {
      await start(different);
      const { responses, ended } = all(open(), [message(1, 'a')], false);
      const error = await ended;
      expect(reasonOfError(error)).to.equal('STREAM_ENDED');
      expect(responses).to.have.length(acknowledged);
    });
  }

  it('cuts a stream whose caller never reads', async () => {
    await start({ streamLimits: { idleMs: 200, lookEveryMs: 20 } });
    const answer = PushPnrResponse.encode(PushPnrResponse.fromPartial({ pushId: 'x'.repeat(200_000) })).finish();
    edge.exchange.answer = () => Promise.resolve(answer);
    const session = await edge.session();
    const stream = session.request({
      ':method': 'POST',
      ':path': Pnr.pushPnrs.path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    stream.on('error', () => undefined);
    stream.pause();
    for (let sent = 0; sent < 30; sent += 1) stream.write(frame(message(sent, 'push')));
    await once(stream, 'close');
    expect(stream.rstCode).to.equal(http2.constants.NGHTTP2_CANCEL);
  });

  it('refuses more streams of an authority than it may have, and takes others when these have ended', async () => {
    await start({ streamLimits: { maxPerAuthority: 1 } });
    const first = open();
    const kept = all(first, [message(1, 'a')], false);
    await eventually(() => expect(kept.responses).to.have.length(1));
    const second = await all(open(), [message(2, 'b')]).ended;
    expect(reasonOfError(second)).to.equal('OVERLOADED');
    first.end();
    expect(await kept.ended).to.equal(null);
    await eventually(async () => {
      const third = all(open(), [message(3, 'c')]);
      expect(await third.ended).to.equal(null);
      expect(said(third.responses)).to.deep.equal([[3, 'c']]);
    });
  });

  it('refuses a connection that belongs to nobody', async () => {
    await start({ peerOf: () => undefined });
    const error = await all(open(), [message(1, 'a')]).ended;
    expect(reasonOfError(error)).to.equal('PEER_UNKNOWN');
    expect(edge.exchange.calls).to.deep.equal([]);
  });

  it('asks for each message whose connection it is', async () => {
    let peer: typeof PEER | undefined = PEER;
    await start({ peerOf: () => peer });
    const stream = open();
    const { responses, ended } = all(stream, [message(1, 'a')], false);
    await eventually(() => expect(responses).to.have.length(1));
    peer = undefined;
    stream.write(message(2, 'b'));
    stream.end();
    expect(reasonOfError(await ended)).to.equal('PEER_UNKNOWN');
    expect(responses).to.have.length(1);
    expect(edge.exchange.calls).to.have.length(1);
  });

  it('refuses a stream that names one request of another gateway for all its messages', async () => {
    const metadata = new grpc.Metadata();
    metadata.set('ostiary-asking-request', 'origin 01KAW0000000000000000000ED');
    const error = await all(open(metadata), [message(1, 'a')]).ended;
    expect(reasonOfError(error)).to.equal('REQUEST_INVALID');
    expect(edge.exchange.refusals()).to.have.length(1);
  });
});
