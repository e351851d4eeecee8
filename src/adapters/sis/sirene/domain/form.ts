/** Forms: letters from one SIRENE Bureau to another about one alert. Articles are those of Regulation (EU) 2018/1862. */
import type { AlertCategory } from '../../domain/category.js';
import type { ObjectLetter } from '../../domain/object-category.js';
import type { DeadlineRule } from './deadline-rule.js';
import type { Party } from './party.js';
import type { FormState } from './states.js';

/** How a match became a hit (Art. 3(6), (7)). */
export interface HitDetails {
  readonly matchedBy: 'alphanumeric' | 'biometric';
  readonly confirmedBy: 'end-user' | 'expert';
  readonly place: string;
  /** Milliseconds since the epoch. */
  readonly occurredAtMs: number;
  readonly circumstances: string;
  readonly actionTaken: string;
  readonly informationRequested: string;
}

/** What a form M is about. */
export type MessageSubject =
  | 'general'
  | 'other-form'
  | 'hit'
  | 'alias'
  | 'surrender'
  | 'check'
  | 'missing'
  | 'purpose-achieved'
  | 'europol-proposal'
  | 'europol-notice';

/** What a form says, by its letter. */
export type FormBody =
  | {
      readonly letter: 'A';
      readonly warrantReference: string;
      readonly issuingAuthority: string;
      readonly offence: string;
      readonly penaltyMonths: number;
      readonly extradition: boolean;
    }
  | { readonly letter: 'E'; readonly wantedCategory: AlertCategory; readonly reason: string }
  | { readonly letter: 'F'; readonly action: 'add' | 'delete'; readonly reason: string }
  | {
      readonly letter: 'G';
      /** The hit as it was reported here; undefined for one that came to the bureau by another way. */
      readonly hitId: string | undefined;
      readonly details: HitDetails;
      /** Field 090. */
      readonly article: string;
      readonly europolWithheldBecause: string | undefined;
    }
  | { readonly letter: 'H'; readonly reason: string; readonly doneInstead: string }
  /** The purpose by its number in the contract. */
  | { readonly letter: 'I'; readonly purpose: number; readonly reason: string }
  /** Day of the finding, YYYY-MM-DD. */
  | { readonly letter: 'J'; readonly finding: string; readonly foundOn: string; readonly unlawful: boolean }
  | { readonly letter: 'K'; readonly right: 'access' | 'rectification' | 'deletion'; readonly question: string }
  | { readonly letter: 'L'; readonly question: string; readonly samePerson: boolean }
  | {
      readonly letter: 'M';
      readonly subject: MessageSubject;
      readonly text: string;
      readonly answerRequested: boolean;
    }
  | { readonly letter: 'N' | 'O'; readonly stage: 'request' | 'outcome'; readonly matter: string }
  | {
      readonly letter: 'P';
      readonly description: string;
      readonly identificationNumber: string;
      readonly plate: string;
      readonly keptAt: string;
      readonly cloneSuspected: boolean;
    }
  | { readonly letter: 'Q'; readonly circumstances: string; readonly victimConsents: boolean };

/** Letter of a form. */
export type FormLetter = FormBody['letter'];

/** Somebody whom a form identifies. */
export interface FormIdentity {
  readonly surname: string;
  readonly forename: string;
  /** YYYY-MM-DD, 00 for what is not known. */
  readonly dateOfBirth: string;
  readonly nationality: string;
}

/** Types of attachment. */
export type AttachmentType = 'pdf' | 'jpeg' | 'png' | 'text' | 'nist';

/** A file of a form, without its content. */
export interface Attachment {
  /** From 1. */
  readonly number: number;
  readonly fileName: string;
  readonly type: AttachmentType;
  readonly size: number;
  /** In hex. */
  readonly sha256: string;
}

/** A file with its content. */
export interface AttachedFile extends Attachment {
  readonly content: Uint8Array;
}

/** What a form holds besides its workflow. */
export interface FormContent {
  readonly body: FormBody;
  readonly urgentReason: string | undefined;
  readonly identities: readonly FormIdentity[];
}

/** How a form is answered. */
export type Resolution = 'accepted' | 'refused' | 'information' | 'extended' | 'silence';

/** What an answer decides about the alert itself: acts that the law names apart from the exchange of information. */
export type AlertDecision = 'flag' | 'deletion';

/** The alert that a thread or hit is about, as far as it stays with them. */
export interface AboutAlert {
  /** Undefined for a proposal, which comes before an alert. */
  readonly alertReference: string | undefined;
  readonly category: AlertCategory;
  readonly objectLetter: ObjectLetter | undefined;
}

/** All that two bureaux write to each other in one matter. */
export interface Thread extends AboutAlert {
  readonly id: string;
  readonly opener: Party;
  readonly counterpart: Party;
  readonly open: boolean;
}

/** A form. */
export interface Form extends AboutAlert {
  readonly id: string;
  readonly threadId: string;
  readonly letter: FormLetter;
  readonly sender: Party;
  readonly recipient: Party;
  /** Authority that sent it. */
  readonly sentBy: string;
  readonly answers: string | undefined;
  readonly state: FormState;
  readonly expectsAnswer: boolean;
  readonly sentAtMs: number;
  readonly deliveredAtMs: number | undefined;
  readonly answeredAtMs: number | undefined;
  readonly closedAtMs: number | undefined;
  readonly dueAtMs: number | undefined;
  readonly deadline: DeadlineRule | undefined;
  readonly extended: boolean;
  readonly sentLate: boolean;
  readonly resolution: Resolution | undefined;
  /** Of a form that was read; undefined in lists. */
  readonly content: FormContent | undefined;
  readonly urgent: boolean;
  readonly attachments: readonly Attachment[];
}

/** A form with its content, and its thread: what an answer needs. */
export interface AskedForm {
  readonly form: Form;
  readonly thread: Thread;
}

/** A hit that an end user reported to the bureau of their state. */
export interface Hit extends AboutAlert {
  readonly id: string;
  readonly alertReference: string;
  /** State whose bureau is to send form G. */
  readonly memberState: string;
  /** Authority that reported it. */
  readonly reportedBy: string;
  readonly reportedAtMs: number;
  readonly dueAtMs: number;
  readonly deadline: DeadlineRule;
  /** Form G; undefined before it was sent. */
  readonly formId: string | undefined;
  readonly details: HitDetails;
}

/** Whether it should have been answered by now. */
export const isFormOverdue = (form: Pick<Form, 'state' | 'dueAtMs'>, nowMs: number): boolean =>
  form.dueAtMs !== undefined && nowMs >= form.dueAtMs && (form.state === 'sent' || form.state === 'delivered');

/** Whether form G should have been sent by now. */
export const isHitOverdue = (hit: Pick<Hit, 'formId' | 'dueAtMs'>, nowMs: number): boolean =>
  hit.formId === undefined && nowMs >= hit.dueAtMs;
