import { rulesOf, type AlertCategory, type MandatoryField } from './category.js';
import type { Identity, IdentityDocument } from './identity.js';
import type { AlertObject } from './object-category.js';

/** What the officer must know before approaching the person (1862 Art. 20(3)(j)). */
export type WarningMarker =
  'armed' | 'violent' | 'absconded_or_escaped' | 'suicide_risk' | 'public_health_threat' | 'terrorism_activity';

/** What every alert has. */
interface AlertFrame {
  /** SIM-<state>-<ULID>. */
  readonly reference: string;
  /** Member State that issued it, ISO 3166-1 alpha-2. */
  readonly issuingState: string;
  readonly category: AlertCategory;
  /** Authority that created it (Art. 20(3)(l)). */
  readonly createdBy: string;
  /** Day of entry, YYYY-MM-DD. */
  readonly enteredOn: string;
  /** Day on which it is deleted unless extended, YYYY-MM-DD: from that day on it does not answer. */
  readonly expiresOn: string;
  /** Empty for an unknown person, of whom nothing but prints may be present (Art. 40). */
  readonly reason: string;
  /** Art. 36: hits are to be reported without delay. */
  readonly immediateReporting?: boolean;
  readonly decisionReference?: string;
}

/** An alert on a person. */
export interface PersonAlert extends AlertFrame {
  readonly subject: 'person';
  /** Main identity first. */
  readonly identities: readonly [Identity, ...Identity[]];
  readonly documents: readonly IdentityDocument[];
  readonly warningMarkers: readonly WarningMarker[];
  /** Offence, where the category has one (Art. 20(3)(p)). */
  readonly offenceType?: string;
  /** Case type of an Art. 32 alert (Art. 20(3)(r)). */
  readonly caseType?: string;
}

/** An alert on an object. */
export interface ObjectAlert extends AlertFrame {
  readonly subject: 'object';
  readonly object: AlertObject;
}

/** An alert on an unknown wanted person: no name, no date of birth, never found by them (Art. 40). */
export interface UnknownPersonAlert extends AlertFrame {
  readonly subject: 'unknown-person';
}

/** An alert. */
export type Alert = PersonAlert | ObjectAlert | UnknownPersonAlert;

/** Mandatory fields that an alert on a person lacks; one that lacks any may not be entered. */
export function missingFields(alert: Alert): readonly MandatoryField[] {
  if (alert.subject !== 'person') return [];
  const [identity] = alert.identities;
  const present: Readonly<Record<MandatoryField, boolean>> = {
    surname: identity.surname !== '',
    dateOfBirth: identity.dateOfBirth !== '',
    placeOfBirth: (identity.placeOfBirth ?? '') !== '',
    reason: alert.reason !== '',
    action: rulesOf(alert.category).action !== '',
    decisionReference: (alert.decisionReference ?? '') !== '',
  };
  return rulesOf(alert.category).mandatory.filter((field) => !present[field]);
}

/** What a single alert demands of whoever gets it, beyond what the law demands of all. */
export interface Demands {
  /** The person must not learn of the alert (Arts. 37(3), 37b(4)). */
  readonly hiddenFromSubject: boolean;
  /** Contact the SIRENE Bureau before acting. */
  readonly contactSirene: boolean;
  /** Holds data about the victim of a misused identity (Art. 62). */
  readonly concernsVictim: boolean;
}

/**
 * Demands of an alert of which some identities are shown. The SIRENE Bureau comes first where another person or vehicle
 * may be met in place of the wanted one (found under a misused identity, Art. 62; suspicion of clone) and where hits must
 * be reported at once.
 */
export function demandsOf(alert: Alert, shown: readonly Identity[], found?: Identity): Demands {
  return {
    hiddenFromSubject: rulesOf(alert.category).hiddenFromSubject,
    contactSirene:
      found?.status === 'misused' ||
      alert.immediateReporting === true ||
      (alert.subject === 'object' && alert.object.cloneSuspected === true),
    concernsVictim: shown.some(({ status }) => status === 'misused'),
  };
}
