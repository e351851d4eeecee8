/** What must hold of the leaves of a log among each other: counters, times, and which intent an entry closes. */
import type { Leaf } from '../leaf/leaf.js';
import { atEntry, type LogFinding } from './finding.js';

/** Follows a log from leaf to leaf. */
export class LeafOrder {
  /** True when every entry of an authority has been seen, so that the first must count 1. */
  readonly #fromFirst: boolean;
  readonly #counters = new Map<string, number>();
  #time: number;

  /** `after` is the time of the entry before the first one checked, when that is not the first of the log. */
  constructor(after?: number) {
    this.#fromFirst = after === undefined;
    this.#time = after ?? 0;
  }

  /** Time of the last leaf. */
  get time(): number {
    return this.#time;
  }

  /** The last counter of each authority that has been seen. */
  get counters(): ReadonlyMap<string, number> {
    return this.#counters;
  }

  /** Checks the next leaf. */
  check(index: number, leaf: Leaf): LogFinding | undefined {
    const last = this.#counters.get(leaf.authority) ?? (this.#fromFirst ? 0 : undefined);
    const due = last === undefined ? Math.max(1, leaf.counter) : last + 1;
    if (leaf.counter !== due) {
      return atEntry('counter-gap', index, `counts ${leaf.counter} for its authority, ${due} is due`);
    }
    if (leaf.time < this.#time) return atEntry('time-back', index, 'is older than the entry before it');
    this.#counters.set(leaf.authority, leaf.counter);
    this.#time = leaf.time;
    return undefined;
  }
}

/** What an intent and the entry that closes it must share. */
export type IntentTraits = Pick<Leaf, 'kind' | 'requestId' | 'authority' | 'system'>;

/**
 * Checks the intent that an entry closes, or is a part of; `intent` is undefined when there is none of that index before
 * it.
 */
export function checkIntent(index: number, leaf: Leaf, intent: IntentTraits | undefined): LogFinding | undefined {
  if (leaf.intentIndex === undefined) {
    const belongs = leaf.kind === 'outcome' || leaf.kind === 'orphan' || leaf.kind === 'part';
    return belongs ? atEntry('wrong-intent', index, 'belongs to no intent') : undefined;
  }
  const fits =
    intent?.kind === 'intent' &&
    intent.requestId === leaf.requestId &&
    intent.authority === leaf.authority &&
    intent.system === leaf.system;
  return fits ? undefined : atEntry('wrong-intent', index, 'does not belong to an intent of its own request');
}
