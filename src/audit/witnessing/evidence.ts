/**
 * What it takes to say that the log was rolled back or rewritten. A witness's word alone could stop a gateway, so it
 * must show a checkpoint that the log's own key has signed; or so many witnesses say so that there is no quorum
 * without them.
 */
import { type LogFault, UnacceptableLog } from '../log/snapshot.js';
import type { Sql } from '../log/store.js';
import { equal, type TreeSize } from '../merkle/verify.js';
import { type Checkpoint, openCheckpoint } from '../note/checkpoint.js';
import type { NoteVerifier } from '../note/key.js';
import { isQuorum, type Policy } from '../note/policy.js';
import { readCheckpoint } from './store.js';

/** What a witness holds against the log. */
export interface Claim {
  readonly fault: Extract<LogFault, 'LOG_ROLLED_BACK' | 'LOG_REPLACED'>;
  /** Size of the tree that the witness holds. */
  readonly size: TreeSize;
}

/**
 * Holds a checkpoint that a witness shows, signed by the log's key, against the database, whose newest checkpoint is of
 * `newest` leaves. Undefined when the two agree.
 */
export async function compareShown(
  sql: Sql,
  shown: Checkpoint,
  newest: number,
  log: NoteVerifier,
): Promise<Claim | undefined> {
  const { size, root } = shown;
  if (typeof size === 'bigint' || size > newest) return { fault: 'LOG_ROLLED_BACK', size };
  const note = await readCheckpoint(sql, size);
  // Every checkpoint that ever left a gateway is in the database.
  if (note === undefined || !equal(openCheckpoint(note, log).root, root)) return { fault: 'LOG_REPLACED', size };
  return undefined;
}

/** What witnesses hold against the log, weighed. */
export class Doubts {
  readonly #policy: Policy;
  readonly #believed: (error: UnacceptableLog) => void;
  /** By name of witness. */
  readonly #claims = new Map<string, Claim>();
  #distrust: { readonly error: UnacceptableLog; readonly proven: boolean } | undefined;

  /** `believed` is told of each thing found wrong. */
  constructor(policy: Policy, believed: (error: UnacceptableLog) => void) {
    this.#policy = policy;
    this.#believed = believed;
  }

  /** Why nothing may be built on the log. */
  get distrust(): UnacceptableLog | undefined {
    return this.#distrust?.error;
  }

  /** The witnesses of these names say so of a database of `newest` entries; `proven` if the log's own key bears them out. */
  claim(names: readonly string[], claim: Claim, newest: number, proven: boolean): void {
    for (const name of names) this.#claims.set(name, claim);
    const told = this.#distrust;
    if (told?.proven === true || !(proven || this.#isDecisive())) return;
    const error = new UnacceptableLog(claim.fault, describe(claim, newest));
    this.#distrust = { error, proven };
    if (told?.error.code !== error.code) this.#believed(error);
  }

  /** The witnesses of these names have nothing against the log, or no longer. What was proven stays so. */
  withdraw(names: readonly string[]): void {
    for (const name of names) this.#claims.delete(name);
    if (this.#distrust?.proven === false && !this.#isDecisive()) this.#distrust = undefined;
  }

  /** There is no quorum without those who claim something. */
  #isDecisive(): boolean {
    const others = this.#policy.witnesses.filter(({ name }) => !this.#claims.has(name)).map(({ name }) => name);
    return this.#claims.size > 0 && !isQuorum(this.#policy, new Set(others));
  }
}

/** For a person. */
function describe({ fault, size }: Claim, newest: number): string {
  return fault === 'LOG_ROLLED_BACK'
    ? `a witness has cosigned ${size} entries, the database holds ${newest}: the log was rolled back, perhaps by restoring an old backup`
    : `a witness has cosigned another tree of ${size} entries than the database holds: the log was rewritten`;
}
