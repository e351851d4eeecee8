/** Rows of the schema, and what they stand for. */
import type postgres from 'postgres';
import type { AccessScope } from '../../../adapter.js';
import { ALERT_CATEGORIES, rulesOf, type AlertCategory } from '../../domain/category.js';
import { OBJECT_LETTERS, type ObjectLetter } from '../../domain/object-category.js';
import { letterNumber, objectCategoriesOf, visibilityOf } from '../../store/visibility.js';
import type { DeadlineRule } from '../domain/deadline-rule.js';
import type {
  AboutAlert,
  Attachment,
  AttachmentType,
  Form,
  FormContent,
  FormLetter,
  Hit,
  HitDetails,
  Resolution,
  Thread,
} from '../domain/form.js';
import type { FormState } from '../domain/states.js';

const BY_NUMBER: ReadonlyMap<number, AlertCategory> = new Map(
  ALERT_CATEGORIES.map((category) => [rulesOf(category).number, category]),
);

/** Columns of an alert that stay with threads and hits. */
export interface AboutRow {
  readonly alert_reference: string | null;
  readonly category: number;
  readonly object_letter: number;
}

/** What a thread or hit is about. */
export function aboutOf(row: AboutRow): AboutAlert {
  const category = BY_NUMBER.get(row.category);
  if (category === undefined) throw new Error('a thread is about a category that does not exist');
  return { alertReference: row.alert_reference ?? undefined, category, objectLetter: letterOf(row.object_letter) };
}

/** The columns of what a thread or hit is about. */
export const aboutColumns = ({ alertReference, category, objectLetter }: AboutAlert): AboutRow => ({
  alert_reference: alertReference ?? null,
  category: rulesOf(category).number,
  object_letter: letterNumber(objectLetter),
});

const letterOf = (number: number): ObjectLetter | undefined => (number === 0 ? undefined : OBJECT_LETTERS[number - 1]);

/**
 * Condition that what a row is about may be seen, on columns of a table or its alias. The same as for alerts
 * (../../store/visibility.ts): both bits are set, and an alert on an object needs the category of its ground besides.
 */
export function visible(sql: postgres.Sql, scope: AccessScope, table: string): postgres.PendingQuery<postgres.Row[]> {
  const { categories, letters } = visibilityOf(scope, ['person', 'object', 'unknown-person']);
  const of = sql(table);
  return sql`(${categories}::int >> ${of}.category) & 1 = 1
    and (${letters}::int >> ${of}.object_letter) & 1 = 1
    and (${of}.object_letter = 0 or (${objectCategoriesOf(scope)}::int >> ${of}.category) & 1 = 1)`;
}

/** A thread. */
export interface ThreadRow extends AboutRow {
  readonly id: string;
  readonly opener: string;
  readonly counterpart: string;
  readonly open: boolean;
}

export const toThread = (row: ThreadRow): Thread => ({
  ...aboutOf(row),
  id: row.id,
  opener: row.opener,
  counterpart: row.counterpart,
  open: row.open,
});

/** A form, with what its thread is about; the content only where it was asked for. */
export interface FormRow extends AboutRow {
  readonly id: string;
  readonly thread: string;
  readonly letter: FormLetter;
  readonly sender: string;
  readonly recipient: string;
  readonly sent_by: string;
  readonly answers: string | null;
  readonly state: FormState;
  readonly expects_answer: boolean;
  readonly urgent: boolean;
  readonly sent_at: Date;
  readonly delivered_at: Date | null;
  readonly answered_at: Date | null;
  readonly closed_at: Date | null;
  readonly due_at: Date | null;
  readonly deadline: DeadlineRule | null;
  readonly extended: boolean;
  readonly sent_late: boolean;
  readonly resolution: Resolution | null;
  readonly content?: FormContent;
}

export const toForm = (row: FormRow, attachments: readonly Attachment[] = []): Form => ({
  ...aboutOf(row),
  id: row.id,
  threadId: row.thread,
  letter: row.letter,
  sender: row.sender,
  recipient: row.recipient,
  sentBy: row.sent_by,
  answers: row.answers ?? undefined,
  state: row.state,
  expectsAnswer: row.expects_answer,
  urgent: row.urgent,
  sentAtMs: row.sent_at.getTime(),
  deliveredAtMs: row.delivered_at?.getTime(),
  answeredAtMs: row.answered_at?.getTime(),
  closedAtMs: row.closed_at?.getTime(),
  dueAtMs: row.due_at?.getTime(),
  deadline: row.deadline ?? undefined,
  extended: row.extended,
  sentLate: row.sent_late,
  resolution: row.resolution ?? undefined,
  content: row.content,
  attachments,
});

/** An attachment without its content. */
export interface AttachmentRow {
  readonly number: number;
  readonly file_name: string;
  readonly type: AttachmentType;
  readonly size: number;
  readonly sha256: string;
}

export const toAttachment = (row: AttachmentRow): Attachment => ({
  number: row.number,
  fileName: row.file_name,
  type: row.type,
  size: row.size,
  sha256: row.sha256,
});

/** A hit. */
export interface HitRow extends AboutRow {
  readonly id: string;
  readonly alert_reference: string;
  readonly member_state: string;
  readonly reported_by: string;
  readonly reported_at: Date;
  readonly due_at: Date;
  readonly deadline: DeadlineRule;
  readonly form: string | null;
  readonly details: HitDetails;
}

export const toHit = (row: HitRow): Hit => ({
  ...aboutOf(row),
  alertReference: row.alert_reference,
  id: row.id,
  memberState: row.member_state,
  reportedBy: row.reported_by,
  reportedAtMs: row.reported_at.getTime(),
  dueAtMs: row.due_at.getTime(),
  deadline: row.deadline,
  formId: row.form ?? undefined,
  details: row.details,
});
