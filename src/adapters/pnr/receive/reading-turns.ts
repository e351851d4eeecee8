/**
 * Large messages are read in pieces, one piece in a turn of the event loop, so that nobody else waits for a whole message: 4 MB
 * take some tenths of a second, a piece some milliseconds.
 */
import type { Ending } from '../../../shared/ending.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Push } from '../domain/push.js';

/** Reads one message. */
export interface MessageReader {
  /** Takes the next piece; its bytes may be reused when this returns. */
  write(piece: Uint8Array): void;
  /** The message has ended. Throws a Refusal for what is no push of one flight. */
  end(): Push;
}

/** Bytes of a piece. What is no longer is read at once. */
export const PIECE_BYTES = 16_384;

/** Messages that are read at a time: their turns come one after the other. */
export const MOST_READINGS = 32;

/** Reads a message at once. Throws as the reader does. */
export function readWhole(reader: MessageReader, message: Uint8Array): Push {
  reader.write(message);
  return reader.end();
}

/** The turns of all messages that one unit reads. */
export class ReadingTurns {
  /** Those that wait for their next turn, the next first. */
  readonly #waiting: (() => void)[] = [];
  #readings = 0;

  /**
   * Reads a message in turns. Rejects as the reader throws, with the ending's reason when aborted, and with OVERLOADED when as
   * many are read as may be.
   */
  async read(reader: MessageReader, message: Uint8Array, ending: Ending): Promise<Push> {
    if (message.length <= PIECE_BYTES) return readWhole(reader, message);
    if (this.#readings >= MOST_READINGS) {
      throw new Refusal('OVERLOADED', 'the unit reads as many messages as it may at a time', { retryAfterMs: 1_000 });
    }
    this.#readings += 1;
    try {
      for (let at = 0; at < message.length; at += PIECE_BYTES) {
        await this.#turn();
        ending.throwIfAborted();
        reader.write(message.subarray(at, at + PIECE_BYTES));
      }
      return reader.end();
    } finally {
      this.#readings -= 1;
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.push(resolve) === 1) setImmediate(() => this.#next());
    });
  }

  /** Whoever's turn it is goes on as soon as this returns, and waits again behind the others. */
  #next(): void {
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(() => this.#next());
  }
}
