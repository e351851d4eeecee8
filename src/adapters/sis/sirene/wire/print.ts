/** Forms and hits as messages of the contract. What of them the caller gets is decided by the pipeline. */
import {
  type FormAttachment as WireAttachment,
  AttachedFile as WireFile,
  type DeepPartial,
  Form as WireForm,
  Hit as WireHit,
  HitDetails as WireDetails,
} from '../../../../gen/ostiary/sis/v1/sirene.js';
import { HandlingCode } from '../../../../gen/ostiary/common/v1/handling.js';
import { isHiddenFromSubject } from '../../domain/national-law.js';
import { CATEGORY_TO_WIRE } from '../../wire/enums.js';
import {
  type AboutAlert,
  type AttachedFile,
  type Attachment,
  type Form,
  type FormBody,
  type Hit,
  type HitDetails,
  isFormOverdue,
  isHitOverdue,
} from '../domain/form.js';
import type { Party } from '../domain/party.js';
import {
  ATTACHMENTS_ON_WIRE,
  CONFIRMATIONS_ON_WIRE,
  DEADLINES_ON_WIRE,
  FLAG_ACTIONS_ON_WIRE,
  LETTERS_ON_WIRE,
  MATCHES_ON_WIRE,
  RESOLUTIONS_ON_WIRE,
  RIGHTS_ON_WIRE,
  STAGES_ON_WIRE,
  STATES_ON_WIRE,
  SUBJECTS_ON_WIRE,
} from './words.js';

/** Prints a form as it stands at a time. */
export function printForm(form: Form, nowMs: number): WireForm {
  const { content } = form;
  return WireForm.fromPartial({
    ...printAbout(form, [form.sender, form.recipient]),
    formId: form.id,
    threadId: form.threadId,
    letter: LETTERS_ON_WIRE.toWire(form.letter),
    alertReference: form.alertReference ?? '',
    senderState: form.sender,
    recipientState: form.recipient,
    answersFormId: form.answers ?? '',
    state: STATES_ON_WIRE.toWire(form.state),
    urgent: form.urgent,
    sentAt: timeOf(form.sentAtMs),
    deliveredAt: timeOf(form.deliveredAtMs),
    answeredAt: timeOf(form.answeredAtMs),
    closedAt: timeOf(form.closedAtMs),
    dueAt: timeOf(form.dueAtMs),
    deadline: form.deadline === undefined ? 0 : DEADLINES_ON_WIRE.toWire(form.deadline),
    overdue: isFormOverdue(form, nowMs),
    sentLate: form.sentLate,
    resolution: form.resolution === undefined ? 0 : RESOLUTIONS_ON_WIRE.toWire(form.resolution),
    sentBy: form.sentBy,
    urgentReason: content?.urgentReason ?? '',
    identities: content?.identities.map((identity) => ({ ...identity })) ?? [],
    attachments: form.attachments.map(printAttachment),
    ...(content !== undefined && printBody(content.body)),
  });
}

/** Prints a hit as it stands at a time. */
export const printHit = (hit: Hit, nowMs: number): WireHit =>
  WireHit.fromPartial({
    ...printAbout(hit, [hit.memberState]),
    hitId: hit.id,
    alertReference: hit.alertReference,
    reportedAt: timeOf(hit.reportedAtMs),
    formId: hit.formId ?? '',
    dueAt: timeOf(hit.dueAtMs),
    deadline: DEADLINES_ON_WIRE.toWire(hit.deadline),
    overdue: isHitOverdue(hit, nowMs),
    reportedBy: hit.reportedBy,
    details: printDetails(hit.details),
  });

/** Prints an attachment with its content. */
export const printFile = (form: Form, file: AttachedFile): WireFile =>
  WireFile.fromPartial({
    ...printAbout(form, [form.sender, form.recipient]),
    formId: form.id,
    attachment: printAttachment(file),
    content: Buffer.from(file.content),
  });

/**
 * What the law asks of whoever gets anything about an alert of which the subject must not learn (Arts. 37(3), 37b(4)): in any of
 * the states concerned, since what one of them did in silence the others must not tell.
 */
const printAbout = ({ category, objectLetter }: AboutAlert, states: readonly Party[]) => ({
  category: CATEGORY_TO_WIRE[category],
  objectCategory: objectLetter ?? '',
  handling: {
    codes: states.some((state) => isHiddenFromSubject(category, state))
      ? [HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT]
      : [],
  },
});

const printAttachment = ({ number, fileName, type, size, sha256 }: Attachment): WireAttachment => ({
  number,
  fileName,
  type: ATTACHMENTS_ON_WIRE.toWire(type),
  size,
  sha256,
});

const printDetails = ({ matchedBy, confirmedBy, occurredAtMs, ...rest }: HitDetails): WireDetails => ({
  ...rest,
  matchedBy: MATCHES_ON_WIRE.toWire(matchedBy),
  confirmedBy: CONFIRMATIONS_ON_WIRE.toWire(confirmedBy),
  occurredAt: `${new Date(occurredAtMs).toISOString().slice(0, 19)}Z`,
});

function printBody(body: FormBody): DeepPartial<WireForm> {
  switch (body.letter) {
    case 'A': {
      const { warrantReference, issuingAuthority, offence, penaltyMonths, extradition } = body;
      return { arrest: { warrantReference, issuingAuthority, offence, penaltyMonths, extradition } };
    }
    case 'E':
      return { incompatibleAlert: { wantedCategory: CATEGORY_TO_WIRE[body.wantedCategory], reason: body.reason } };
    case 'F':
      return { flag: { action: FLAG_ACTIONS_ON_WIRE.toWire(body.action), reason: body.reason } };
    case 'G':
      return {
        hit: {
          hitId: body.hitId ?? '',
          details: printDetails(body.details),
          article: body.article,
          europolWithheldBecause: body.europolWithheldBecause ?? '',
        },
      };
    case 'H':
      return { notExecutable: { reason: body.reason, doneInstead: body.doneInstead } };
    case 'I':
      return { otherUse: { purpose: body.purpose as never, reason: body.reason } };
    case 'J':
      return { wrongData: { finding: body.finding, foundOn: body.foundOn, unlawful: body.unlawful } };
    case 'K':
      return { dataSubject: { right: RIGHTS_ON_WIRE.toWire(body.right), question: body.question } };
    case 'L':
      return { identification: { question: body.question, samePerson: body.samePerson } };
    case 'M':
      return {
        message: {
          subject: SUBJECTS_ON_WIRE.toWire(body.subject),
          text: body.text,
          answerRequested: body.answerRequested,
        },
      };
    case 'N':
    case 'O': {
      const consultation = { stage: STAGES_ON_WIRE.toWire(body.stage), matter: body.matter };
      return body.letter === 'N' ? { permitBefore: consultation } : { permitHeld: consultation };
    }
    case 'P': {
      const { description, identificationNumber, plate, keptAt, cloneSuspected } = body;
      return { vehicle: { description, identificationNumber, plate, keptAt, cloneSuspected } };
    }
    case 'Q':
      return { misusedIdentity: { circumstances: body.circumstances, victimConsents: body.victimConsents } };
  }
}

const timeOf = (timeMs: number | undefined): string => (timeMs === undefined ? '' : new Date(timeMs).toISOString());
