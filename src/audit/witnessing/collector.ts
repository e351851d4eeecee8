/**
 * Collects cosignatures for a log, and says when too few have come.
 *
 * In rounds: the newest checkpoint is offered to every witness, until a quorum has cosigned that very checkpoint or the
 * round has lasted too long. What is committed meanwhile shares the next round. Processes of one log take turns, and
 * what one of them collects counts for all: it is in the database.
 *
 * Order that matters: a cosignature is verified, then stored, then counted.
 */
import type postgres from 'postgres';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { type LogReader, openLogReader } from '../log/reader.js';
import type { UnacceptableLog } from '../log/snapshot.js';
import type { TreeSize } from '../merkle/verify.js';
import { openCheckpoint } from '../note/checkpoint.js';
import type { NoteVerifier } from '../note/key.js';
import type { Policy } from '../note/policy.js';
import { parseNote } from '../note/signed-note.js';
import type { OfferedCheckpoint } from './conversation.js';
import type { WitnessCondition } from './courier.js';
import { compareShown, Doubts } from './evidence.js';
import { addressesOf, openPost, type Post, type PostParts } from './post.js';
import { firstSignedBeyond, type StoredCosignature, storeCosignatures } from './store.js';
import { DEFAULT_TIMES, type WitnessTimes } from './times.js';
import { Waiters } from './waiters.js';
import { type CosignedCheckpoint, latestWitnessedCheckpoint } from './witnessed-checkpoint.js';

/** Whether answers wait for the witnesses. */
export type WitnessMode = 'async' | 'sync';

/** What a collector needs. */
export interface CollectorOptions {
  /** Connections for the collector alone, three at least; the role needs no more than ostiary_gateway. */
  readonly sql: postgres.Sql;
  readonly log: NoteVerifier;
  readonly policy: Policy;
  readonly mode: WitnessMode;
  readonly clock: Clock;
  readonly times?: Partial<WitnessTimes>;
  readonly events: CollectorEvents;
}

/** What an operator is told. */
export interface CollectorEvents {
  /** Whenever a witness's condition is another one. */
  witness(name: string, condition: WitnessCondition, error: unknown): void;
  /** The quorum is late, or has caught up. */
  late(late: boolean): void;
  /** The log is not the one that the witnesses know: nothing is written any more. */
  distrusted(error: UnacceptableLog): void;
  /** The database failed; it is tried again. */
  failed(error: unknown): void;
}

/** How it stands. */
export interface WitnessingStatus {
  /** Size of the newest checkpoint with a quorum; undefined before there was one. */
  readonly witnessedSize: number | undefined;
  /** Milliseconds for which the oldest checkpoint without a quorum has waited; 0 when there is none. */
  readonly waitingMs: number;
  /** Nothing is written any more until the witnesses have caught up. */
  readonly stopped: boolean;
  readonly witnesses: readonly {
    readonly name: string;
    readonly condition: WitnessCondition;
    /** What it has cosigned, as far as is known. */
    readonly size: TreeSize;
  }[];
}

/** SQLSTATE of a statement that took too long. */
const QUERY_CANCELED = '57014';

const CLOSING = 'the audit log is closing';

/** Key of the advisory lock by which processes take turns: "ostw", as a number. */
const TURN = 0x6f737477;

