import type { Clock } from '../../shared/clock.js';
import { Ender, type Ending } from '../../shared/ending.js';

/** What one state holds, wherever it is. */
export interface Holder<Question, Reply> {
  /**
   * Rejects with a HolderFault when the state does not answer. Whatever else it rejects with counts as unavailable. Nobody
   * waits beyond `untilMs`, milliseconds since the epoch: a holder elsewhere is told so.
   */
  search(question: Question, ending: Ending, untilMs: number): Promise<Reply>;
}

/** A state that does not answer. */
export class HolderFault extends Error {
  override readonly name = 'HolderFault';
  readonly status: 'TIMED_OUT' | 'REFUSED' | 'UNAVAILABLE';
  /**
   * Since when the state is known to be out of service, milliseconds since the epoch: nobody need hear of it once more.
   * Undefined for one that failed just now.
   */
  readonly outOfServiceSinceMs: number | undefined;
  /** False where that was known, so that the question was not put to it. */
  readonly wasAsked: boolean;

  constructor(
    status: HolderFault['status'],
    message: string,
    {
      outOfServiceSinceMs,
      wasAsked = true,
      ...options
    }: ErrorOptions & { readonly outOfServiceSinceMs?: number | undefined; readonly wasAsked?: boolean } = {},
  ) {
    super(message, options);
    this.status = status;
    this.outOfServiceSinceMs = outOfServiceSinceMs;
    this.wasAsked = wasAsked;
  }
}

/** A state of an exchange. */
export interface Participant<Question, Reply> {
  /** ISO 3166-1 alpha-2. */
  readonly memberState: string;
  /** Undefined for one that has nothing to be asked: the question is not put to it. */
  readonly holder: Holder<Question, Reply> | undefined;
  /**
   * Goes around asking it and judging its reply, if anything does: a circuit (circuits.ts), for which a state whose replies
   * cannot be believed has failed.
   */
  readonly guard?: Guard | undefined;
}

/** Does what it is given, or rejects with a HolderFault instead. */
export type Guard = <Reply>(ask: () => Promise<Reply>, ending: Ending) => Promise<Reply>;

/** What became of a question in one state. */
export type StateOutcome<Reply> =
  | { readonly memberState: string; readonly status: 'NOT_SEARCHED' }
  | {
      readonly memberState: string;
      readonly status: 'TIMED_OUT' | 'REFUSED' | 'UNAVAILABLE';
      /** Milliseconds since the epoch. */
      readonly askedAtMs: number;
    }
  | {
      readonly memberState: string;
      readonly status: 'UNAVAILABLE';
      /** Milliseconds since the epoch (Regulation (EU) 2024/982 Art. 41). */
      readonly outOfServiceSinceMs: number;
      /** Left out where that was known, so that it was not asked. */
      readonly askedAtMs?: number;
    }
  | {
      readonly memberState: string;
      readonly status: 'HIT' | 'NO_HIT';
      readonly askedAtMs: number;
      readonly reply: Reply;
    };

/** What a state is told of every question. */
export interface AnyQuestion {
  /** Milliseconds since the epoch. */
  readonly askedAtMs: number;
}

/** How several states are asked. */
export interface Asking<Question extends AnyQuestion, Reply> {
  readonly question: Question;
  readonly participants: readonly Participant<Question, Reply>[];
  /** Whether a reply tells of anything that was found. */
  readonly isHit: (reply: Reply) => boolean;
  /** A state is another party: what it says is checked before it is believed. Throws when it cannot be so. */
  readonly assertSound: (reply: Reply, memberState: string, question: Question) => void;
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
export async function* askStates<Question extends AnyQuestion, Reply>(
  asking: Asking<Question, Reply>,
): AsyncGenerator<StateOutcome<Reply>, void, undefined> {
  const { participants, ending, clock, untilMs } = asking;
  ending.throwIfAborted();
  const over = new Ender();
  const known: StateOutcome<Reply>[] = [];
  let wake: () => void = () => undefined;
  const onEnded = (): void => {
    over.abort(ending.reason as Error);
    wake();
  };
  const timer = setTimeout(() => over.abort(new OutOfTime()), Math.max(0, untilMs - clock.now()));
  ending.addEventListener('abort', onEnded, { once: true });
  try {
    for (const { memberState, holder, guard = UNGUARDED } of participants) {
      const outcome =
        holder === undefined
          ? Promise.resolve({ memberState, status: 'NOT_SEARCHED' } as const)
          : askOne({ memberState, holder, guard }, asking, over);
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

/** A state that is asked. */
interface AskedState<Question, Reply> {
  readonly memberState: string;
  readonly holder: Holder<Question, Reply>;
  readonly guard: Guard;
}

const UNGUARDED: Guard = (ask) => ask();

/** Never rejects: whatever a state does, it is an outcome. */
async function askOne<Question extends AnyQuestion, Reply>(
  { memberState, holder, guard }: AskedState<Question, Reply>,
  { question, isHit, assertSound, onFault, untilMs }: Asking<Question, Reply>,
  over: Ending,
): Promise<StateOutcome<Reply>> {
  const { askedAtMs } = question;
  try {
    const reply = await guard(async () => {
      const said = await untilEnded(holder.search(question, over, untilMs), over);
      assertSound(said, memberState, question);
      return said;
    }, over);
    return { memberState, status: isHit(reply) ? 'HIT' : 'NO_HIT', askedAtMs, reply };
  } catch (error) {
    if (error instanceof OutOfTime) return { memberState, status: 'TIMED_OUT', askedAtMs };
    const fault = error instanceof HolderFault ? error : undefined;
    if (fault?.outOfServiceSinceMs !== undefined) {
      const { outOfServiceSinceMs, wasAsked } = fault;
      return { memberState, status: 'UNAVAILABLE', outOfServiceSinceMs, ...(wasAsked && { askedAtMs }) };
    }
    const status = fault?.status ?? 'UNAVAILABLE';
    if (status === 'UNAVAILABLE' && !over.aborted) onFault(memberState, error);
    return { memberState, status, askedAtMs };
  }
}

/** Nobody waits for a state that does not listen. */
export function untilEnded<Result>(work: Promise<Result>, ending: Ending): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onEnded = (): void => reject(ending.reason as Error);
    if (ending.aborted) onEnded();
    else ending.addEventListener('abort', onEnded, { once: true });
    work.then(resolve, reject).finally(() => ending.removeEventListener('abort', onEnded));
  });
}

/** The time of the states is up. */
export class OutOfTime extends Error {}

/** The question was answered, or dropped. */
class NotWanted extends Error {}
