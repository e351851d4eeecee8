/** Threads and forms in the database. Every step of a form is one conditional UPDATE: of two, one comes first. */
import type postgres from 'postgres';
import type { Ending } from '../../../../shared/ending.js';
import type { AccessScope } from '../../../adapter.js';
import { runCancellable } from '../../store/cancellable.js';
import { ALERT_CATEGORIES, rulesOf } from '../../domain/category.js';
import { OBJECT_LETTERS } from '../../domain/object-category.js';
import { letterNumber } from '../../store/visibility.js';
import type { Deadline } from '../domain/deadlines.js';
import type {
  AboutAlert,
  AskedForm,
  AttachedFile,
  Attachment,
  Form,
  FormContent,
  FormLetter,
  Resolution,
  Thread,
} from '../domain/form.js';
import type { Party } from '../domain/party.js';
import { isNotice } from '../domain/send-rules.js';
import type { FormState } from '../domain/states.js';
import {
  aboutColumns,
  type AttachmentRow,
  type FormRow,
  type ThreadRow,
  toAttachment,
  toForm,
  toThread,
  visible,
} from './rows.js';
import type { Tx } from './transaction.js';

/** A thread that is opened. */
export interface NewThread extends AboutAlert {
  readonly id: string;
  readonly opener: Party;
  readonly counterpart: Party;
  readonly openedAtMs: number;
}

/** A form that is sent. */
export interface NewForm {
  readonly id: string;
  readonly threadId: string;
  readonly sender: Party;
  readonly recipient: Party;
  readonly sentBy: string;
  readonly answers: string | undefined;
  readonly sentAtMs: number;
  /** Undefined where no answer is asked for. */
  readonly deadline: Deadline | undefined;
  readonly sentLate: boolean;
  /** How it answers. */
  readonly resolution: Resolution | undefined;
  readonly content: FormContent;
  readonly attachments: readonly AttachedFile[];
}

/** Which forms to list. */
export interface FormQuery {
  /** Notices are those to the authority that looks; the others are those of its bureau. */
  readonly box: 'inbox' | 'outbox' | 'both' | 'notices';
  /** Empty: any. */
  readonly states: readonly FormState[];
  readonly onlyOverdue: boolean;
  readonly alertReference: string | undefined;
  readonly threadId: string | undefined;
  readonly size: number;
  /** Identifier before which the page begins. */
  readonly before: string | undefined;
}

/** Whoever looks: a bureau, or an authority that created alerts, and what it may see. */
export interface Viewer {
  /** The bureau; of an authority, its state. */
  readonly party: Party;
  readonly scope: AccessScope;
}

/** Greatest number of forms that the closing of a thread tells of. */
const MOST_CLOSED = 100;

