/** Sends a form: one thread for each recipient, and word to Europol where the law wants it. */
import { type FieldViolation, Refusal } from '../../../shared/refusal.js';
import { newRequestId } from '../../../shared/request-id.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import { dayOf } from '../../../world/calendar.js';
import type { AskContext } from '../../adapter.js';
import { citationOf } from '../domain/category.js';
import { answerDeadline, sendingDeadline } from './domain/deadlines.js';
import { type AboutAlert, type Form, type FormBody, type Thread } from './domain/form.js';
import { EUROPOL, type Party } from './domain/party.js';
import { type AlertFacts, concernsEuropol, isPurposeAchieved, LETTERS, sendingFaults } from './domain/send-rules.js';
import { notFound, type SireneParts, timeOf, viewerOf } from './parts.js';
import type { NewForm } from './store/form-store.js';
import { inTransaction, type Tx } from './store/transaction.js';
import { type FormToSend, refuseIfAny } from './wire/parse-request.js';

/** Forms that were sent, and what the alert can be found by. */
export interface SentForms {
  readonly forms: readonly Form[];
  readonly terms: readonly IndexTerm[];
}

/** Sends a form to every recipient, or to none. */
export async function sendForm(parts: SireneParts, given: FormToSend, context: AskContext): Promise<SentForms> {
  const now = timeOf(parts, context);
  const viewer = viewerOf(context);
  const thread =
    given.threadId === undefined ? undefined : await parts.forms.thread(given.threadId, viewer, context.signal);
  if (given.threadId !== undefined && thread === undefined) throw notFound('thread');
  const { alert, terms } = await alertOf(parts, given, thread, context, now);
  const recipients = recipientsOf(given, viewer.party, thread, alert);
  refuseIfAny([
    ...threadFaults(given, viewer.party, thread, recipients),
    ...sendingFaults(
      {
        body: given.body,
        sender: viewer.party,
        authority: context.scope.authority,
        recipients,
        hasIdentities: given.identities.length > 0,
        hasAttachments: given.attachments.length > 0,
        alert,
      },
      parts.participants,
    ),
  ]);
  const about = aboutOf(alert);
  if (!context.scope.categories.has(about.category)) {
    throw new Refusal('FORBIDDEN', 'information alerts are not open to the caller', { metadata: { rule: 'INF' } });
  }
  const body =
    given.body.letter === 'G' && alert !== undefined ? { ...given.body, article: alert.article } : given.body;
  const sending: Sending = { parts, given, body, context, about, alert, now };
  const forms = await inTransaction(parts, context, (tx) => sendToAll(tx, sending, thread, recipients));
  return { forms, terms };
}

/** One form on its way to all who get it. */
interface Sending {
  readonly parts: SireneParts;
  readonly given: FormToSend;
  readonly body: FormBody;
  readonly context: AskContext;
  readonly about: AboutAlert;
  readonly alert: AlertFacts | undefined;
  readonly now: number;
}

async function sendToAll(
  tx: Tx,
  sending: Sending,
  thread: Thread | undefined,
  recipients: readonly Party[],
): Promise<readonly Form[]> {
  const { parts, alert, body, now } = sending;
  const hitDueAtMs = await holdHit(tx, sending);
  const sentLate = now >= (hitDueAtMs ?? sendingDeadline(body, parts.lapse) ?? Infinity);
  const forms: Form[] = [];
  for (const recipient of recipients) forms.push(await sendTo(tx, sending, recipient, thread, sentLate));
  const [first] = forms;
  if (body.letter === 'G' && body.hitId !== undefined && first !== undefined) {
    await parts.hits.notified(tx, body.hitId, first.id);
  }
  if (alert !== undefined && concernsEuropol(body, alert)) {
    forms.push(await sendTo(tx, sending, EUROPOL, undefined, sentLate));
  }
  return forms;
}

async function sendTo(
  tx: Tx,
  { parts, given, body, context, about, alert, now }: Sending,
  recipient: Party,
  thread: Thread | undefined,
  sentLate: boolean,
): Promise<Form> {
  const { party: sender, scope } = viewerOf(context);
  const threadId = thread?.id ?? newRequestId(now);
  if (thread === undefined) {
    const between = { opener: sender, counterpart: recipient };
    await parts.forms.openThread(tx, { ...about, ...between, id: threadId, openedAtMs: now });
  } else if (!(await parts.forms.holdOpen(tx, threadId))) {
    refuseIfAny([closedThread]);
  }
  const pressing = { category: about.category, terrorism: alert?.terrorism === true };
  // Europol is told of a hit, not asked about it.
  const isNotice = body.letter === 'G' && recipient === EUROPOL;
  const form: NewForm = {
    id: newRequestId(now),
    threadId,
    sender,
    recipient,
    sentBy: scope.authority,
    answers: undefined,
    sentAtMs: now,
    deadline: isNotice ? undefined : answerDeadline(body, pressing, now, parts.lapse),
    sentLate,
    resolution: undefined,
    content: { body, urgentReason: given.urgentReason, identities: given.identities },
    attachments: given.attachments,
  };
  return parts.forms.send(tx, form, about);
}

