import * as http2 from 'node:http2';
import { expect } from 'chai';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { searchPersons } from '../contract/requests.js';
import { GrpcEdge } from './grpc-edge.js';
import { closed, connect } from './edge.js';

const SEARCH = SisServiceService.searchPersons.path;

describe('the gRPC face under abuse', () => {
  let edge: GrpcEdge;
  beforeEach(async () => (edge = await GrpcEdge.start()));
  afterEach(() => edge.close());

  it('cuts a connection that resets streams as fast as it opens them, and no other', async () => {
    const honest = edge.client();
    expect((await edge.call(SEARCH, searchPersons(), { client: honest }).reply).error).to.equal(null);

    const session = await edge.session();
    const cut = closed(session);
    for (let opened = 0; opened < 20_000 && !session.closed && !session.destroyed; opened += 50) {
      for (let index = 0; index < 50; index++) {
        const stream = session.request({ ':method': 'POST', ':path': SEARCH, 'content-type': 'application/grpc' });
        stream.on('error', () => undefined);
        stream.close(http2.constants.NGHTTP2_CANCEL);
      }
      await new Promise(setImmediate);
    }
    await cut;
    expect((await edge.call(SEARCH, searchPersons(), { client: honest }).reply).error).to.equal(null);
  });

  it('cuts a connection that does not speak HTTP/2', async () => {
    const socket = await connect(edge.edge, 'h2');
    socket.on('error', () => undefined);
    const cut = closed(socket);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.resume();
    await cut;
    expect((await edge.call(SEARCH, searchPersons()).reply).error).to.equal(null);
  });

  it('refuses headers beyond any use, and serves the next call', async () => {
    const session = await edge.session();
    const stream = session.request({
      ':method': 'POST',
      ':path': SEARCH,
      'content-type': 'application/grpc',
      ...Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`x-${index}`, 'y'.repeat(4_000)])),
    });
    stream.on('error', () => undefined);
    await closed(stream);
    expect(edge.exchange.calls).to.deep.equal([]);
    expect((await edge.call(SEARCH, searchPersons()).reply).error).to.equal(null);
  });
});
