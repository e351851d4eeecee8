/** Plain HTTP servers for strangers: what one connection may cost. */
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends a connection on which a request follows before the one before was answered. HTTP/1.1 allows it (RFC 9112 section
 * 9.3.2) and hardly any client does it; Node.js would accept thousands of them at once and hold each until its turn.
 */
export function oneRequestAtATime(listener: RequestListener): RequestListener {
  const busy = new WeakSet<Socket>();
  return (request, response) => {
    const { socket } = request;
    if (busy.has(socket)) {
      socket.destroy();
      return;
    }
    busy.add(socket);
    response.once('finish', () => busy.delete(socket));
    listener(request, response);
  };
}
