/**
 * The one writer of a process: group commit over the frontier of the log.
 *
 * Calls queue up; whatever waits when the database is free goes into one transaction. There is no timer: a lone call
 * goes at once, and under load batches grow by themselves while the one before commits.
 *
 * Order that matters:
 * - The fast path is one statement that moves the frontier only if it still has the size the batch was built on. If
 *   another process was faster, the frontier is locked, read again, and the batch rebuilt: that cannot fail twice.
 * - A checkpoint is signed before the commit and leaves the process after it. PostgreSQL lets only one batch pass for
 *   each size, so no two roots of a size are ever known outside.
 * - After any failure it is not known whether the batch stands. Before anything else is written, the frontier is locked
 *   (so that nothing is in flight) and looked at: if the checkpoint is there, the batch stands, otherwise it does not.
 */
import { Refusal } from '../../shared/refusal.js';
import type { LogSigner } from './log-key.js';
import { parseVerifierKey, type NoteVerifier } from '../note/key.js';
import type { BucketWrapper, KeyWrapper } from '../vault/keys.js';
import { advance, type Batch, buildBatch, loggedEntry, type LogState } from './batch.js';
import type { ClockGuard } from './clock-guard.js';
import { sealDraft, type SealedEntry } from './draft.js';
import type { EntryDraft, LoggedEntry } from './entry.js';
import { EntryKeys } from './entry-keys.js';
import { type Lifeline, within } from './lifeline.js';
import type { LogLimits } from './limits.js';
import { acceptSnapshot, type HeldCheckpoint, type LogFault, UnacceptableLog } from './snapshot.js';
import { append, lockFrontier, type LogSnapshot, readSnapshot, type Sql } from './store.js';
import { type Waiting, WaitingEntries } from './waiting-entries.js';

/** Pause after the first look that failed, in milliseconds; each further pause is twice as long, up to probeMs. */
const FIRST_PAUSE_MS = 10;

/** Most calls woken in one turn of the event loop. */
const WAKE_SLICE = 32;

/** What a writer works with. */
export interface WriterParts {
  readonly line: Lifeline;
  readonly signer: LogSigner;
  readonly keys: KeyWrapper;
  readonly guard: ClockGuard;
  readonly limits: LogLimits;
  /** Told of every commit. */
  committed(size: number): void;
  /** Told when the clock was found set back, by how many milliseconds. */
  steppedBack(ms: number): void;
  /** Told when the log was found to be one that nothing may be built on: once for each thing found wrong. */
  distrusted(error: UnacceptableLog): void;
}

/** Decides, while no other writer can, what to append. */
export type LockedDecision = (tx: Sql) => Promise<readonly EntryDraft[]>;

interface Job {
  readonly decide: LockedDecision;
  readonly resolve: (logged: readonly LoggedEntry[]) => void;
  readonly reject: (error: Error) => void;
}

/** One write and those who wait for it. Settling them twice does no harm: the first time counts. */
interface Write {
  /** Returns the state after it. Tells `sending` of each batch before sending it, and when none is in doubt any more. */
  readonly write: (sending: (batch: Batch | undefined) => void) => Promise<LogState>;
  /** The batch stands; there is none when there was nothing to append. */
  readonly succeed: (batch: Batch | undefined) => void;
  readonly fail: (error: Error) => void;
}

/** Owns the queue and the write side of one process. */
export class LogWriter {
  readonly #parts: WriterParts;
  readonly #verifier: NoteVerifier;
  /** What the database is believed to hold. Touched by the drain loop alone. */
  #state: LogState;
  /** Newest checkpoint that this process knows to be committed. Touched by the drain loop alone. */
  #held: HeldCheckpoint;
  readonly #queue: WaitingEntries;
  readonly #keys: EntryKeys;
  readonly #jobs: Job[] = [];
  #draining = false;
  /** Calls that wait for a key before they queue. */
  #sealing = 0;
  #closing = false;
  /** Why the log cannot be written now; set, every call is refused at once. */
  #away: Error | undefined;
  /** What was last found wrong with the log and told; cleared when the log is found as it should be. */
  #told: LogFault | undefined;
  /** Why the last batch failed; cleared by the next one that succeeds. */
  #failure: Error | undefined;
  #idle: (() => void)[] = [];
  #wake: (() => void) | undefined;

  /** `state` and `held` come from a snapshot that was accepted. */
  constructor(parts: WriterParts, state: LogState, held: HeldCheckpoint) {
    this.#parts = parts;
    this.#verifier = parseVerifierKey(parts.signer.verifierKey);
    this.#state = state;
    this.#held = held;
    this.#queue = new WaitingEntries(parts.limits);
    // An entry is kept as long as its time in the log says, also when the clock was set back.
    this.#keys = new EntryKeys(parts.keys, () => Math.max(parts.guard.now(), this.#state.time));
  }

