/** HTTP/1.1 servers: what one connection may cost. */
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Ends a connection that sends more than `most` requests before the first of them is answered. HTTP/1.1 allows it (RFC
 * 9112 section 9.3.2) and hardly any client does it; Node.js would accept thousands of them at once and hold each until
 * its turn.
 */
export function limitPipelining(most: number, listener: RequestListener): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    const before = unanswered.get(socket) ?? 0;
    if (before >= most) {
      socket.destroy();
      return;
    }
    unanswered.set(socket, before + 1);
    response.once('finish', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
    listener(request, response);
  };
}
