/** Enumerations of the contract for the words of the domain, and back. */
import {
  AlertDecision as WireDecision,
  AttachmentType as WireAttachmentType,
  ConsultationStage as WireStage,
  DataSubjectRight as WireRight,
  DeadlineRule as WireDeadlineRule,
  FlagAction as WireFlagAction,
  FormLetter as WireLetter,
  FormState as WireState,
  HitConfirmation as WireConfirmation,
  MatchBasis as WireMatchBasis,
  MessageSubject as WireSubject,
  Resolution as WireResolution,
} from '../../../../gen/ostiary/sis/v1/sirene.js';
import type { DeadlineRule } from '../domain/deadline-rule.js';
import type {
  AlertDecision,
  AttachmentType,
  FormBody,
  FormLetter,
  HitDetails,
  MessageSubject,
  Resolution,
} from '../domain/form.js';
import type { FormState } from '../domain/states.js';

/** Words of the domain, and their values in the contract. */
interface Words<Word extends string, Value extends number> {
  toWire(word: Word): Value;
  /** Undefined for values that stand for nothing. */
  fromWire(value: number): Word | undefined;
}

function words<Word extends string, Value extends number>(values: Readonly<Record<Word, Value>>): Words<Word, Value> {
  const back = new Map<number, Word>(Object.entries<Value>(values).map(([word, value]) => [value, word as Word]));
  return { toWire: (word) => values[word], fromWire: (value) => back.get(value) };
}

export const LETTERS_ON_WIRE = words<FormLetter, WireLetter>({
  A: WireLetter.A,
  E: WireLetter.E,
  F: WireLetter.F,
  G: WireLetter.G,
  H: WireLetter.H,
  I: WireLetter.I,
  J: WireLetter.J,
  K: WireLetter.K,
  L: WireLetter.L,
  M: WireLetter.M,
  N: WireLetter.N,
  O: WireLetter.O,
  P: WireLetter.P,
  Q: WireLetter.Q,
});

export const STATES_ON_WIRE = words<FormState, WireState>({
  sent: WireState.SENT,
  delivered: WireState.DELIVERED,
  answered: WireState.ANSWERED,
  closed: WireState.CLOSED,
});

export const RESOLUTIONS_ON_WIRE = words<Resolution, WireResolution>({
  accepted: WireResolution.ACCEPTED,
  refused: WireResolution.REFUSED,
  information: WireResolution.INFORMATION,
  extended: WireResolution.EXTENDED,
  silence: WireResolution.SILENCE,
});

export const DECISIONS_ON_WIRE = words<AlertDecision, WireDecision>({
  flag: WireDecision.FLAG,
  deletion: WireDecision.DELETION,
});

export const DEADLINES_ON_WIRE = words<DeadlineRule, WireDeadlineRule>({
  immediately: WireDeadlineRule.IMMEDIATELY,
  'hours-12': WireDeadlineRule.HOURS_12,
  'working-days-2': WireDeadlineRule.WORKING_DAYS_2,
  'calendar-days-10': WireDeadlineRule.CALENDAR_DAYS_10,
  'calendar-days-14': WireDeadlineRule.CALENDAR_DAYS_14,
  'calendar-days-15': WireDeadlineRule.CALENDAR_DAYS_15,
  'months-12': WireDeadlineRule.MONTHS_12,
});

export const SUBJECTS_ON_WIRE = words<MessageSubject, WireSubject>({
  general: WireSubject.GENERAL,
  'other-form': WireSubject.OTHER_FORM,
  hit: WireSubject.HIT,
  alias: WireSubject.ALIAS,
  surrender: WireSubject.SURRENDER,
  check: WireSubject.CHECK,
  missing: WireSubject.MISSING,
  'purpose-achieved': WireSubject.PURPOSE_ACHIEVED,
  'europol-proposal': WireSubject.EUROPOL_PROPOSAL,
  'europol-notice': WireSubject.EUROPOL_NOTICE,
});

export const ATTACHMENTS_ON_WIRE = words<AttachmentType, WireAttachmentType>({
  pdf: WireAttachmentType.PDF,
  jpeg: WireAttachmentType.JPEG,
  png: WireAttachmentType.PNG,
  text: WireAttachmentType.TEXT,
  nist: WireAttachmentType.NIST,
});

export const FLAG_ACTIONS_ON_WIRE = words<Extract<FormBody, { letter: 'F' }>['action'], WireFlagAction>({
  add: WireFlagAction.ADD,
  delete: WireFlagAction.DELETE,
});

export const RIGHTS_ON_WIRE = words<Extract<FormBody, { letter: 'K' }>['right'], WireRight>({
  access: WireRight.ACCESS,
  rectification: WireRight.RECTIFICATION,
  deletion: WireRight.DELETION,
});

export const STAGES_ON_WIRE = words<Extract<FormBody, { letter: 'N' | 'O' }>['stage'], WireStage>({
  request: WireStage.REQUEST,
  outcome: WireStage.OUTCOME,
});

export const MATCHES_ON_WIRE = words<HitDetails['matchedBy'], WireMatchBasis>({
  alphanumeric: WireMatchBasis.ALPHANUMERIC,
  biometric: WireMatchBasis.BIOMETRIC,
});

export const CONFIRMATIONS_ON_WIRE = words<HitDetails['confirmedBy'], WireConfirmation>({
  'end-user': WireConfirmation.END_USER,
  expert: WireConfirmation.EXPERT,
});
