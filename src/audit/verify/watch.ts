/**
 * Verification that never ends: what was added is verified every minute, everything once a day, and the checkpoint that
 * was verified last is kept, so that a rollback and a rewritten history are seen too (docs/threats-tested.md).
 *
 * Order that matters: a checkpoint is kept only after everything up to it was found whole.
 */
import type postgres from 'postgres';
import type { Clock } from '../../shared/clock.js';
import { equal } from '../merkle/verify.js';
import { openCheckpoint } from '../note/checkpoint.js';
import { parseVerifierKey } from '../note/key.js';
import type { LogFinding } from './finding.js';
import type { KeptCheckpoint } from './kept-file.js';
import { readCheckpoints } from './rows.js';
import { type LogVerdict, verifyLog } from './verify-log.js';

/** How often is verified; in milliseconds. */
export interface WatchTimes {
  /** From the end of one check of what was added to the next. */
  readonly everyMs: number;
  /** From one check of everything to the next. */
  readonly fullEveryMs: number;
}

/** An edit of what was just written is seen within a minute, one of anything within a day. */
export const DEFAULT_WATCH_TIMES: WatchTimes = { everyMs: 60_000, fullEveryMs: 86_400_000 };

/** What a watch needs. */
export interface LogWatchOptions {
  /** Connections for the watch alone; a role with the rights of ostiary_dpo. */
  readonly sql: postgres.Sql;
  /** The log's verifier key. */
  readonly vkey: string;
  readonly origin: string;
  readonly kept: KeptCheckpoint;
  readonly clock: Clock;
  readonly times?: Partial<WatchTimes>;
  /** A further check of the entries from an index on; undefined when nothing is wrong. */
  readonly alsoCheck?: (from: number) => Promise<LogFinding | undefined>;
  readonly events: WatchEvents;
}

/** What an operator is told. */
export interface WatchEvents {
  /** The log is not whole. Told once for each kind of finding, until the log is whole again. */
  found(finding: LogFinding): void;
  /** The log is whole again. */
  whole(): void;
  /** A check could not be made; it is made again. */
  failed(error: unknown): void;
}

/** How it stands. */
export interface WatchStatus {
  /** Entries that were found whole when last looked; undefined before the first check. */
  readonly verifiedSize: number | undefined;
  /** When they were, milliseconds since the epoch. */
  readonly verifiedAtMs: number | undefined;
  readonly finding: LogFinding | undefined;
}

type Sound = Extract<LogVerdict, { ok: true }>;

/** See above. */
export class LogWatch {
  readonly #options: LogWatchOptions;
  readonly #times: WatchTimes;
  #kept: string | undefined;
  #verifiedSize: number | undefined;
  #verifiedAtMs: number | undefined;
  #fullAtMs: number | undefined;
  #finding: LogFinding | undefined;
  /** Why the last check could not be made. */
  #failure: unknown;
  #closed = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  private constructor(options: LogWatchOptions, kept: string | undefined) {
    this.#options = options;
    this.#times = { ...DEFAULT_WATCH_TIMES, ...options.times };
    this.#kept = kept;
  }

  /**
   * Begins with a check of everything, for which it does not wait. Rejects when the kept checkpoint cannot be read or
   * is not one of this log.
   */
  static async open(options: LogWatchOptions): Promise<LogWatch> {
    const kept = await options.kept.read();
    if (kept !== undefined) openCheckpoint(kept, parseVerifierKey(options.vkey));
    const watch = new LogWatch(options, kept);
    watch.#running = watch.#run();
    return watch;
  }

  /** How it stands now. */
  status(): WatchStatus {
    return { verifiedSize: this.#verifiedSize, verifiedAtMs: this.#verifiedAtMs, finding: this.#finding };
  }

  /** Throws while the log is not whole, or cannot be verified. */
  assertWhole(): void {
    if (this.#finding !== undefined) throw new Error(`audit log: ${this.#finding.message}`);
    if (this.#failure !== undefined) throw new Error('audit log: cannot be verified', { cause: this.#failure });
  }

  /** Ends; a check at hand is given up. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#look();
        this.#failure = undefined;
      } catch (error) {
        if (this.#isClosed()) return;
        this.#failure = error;
        this.#options.events.failed(error);
      }
      await this.#rest();
    }
  }

  /** Read anew: it changes while something is awaited. */
  #isClosed(): boolean {
    return this.#closed;
  }

  async #look(): Promise<void> {
    const { sql, vkey, origin, clock, alsoCheck } = this.#options;
    const kept = this.#kept;
    const startedAt = clock.now();
    // Once something was found, only a check of everything shows that it is gone.
    const full =
      this.#finding !== undefined ||
      this.#fullAtMs === undefined ||
      startedAt - this.#fullAtMs >= this.#times.fullEveryMs;
    const verdict = await verifyLog({
      sql,
      vkey,
      origin,
      incremental: !full,
      onProgress: () => {
        if (this.#closed) throw new Error('audit log: verification was given up');
      },
      ...(kept !== undefined && { kept: [kept] }),
    });
    const finding = verdict.ok ? await alsoCheck?.(verdict.from) : verdict.finding;
    if (!verdict.ok || finding !== undefined) {
      this.#found(finding);
      return;
    }
    await this.#keep(verdict);
    if (full) this.#fullAtMs = startedAt;
    if (this.#finding !== undefined) this.#options.events.whole();
    this.#finding = undefined;
    this.#verifiedSize = verdict.size;
    this.#verifiedAtMs = startedAt;
  }

  #found(finding: LogFinding | undefined): void {
    if (finding === undefined) return;
    const told = this.#finding?.kind === finding.kind;
    this.#finding = finding;
    if (!told) this.#options.events.found(finding);
  }

  async #keep({ size, root }: Sound): Promise<void> {
    const { sql, vkey, kept } = this.#options;
    const [row] = await readCheckpoints(sql, size - 1, size);
    const checkpoint = row && openCheckpoint(row.note, parseVerifierKey(vkey));
    if (row === undefined || checkpoint?.size !== size || !equal(checkpoint.root, root)) {
      throw new Error('audit log: a checkpoint changed while it was verified');
    }
    if (row.note === this.#kept) return;
    await kept.keep(row.note);
    this.#kept = row.note;
  }

  async #rest(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#times.everyMs).unref();
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#wake = wake;
    });
    this.#wake = undefined;
  }
}
