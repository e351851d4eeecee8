import { expect } from 'chai';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { limitPipelining } from '../../src/shared/pipelining.js';

describe('a connection with one request at a time', () => {
  const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
  const gate = new EventEmitter();
  let asked: number;
  let server: Server;
  let socket: Socket;
  let answer: string;

  beforeEach(async () => {
    asked = 0;
    answer = '';
    server = createServer(
      limitPipelining(1, (_, response) => {
        asked += 1;
        gate.once('open', () => response.end('good'));
        gate.emit('asked');
      }),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('data', (data: Buffer) => (answer += data.toString()));
  });
  afterEach(() => {
    socket.destroy();
    gate.removeAllListeners();
    server.closeAllConnections();
    server.close();
  });

  it('goes on after each answer', async () => {
    for (let n = 1; n <= 100; n++) {
      const heard = once(gate, 'asked');
      socket.write(REQUEST);
      await heard;
      gate.emit('open');
      await once(socket, 'data');
      expect(answer.split('good')).to.have.length(n + 1);
    }
    expect(asked).to.equal(100);
  });

  it('ends when a thousand come at once, and all but the first are forgotten', async () => {
    socket.on('error', () => undefined);
    socket.write(REQUEST.repeat(1_000));
    await once(socket, 'close');
    expect(asked).to.equal(1);
    expect(answer).to.equal('');
  });
});