/** See above. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #times: WitnessTimes;
  readonly #reader: LogReader;
  readonly #doubts: Doubts;
  readonly #ending = new AbortController();
  #posts: readonly Post[] = [];
  #running: Promise<void> = Promise.resolve();

  /** Newest checkpoint with a quorum. */
  #witnessed: CosignedCheckpoint | undefined;
  /** When the oldest checkpoint without a quorum was signed, milliseconds since the epoch. */
  #waitingSince: number | undefined;
  #late = false;

  readonly #waiters = new Waiters();
  /** Ends the pause between rounds. */
  #wake: (() => void) | undefined;
  /** Something was committed that somebody waits for. */
  #kicked = false;
  /** Ends the round at hand. */
  #endRound: (() => void) | undefined;

  private constructor(options: CollectorOptions) {
    this.#options = options;
    this.#times = { ...DEFAULT_TIMES, ...options.times };
    this.#reader = openLogReader({ sql: options.sql, origin: options.log.name });
    this.#doubts = new Doubts(options.policy, (error) => options.events.distrusted(error));
  }

  /**
   * Asks every witness what it holds, and goes on collecting. Must be called before anything is written: rejects with an
   * UnacceptableLog when a witness has seen what the database does not hold. A witness that does not answer in time is
   * asked again later.
   */
  static async open(options: CollectorOptions): Promise<Collector> {
    const collector = new Collector(options);
    try {
      await collector.#begin();
    } catch (error) {
      await collector.close();
      throw error;
    }
    return collector;
  }

  /** Newest checkpoint with a quorum, as far as this process knows. */
  get witnessed(): CosignedCheckpoint | undefined {
    return this.#witnessed;
  }

  /** How it stands now. */
  status(): WitnessingStatus {
    return {
      witnessedSize: this.#witnessed?.size,
      waitingMs: this.#waitingMs(),
      stopped: this.#whyStopped() !== undefined,
      witnesses: this.#posts.flatMap(({ names, condition, courier }) =>
        names.map((name) => ({ name, condition, size: courier.known })),
      ),
    };
  }

  /** Throws a Refusal AUDIT_UNAVAILABLE when nothing may be written. */
  assertOpen(): void {
    const why = this.#whyStopped();
    if (why !== undefined) throw why;
  }

  /**
   * Resolves to a checkpoint of at least `size` leaves with a quorum. Rejects with a Refusal AUDIT_UNAVAILABLE when it
   * takes too long.
   */
  async covering(size: number): Promise<CosignedCheckpoint> {
    if (this.#witnessed !== undefined && this.#witnessed.size >= size) return this.#witnessed;
    if (this.#isEnding()) throw this.#unavailable(CLOSING);
    const covered = this.#waiters.wait(size, this.#times.deadlineMs, () =>
      this.#unavailable('the witnesses have not confirmed the entry in time'),
    );
    this.#kick();
    return covered;
  }

  /** Ends. What was not cosigned is taken up by the next process. */
  async close(): Promise<void> {
    this.#ending.abort();
    this.#waiters.giveUp(this.#unavailable(CLOSING));
    this.#wake?.();
    this.#endRound?.();
    await Promise.all(this.#posts.map(({ courier }) => courier.close()));
    await this.#running;
  }

  async #begin(): Promise<void> {
    const { sql, log, policy } = this.#options;
    const parts: PostParts = {
      sql,
      log,
      times: this.#times,
      signal: this.#ending.signal,
      prove: async (first, second) => (await this.#reader.consistencyProof(first, second)).proof,
      keep: (checkpoint, found) => this.#keep(checkpoint, found),
      attempted: (post, condition, size, error) => this.#attempted(post, condition, size, error),
    };
    this.#posts = await Promise.all(addressesOf(policy).map((address) => openPost(address, parts)));
    this.#settle(await latestWitnessedCheckpoint(sql, policy));
    const checkpoint = await this.#newestCheckpoint();
    for (const { courier } of this.#posts) courier.offer(checkpoint);
    await this.#atMost(this.#times.startMs, Promise.all(this.#posts.map(({ asked }) => asked)));
    if (this.#doubts.distrust !== undefined) throw this.#doubts.distrust;
    await this.#measure();
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      this.#kicked = false;
      try {
        await this.#round();
        await this.#measure();
      } catch (error) {
        if (!this.#isEnding() && !isOthersTurn(error)) this.#options.events.failed(error);
      }
      await this.#rest();
    }
  }

  /** Read anew: it changes while something is awaited. */
  #isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  async #round(): Promise<void> {
    if ((await this.#newestCheckpoint()).size === this.#witnessed?.size) return;
    const { sql, policy } = this.#options;
    await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(${TURN})`;
      this.#settle(await latestWitnessedCheckpoint(sql, policy));
      const checkpoint = await this.#newestCheckpoint();
      if (checkpoint.size === this.#witnessed?.size || this.#isEnding()) return;
      const over = new Promise<void>((resolve) => {
        this.#endRound = resolve;
      });
      for (const { courier } of this.#posts) courier.offer(checkpoint);
      await this.#atMost(this.#times.roundMs, over);
      this.#endRound = undefined;
    });
  }

  /** Keeps what a witness has signed, and sees whether that makes a quorum. */
  async #keep(checkpoint: OfferedCheckpoint, found: readonly StoredCosignature[]): Promise<void> {
    const { sql, policy } = this.#options;
    await storeCosignatures(sql, checkpoint.size, found);
    if (this.#witnessed !== undefined && this.#witnessed.size >= checkpoint.size) return;
    this.#settle(await latestWitnessedCheckpoint(sql, policy));
    await this.#measure();
  }

  #settle(found: CosignedCheckpoint | undefined): void {
    if (found === undefined || found.size <= (this.#witnessed?.size ?? -1)) return;
    this.#witnessed = found;
    this.#waiters.tell(found);
    this.#endRound?.();
  }

  /** Takes note of how long the oldest checkpoint without a quorum has waited. */
  async #measure(): Promise<void> {
    const { sql, events } = this.#options;
    this.#waitingSince = await firstSignedBeyond(sql, this.#witnessed?.size ?? 0);
    const late = this.#waitingMs() > this.#times.deadlineMs;
    if (late !== this.#late) events.late(late);
    this.#late = late;
  }

  async #attempted(post: Post, condition: WitnessCondition, size: TreeSize, error: unknown): Promise<void> {
    const { events } = this.#options;
    // What our own end broke off says nothing of the witness.
    if (this.#isEnding()) return;
    if (condition === 'ahead' || condition === 'inconsistent') {
      try {
        await this.#examine(post, condition, size);
      } catch (problem) {
        events.failed(problem);
      }
    } else if (condition === 'well') {
      this.#doubts.withdraw(post.names);
    }
    if (condition !== post.condition) for (const name of post.names) events.witness(name, condition, error);
  }

  /** A witness says that it holds another log than ours. Looks whether that is so. */
  async #examine(post: Post, condition: 'ahead' | 'inconsistent', size: TreeSize): Promise<void> {
    const { sql, log } = this.#options;
    if (condition === 'ahead' && size <= (await this.#newestCheckpoint()).size) {
      // Another process had a newer checkpoint cosigned. The round goes on with the newest.
      this.#doubts.withdraw(post.names);
      this.#kick();
      this.#endRound?.();
      return;
    }
    const shown = await post.conversation.shownCheckpoint();
    // After the witness was asked, so that what others have written meanwhile is counted.
    const { size: newest } = await this.#newestCheckpoint();
    const proven = shown === undefined ? undefined : await compareShown(sql, shown, newest, log);
    const fault = condition === 'ahead' ? 'LOG_ROLLED_BACK' : 'LOG_REPLACED';
    this.#doubts.claim(post.names, proven ?? { fault, size }, newest, proven !== undefined);
  }

  #waitingMs(): number {
    return this.#waitingSince === undefined ? 0 : Math.max(0, this.#options.clock.now() - this.#waitingSince);
  }

  #whyStopped(): Refusal | undefined {
    const { distrust } = this.#doubts;
    if (distrust !== undefined) {
      return this.#unavailable('the witnesses know another log than this one', distrust);
    }
    const { stopMs, deadlineMs } = this.#times;
    const patienceMs = this.#options.mode === 'sync' ? deadlineMs : stopMs;
    return this.#waitingMs() > patienceMs ? this.#unavailable('the audit log has no quorum of witnesses') : undefined;
  }

  #unavailable(message: string, cause?: unknown): Refusal {
    return new Refusal('AUDIT_UNAVAILABLE', message, { retryAfterMs: this.#times.everyMs, cause });
  }

  async #newestCheckpoint(): Promise<OfferedCheckpoint> {
    const { log } = this.#options;
    const { size, note } = await this.#reader.latestCheckpoint();
    // What is not signed by the log's own key must not come before a witness.
    const checkpoint = openCheckpoint(note, log);
    if (checkpoint.size !== size) throw new Error('audit log: a checkpoint is not of the size it is stored under');
    return { size, note, text: parseNote(note).text };
  }

  #kick(): void {
    this.#kicked = true;
    this.#wake?.();
  }

  async #rest(): Promise<void> {
    if (this.#kicked || this.#isEnding()) return;
    await this.#atMost(
      this.#times.everyMs,
      new Promise<void>((resolve) => {
        this.#wake = resolve;
      }),
    );
    this.#wake = undefined;
  }

  async #atMost(ms: number, work: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      work,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      }),
    ]);
    clearTimeout(timer);
  }
}

/** The server gave up waiting for a turn: without a quorum those of other processes last long. Ours is asked for again. */
function isOthersTurn(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === QUERY_CANCELED;
}
