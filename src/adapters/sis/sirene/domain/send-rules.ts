/**
 * Who may send which form to whom, about which alert. What the SIRENE manual (Implementing Decision 2013/115/EU) says of
 * each letter; the manuals in force since 2021 were not seen.
 */
import type { FieldViolation } from '../../../../shared/refusal.js';
import type { AlertCategory, SubjectKind } from '../../domain/category.js';
import { FLAGGABLE } from '../../domain/flags.js';
import type { ObjectLetter } from '../../domain/object-category.js';
import type { AlertDecision, Form, FormBody, FormLetter, HitDetails, Resolution } from './form.js';
import { NOTICE_DEADLINE } from './deadline-rule.js';
import { EUROPOL, type Party } from './party.js';

/** An alert, as far as forms depend on it. */
export interface AlertFacts {
  readonly reference: string;
  readonly issuingState: string;
  readonly category: AlertCategory;
  readonly subject: SubjectKind;
  readonly objectLetter: ObjectLetter | undefined;
  readonly terrorism: boolean;
  /** Article by which it was entered, with its instrument: field 090. */
  readonly article: string;
  /** Authority that created it; undefined when the alert is no more. */
  readonly createdBy: string | undefined;
}

interface LetterRules {
  /** Between whom: to the state that issued the alert, from it, or between any two. */
  readonly direction: 'to-issuer' | 'from-issuer' | 'any';
  /** The same form may go to several bureaux. */
  readonly several?: boolean;
  /** It may go to Europol. */
  readonly europol?: boolean;
  /** It may name persons. */
  readonly identities?: boolean;
  readonly subjects?: readonly SubjectKind[];
  readonly categories?: readonly AlertCategory[];
  readonly objects?: readonly ObjectLetter[];
  /** How it may be answered. */
  readonly resolutions: readonly Resolution[];
}

const PERSONS: readonly SubjectKind[] = ['person', 'unknown-person'];
const NO_ENTRY: readonly AlertCategory[] = ['REF', 'RSM', 'RET'];

/** Rules of every letter. */
export const LETTERS: Readonly<Record<FormLetter, LetterRules>> = {
  A: { direction: 'from-issuer', several: true, categories: ['ARR'], resolutions: [] },
  E: { direction: 'to-issuer', resolutions: ['accepted', 'refused', 'information'] },
  F: { direction: 'to-issuer', categories: FLAGGABLE, resolutions: ['accepted', 'refused'] },
  G: { direction: 'to-issuer', resolutions: ['information'] },
  H: { direction: 'any', resolutions: [] },
  I: { direction: 'to-issuer', resolutions: ['accepted', 'refused'] },
  J: { direction: 'to-issuer', resolutions: ['accepted', 'refused'] },
  K: { direction: 'to-issuer', subjects: PERSONS, resolutions: ['accepted', 'refused', 'information'] },
  L: {
    direction: 'any',
    europol: true,
    identities: true,
    subjects: PERSONS,
    resolutions: ['information', 'refused'],
  },
  M: {
    direction: 'any',
    several: true,
    europol: true,
    identities: true,
    resolutions: ['accepted', 'refused', 'information'],
  },
  N: { direction: 'to-issuer', categories: NO_ENTRY, resolutions: ['accepted', 'refused'] },
  O: { direction: 'any', categories: NO_ENTRY, resolutions: ['accepted', 'refused', 'extended'] },
  P: {
    direction: 'to-issuer',
    subjects: ['object'],
    objects: ['a', 'b', 'c', 'd', 'e', 'g', 'h'],
    resolutions: [],
  },
  Q: { direction: 'to-issuer', identities: true, subjects: ['person'], resolutions: ['accepted', 'information'] },
};

/** A form that is to be sent. */
export interface Sending {
  readonly body: FormBody;
  readonly sender: Party;
  /** Authority that sends it. */
  readonly authority: string;
  readonly recipients: readonly Party[];
  readonly hasIdentities: boolean;
  readonly hasAttachments: boolean;
  /** Undefined for a proposal of Europol. */
  readonly alert: AlertFacts | undefined;
}

type Report = (field: string, rule: string, description: string) => void;

/** Everything that is wrong with sending a form. States that take part are the caller's to name. */
export function sendingFaults(sending: Sending, participants: ReadonlySet<Party>): readonly FieldViolation[] {
  const faults: FieldViolation[] = [];
  const report: Report = (field, rule, description) => void faults.push({ field, rule, description });
  checkRecipients(sending, participants, report);
  checkAlert(sending, report);
  if (isPurposeAchieved(sending.body)) checkNotice(sending, report);
  if (sending.hasIdentities && LETTERS[sending.body.letter].identities !== true) {
    report('identities', 'letter', `form ${sending.body.letter} names no persons; forms L, M and Q do`);
  }
  return faults;
}

