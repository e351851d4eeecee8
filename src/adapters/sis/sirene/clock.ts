/**
 * The clock of the SIRENE service. Runs in every gateway; rows are locked one gateway at a time. It raises the alarm over
 * what is overdue, draws from silence what the law draws from it, lets simulated bureaux answer, and removes files a year
 * after their alert.
 */
import type postgres from 'postgres';
import { Gauge, type Registry } from 'prom-client';
import { Rounds } from '../../../shared/rounds.js';
import { dayOf } from '../../../world/calendar.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import { alertTerms } from '../audit-terms.js';
import { type Alert, registeredCreator } from '../domain/alert.js';
import type { AlertActs } from './alert-desk.js';
import type { DeadlineRule } from './domain/deadline-rule.js';
import type { SireneParts } from './parts.js';
import { runBureaux, type SimulatedBureaux } from './simulator/bureaux.js';
import { type Forgotten, openClockStore, type OverdueForm } from './store/clock-store.js';
import type { Tx } from './store/transaction.js';

/** Something that the log is told: never what a form says, or whom it is about. */
export interface SireneEvent {
  readonly what:
    | 'simulated-answer'
    | 'form-overdue'
    | 'hit-overdue'
    | 'no-objection'
    | 'alert-deleted'
    | 'notice-moot'
    | 'file-erased';
  /** Form, hit or thread: what it is told under. */
  readonly id: string;
  /**
   * Authority that it concerns: who sent the form, or reported the hit; of an alert that is deleted, who created it.
   * Undefined for what concerns all.
   */
  readonly authority: string | undefined;
  readonly alertReference: string | undefined;
  readonly letter?: string;
  /** State that owed an answer, or form G. */
  readonly owedBy?: string;
  readonly dueAtMs?: number;
  readonly deadline?: DeadlineRule;
  /** References of what was deleted. */
  readonly deleted?: readonly string[];
  /** What it can be found by: whom or what the deleted alerts were about. */
  readonly terms?: readonly IndexTerm[];
}

/** What it works with. */
export interface SireneClockParts {
  readonly sirene: SireneParts;
  /** One connection under the role ostiary_gateway: on it rounds follow each other, while nobody else waits. */
  readonly sql: postgres.Sql;
  readonly acts: AlertActs;
  readonly bureaux: SimulatedBureaux;
  /** Resolves once the log has the event. */
  tell(event: SireneEvent): Promise<void>;
  onFault(error: unknown): void;
}

/** The clock. */
export interface SireneClock {
  /** One round, now. Rejects when database or log fail. */
  round(): Promise<void>;
  /** What is overdue, as of the last round. */
  overdue(): { readonly forms: number; readonly hits: number };
  /** Adds the metrics. */
  measure(registry: Registry): void;
  /** Begins; every so many milliseconds a round. */
  start(everyMs: number): void;
  stop(): Promise<void>;
}

/** Deleted alerts in one entry of the log, which is found by all that they are about. */
const MOST_IN_AN_ENTRY = 10;

/** What is over for long leaves the database once an hour. */
const FORGET_EVERY_MS = 3_600_000;

/** Makes the clock. */
export function createSireneClock(parts: SireneClockParts): SireneClock {
  const { sirene, acts } = parts;
  const store = openClockStore(parts.sql);
  let counts = { forms: 0, hits: 0 };
  /** By performance.now(): the first round does it. */
  let forgetAgainAt = 0;

  async function overdue(tx: Tx, { form, silence }: OverdueForm, now: number): Promise<void> {
    const { id, alertReference, letter, recipient, sentBy, dueAtMs, deadline } = form;
    const told = {
      id,
      authority: sentBy,
      alertReference,
      letter,
      owedBy: recipient,
      ...(dueAtMs !== undefined && { dueAtMs }),
      ...(deadline !== undefined && { deadline }),
    };
    if (silence === 'alarm') {
      await parts.tell({ ...told, what: 'form-overdue' });
      await store.noteOverdue(tx, id, now);
      return;
    }
    if (silence === 'deletion') await tellDeleted(told, await acts.deleteServed(tx, alertReference ?? '', undefined));
    else await parts.tell({ ...told, what: 'no-objection' });
    await store.lapse(tx, id, now);
  }

  /** Found by what the deleted alerts were about, and under the authority whose alert it was. */
  async function tellDeleted(told: Omit<SireneEvent, 'what'>, gone: readonly Alert[]): Promise<void> {
    const [alert] = gone;
    // The authority has deleted it meanwhile, or its term has ended.
    if (alert === undefined) return parts.tell({ ...told, what: 'notice-moot' });
    const authority = registeredCreator(alert) ?? told.authority;
    for (let at = 0; at < gone.length; at += MOST_IN_AN_ENTRY) {
      const some = gone.slice(at, at + MOST_IN_AN_ENTRY);
      const deleted = some.map(({ reference }) => reference);
      await parts.tell({ ...told, what: 'alert-deleted', authority, deleted, terms: some.flatMap(alertTerms) });
    }
  }

  const overdueForms = (): Promise<void> => {
    const now = sirene.clock.now();
    return store.overdueForms(now, (tx, form) => overdue(tx, form, now));
  };

  const overdueHits = (): Promise<void> =>
    store.overdueHits(sirene.clock.now(), ({ id, reportedBy, alertReference, memberState, dueAtMs, deadline }) =>
      parts.tell({
        what: 'hit-overdue',
        id,
        authority: reportedBy,
        alertReference,
        owedBy: memberState,
        dueAtMs,
        deadline,
      }),
    );

  async function count(): Promise<void> {
    counts = await store.countOverdue(sirene.clock.now());
  }

  async function forget(): Promise<void> {
    if (performance.now() < forgetAgainAt) return;
    const today = dayOf(sirene.clock.now());
    await store.noteEnded(await acts.ended(await store.alertsInUse(), today));
    const tell = ({ id, alertReference }: Forgotten): Promise<void> =>
      parts.tell({ what: 'file-erased', id, authority: undefined, alertReference });
    while ((await store.forget(today, tell)) > 0);
    forgetAgainAt = performance.now() + FORGET_EVERY_MS;
  }

  const answer = (): Promise<void> =>
    runBureaux(sirene, store, parts.bureaux, ({ id, sentBy, alertReference, letter, recipient }) =>
      parts.tell({ what: 'simulated-answer', id, authority: sentBy, alertReference, letter, owedBy: recipient }),
    );

  // Answers come before alarms: who answers in the very round in which the time is over is not late by our making.
  const steps = [answer, overdueForms, overdueHits, count, forget];

  /** Every step is taken, whatever became of those before it. */
  async function round(): Promise<void> {
    const faults: unknown[] = [];
    for (const step of steps) {
      await step().catch((error: unknown) => {
        faults.push(error);
      });
    }
    if (faults.length > 0) throw new AggregateError(faults, 'a round of the SIRENE clock failed');
  }

  const rounds = new Rounds(round, (error) => parts.onFault(error));

  return {
    round,
    overdue: () => counts,
    measure(registry) {
      new Gauge({
        name: 'ostiary_sirene_overdue',
        help: 'SIRENE forms without an answer, and hits without form G, whose time is over',
        labelNames: ['what'],
        registers: [registry],
        collect() {
          this.set({ what: 'form' }, counts.forms);
          this.set({ what: 'hit' }, counts.hits);
        },
      });
    },
    start(everyMs) {
      rounds.start(everyMs);
      rounds.begin();
    },
    stop: () => rounds.stop(),
  };
}
