/**
 * Steps 6 to 8 of the pipeline for an answer that comes in parts: each part is filtered, logged and sent before the next
 * one is asked for. So nothing leaves before its entry is durable, and a slow reader holds one part in memory.
 */
import { createHash, hash } from 'node:crypto';
import type { OutcomeName, PartialAnswer } from '../../adapters/adapter.js';
import type { Ending } from '../../shared/ending.js';
import { Refusal } from '../../shared/refusal.js';
import type { Caller } from './call.js';
import type { CallTime } from './call-time.js';
import { logTooLate, NOT_CONFIRMED } from './deadline.js';
import { type KnownCall, partEntry, type PartsSent } from './entries.js';
import type { SystemRoute } from './route.js';
import type { SystemLog } from '../policy/retention.js';

/** Greatest part, in bytes of its message. */
export const MAX_PART_BYTES = 1_048_576;

/** Greatest answer, in bytes of all its parts. */
export const MAX_PARTED_BYTES = 67_108_864;

/** The call whose answer comes in parts. */
export interface PartedCall {
  readonly known: KnownCall;
  readonly route: SystemRoute;
  readonly intentIndex: number;
  readonly log: SystemLog;
  readonly time: CallTime;
}

/** The parts of one answer, on their way out. */
export class OutgoingParts {
  readonly #of: PartedCall;
  readonly #digest = createHash('sha256');
  readonly #outcomes = new Map<OutcomeName, number>();
  #count = 0;
  #bytes = 0;

  constructor(of: PartedCall) {
    this.#of = of;
  }

  /** Takes one part to the caller. When it throws, nothing of the part has left, or the caller was too slow to read it. */
  async take(part: PartialAnswer<unknown>, signal: Ending): Promise<void> {
    const { known, route, intentIndex, log, time } = this.#of;
    const { permit, requestId } = known;
    const { caller, parts: sink } = known.call;
    if (permit === undefined || sink === undefined) throw new TypeError('a part without permit, or without taker');
    if (part.status !== 'HIT' && part.disclosures.length > 0) {
      throw new Error('the system named a record in a part that is no hit');
    }
    const answer = route.disclosing.filter(part, permit.scope, permit.disclosure);
    const message = route.codec.encode(answer.response);
    this.#assertRoom(message.length);
    const sha256 = hash('sha256', message);
    await time.append(log.append(partEntry(known, intentIndex, this.#count + 1, answer, sha256)));
    // The entry says more than was disclosed then, never less.
    if (signal.aborted) throw caller.gone ? (signal.reason as Error) : logTooLate(NOT_CONFIRMED);
    const taken = sink.send({ requestId, message });
    this.#count += 1;
    this.#bytes += message.length;
    this.#digest.update(sha256, 'hex');
    this.#outcomes.set(answer.status, (this.#outcomes.get(answer.status) ?? 0) + 1);
    await whileReading(taken, signal, caller);
  }

  /** What was sent so far. */
  sent(): PartsSent {
    return {
      parts: this.#count,
      partsSha256: this.#digest.copy().digest('hex'),
      outcomes: new Map([...this.#outcomes].sort(([one], [other]) => (one < other ? -1 : 1))),
    };
  }

  #assertRoom(bytes: number): void {
    const { maxParts = 0 } = this.#of.route.method;
    if (this.#count >= maxParts) throw new RangeError(`the answer is cut off: it has more than ${maxParts} parts`);
    if (bytes > MAX_PART_BYTES) throw new RangeError(`the part is withheld: it has more than ${MAX_PART_BYTES} bytes`);
    if (this.#bytes + bytes > MAX_PARTED_BYTES) {
      throw new RangeError(`the answer is cut off: it has more than ${MAX_PARTED_BYTES} bytes`);
    }
  }
}

/** Waits until the transport has taken a part, but not longer than the caller may take to read it. */
async function whileReading(taken: Promise<void>, signal: Ending, caller: Caller): Promise<void> {
  let onAbort: () => void = () => undefined;
  const over = new Promise<never>((_, reject) => {
    onAbort = () => reject(caller.gone ? (signal.reason as Error) : tooSlow());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([taken, over]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const tooSlow = (): Refusal =>
  new Refusal('CALLER_TOO_SLOW', 'the caller had not read the last part when the time of the call was over');
