/** What the clock of the SIRENE service reads and writes. Rows are locked, so each is dealt with by one gateway at a time. */
import type postgres from 'postgres';
import type { EndedAlert } from '../alert-desk.js';
import type { Deadline } from '../domain/deadlines.js';
import type { AskedForm, Form, Hit } from '../domain/form.js';
import type { Party } from '../domain/party.js';
import { type FormRow, type HitRow, type ThreadRow, toForm, toHit, toThread } from './rows.js';
import type { Tx } from './transaction.js';

/** A form whose time is over, and what that means. */
export interface OverdueForm {
  readonly form: Form;
  readonly silence: Deadline['silence'];
}

/** What was removed, since its alert ended a year ago. */
export interface Forgotten {
  readonly what: 'thread' | 'hit';
  readonly id: string;
  readonly alertReference: string | undefined;
}

/** Rows that one round takes at most of each kind. */
const MOST = 200;

interface Identified {
  readonly id: string;
}

/** Opens the store. Its pool needs one connection: rounds follow each other. */
export function openClockStore(sql: postgres.Sql) {
  /**
   * Each row in a transaction of its own: what follows from one may lock alerts and the journal of their changes, which
   * nobody keeps while it waits for another's; and a row that fails does not hold up those after it.
   */
  async function oneByOne(rows: readonly Identified[], dealWith: (tx: Tx, id: string) => Promise<void>): Promise<void> {
    const faults: unknown[] = [];
    for (const { id } of rows) {
      await sql
        .begin((tx) => dealWith(tx, id))
        .catch((error: unknown) => {
          faults.push(error);
        });
    }
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} of ${rows.length} rows failed`);
  }

  return {
    /** Goes through the forms whose time is over and of which the log does not know yet. */
    async overdueForms(nowMs: number, dealWith: (tx: Tx, overdue: OverdueForm) => Promise<void>): Promise<void> {
      const isOverdue = sql`form.expects_answer and form.state in ('sent', 'delivered')
        and form.overdue_logged_at is null and form.due_at <= ${new Date(nowMs)}`;
      const due = await sql<Identified[]>`
        select id from sis.sirene_form as form where ${isOverdue} order by form.due_at limit ${MOST}`;
      await oneByOne(due, async (tx, id) => {
        const [row] = await tx<(FormRow & { on_silence: Deadline['silence'] })[]>`
          select form.*, thread.alert_reference, thread.category, thread.object_letter
          from sis.sirene_form as form join sis.sirene_thread as thread on thread.id = form.thread
          where form.id = ${id} and ${isOverdue} for update of form skip locked`;
        if (row !== undefined) await dealWith(tx, { form: toForm(row), silence: row.on_silence });
      });
    },

    /** The log knows that a form is overdue. */
    async noteOverdue(tx: Tx, formId: string, nowMs: number): Promise<void> {
      await tx`update sis.sirene_form set overdue_logged_at = ${new Date(nowMs)} where id = ${formId}`;
    },

    /** Nobody answered, and the law says what that means. The thread stays open for what follows. */
    async lapse(tx: Tx, formId: string, nowMs: number): Promise<void> {
      const now = new Date(nowMs);
      await tx`
        update sis.sirene_form
           set state = 'closed', closed_at = ${now}, resolution = 'silence', overdue_logged_at = ${now}
         where id = ${formId}`;
    },

    /** Goes through the hits of which no form G was sent in time and of which the log does not know yet. */
    async overdueHits(nowMs: number, dealWith: (hit: Hit) => Promise<void>): Promise<void> {
      const now = new Date(nowMs);
      const isOverdue = sql`form is null and overdue_logged_at is null and due_at <= ${now}`;
      const due = await sql<Identified[]>`
        select id from sis.sirene_hit where ${isOverdue} order by due_at limit ${MOST}`;
      await oneByOne(due, async (tx, id) => {
        const [row] = await tx<HitRow[]>`
          select * from sis.sirene_hit where id = ${id} and ${isOverdue} for update skip locked`;
        if (row === undefined) return;
        await dealWith(toHit(row));
        await tx`update sis.sirene_hit set overdue_logged_at = ${now} where id = ${id}`;
      });
    },

    /** How many forms and hits are overdue now. */
    async countOverdue(nowMs: number): Promise<{ readonly forms: number; readonly hits: number }> {
      const now = new Date(nowMs);
      const [row] = await sql<{ forms: number; hits: number }[]>`
        select (select count(*)::int from sis.sirene_form
                 where expects_answer and state in ('sent', 'delivered') and due_at <= ${now}) as forms,
               (select count(*)::int from sis.sirene_hit where form is null and due_at <= ${now}) as hits`;
      return row ?? { forms: 0, hits: 0 };
    },

    /** Forms that wait for one of some bureaux, oldest first; notices within the state wait for the authority (Art. 53(9)). */
    async waitingFor(parties: readonly Party[], dealWith: (tx: Tx, asked: AskedForm) => Promise<void>): Promise<void> {
      const isWaiting = sql`form.recipient = any (${[...parties]}::text[]) and form.on_silence is distinct from 'deletion'
        and (form.state = 'sent' or (form.state = 'delivered' and form.expects_answer))`;
      const waiting = await sql<Identified[]>`
        select id from sis.sirene_form as form where ${isWaiting} order by form.sent_at, form.id limit ${MOST}`;
      await oneByOne(waiting, async (tx, id) => {
        const [row] = await tx<(FormRow & ThreadRow)[]>`
          select form.*, thread.alert_reference, thread.category, thread.object_letter, thread.opener,
                 thread.counterpart, thread.open
          from sis.sirene_form as form join sis.sirene_thread as thread on thread.id = form.thread
          where form.id = ${id} and ${isWaiting} for update of form skip locked`;
        if (row !== undefined) await dealWith(tx, { form: toForm(row), thread: toThread({ ...row, id: row.thread }) });
      });
    },

    /** The simulated recipient has seen a form. */
    async deliver(tx: Tx, formId: string, nowMs: number): Promise<void> {
      await tx`
        update sis.sirene_form set state = 'delivered', delivered_at = ${new Date(nowMs)}
         where id = ${formId} and state = 'sent'`;
    },

    /** Alerts that threads or hits are about and that are not known to have ended. */
    async alertsInUse(): Promise<readonly string[]> {
      const rows = await sql<{ reference: string }[]>`
        select alert_reference as reference from sis.sirene_thread where alert_reference is not null and ended_on is null
        union select alert_reference from sis.sirene_hit where ended_on is null`;
      return rows.map(({ reference }) => reference);
    },

    /** Alerts are no more: from the day of their end runs the year that files about them may be kept. */
    async noteEnded(alerts: readonly EndedAlert[]): Promise<void> {
      if (alerts.length === 0) return;
      const ended = sql`
        unnest(${alerts.map(({ reference }) => reference)}::text[], ${alerts.map(({ day }) => day)}::date[])
          as ended (reference, day)`;
      await sql`
        update sis.sirene_thread as thread set ended_on = ended.day from ${ended}
         where thread.alert_reference = ended.reference and thread.ended_on is null`;
      await sql`
        update sis.sirene_hit as hit set ended_on = ended.day from ${ended}
         where hit.alert_reference = ended.reference and hit.ended_on is null`;
    },

    /**
     * Removes threads and hits whose alert ended a year ago (Art. 64(2)), once each of them was told of; some at a time,
     * resolves to how many.
     */
    async forget(today: string, tell: (gone: Forgotten) => Promise<void>): Promise<number> {
      return sql.begin(async (tx) => {
        const rows = await tx<{ what: Forgotten['what']; id: string; alert_reference: string | null }[]>`
          select what, id, alert_reference from sis.forget_supplementary(${today}::date)`;
        for (const { what, id, alert_reference } of rows) {
          await tell({ what, id, alertReference: alert_reference ?? undefined });
        }
        return rows.length;
      });
    },
  };
}

/** The store. */
export type ClockStore = ReturnType<typeof openClockStore>;