/** Opens the store on a pool with the rights of ostiary_gateway. */
export function openFormStore(sql: postgres.Sql) {
  const columns = (all: postgres.Sql | Tx) => all`form.id, form.thread, form.letter, form.sender, form.recipient,
    form.sent_by, form.answers, form.state, form.expects_answer, form.urgent, form.sent_at, form.delivered_at,
    form.answered_at, form.closed_at, form.due_at, form.deadline, form.extended, form.sent_late, form.resolution,
    thread.alert_reference, thread.category, thread.object_letter`;

  async function attachmentsOf(formId: string, signal: Ending): Promise<readonly Attachment[]> {
    const rows = await runCancellable(
      () => sql<AttachmentRow[]>`
        select number, file_name, type, octet_length(content) as size, encode(sha256, 'hex') as sha256
        from sis.sirene_attachment where form = ${formId} order by number`,
      signal,
    );
    return rows.map(toAttachment);
  }

  function boxOf(box: FormQuery['box'], party: Party): postgres.PendingQuery<postgres.Row[]> {
    if (box === 'outbox') return sql`form.sender = ${party}`;
    // A notice within the state is for the authority that created the alert, and waits in no bureau's inbox.
    const got = sql`form.recipient = ${party} and form.on_silence is distinct from 'deletion'`;
    return box === 'inbox' ? got : sql`(form.sender = ${party} or ${got})`;
  }

  /** Condition that a form is a notice about an alert which an authority created, and may delete. */
  function noticedTo({ authority, memberState, categories }: AccessScope): postgres.PendingQuery<postgres.Row[]> {
    const may = ALERT_CATEGORIES.filter((category) => category !== 'OBJ' && categories.has(category));
    const letters = OBJECT_LETTERS.filter((letter) => categories.has('OBJ') && categories.has(`OBJ:${letter}`));
    // In these words, for which there is an index.
    return sql`form.on_silence = 'deletion'
      and (thread.category = any (${may.map((category) => rulesOf(category).number)}::smallint[])
           or thread.category = ${rulesOf('OBJ').number}
              and thread.object_letter = any (${letters.map(letterNumber)}::smallint[]))
      and exists (select from sis.alert where alert.reference = thread.alert_reference
                    and alert.issuing_state = ${memberState} and alert.record ->> 'createdBy' = ${authority})`;
  }

  /** Marks forms as seen by their recipient: notices by the authority, others by the bureau. */
  async function deliver(
    forms: readonly Form[],
    to: { readonly party: Party; readonly notices: boolean },
    nowMs: number,
    signal: Ending,
  ): Promise<readonly Form[]> {
    const { party, notices } = to;
    const unseen = forms.filter(
      (form) => form.recipient === party && form.state === 'sent' && isNotice(form) === notices,
    );
    if (unseen.length === 0) return forms;
    const delivered = await runCancellable(
      () => sql<{ id: string }[]>`
        update sis.sirene_form set state = 'delivered', delivered_at = ${new Date(nowMs)}
         where id = any (${unseen.map(({ id }) => id)}::text[]) and recipient = ${party} and state = 'sent'
        returning id`,
      signal,
    );
    const seen = new Set(delivered.map(({ id }) => id));
    return forms.map((form) => (seen.has(form.id) ? { ...form, state: 'delivered', deliveredAtMs: nowMs } : form));
  }

  return {
    /** A thread that the viewer's bureau is a party of, and about an alert that it may see. */
    async thread(id: string, { party, scope }: Viewer, signal: Ending): Promise<Thread | undefined> {
      const rows = await runCancellable(
        () => sql<ThreadRow[]>`
          select id, alert_reference, category, object_letter, opener, counterpart, open
          from sis.sirene_thread as thread
          where id = ${id} and ${party} in (opener, counterpart) and ${visible(sql, scope, 'thread')}`,
        signal,
      );
      return rows[0] && toThread(rows[0]);
    },

    /** A form with its content, on the same terms. Read by its recipient, it is delivered. */
    async read(id: string, { party, scope }: Viewer, nowMs: number, signal: Ending): Promise<Form | undefined> {
      const rows = await runCancellable(
        () => sql<FormRow[]>`
          select ${columns(sql)}, form.content
          from sis.sirene_form as form join sis.sirene_thread as thread on thread.id = form.thread
          where form.id = ${id} and ${party} in (form.sender, form.recipient) and ${visible(sql, scope, 'thread')}`,
        signal,
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const [form] = await deliver(
        [toForm(row, await attachmentsOf(id, signal))],
        { party, notices: false },
        nowMs,
        signal,
      );
      return form;
    },

    /** A notice to an authority, with its content; undefined when it is none, or the alert is no more. */
    async notice(id: string, scope: AccessScope, nowMs: number, signal: Ending): Promise<AskedForm | undefined> {
      const rows = await runCancellable(
        () => sql<(FormRow & ThreadRow)[]>`
          select ${columns(sql)}, form.content, thread.opener, thread.counterpart, thread.open
          from sis.sirene_form as form join sis.sirene_thread as thread on thread.id = form.thread
          where form.id = ${id} and ${noticedTo(scope)}`,
        signal,
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const [form] = await deliver([toForm(row)], { party: scope.memberState, notices: true }, nowMs, signal);
      return form && { form, thread: toThread({ ...row, id: row.thread }) };
    },

    /** Forms without their content, but for notices, newest first. Those that their recipient is shown are to be delivered. */
    async list(query: FormQuery, { party, scope }: Viewer, nowMs: number, signal: Ending): Promise<readonly Form[]> {
      const notices = query.box === 'notices';
      const rows = await runCancellable(
        () => sql<FormRow[]>`
          select ${columns(sql)} ${notices ? sql`, form.content` : sql``}
          from sis.sirene_form as form join sis.sirene_thread as thread on thread.id = form.thread
          where ${notices ? noticedTo(scope) : sql`${boxOf(query.box, party)} and ${visible(sql, scope, 'thread')}`}
            ${query.states.length === 0 ? sql`` : sql`and form.state = any (${[...query.states]}::text[])`}
            ${
              query.onlyOverdue
                ? sql`and form.expects_answer and form.state in ('sent', 'delivered')
                      and form.due_at <= ${new Date(nowMs)}`
                : sql``
            }
            ${query.alertReference === undefined ? sql`` : sql`and thread.alert_reference = ${query.alertReference}`}
            ${query.threadId === undefined ? sql`` : sql`and form.thread = ${query.threadId}`}
            ${query.before === undefined ? sql`` : sql`and form.id < ${query.before}`}
          order by form.id desc limit ${query.size}`,
        signal,
      );
      return rows.map((row) => toForm(row));
    },

    deliver,

    /** The content of an attachment; undefined when the form has no such one. The form was read already. */
    async attachment(formId: string, number: number, signal: Ending): Promise<AttachedFile | undefined> {
      const rows = await runCancellable(
        () => sql<(AttachmentRow & { content: Buffer })[]>`
          select number, file_name, type, octet_length(content) as size, encode(sha256, 'hex') as sha256, content
          from sis.sirene_attachment where form = ${formId} and number = ${number}`,
        signal,
      );
      const [row] = rows;
      return row && { ...toAttachment(row), content: row.content };
    },

    async openThread(tx: Tx, thread: NewThread): Promise<void> {
      const about = aboutColumns(thread);
      await tx`
        insert into sis.sirene_thread (id, alert_reference, category, object_letter, opener, counterpart, opened_at)
        values (${thread.id}, ${about.alert_reference}, ${about.category}, ${about.object_letter}, ${thread.opener},
                ${thread.counterpart}, ${new Date(thread.openedAtMs)})`;
    },

    /** Keeps a thread open until the transaction ends; false when it was closed. */
    async holdOpen(tx: Tx, threadId: string): Promise<boolean> {
      const rows = await tx`select from sis.sirene_thread where id = ${threadId} and open for share`;
      return rows.length === 1;
    },

    async send(tx: Tx, form: NewForm, about: AboutAlert): Promise<Form> {
      const { deadline, content } = form;
      const letter: FormLetter = content.body.letter;
      const columnsOfAbout = aboutColumns(about);
      const [row] = await tx<Omit<FormRow, 'alert_reference' | 'category' | 'object_letter'>[]>`
        insert into sis.sirene_form (id, thread, letter, sender, recipient, sent_by, answers, state, expects_answer,
                                     urgent, sent_at, due_at, deadline, on_silence, sent_late, resolution, content)
        values (${form.id}, ${form.threadId}, ${letter}, ${form.sender}, ${form.recipient}, ${form.sentBy},
                ${form.answers ?? null}, 'sent', ${deadline !== undefined}, ${content.urgentReason !== undefined},
                ${new Date(form.sentAtMs)}, ${deadline === undefined ? null : new Date(deadline.dueAtMs)},
                ${deadline?.rule ?? null}, ${deadline?.silence ?? null}, ${form.sentLate}, ${form.resolution ?? null},
                ${tx.json(content as never)})
        returning id, thread, letter, sender, recipient, sent_by, answers, state, expects_answer, urgent, sent_at,
                  delivered_at, answered_at, closed_at, due_at, deadline, extended, sent_late, resolution`;
      if (row === undefined) throw new Error('a form that was sent is not there');
      for (const file of form.attachments) {
        await tx`
          insert into sis.sirene_attachment (form, number, file_name, type, sha256, content)
          values (${form.id}, ${file.number}, ${file.fileName}, ${file.type}, ${Buffer.from(file.sha256, 'hex')},
                  ${Buffer.from(file.content)})`;
      }
      return { ...toForm({ ...row, ...columnsOfAbout }, form.attachments), content };
    },

    /** Takes the step of an answer. False, and nothing changed, when the form cannot be answered any more. */
    async answer(tx: Tx, id: string, party: Party, resolution: Resolution, nowMs: number): Promise<boolean> {
      const now = new Date(nowMs);
      const answered = await tx`
        update sis.sirene_form
           set state = 'answered', delivered_at = coalesce(delivered_at, ${now}), answered_at = ${now},
               resolution = ${resolution}
         where id = ${id} and recipient = ${party} and state in ('sent', 'delivered') and expects_answer`;
      return answered.count === 1;
    },

    /** Takes more time, once, before the first is over. */
    async extend(tx: Tx, id: string, party: Party, dueAtMs: number, nowMs: number): Promise<boolean> {
      const now = new Date(nowMs);
      const extended = await tx`
        update sis.sirene_form
           set state = 'delivered', delivered_at = coalesce(delivered_at, ${now}), extended = true,
               due_at = ${new Date(dueAtMs)}
         where id = ${id} and recipient = ${party} and state in ('sent', 'delivered') and expects_answer
           and not extended and due_at > ${now}`;
      return extended.count === 1;
    },

    /** A form as it stands within a transaction, without its content. */
    async standing(tx: Tx, id: string): Promise<Form> {
      const [row] = await tx<FormRow[]>`
        select ${columns(tx)}
        from sis.sirene_form as form join sis.sirene_thread as thread on thread.id = form.thread
        where form.id = ${id}`;
      if (row === undefined) throw new Error('a form that was held is not there');
      return toForm(row);
    },

    /** Closes a thread and its forms; undefined when it is not open. */
    async close(tx: Tx, thread: Thread, party: Party, nowMs: number): Promise<readonly Form[] | undefined> {
      const now = new Date(nowMs);
      const closed = await tx`
        update sis.sirene_thread
           set open = false, ended_on = case when alert_reference is null then ${now}::date else ended_on end
         where id = ${thread.id} and opener = ${party} and open`;
      if (closed.count === 0) return undefined;
      await tx`
        update sis.sirene_form set state = 'closed', closed_at = ${now}
         where thread = ${thread.id} and state <> 'closed'`;
      const rows = await tx<FormRow[]>`
        select ${columns(tx)}
        from sis.sirene_form as form join sis.sirene_thread as thread on thread.id = form.thread
        where thread.id = ${thread.id} order by form.id desc limit ${MOST_CLOSED}`;
      return rows.map((row) => toForm(row));
    },
  };
}

/** The store. */
export type FormStore = ReturnType<typeof openFormStore>;
