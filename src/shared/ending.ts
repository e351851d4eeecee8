/**
 * Says when nobody waits for a piece of work any more. An AbortSignal is one, and says the same; but to make one and to
 * listen to it takes ten microseconds, and all that it refers to outlives many collections (Node.js 20.20). Work that is
 * done thousands of times a second takes an Ender.
 */

/** What work needs of an AbortSignal. */
export interface Ending {
  readonly aborted: boolean;
  /** Why; undefined before. */
  readonly reason: AbortSignal['reason'];
  /** Throws the reason when it has come. */
  throwIfAborted(): void;
  /** Listens for it, once. One that comes too late hears nothing: ask `aborted` first. */
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** An ending that whoever holds this brings about. */
export class Ender implements Ending {
  #reason: Error | undefined;
  #listeners: (() => void)[] = [];

  get aborted(): boolean {
    return this.#reason !== undefined;
  }

  get reason(): Error | undefined {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }

  /** Ends the work. Only the first time counts. */
  abort(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