  /** Why the log could not be written when it was last tried; undefined when it could. */
  get failure(): Error | undefined {
    return this.#away ?? this.#failure;
  }

  /** Something is being written, or looked after. */
  get busy(): boolean {
    return this.#draining;
  }

  /** See AuditLog.append. */
  async append(draft: EntryDraft): Promise<LoggedEntry> {
    this.#admit();
    const wrapper = this.#keys.atHand(draft.retention);
    const entry = wrapper === undefined ? await this.#sealLater(draft) : sealDraft(draft, wrapper);
    return new Promise((resolve, reject) => {
      this.#queue.add({ entry, resolve, reject });
      this.#start();
    });
  }

  /** Appends what `decide` says, between batches, while no other writer of this log is at work. */
  appendLocked(decide: LockedDecision): Promise<readonly LoggedEntry[]> {
    return new Promise((resolve, reject) => {
      this.#admit();
      this.#jobs.push({ decide, resolve, reject });
      this.#start();
    });
  }

  /** Refuses new calls, and resolves when everything queued is settled. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#wake?.();
    if (this.#draining || this.#sealing > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #admit(): void {
    if (this.#closing) throw this.#unavailable('the audit log is closing');
    this.#assertThere();
    if (this.#queue.isFull(this.#sealing)) {
      throw this.#unavailable('the audit log has as many entries waiting as it may have');
    }
  }

  #assertThere(): void {
    if (this.#away !== undefined) throw this.#unavailable('the audit log cannot be written', this.#away);
  }

  /** Seals once the key is there. The log does not close before. */
  async #sealLater(draft: EntryDraft): Promise<SealedEntry> {
    this.#sealing += 1;
    try {
      const entry = sealDraft(draft, await this.#key(this.#keys.fetch(draft.retention)));
      this.#assertThere();
      return entry;
    } finally {
      this.#sealing -= 1;
      // After the caller had the chance to queue what was sealed.
      setImmediate(() => this.#rest());
    }
  }

  async #key(fetched: Promise<BucketWrapper>): Promise<BucketWrapper> {
    try {
      return await fetched;
    } catch (error) {
      throw this.#unavailable('the keys of the audit log cannot be had', error);
    }
  }

  #start(): void {
    if (this.#draining) return;
    this.#draining = true;
    // After the events at hand, so that calls that arrived together share a transaction.
    setImmediate(() => void this.#drain());
  }

  async #drain(): Promise<void> {
    for (;;) {
      const job = this.#jobs.shift();
      if (job !== undefined) await this.#runJob(job);
      else if (!this.#queue.isEmpty) await this.#runBatch(this.#queue.takeBatch());
      else break;
    }
    this.#draining = false;
    this.#rest();
  }

  #rest(): void {
    if (this.#draining || this.#sealing > 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #runBatch(waiting: readonly Waiting[]): Promise<void> {
    const entries = waiting.map(({ entry }) => entry);
    await this.#commit({
      write: async (sending) => {
        const batch = this.#build(this.#state, entries);
        sending(batch);
        if (await append(this.#parts.line.sql, batch)) return advance(this.#state, batch);
        sending(undefined);
        return this.#locked((tx, { state }) => this.#appendUnderLock(tx, state, entries, sending));
      },
      succeed: (batch) => {
        if (batch === undefined) throw new TypeError('a batch was committed without being built');
        this.#wakeUp(waiting, batch, 0);
      },
      fail: (error) => {
        for (const { reject } of waiting) reject(error);
      },
    });
  }

  async #runJob({ decide, resolve, reject }: Job): Promise<void> {
    await this.#commit({
      write: async (sending) => {
        return this.#locked(async (tx, { state }) => {
          const drafts = await decide(tx);
          if (drafts.length === 0) return state;
          const entries: SealedEntry[] = [];
          for (const draft of drafts) entries.push(sealDraft(draft, await this.#key(this.#keys.forDraft(draft))));
          return this.#appendUnderLock(tx, state, entries, sending);
        });
      },
      succeed: (batch) => resolve(batch?.entries.map((_, position) => this.#logged(batch, position)) ?? []),
      fail: reject,
    });
  }

