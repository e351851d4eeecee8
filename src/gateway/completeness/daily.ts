/**
 * The daily comparison with other gateways (docs/completeness.md): every past day once, after it is over, also those
 * missed while nothing ran. Several processes on one log take turns by the database: each day is taken on by one.
 */
import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import {
  beginComparison,
  type ComparedDay,
  endComparison,
  failComparison,
  listComparisons,
} from '../../audit/completeness/comparisons.js';
import { isOver, type OwnDay, type OwnDays } from '../../audit/completeness/own-days.js';
import { dayOf } from '../../audit/completeness/pair.js';
import type { Partner, PartnerAddress } from '../../audit/completeness/partners.js';
import { type AuditLog, type EntryDraft, GATEWAY } from '../../audit/log/entry.js';
import { createGrpcClient } from '../../client/grpc-client.js';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import { newRequestId } from '../../shared/request-id.js';
import type { Logger } from '../observability/logger.js';
import { DailyAlarms } from './alarms.js';
import { exchangeDay, type ExchangedDay } from './exchange-day.js';
import { readClientCredentials } from './client-credentials.js';

/** Days and times of the comparison. */
export interface DailyTimes {
  /** Days before today that are made up for when they were missed. */
  readonly catchUpDays: number;
  /** Days without a comparison after which there is an alarm. */
  readonly alarmDays: number;
  /** Between two attempts at one day, in milliseconds. */
  readonly retryMs: number;
}

/** What the comparison is made of. */
export interface DailyParts {
  /** Role ostiary_gateway. */
  readonly sql: postgres.Sql;
  readonly days: OwnDays;
  readonly partners: readonly Partner[];
  readonly log: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly times: DailyTimes;
}

/** A partner that is asked. */
type AskedPartner = Partner & { readonly exchange: PartnerAddress };

/** Longest pause between two looks for days that are due, in milliseconds. */
const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;
/** Longest time for the exchange about one day, and for which one process has the day, in milliseconds. */
const EXCHANGE_MS = 300_000;
const LEASE_MS = 600_000;
/** Accesses named in the entry, of each side; the database keeps more. */
const MOST_LOGGED = 100;