/** The hit that form G tells of: on this alert, and told of once. Returns by when it was to be told. */
async function holdHit(tx: Tx, { parts, body, about, context }: Sending): Promise<number | undefined> {
  if (body.letter !== 'G' || body.hitId === undefined) return undefined;
  const hit = await parts.hits.hold(tx, body.hitId, context.scope.memberState);
  const fault = (rule: string, description: string) => refuseIfAny([{ field: 'hit.hit_id', rule, description }]);
  if (hit === undefined || hit.alertReference !== about.alertReference) {
    fault('hit', 'must be a hit on this alert that was reported to the bureau');
  } else if (hit.formId !== undefined) {
    fault('once', 'form G of this hit was sent already: one for each alert that was hit');
  }
  return hit?.dueAtMs;
}

const closedThread: FieldViolation = {
  field: 'thread_id',
  rule: 'state',
  description: 'must be a thread that is open',
};

async function alertOf(
  { alerts }: SireneParts,
  given: FormToSend,
  thread: Thread | undefined,
  { scope, signal }: AskContext,
  now: number,
): Promise<{ readonly alert: AlertFacts | undefined; readonly terms: readonly IndexTerm[] }> {
  const reference = thread === undefined ? given.alertReference : thread.alertReference;
  if (reference === undefined) return { alert: undefined, terms: [] };
  const known = await alerts.find(reference, scope, dayOf(now), signal);
  if (known !== undefined) return { alert: known.facts, terms: known.terms };
  // What is under way goes on when the alert is gone: a surrender follows its deletion.
  if (thread !== undefined) return { alert: factsOfThread(thread, reference), terms: [] };
  throw notFound('alert');
}

const factsOfThread = ({ category, objectLetter }: Thread, reference: string): AlertFacts => ({
  reference,
  // SIM-XB-…: the issuing state stands in the reference.
  issuingState: reference.slice(4, 6),
  category,
  subject: objectLetter !== undefined ? 'object' : category === 'UNK' ? 'unknown-person' : 'person',
  objectLetter,
  terrorism: false,
  article: citationOf(category),
  createdBy: undefined,
});

const aboutOf = (alert: AlertFacts | undefined): AboutAlert =>
  alert === undefined
    ? { alertReference: undefined, category: 'INF', objectLetter: undefined }
    : { alertReference: alert.reference, category: alert.category, objectLetter: alert.objectLetter };

/** To whom a form goes that names nobody. */
function recipientsOf(
  { recipients, body }: FormToSend,
  sender: Party,
  thread: Thread | undefined,
  alert: AlertFacts | undefined,
): readonly Party[] {
  if (recipients.length > 0) return recipients;
  if (thread !== undefined) return [otherSide(thread, sender)];
  if (isPurposeAchieved(body)) return [sender];
  return alert === undefined || LETTERS[body.letter].direction === 'from-issuer' || alert.issuingState === sender
    ? []
    : [alert.issuingState];
}

function threadFaults(
  { alertReference, recipients: named }: FormToSend,
  sender: Party,
  thread: Thread | undefined,
  recipients: readonly Party[],
): readonly FieldViolation[] {
  const faults: FieldViolation[] = [];
  if (recipients.length === 0) {
    faults.push({ field: 'recipient_states', rule: 'required', description: 'must name the states that get the form' });
  }
  if (thread === undefined) return faults;
  if (!thread.open) faults.push(closedThread);
  if (alertReference !== undefined && alertReference !== thread.alertReference) {
    faults.push({ field: 'alert_reference', rule: 'thread', description: 'must be the alert of the thread' });
  }
  if (named.some((recipient) => recipient !== otherSide(thread, sender))) {
    faults.push({ field: 'recipient_states', rule: 'thread', description: 'must be the other side of the thread' });
  }
  return faults;
}

const otherSide = ({ opener, counterpart }: Thread, party: Party): Party => (party === opener ? counterpart : opener);