  /**
   * Resolves those who wait, a slice at a time: what the first of them append next is on its way to the database while
   * the others still wake up, so that neither waits for the other.
   */
  #wakeUp(waiting: readonly Waiting[], batch: Batch, from: number): void {
    const end = Math.min(from + WAKE_SLICE, waiting.length);
    for (let position = from; position < end; position++) waiting[position]?.resolve(this.#logged(batch, position));
    if (end < waiting.length) setImmediate(() => this.#wakeUp(waiting, batch, end));
  }

  #logged(batch: Batch, position: number): LoggedEntry {
    return loggedEntry(batch, position, this.#parts.signer.name);
  }

  #build(state: LogState, entries: readonly SealedEntry[]): Batch {
    const { time, steppedBackMs } = this.#parts.guard.read(state.time);
    if (steppedBackMs > 0) this.#parts.steppedBack(steppedBackMs);
    return buildBatch(state, entries, time, this.#parts.signer);
  }

  /** Runs `work` in a transaction that holds the frontier, on a state that was just read and accepted. */
  async #locked<T>(work: (tx: Sql, snapshot: LogSnapshot) => Promise<T>, tried?: number): Promise<T> {
    let result: { value: T } | undefined;
    await this.#parts.line.sql.begin(async (tx) => {
      await lockFrontier(tx);
      const snapshot = await readSnapshot(tx, this.#state, { held: this.#held.size, tried });
      acceptSnapshot(snapshot, this.#verifier, this.#held);
      result = { value: await work(tx, snapshot) };
    });
    if (result === undefined) throw new Error('the transaction ended without its work');
    return result.value;
  }

  async #appendUnderLock(
    tx: Sql,
    state: LogState,
    entries: readonly SealedEntry[],
    sending: (batch: Batch) => void,
  ): Promise<LogState> {
    const batch = this.#build(state, entries);
    sending(batch);
    if (!(await append(tx, batch))) throw new Error('the frontier moved while it was locked');
    return advance(state, batch);
  }

  /** Carries out a write. Returns only when it is known what the database holds, or when the log closes. */
  async #commit({ write, succeed, fail }: Write): Promise<void> {
    const { line, limits } = this.#parts;
    let batch: Batch | undefined;
    try {
      const state = await within(
        limits.patienceMs,
        write((sent) => (batch = sent)),
      );
      this.#settle(state, batch);
      succeed(batch);
    } catch (error) {
      this.#failure = asError(error);
      const refusal = error instanceof Refusal ? error : this.#unavailable('the entry was not logged', error);
      if (batch === undefined) fail(refusal);
      line.renew();
      if (await this.#looksCommitted(batch, fail)) succeed(batch);
      else fail(refusal);
    }
  }

  /** Takes note of what the database holds. `batch`, if any, stands. */
  #settle(state: LogState, batch: Batch | undefined): void {
    this.#state = state;
    this.#away = undefined;
    this.#told = undefined;
    if (batch === undefined) return;
    this.#failure = undefined;
    this.#held = { size: batch.extension.frontier.size, note: batch.checkpoint };
    this.#parts.committed(state.frontier.size);
  }

  /**
   * Looks whether a batch stands, until it knows. From a look that fails to one that succeeds every call is refused,
   * and nobody is kept waiting to learn what cannot be said.
   */
  async #looksCommitted(batch: Batch | undefined, fail: (error: Error) => void): Promise<boolean> {
    const { line, limits } = this.#parts;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, limits.probeMs)) {
      try {
        const { state, checkpointTried } = await within(
          limits.patienceMs,
          this.#locked((_, snapshot) => Promise.resolve(snapshot), batch?.extension.frontier.size),
        );
        const stands = batch !== undefined && checkpointTried === batch.checkpoint;
        this.#settle(state, stands ? batch : undefined);
        return stands;
      } catch (error) {
        this.#goAway(asError(error));
        fail(this.#unavailable('it cannot be said whether the entry was logged', error));
        line.renew();
      }
      if (this.#closing) return false;
      await this.#pause(pauseMs);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#wake = wake;
    });
  }

  #goAway(cause: Error): void {
    this.#away = cause;
    const refusal = this.#unavailable('the audit log cannot be written', cause);
    for (const { reject } of [...this.#queue.takeAll(), ...this.#jobs.splice(0)]) reject(refusal);
    if (!(cause instanceof UnacceptableLog) || cause.code === this.#told) return;
    this.#told = cause.code;
    this.#parts.distrusted(cause);
  }

  #unavailable(message: string, cause?: unknown): Refusal {
    return new Refusal('AUDIT_UNAVAILABLE', message, { retryAfterMs: this.#parts.limits.retryAfterMs, cause });
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('something other than an error was thrown', { cause: error });
}
