import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Metadata,
  Server,
  type sendUnaryData,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  status,
} from '@grpc/grpc-js';
import { expect } from 'chai';
import { openGateway } from '../../src/cli/gateway-client.js';
import { createGrpcClient, type GrpcClient } from '../../src/client/grpc-client.js';
import {
  PrumDnaServiceService as service,
  SearchDnaOnceRequest,
  SearchDnaRequest,
} from '../../src/gen/ostiary/prum/v1/dna.js';
import { PnrServiceService as Pnr } from '../../src/gen/ostiary/pnr/v1/pnr.js';
import { PushPnrsRequest, PushPnrsResponse } from '../../src/gen/ostiary/pnr/v1/push_stream.js';
import { readDevelopmentClient } from '../../src/pki/development-client.js';
import { makeDevelopmentPki } from '../../src/pki/development-pki.js';
import { pkiLayout } from '../../src/pki/layout.js';
import { systemClock } from '../../src/shared/clock.js';
import { Ender } from '../../src/shared/ending.js';

describe('a gRPC client of another party’s gateway', () => {
  let folder: string;
  let server: Server;
  let client: GrpcClient;
  let answer: (callback: sendUnaryData<Buffer>) => void;
  let stream: (call: ServerDuplexStream<Buffer, Buffer>) => void;
  const calls: ServerUnaryCall<Buffer, Buffer>[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-client-'));
    await makeDevelopmentPki(folder, systemClock);
    const layout = pkiLayout(folder);
    const [cert, key] = await Promise.all([readFile(layout.serverCertificate), readFile(layout.serverKey)]);
    server = new Server();
    const raw = (bytes: Buffer): Buffer => bytes;
    const method = { ...service.searchDnaOnce, responseSerialize: raw, requestDeserialize: raw };
    server.addService(
      { searchDnaOnce: method },
      {
        searchDnaOnce: (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
          calls.push(call);
          answer(callback);
        },
      },
    );
    server.addService(
      { pushPnrs: { ...Pnr.pushPnrs, responseSerialize: raw, requestDeserialize: raw } },
      { pushPnrs: (call: ServerDuplexStream<Buffer, Buffer>) => stream(call) },
    );
    const port = await new Promise<number>((resolve, reject) => {
      const credentials = ServerCredentials.createSsl(null, [{ cert_chain: cert, private_key: key }]);
      server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    client = createGrpcClient(`localhost:${port}`, await readDevelopmentClient(folder, 'XA-POLICE', systemClock));
  });
  after(async () => {
    client.close();
    server.forceShutdown();
    await rm(folder, { recursive: true });
  });

  const call = (ending?: Ender): Promise<unknown> =>
    client
      .call(service.searchDnaOnce, SearchDnaOnceRequest.fromPartial({}), ending === undefined ? {} : { ending })
      .catch((error: unknown) => (error as { code?: number }).code ?? (error as Error).message);

  it('rejects, and does nothing worse, when the answer is no message', async () => {
    // A field of four billion bytes, of which none follows.
    answer = (callback) => callback(null, Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]));
    expect(await call()).to.equal('the answer cannot be read');
  });

  it('rejects when the details of a refusal are no message', async () => {
    const metadata = new Metadata();
    metadata.set('grpc-status-details-bin', Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]));
    answer = (callback) => callback({ code: status.PERMISSION_DENIED, metadata });
    expect(await call()).to.equal('the answer cannot be read');
  });

  it('cancels a call that nobody wants any more, also before it has begun', async () => {
    const ending = new Ender();
    let cancelled: Promise<unknown> | undefined;
    answer = () => {
      const last = calls.at(-1);
      cancelled = last && once(last, 'cancelled');
      ending.abort(new Error('not wanted'));
    };
    expect(await call(ending)).to.equal(status.CANCELLED);
    await cancelled;
    expect(cancelled).to.not.equal(undefined);
    const before = calls.length;
    expect(await call(ending)).to.equal(status.CANCELLED);
    expect(calls.length).to.equal(before);
  });

  const request = PushPnrsRequest.fromPartial({ sequence: 1n });
  const acknowledgement = Buffer.from(PushPnrsResponse.encode(PushPnrsResponse.fromPartial({ sequence: 1n })).finish());

  it('rejects when a stream breaks, also before anybody takes what comes; and sends nothing more', async () => {
    stream = (call) => call.emit('error', { code: status.UNAVAILABLE, details: 'gone' });
    const opened = client.openStream(Pnr.pushPnrs, {});
    while (await opened.send(request));
    const error: unknown = await opened.outcomes.next().catch((reason: unknown) => reason);
    expect(error).to.include({ code: status.UNAVAILABLE });
  });

  it('has a command say where no gateway answers', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    listener.close();
    const nobody = openGateway(`127.0.0.1:${port}`, await readDevelopmentClient(folder, 'XA-POLICE', systemClock));
    const told = `no gateway answers at 127.0.0.1:${port} (is \`npm start\` running?)`;
    const messageOf = (error: unknown): string => (error as Error).message;
    try {
      const once = nobody.call(service.searchDnaOnce, SearchDnaOnceRequest.fromPartial({}));
      expect(await once.catch(messageOf)).to.equal(told);
      const parts = nobody.callParts(service.searchDna, SearchDnaRequest.fromPartial({}));
      expect(await parts.next().catch(messageOf)).to.equal(told);
      const pushes = nobody.openStream(Pnr.pushPnrs);
      expect(await pushes.outcomes.next().catch(messageOf)).to.equal(told);
    } finally {
      nobody.close();
    }
  });

  it('rejects when a message of a stream is none', async () => {
    stream = (call) => void call.write(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]));
    const { outcomes } = client.openStream(Pnr.pushPnrs, {});
    expect(await outcomes.next().catch((reason: unknown) => reason)).to.be.instanceOf(Error);
  });

  it('cancels a stream that nobody takes any more', async () => {
    const cancelled = new Promise<void>((resolve) => {
      stream = (call) => {
        call.once('cancelled', () => resolve());
        call.write(acknowledgement);
      };
    });
    const { outcomes } = client.openStream(Pnr.pushPnrs, {});
    for await (const outcome of outcomes) {
      expect(outcome.kind).to.equal('message');
      break;
    }
    await cancelled;
  });
});
