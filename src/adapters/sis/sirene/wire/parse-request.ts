/** Requests of the SIRENE service, read into the terms of the domain. */
import { createHash } from 'node:crypto';
import {
  type AnswerFormRequest,
  FormBox,
  type FormIdentity as WireIdentity,
  type ListFormsRequest,
  type ListHitsRequest,
  type NewAttachment,
  type SendFormRequest,
} from '../../../../gen/ostiary/sis/v1/sirene.js';
import { names } from '../../../../matching/names/compare-names.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { AlertDecision, AttachedFile, FormBody, FormIdentity, Resolution } from '../domain/form.js';
import type { FormQuery } from '../store/form-store.js';
import type { HitQuery } from '../store/hit-store.js';
import { given, known, parseBody, type Violations } from './parse-body.js';
import { ATTACHMENTS_ON_WIRE, DECISIONS_ON_WIRE, RESOLUTIONS_ON_WIRE, STATES_ON_WIRE } from './words.js';

/** Entries of a page if the request names no number. */
const DEFAULT_PAGE = 50;

/** A form that is to be sent. */
export interface FormToSend {
  readonly alertReference: string | undefined;
  readonly threadId: string | undefined;
  /** Empty: those that go without saying. */
  readonly recipients: readonly string[];
  readonly body: FormBody;
  readonly urgentReason: string | undefined;
  readonly identities: readonly FormIdentity[];
  readonly attachments: readonly AttachedFile[];
}

/** An answer that is to be given. */
export interface AnswerToGive {
  readonly formId: string;
  readonly resolution: Resolution;
  /** What it decides about the alert, as the caller has it. */
  readonly decidesOn: AlertDecision | undefined;
  readonly text: string;
  readonly identities: readonly FormIdentity[];
  readonly attachments: readonly AttachedFile[];
}

/** Reads a form. Throws a Refusal that names everything that is wrong with it by itself. */
export function parseForm(request: SendFormRequest, nowMs: number): FormToSend {
  const violations: Violations = [];
  const form: FormToSend = {
    alertReference: given(request.alertReference),
    threadId: given(request.threadId),
    recipients: request.recipientStates,
    body: parseBody(known(request.body), nowMs, violations),
    urgentReason: given(request.urgentReason),
    identities: request.identities.map((identity, at) => parseIdentity(identity, at, violations)),
    attachments: request.attachments.map(parseAttachment),
  };
  refuseIfAny(violations);
  return form;
}

/** Reads an answer. */
export function parseAnswer(request: AnswerFormRequest): AnswerToGive {
  const violations: Violations = [];
  const resolution = known(RESOLUTIONS_ON_WIRE.fromWire(request.resolution));
  if (resolution === 'silence') {
    violations.push({ field: 'resolution', rule: 'given_by_time', description: 'must be an answer, not silence' });
  }
  const answer: AnswerToGive = {
    formId: request.formId,
    resolution,
    decidesOn: DECISIONS_ON_WIRE.fromWire(request.decidesOn),
    text: request.text,
    identities: request.identities.map((identity, at) => parseIdentity(identity, at, violations)),
    attachments: request.attachments.map(parseAttachment),
  };
  refuseIfAny(violations);
  return answer;
}

const BOXES: ReadonlyMap<FormBox, FormQuery['box']> = new Map([
  [FormBox.INBOX, 'inbox'],
  [FormBox.OUTBOX, 'outbox'],
  [FormBox.NOTICES, 'notices'],
]);

/** Reads which forms to list. */
export const parseFormQuery = (request: ListFormsRequest): FormQuery => ({
  box: BOXES.get(request.box) ?? 'both',
  states: request.states.map((state) => known(STATES_ON_WIRE.fromWire(state))),
  onlyOverdue: request.onlyOverdue,
  alertReference: given(request.alertReference),
  threadId: given(request.threadId),
  ...pageOf(request),
});

/** Reads which hits to list. */
export const parseHitQuery = (request: ListHitsRequest): HitQuery => ({
  onlyOpen: request.onlyOpen,
  alertReference: given(request.alertReference),
  ...pageOf(request),
});

/** Throws a Refusal when there are violations. */
export function refuseIfAny(violations: Violations | readonly Violations[number][]): void {
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'the form breaks rules', { violations });
}

const pageOf = (request: { readonly pageSize: number; readonly pageToken: string }) => ({
  size: request.pageSize || DEFAULT_PAGE,
  before: given(request.pageToken),
});

function parseIdentity(identity: WireIdentity, at: number, violations: Violations): FormIdentity {
  const { surname, forename, dateOfBirth, nationality } = identity;
  const both = names(surname, forename);
  for (const field of ['surname', 'forename'] as const) {
    if (identity[field] !== '' && both[field]?.canonical === '') {
      violations.push({
        field: `identities[${at}].${field}`,
        rule: 'letters',
        description: 'must hold a letter or digit',
      });
    }
  }
  return { surname, forename, dateOfBirth, nationality };
}

const parseAttachment = ({ fileName, type, content }: NewAttachment, at: number): AttachedFile => ({
  number: at + 1,
  fileName,
  type: known(ATTACHMENTS_ON_WIRE.fromWire(type)),
  size: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  content,
});
