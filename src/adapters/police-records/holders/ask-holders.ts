import type { Clock } from '../../../shared/clock.js';
import { Ender, type Ending } from '../../../shared/ending.js';
import { stateOf } from '../domain/reference.js';
import {
  HolderFault,
  type HolderQuestion,
  type HolderReply,
  type Participant,
  type RecordHolder,
} from './record-holder.js';

/** What became of a question in one state. */
export type StateOutcome =
  | { readonly memberState: string; readonly status: 'NOT_SEARCHED' }
  | {
      readonly memberState: string;
      readonly status: 'TIMED_OUT' | 'REFUSED' | 'UNAVAILABLE';
      /** Milliseconds since the epoch. */
      readonly askedAtMs: number;
    }
  | {
      readonly memberState: string;
      readonly status: 'HIT' | 'NO_HIT';
      readonly askedAtMs: number;
      readonly reply: HolderReply;
    };

/** How several states are asked. */
export interface Asking {
  readonly question: HolderQuestion;
  readonly participants: readonly Participant[];
  /** When nobody waits for a state any more, milliseconds since the epoch. */
  readonly untilMs: number;
  /** Ends the whole. */
  readonly ending: Ending;
  readonly clock: Clock;
  /** Hears of a state that is out of reach or answers nonsense. */
  readonly onFault: (memberState: string, error: unknown) => void;
}

/**
 * Asks all at once and yields what became of it in each, in the order in which that is known: exactly one outcome for each
 * participant. One that does not answer in time is timed out, whatever the others do. Throws the reason of `ending` when the
 * whole is ended; when nobody wants more outcomes, the states that still work are told so.
 */
export async function* askHolders(asking: Asking): AsyncGenerator<StateOutcome, void, undefined> {
  const { participants, ending, clock, untilMs } = asking;
  ending.throwIfAborted();
  const over = new Ender();
  const known: StateOutcome[] = [];
  let wake: () => void = () => undefined;
  const onEnded = (): void => {
    over.abort(ending.reason as Error);
    wake();
  };
  const timer = setTimeout(() => over.abort(new OutOfTime()), Math.max(0, untilMs - clock.now()));
  ending.addEventListener('abort', onEnded, { once: true });
  try {
    for (const { memberState, holder } of participants) {
      const outcome =
        holder === undefined
          ? Promise.resolve({ memberState, status: 'NOT_SEARCHED' } as const)
          : askOne(memberState, holder, asking, over);
      void outcome.then((one) => {
        known.push(one);
        wake();
      });
    }
    let open = participants.length;
    while (open > 0) {
      const next = known.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        ending.throwIfAborted();
        continue;
      }
      open -= 1;
      yield next;
    }
  } finally {
    clearTimeout(timer);
    ending.removeEventListener('abort', onEnded);
    over.abort(new NotWanted());
  }
}

/** Never rejects: whatever a state does, it is an outcome. */
async function askOne(
  memberState: string,
  holder: RecordHolder,
  { question, onFault }: Asking,
  over: Ending,
): Promise<StateOutcome> {
  const { askedAtMs } = question;
  try {
    const reply = await untilEnded(holder.search(question, over), over);
    assertSound(reply, memberState, question);
    return { memberState, status: reply.matchCount > 0 ? 'HIT' : 'NO_HIT', askedAtMs, reply };
  } catch (error) {
    if (error instanceof OutOfTime) return { memberState, status: 'TIMED_OUT', askedAtMs };
    const status = error instanceof HolderFault ? error.status : 'UNAVAILABLE';
    if (status === 'UNAVAILABLE' && !over.aborted) onFault(memberState, error);
    return { memberState, status, askedAtMs };
  }
}

/** Nobody waits for a state that does not listen. */
function untilEnded<Result>(work: Promise<Result>, ending: Ending): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onEnded = (): void => reject(ending.reason as Error);
    if (ending.aborted) onEnded();
    else ending.addEventListener('abort', onEnded, { once: true });
    work.then(resolve, reject).finally(() => ending.removeEventListener('abort', onEnded));
  });
}

/** A state is another party: what it says is checked before it is believed. Throws when it cannot be so. */
function assertSound({ matchCount, matches }: HolderReply, memberState: string, { maxMatches }: HolderQuestion): void {
  const references = new Set(matches.map(({ reference }) => reference));
  const isSound =
    Number.isInteger(matchCount) &&
    references.size === matches.length &&
    matches.length === Math.min(matchCount, maxMatches) &&
    matches.every(
      ({ reference, quality }) =>
        stateOf(reference) === memberState && Number.isInteger(quality) && quality >= 80 && quality <= 100,
    );
  if (!isSound) throw new Error(`the reply of ${memberState} contradicts itself`);
}

/** The time of the states is up. */
class OutOfTime extends Error {}

/** The question was answered, or dropped. */
class NotWanted extends Error {}
