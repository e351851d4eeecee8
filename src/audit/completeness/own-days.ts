/** This side's statements and items of past days, computed when they are first asked for. */
import type postgres from 'postgres';
import type { Clock } from '../../shared/clock.js';
import type { NoteSigner } from '../note/key.js';
import { type Collected, collectFromLog } from './collect.js';
import { type ItemSet, itemSet, rootOf } from './items.js';
import { endOfDay, type Side } from './pair.js';
import type { Partner } from './partners.js';
import { signStatement, type Statement } from './statement.js';

/** A day of a pair, as this side logged it. */
export interface OwnDay {
  readonly statement: Statement;
  /** The statement as a signed note. */
  readonly commitment: string;
  readonly items: ItemSet;
  /** Where each access stands, and what escapes the comparison. */
  readonly collected: Collected;
}

/** A request made at the end of a day may be logged a little later, in milliseconds. */
export const SETTLING_MS = 600_000;

/** Days kept in memory. */
const KEPT_DAYS = 4;

/** Whether a day can be stated: no access of it will be logged any more. */
export const isOver = (day: string, now: number): boolean => now >= endOfDay(day) + SETTLING_MS;

/** Past days of the log. */
export class OwnDays {
  readonly #sql: postgres.Sql;
  readonly #signer: NoteSigner;
  readonly #clock: Clock;
  readonly #days = new Map<string, Promise<OwnDay>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor({
    sql,
    signer,
    clock,
  }: {
    readonly sql: postgres.Sql;
    readonly signer: NoteSigner;
    readonly clock: Clock;
  }) {
    this.#sql = sql;
    this.#signer = signer;
    this.#clock = clock;
  }

  /** The day; undefined while it is not over. Rejects when the log cannot be read. */
  of(partner: Partner, day: string): Promise<OwnDay> | undefined {
    if (!isOver(day, this.#clock.now())) return undefined;
    const { pair, side, verifier } = partner;
    const name = `${pair.asker}:${pair.answerer} ${side} ${day} ${verifier.name}`;
    const known = this.#days.get(name);
    if (known !== undefined) return known;
    // One after the other: each reads a whole day of the log.
    const computing = this.#last.then(() => this.#compute(partner, side, day));
    this.#last = computing.catch(() => undefined);
    const [oldest] = this.#days.keys();
    if (this.#days.size >= KEPT_DAYS && oldest !== undefined) this.#days.delete(oldest);
    this.#days.set(name, computing);
    // A failure must not stick.
    computing.catch(() => this.#days.delete(name));
    return computing;
  }

  async #compute({ pair, key }: Partner, side: Side, day: string): Promise<OwnDay> {
    const collected = await collectFromLog(this.#sql, { pair, day, key });
    const { accesses, treeSize } = collected;
    const items = itemSet(accesses.map(({ item }) => item));
    const statement = {
      origin: this.#signer.name,
      pair,
      side,
      day,
      treeSize,
      count: items.length,
      root: rootOf(items),
    };
    return { statement, commitment: signStatement(statement, this.#signer), items, collected };
  }
}