/** See above. */
export class DailyComparison {
  readonly alarms: DailyAlarms;
  readonly #parts: DailyParts;
  readonly #partners: readonly AskedPartner[];
  readonly #closed: Promise<never>;
  #close: () => void = () => undefined;
  #isClosed = false;
  #wake: (() => void) | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: DailyParts) {
    this.#parts = parts;
    this.#partners = parts.partners.filter((partner): partner is AskedPartner => partner.exchange !== undefined);
    this.alarms = new DailyAlarms(parts.logger, parts.times.alarmDays);
    this.#closed = new Promise((_, reject) => {
      const close = (): void => reject(new Error('the gateway is closing'));
      this.#close = close;
    });
    this.#closed.catch(() => undefined);
  }

  /** Begins, with the days that were missed. */
  start(): void {
    if (this.#partners.length > 0) this.#running = this.#run();
  }

  /** Ends; an exchange at hand is given up, and made again after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#close();
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      await this.#look().catch((error: unknown) => {
        if (!this.#isClosed) this.#parts.logger.error({ err: error }, 'accesses could not be compared');
      });
      await this.#rest();
    }
  }

  async #look(): Promise<void> {
    const { clock, sql } = this.#parts;
    const due = this.#partners.map((partner) => ({ partner, days: this.#dueDays(partner) }));
    const known = await listComparisons(sql, dayOf(clock.now() - DailyAlarms.WINDOW_DAYS * DAY_MS));
    const compared = new Set(known.filter(({ result }) => result !== undefined).map(keyOf));
    for (const { partner, days } of due) {
      for (const day of days) {
        if (this.#isClosed) return;
        const of = comparedDay(partner, day);
        // The oldest first; whoever cannot be reached about one day is not asked about the next at once. A day that is
        // not due again keeps no newer one back: else a partner would hide one by refusing another.
        if (!compared.has(keyOf(of)) && (await this.#attempt(partner, of)) === 'failed') break;
      }
    }
    const stored = await listComparisons(sql, dayOf(clock.now() - DailyAlarms.WINDOW_DAYS * DAY_MS));
    this.alarms.update(
      stored,
      due.flatMap(({ partner, days }) => days.map((day) => comparedDay(partner, day))),
    );
  }

  /** Days that are over and belong to the comparison, ascending. */
  #dueDays({ exchange: { since } }: AskedPartner): string[] {
    const now = this.#parts.clock.now();
    const days = Array.from({ length: this.#parts.times.catchUpDays }, (_, n) => dayOf(now - (n + 1) * DAY_MS));
    return days.filter((day) => isOver(day, now) && (since === undefined || day >= since)).reverse();
  }

  /** Compares one day, unless another process does so, or it failed a short while ago. */
  async #attempt(partner: AskedPartner, of: ComparedDay): Promise<'compared' | 'failed' | 'not-due'> {
    const { sql, clock, logger, times } = this.#parts;
    if (!(await beginComparison(sql, of, clock.now(), LEASE_MS))) return 'not-due';
    try {
      await this.#compare(partner, of);
      return 'compared';
    } catch (error) {
      // It may quote the other side.
      const failure = (error instanceof Error ? error.message : String(error)).replace(/\p{C}/gu, ' ');
      if (!this.#isClosed) {
        logger.warn({ pair: nameOf(of), partner: of.partner, day: of.day, err: error }, 'a day could not be compared');
      }
      // What was given up is due at once, for whoever runs next.
      await failComparison(sql, of, failure, clock.now() + (this.#isClosed ? 0 : times.retryMs));
      return 'failed';
    }
  }

  async #compare(partner: AskedPartner, of: ComparedDay): Promise<void> {
    const { sql, clock, days, log } = this.#parts;
    const own = await days.of(partner, of.day);
    if (own === undefined) throw new Error('the day is not over');
    const { exchange, verifier } = partner;
    const client = createGrpcClient(exchange.address, await readClientCredentials(exchange));
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the exchange took too long')), EXCHANGE_MS).unref();
    });
    let exchanged: ExchangedDay;
    try {
      const stated = { statement: own.statement, note: own.commitment, items: own.items };
      exchanged = await Promise.race([exchangeDay(client, stated, verifier), tooLong, this.#closed]);
    } finally {
      clearTimeout(timer);
      client.close();
    }
    const { theirs, theirNote, equal, difference } = exchanged;
    const accesses = new Map(own.collected.accesses.map((access) => [access.item, access]));
    const named = difference && {
      onlyOurs: difference.onlyOurs.flatMap((item) => accesses.get(item) ?? []),
      onlyTheirs: difference.onlyTheirs,
    };
    const { index: logIndex } = await log.append(entryOf(of, own, exchanged, clock.now()));
    await endComparison(sql, of, clock.now(), {
      equal,
      ownNote: own.commitment,
      theirNote,
      ownCount: own.statement.count,
      theirCount: theirs.count,
      difference: named,
      misdated: own.collected.misdated.length,
      repeated: own.collected.repeated.length,
      logIndex,
    });
  }

  async #rest(): Promise<void> {
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(LOOK_EVERY_MS, this.#parts.times.retryMs)).unref();
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#wake = wake;
    });
    this.#wake = undefined;
  }
}

const comparedDay = ({ pair, side, verifier }: Partner, day: string): ComparedDay => ({
  pair,
  side,
  partner: verifier.name,
  day,
});

const nameOf = ({ pair }: ComparedDay): string => `${pair.asker}:${pair.answerer}`;

const keyOf = (of: ComparedDay): string => `${nameOf(of)} ${of.side} ${of.day} ${of.partner}`;

/** The entry that says what came of it: counts, roots, and the first accesses that one side lacks. */
function entryOf(of: ComparedDay, own: OwnDay, exchanged: ExchangedDay, now: number): EntryDraft {
  const { theirs, theirNote, equal, difference } = exchanged;
  const { statement, collected } = own;
  const result: JsonObject = {
    day: of.day,
    equal,
    event: 'completeness-compared',
    misdated: collected.misdated.length,
    ...(difference !== undefined && {
      only_here: { count: difference.onlyOurs.length, items: difference.onlyOurs.slice(0, MOST_LOGGED) },
      only_there: { count: difference.onlyTheirs.length, items: difference.onlyTheirs.slice(0, MOST_LOGGED) },
    }),
    own: { count: statement.count, note_sha256: sha256(own.commitment), root: statement.root },
    pair: nameOf(of),
    partner: of.partner,
    repeated: collected.repeated.length,
    side: of.side,
    theirs: { count: theirs.count, note_sha256: sha256(theirNote), root: theirs.root },
  };
  return {
    kind: 'config',
    authority: GATEWAY,
    system: 'AUDIT',
    requestId: newRequestId(now),
    retention: 'ops',
    sections: { result },
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
