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

/** Those of one sender among them, as many as lanes of a stream: one that sends everything at once leaves room for the others. */
export const MOST_OF_ONE = 16;

/** For whom a message is read. */
export interface Reading {
  /** Registered code of the authority that sends it. */
  readonly sender: string;
  readonly ending: Ending;
}

/** When to send again what could not be read now, in milliseconds. */
const RETRY_AFTER_MS = 1_000;

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
  readonly #readingsOf = new Map<string, number>();

  /**
   * Reads a message in turns. Rejects as the reader throws, with the ending's reason when aborted, and with OVERLOADED when as
   * many are read as may be, of this sender or of all.
   */
  async read(reader: MessageReader, message: Uint8Array, { sender, ending }: Reading): Promise<Push> {
    if (message.length <= PIECE_BYTES) return readWhole(reader, message);
    this.#enter(sender);
    try {
      for (let at = 0; at < message.length; at += PIECE_BYTES) {
        await this.#turn();
        ending.throwIfAborted();
        reader.write(message.subarray(at, at + PIECE_BYTES));
      }
      return reader.end();
    } finally {
      this.#leave(sender);
    }
  }

  #enter(sender: string): void {
    const own = this.#readingsOf.get(sender) ?? 0;
    if (own >= MOST_OF_ONE) {
      const detail = `the unit reads ${MOST_OF_ONE} large messages of one sender at a time`;
      throw new Refusal('OVERLOADED', detail, { retryAfterMs: RETRY_AFTER_MS });
    }
    if (this.#readings >= MOST_READINGS) {
      const detail = 'the unit reads as many messages as it may at a time';
      throw new Refusal('OVERLOADED', detail, { retryAfterMs: RETRY_AFTER_MS });
    }
    this.#readings += 1;
    this.#readingsOf.set(sender, own + 1);
  }

  #leave(sender: string): void {
    this.#readings -= 1;
    const own = (this.#readingsOf.get(sender) ?? 1) - 1;
    if (own === 0) this.#readingsOf.delete(sender);
    else this.#readingsOf.set(sender, own);
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
