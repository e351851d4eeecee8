/** Answers a form, and does what the answer promises. Bureaux and simulated ones answer alike. */
import type { FieldViolation } from '../../../shared/refusal.js';
import { newRequestId } from '../../../shared/request-id.js';
import type { Alert } from '../domain/alert.js';
import type { Actor } from '../store/write-alerts.js';
import { extended } from './domain/deadlines.js';
import type { AlertDecision, AskedForm, AttachedFile, Form, FormIdentity, Resolution } from './domain/form.js';
import type { Party } from './domain/party.js';
import { answerBody, decisionOn, LETTERS, resolutionsOf } from './domain/send-rules.js';
import { faultOf, type StepFault } from './domain/states.js';
import type { SireneParts } from './parts.js';
import type { Tx } from './store/transaction.js';
import { refuseIfAny } from './wire/parse-request.js';

/** An answer, and who gives it. */
export interface GivenAnswer {
  readonly party: Party;
  readonly authority: string;
  /** What the law was asked for; a form that is answered otherwise is not. */
  readonly decidesOn: AlertDecision | undefined;
  /** Whether the authority created the alert that the form is about. */
  readonly isCreator: boolean;
  /** The officer who answers; undefined for a simulated bureau. */
  readonly actor: Actor | undefined;
  readonly resolution: Resolution;
  readonly text: string;
  readonly identities: readonly FormIdentity[];
  readonly attachments: readonly AttachedFile[];
}

/** An answer that was given. */
export interface DoneAnswer {
  readonly sent: Form;
  /** Alerts that it deleted. */
  readonly deleted: readonly Alert[];
}

/** Why an answer cannot be given, as far as that can be told before it is. */
export function answerFaults({ form, thread }: AskedForm, answer: GivenAnswer, now: number): readonly FieldViolation[] {
  const { content } = form;
  const { party, resolution, identities } = answer;
  if (content === undefined) throw new TypeError('a form is answered by whoever has read it');
  const faults: FieldViolation[] = [];
  const kind = resolution === 'extended' ? 'extend' : 'answer';
  const fault = faultOf({ ...form, opener: thread.opener }, { kind, by: party }, now);
  if (fault !== undefined) faults.push(stepViolation(fault));
  const possible = resolutionsOf(content.body);
  if (fault !== 'no-answer-expected' && !possible.includes(resolution)) {
    faults.push({
      field: 'resolution',
      rule: 'letter',
      description: `form ${form.letter} is answered by ${possible.join(', ').toUpperCase()}`,
    });
  }
  faults.push(...decisionFaults(form, decisionOn(content.body), answer));
  const { letter } = answerBody(form.letter, resolution, '');
  if (identities.length > 0 && LETTERS[letter].identities !== true) {
    faults.push({ field: 'identities', rule: 'letter', description: 'a refusal (form H) names no persons' });
  }
  return faults;
}

/**
 * Who decides on an alert says so, and is the one to decide: a flag is the bureau's (Arts. 24, 25); whether an alert that
 * has served its purpose is deleted, the authority's that created it (2018/1862 Art. 53(9), 2018/1861 Art. 39), so that no
 * bureau answers its own notice.
 */
function decisionFaults(
  { letter }: Form,
  decision: AlertDecision | undefined,
  { decidesOn, isCreator }: GivenAnswer,
): readonly FieldViolation[] {
  if (decision === 'deletion' && !isCreator) {
    const description = 'is answered by the authority that created the alert, and by no bureau (Art. 53(9))';
    return [{ field: 'form_id', rule: 'creating_authority', description }];
  }
  if (decision === decidesOn) return [];
  const description =
    decision === undefined
      ? `must be left out: an answer to form ${letter} decides nothing about the alert`
      : `must be ALERT_DECISION_${decision.toUpperCase()}: the answer to form ${letter} decides on that`;
  return [{ field: 'decides_on', rule: 'letter', description }];
}

/** Answers within a transaction. Throws a Refusal, and nothing is changed, when somebody was faster. */
export async function giveAnswer(
  tx: Tx,
  { forms, acts, lapse }: SireneParts,
  { form, thread }: AskedForm,
  answer: GivenAnswer,
  now: number,
): Promise<DoneAnswer> {
  const { party, resolution } = answer;
  const isTaken =
    (await forms.holdOpen(tx, thread.id)) &&
    (resolution === 'extended'
      ? await forms.extend(tx, form.id, party, extended(form.dueAtMs ?? now, lapse), now)
      : await forms.answer(tx, form.id, party, resolution, now));
  if (!isTaken) refuseIfAny([stepViolation('state')]);
  const deleted = resolution === 'accepted' ? await carryOut(tx, acts, form, answer) : [];
  const sent = await forms.send(
    tx,
    {
      id: newRequestId(now),
      threadId: thread.id,
      sender: party,
      recipient: form.sender,
      sentBy: answer.authority,
      answers: form.id,
      sentAtMs: now,
      deadline: undefined,
      sentLate: form.dueAtMs !== undefined && now >= form.dueAtMs,
      resolution,
      content: {
        body: answerBody(form.letter, resolution, answer.text),
        urgentReason: undefined,
        identities: answer.identities,
      },
      attachments: answer.attachments,
    },
    form,
  );
  return { sent, deleted };
}

/**
 * What the issuing state promised is done in the same transaction; resolves to what was deleted. A correction (form J) it
 * enters itself.
 */
async function carryOut(
  tx: Tx,
  acts: SireneParts['acts'],
  { id, sender, alertReference, content }: Form,
  { decidesOn, actor }: GivenAnswer,
): Promise<readonly Alert[]> {
  if (alertReference === undefined || content === undefined || decidesOn === undefined) return [];
  if (decisionOn(content.body) !== decidesOn) throw new TypeError('an answer decides on what it was not asked for');
  const { body } = content;
  if (body.letter === 'F') {
    await acts.flag(tx, { alertReference, action: body.action, forState: sender, formId: id }, actor);
    return [];
  }
  return acts.deleteServed(tx, alertReference, actor);
}

const WORDS: Readonly<Record<StepFault, string>> = {
  foreign: 'must be a form to the caller’s own bureau',
  state: 'must be a form that was neither answered nor closed',
  'no-answer-expected': 'must be a form that asks for an answer',
  extended: 'must be a form for which no more time was taken yet',
  late: 'must be a form whose time is not over: more is taken before that',
  'not-due': 'must be a form whose time is over',
};

const stepViolation = (fault: StepFault): FieldViolation => ({
  field: 'form_id',
  rule: fault === 'foreign' ? 'recipient' : fault.replaceAll('-', '_'),
  description: WORDS[fault],
});