function checkRecipients({ body, sender, recipients, alert }: Sending, all: ReadonlySet<Party>, report: Report): void {
  const field = 'recipient_states';
  const { letter } = body;
  const rules = LETTERS[letter];
  if (new Set(recipients).size < recipients.length) report(field, 'unique', 'must name each state once');
  if (recipients.length > 1 && rules.several !== true) {
    report(field, 'max_items', `form ${letter} goes to one bureau; only forms A and M go to several`);
  }
  recipients.forEach((recipient, at) => {
    if (recipient === EUROPOL ? rules.europol !== true : !all.has(recipient)) {
      report(`${field}[${at}]`, 'participating', `must be a state that takes part and can get form ${letter}`);
    }
  });
  if (isPurposeAchieved(body)) {
    if (sender !== alert?.issuingState || recipients.some((recipient) => recipient !== sender)) {
      report(
        field,
        'own_state',
        'that an alert has served its purpose is between the bureau that issued it and its own state (Art. 53(9))',
      );
    }
    return;
  }
  if (recipients.includes(sender)) report(field, 'own_state', 'must not be the sender’s own state');
  if (alert === undefined) return;
  if (rules.direction === 'to-issuer' && recipients.some((recipient) => recipient !== alert.issuingState)) {
    report(field, 'issuing_state', `form ${letter} goes to the state that issued the alert`);
  }
  if (rules.direction === 'from-issuer' && sender !== alert.issuingState) {
    report('alert_reference', 'issuing_state', `form ${letter} comes from the state that issued the alert`);
  }
}

function checkAlert({ body, sender, alert }: Sending, report: Report): void {
  const { letter } = body;
  const rules = LETTERS[letter];
  if (sender === EUROPOL && letter !== 'M' && letter !== 'L') report('body', 'sender', 'Europol sends forms L and M');
  if (letter === 'M' && body.subject === 'europol-proposal') {
    if (sender !== EUROPOL) report('message.subject', 'sender', 'only Europol proposes information alerts (Art. 37a)');
    if (alert !== undefined) report('alert_reference', 'proposal', 'a proposal comes before its alert');
    return;
  }
  if (letter === 'M' && body.subject === 'europol-notice') {
    report('message.subject', 'sender', 'Europol is told of hits by form G itself (Art. 48(8))');
  }
  if (alert === undefined) {
    report('alert_reference', 'required', 'must be given');
    return;
  }
  const fits =
    (rules.categories?.includes(alert.category) ?? true) &&
    (rules.subjects?.includes(alert.subject) ?? true) &&
    (rules.objects === undefined || (alert.objectLetter !== undefined && rules.objects.includes(alert.objectLetter)));
  if (!fits) report('alert_reference', 'category', `form ${letter} is not for alerts of this kind`);
  if (letter !== 'G') return;
  if (alert.category === 'INF' && body.europolWithheldBecause !== undefined) {
    report('hit.europol_withheld_because', 'category', 'Europol is told of every hit on an information alert');
  }
  for (const fault of hitFaults(body.details, alert, 'hit.details')) report(fault.field, fault.rule, fault.description);
}

/** A notice to the authority that created the alert: to another one than the bureau, about an alert that still stands. */
function checkNotice({ alert, authority, hasAttachments }: Sending, report: Report): void {
  if (alert !== undefined && alert.createdBy === undefined) {
    report('alert_reference', 'ended', 'must be an alert that has not ended');
  }
  if (alert?.createdBy === authority) {
    report('alert_reference', 'creating_authority', 'the caller created the alert, and deletes it by DeleteAlert');
  }
  if (hasAttachments) report('attachments', 'letter', 'a notice to the authority that created the alert has no files');
}

/** What is wrong with the circumstances of a hit on an alert. */
export function hitFaults(details: HitDetails, alert: AlertFacts, path: string): readonly FieldViolation[] {
  if (alert.category !== 'UNK' || details.matchedBy === 'biometric') return [];
  return [
    {
      field: `${path}.matched_by`,
      rule: 'category',
      description: 'an alert on an unknown wanted person is matched by prints and nothing else (Art. 40)',
    },
  ];
}

/** What the answer to a form decides about the alert, if anything. */
export const decisionOn = (body: FormBody): AlertDecision | undefined =>
  body.letter === 'F' ? 'flag' : isPurposeAchieved(body) ? 'deletion' : undefined;

/** Whether a form is a notice to the authority that created the alert, told by its time limit where the content is not at hand. */
export const isNotice = ({ deadline }: Pick<Form, 'deadline'>): boolean => deadline === NOTICE_DEADLINE;

/** Whether a form tells that an alert has served its purpose. */
export const isPurposeAchieved = (body: FormBody): boolean =>
  body.letter === 'M' && body.subject === 'purpose-achieved';

/** Whether Europol is told of a hit (Art. 48(8)): always on information alerts, and on terrorism unless it is withheld. */
export const concernsEuropol = (body: FormBody, { category, terrorism }: AlertFacts): boolean =>
  body.letter === 'G' && (category === 'INF' || (terrorism && body.europolWithheldBecause === undefined));

/** How a form may be answered. What asks whether an alert has served its purpose is answered by yes or no. */
export const resolutionsOf = (body: FormBody): readonly Resolution[] =>
  body.letter === 'M' && (body.subject === 'purpose-achieved' || body.subject === 'europol-proposal')
    ? ['accepted', 'refused']
    : LETTERS[body.letter].resolutions;

/** The form that answers: M, or H where the answer is a refusal. Form I is answered by M whatever the answer is. */
export const answerBody = (asked: FormLetter, resolution: Resolution, text: string): FormBody =>
  resolution === 'refused' && asked !== 'I'
    ? { letter: 'H', reason: text, doneInstead: '' }
    : { letter: 'M', subject: 'general', text, answerRequested: false };
