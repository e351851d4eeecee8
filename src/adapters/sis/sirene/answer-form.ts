/** Answers a form, and does what the answer promises. Bureaux and simulated ones answer alike. */
import type { FieldViolation } from '../../../shared/refusal.js';
import { newRequestId } from '../../../shared/request-id.js';
import type { Actor } from '../store/write-alerts.js';
import { extended } from './domain/deadlines.js';
import type { AskedForm, AttachedFile, Form, FormIdentity, Resolution } from './domain/form.js';
import type { Party } from './domain/party.js';
import { answerBody, isPurposeAchieved, LETTERS, resolutionsOf } from './domain/send-rules.js';
import { faultOf, type StepFault } from './domain/states.js';
import type { SireneParts } from './parts.js';
import type { Tx } from './store/transaction.js';
import { refuseIfAny } from './wire/parse-request.js';

/** An answer, and who gives it. */
export interface GivenAnswer {
  readonly party: Party;
  readonly authority: string;
  /** The officer who answers; undefined for a simulated bureau. */
  readonly actor: Actor | undefined;
  readonly resolution: Resolution;
  readonly text: string;
  readonly identities: readonly FormIdentity[];
  readonly attachments: readonly AttachedFile[];
}

/** Why an answer cannot be given, as far as that can be told before it is. */
export function answerFaults(
  { form, thread }: AskedForm,
  { party, resolution, identities }: GivenAnswer,
  now: number,
): readonly FieldViolation[] {
  const { content } = form;
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
  const { letter } = answerBody(form.letter, resolution, '');
  if (identities.length > 0 && LETTERS[letter].identities !== true) {
    faults.push({ field: 'identities', rule: 'letter', description: 'a refusal (form H) names no persons' });
  }
  return faults;
}

/** Answers within a transaction. Throws a Refusal, and nothing is changed, when somebody was faster. */
export async function giveAnswer(
  tx: Tx,
  { forms, acts, lapse }: SireneParts,
  { form, thread }: AskedForm,
  answer: GivenAnswer,
  now: number,
): Promise<Form> {
  const { party, resolution } = answer;
  const isTaken =
    (await forms.holdOpen(tx, thread.id)) &&
    (resolution === 'extended'
      ? await forms.extend(tx, form.id, party, extended(form.dueAtMs ?? now, lapse), now)
      : await forms.answer(tx, form.id, party, resolution, now));
  if (!isTaken) refuseIfAny([stepViolation('state')]);
  if (resolution === 'accepted') await carryOut(tx, acts, form, answer.actor);
  return forms.send(
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
}

/** What the issuing state promised is done in the same transaction. A correction (form J) it enters itself. */
async function carryOut(
  tx: Tx,
  acts: SireneParts['acts'],
  { id, sender, alertReference, content }: Form,
  actor: Actor | undefined,
): Promise<void> {
  if (alertReference === undefined || content === undefined) return;
  const { body } = content;
  if (body.letter === 'F') {
    await acts.flag(tx, { alertReference, action: body.action, forState: sender, formId: id }, actor);
  } else if (isPurposeAchieved(body)) {
    await acts.deleteServed(tx, alertReference, actor);
  }
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
