/** Accesses gathered by officer and day or week: what nearly every detector begins with. */
import type { FindingWindow } from './finding.js';
import type { ObservedAccess } from './observed-access.js';

/** What is gathered of one officer in one day or week. */
export interface Gathered<State> {
  readonly authority: string;
  readonly officer: string;
  readonly window: FindingWindow;
  readonly state: State;
}

/** Groups by authority, officer and window. */
export class Gatherer<State> {
  readonly #groups = new Map<string, Gathered<State>>();
  readonly #fresh: () => State;

  constructor(fresh: () => State) {
    this.#fresh = fresh;
  }

  /** The state for an access; undefined when no officer is known, so that there is nobody to find anything about. */
  of({ authority, officer }: ObservedAccess, window: FindingWindow): State | undefined {
    if (officer === undefined) return undefined;
    // Neither codes nor time zones hold a line break, and officers' identifiers are visible ASCII.
    const key = `${authority}\n${officer}\n${window.label}\n${window.timeZone}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { authority, officer, window, state: this.#fresh() };
      this.#groups.set(key, group);
    }
    return group.state;
  }

  /** All groups. */
  groups(): Iterable<Gathered<State>> {
    return this.#groups.values();
  }
}

/** Indices in the order of the log. */
export function ascending(indices: Iterable<number>): number[] {
  return [...indices].sort((one, other) => one - other);
}
