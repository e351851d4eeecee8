/** Values of the domain → what responses have in common. */
import type { DueConsultation } from '../../../gen/ostiary/sis/v1/alerts.js';
import type { Disclosure } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import { discloseAlert } from '../disclosures.js';
import { CONSULTATION_HOURS, type Consultation } from './check-subject.js';

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
