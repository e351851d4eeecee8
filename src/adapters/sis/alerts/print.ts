/** Values of the domain → what responses have in common. */
import { HandlingCode } from '../../../gen/ostiary/common/v1/handling.js';
import type { DueConsultation } from '../../../gen/ostiary/sis/v1/alerts.js';
import { Notice as WireNotice } from '../../../gen/ostiary/sis/v1/notices.js';
import type { Disclosure } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import type { AlertCategory } from '../domain/category.js';
import { isHiddenFromSubject } from '../domain/national-law.js';
import type { ObjectLetter } from '../domain/object-category.js';
import { discloseAlert } from '../disclosures.js';
import type { GivenNotice } from '../store/notice-store.js';
import { CATEGORY_TO_WIRE } from '../wire/enums.js';
import { CONSULTATION_HOURS, type Consultation } from './check-subject.js';
import { NOTICE_KIND_TO_WIRE, NOTICE_STATE_TO_WIRE } from './enums.js';

/** Consultations that the caller may know of. */
export const printConsultations = (consultations: readonly Consultation[]): DueConsultation[] =>
  consultations.map(({ form, other: { alert } }) => ({
    form,
    otherReference: alert.reference,
    otherState: alert.issuingState,
    withinHours: CONSULTATION_HOURS,
  }));

/** What the log says of an alert that was acted on: the caller is told that it exists, and what became of it. */
export const discloseFrame = (alert: Alert): Disclosure => ({
  ...discloseAlert(alert),
  fieldGroups: ['frame', 'dates'],
});

/** What the log says of the other states' alerts that the answer names. */
export const discloseConsultations = (consultations: readonly Consultation[]): readonly Disclosure[] => {
  const others = new Map(consultations.map(({ other: { alert } }) => [alert.reference, alert]));
  return [...others.values()].map((alert) => ({ ...discloseAlert(alert), fieldGroups: ['frame'] }));
};

/** What a record says of the alert that it is about, and what the alert demands in the caller's state (Arts. 37(3), 37b(4)). */
export const printAbout = (category: AlertCategory, letter: ObjectLetter | undefined, state: string) => ({
  category: CATEGORY_TO_WIRE[category],
  objectCategory: letter ?? '',
  handling: {
    codes: isHiddenFromSubject(category, state) ? [HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT] : [],
  },
});

/** A notice, in the caller's state. */
export const printNotice = (notice: GivenNotice, state: string): WireNotice =>
  WireNotice.fromPartial({
    ...printAbout(notice.category, notice.letter, state),
    noticeId: notice.id,
    alertReference: notice.reference,
    kind: NOTICE_KIND_TO_WIRE[notice.kind],
    state: NOTICE_STATE_TO_WIRE[notice.state],
    givenAt: notice.givenAt.toISOString(),
    dueAt: notice.dueAt?.toISOString() ?? '',
    handledAt: notice.handled?.at.toISOString() ?? '',
    endedAt: notice.endedAt?.toISOString() ?? '',
    otherReference: notice.other?.reference ?? '',
    ...(notice.other !== undefined && { otherCategory: CATEGORY_TO_WIRE[notice.other.category] }),
    remark: notice.handled?.remark ?? '',
    handledBy: notice.handled?.authority ?? '',
    handledByOfficer: notice.handled?.officer ?? '',
  });
