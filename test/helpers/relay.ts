/** A relay of TCP connections, which can be cut, and can hold back what it is sent. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** Ends all connections and takes no more. */
  cut(): void;
  /** Keeps connections and passes nothing on any more. */
  stall(): void;
  /** Passes everything on, of connections made from now on. */
  restore(): void;
  close(): Promise<void>;
}

/** Opens a relay to a port of this machine, which may change. */
export async function openRelay(target: () => number): Promise<Relay> {
  let mode: 'open' | 'cut' | 'stalled' = 'open';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A connection that is cut ends with an error on one of its sides: that is what it is cut for.
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (mode === 'cut') {
      near.destroy();
      return;
    }
    if (mode === 'stalled') return;
    const far = keep(connect(target(), '127.0.0.1'));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      mode = 'cut';
      dropAll();
    },
    stall() {
      mode = 'stalled';
      for (const socket of sockets) socket.unpipe();
    },
    restore() {
      mode = 'open';
      dropAll();
    },
    async close() {
      dropAll();
      server.close();
      await once(server, 'close');
    },
  };
}
