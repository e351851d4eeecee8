import type {
  Attachment,
  BiometricType,
  CheckCircumstance,
  InformationProposal,
  RefusalBasis,
  ReturnDecision,
  Victim,
} from './alert-parts.js';
import { rulesOf, type AlertCategory, type MandatoryField } from './category.js';
import { isHiddenFromSubject } from './national-law.js';
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
  /** Counts the changes, from 1; 1 if left out. */
  readonly version?: number;
  /** Empty for an unknown person, of whom nothing but prints may be present (Art. 40). */
  readonly reason: string;
  /** Member States in whose territory the action is not taken (Arts. 24, 25), in order. */
  readonly flaggedFor?: readonly string[];
  /** Day of the assessment by which it was kept on, YYYY-MM-DD (Art. 53). */
  readonly extendedOn?: string;
  /** Related to terrorist offences: entering it is always proportionate (Art. 21(2)). */
  readonly terrorism?: boolean;
  /** Why a check is asked for (Art. 36(3), (4)). */
  readonly circumstance?: CheckCircumstance;
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
  /** Specific, objective and unchanging (Art. 20(3)(e)). */
  readonly physicalCharacteristics?: string;
  /** Art. 20(3)(q). */
  readonly nationalRegistrationNumber?: string;
  /** Which biometric data there are. */
  readonly biometrics?: readonly BiometricType[];
  /** Invented: whose prints the alert holds, in place of the prints (print-sample.ts). Never part of an answer or a log. */
  readonly printSubject?: string;
  /** Warrants and requests behind an alert for arrest. */
  readonly attachments?: readonly Attachment[];
  readonly refusalBasis?: RefusalBasis;
  /** Member of the family of a Union citizen, or another beneficiary of free movement (2018/1861 Art. 20(2)(p)). */
  readonly freeMovement?: boolean;
  readonly returnDecision?: ReturnDecision;
  readonly informationProposal?: InformationProposal;
  readonly victim?: Victim;
}

/** An alert on an object. */
export interface ObjectAlert extends AlertFrame {
  readonly subject: 'object';
  readonly object: AlertObject;
  /** Sought as evidence in criminal proceedings, not for seizure alone (Art. 38(1)). */
  readonly evidence?: boolean;
  /** Alert on the person whom it is to help find (Arts. 26(5), 32(8), 34(2), 37a(12)): it dies with that one. */
  readonly locates?: string;
}

/** An alert on an unknown wanted person: no name, no date of birth, never found by them (Art. 40). */
export interface UnknownPersonAlert extends AlertFrame {
  readonly subject: 'unknown-person';
  /** Which prints there are. */
  readonly biometrics?: readonly BiometricType[];
  /** Invented: whose prints the alert holds, in place of the prints (print-sample.ts). Never part of an answer or a log. */
  readonly printSubject?: string;
}

/** An alert. */
export type Alert = PersonAlert | ObjectAlert | UnknownPersonAlert;

/** What the system says of an alert, not whoever enters it. */
type Given =
  'reference' | 'issuingState' | 'createdBy' | 'enteredOn' | 'expiresOn' | 'version' | 'flaggedFor' | 'extendedOn';

/** What whoever enters an alert says of it. */
export type AlertContent = Omit<PersonAlert, Given> | Omit<ObjectAlert, Given> | Omit<UnknownPersonAlert, Given>;

/** Mandatory fields that an alert on a person lacks; one that lacks any may not be entered. */
export function missingFields(alert: AlertContent): readonly MandatoryField[] {
  if (alert.subject !== 'person') return [];
  const [identity] = alert.identities;
  const present: Readonly<Record<MandatoryField, boolean>> = {
    surname: identity.surname !== '',
    dateOfBirth: identity.dateOfBirth !== '',
    reason: alert.reason !== '',
    action: rulesOf(alert.category).action !== '',
    decisionReference: (alert.decisionReference ?? '') !== '',
    refusalBasis: alert.refusalBasis !== undefined,
    // States whether a period was granted and whether an entry ban goes with it.
    returnDecision: alert.returnDecision !== undefined,
  };
  return rulesOf(alert.category).mandatory.filter((field) => !present[field]);
}

/** Number of the version of an alert. */
export const versionOf = ({ version = 1 }: Alert): number => version;

const AUTHORITY_CODE = /^[A-Z]{2}-[A-Z0-9]+(-[A-Z0-9]+)*$/;

/** Authority of the registry that created an alert; undefined for one that a simulator made. */
export const registeredCreator = ({ createdBy }: Alert): string | undefined =>
  AUTHORITY_CODE.test(createdBy) ? createdBy : undefined;

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
 * Demands of an alert, in the caller's state, of which some identities are shown. The SIRENE Bureau comes first where another person or vehicle
 * may be met in place of the wanted one (found under a misused identity, Art. 62; suspicion of clone) and where hits must
 * be reported at once.
 */
export function demandsOf(alert: Alert, state: string, shown: readonly Identity[], found?: Identity): Demands {
  return {
    hiddenFromSubject: isHiddenFromSubject(alert.category, state),
    contactSirene:
      found?.status === 'misused' ||
      alert.immediateReporting === true ||
      (alert.subject === 'object' && alert.object.cloneSuspected === true),
    concernsVictim: shown.some(({ status }) => status === 'misused'),
  };
}
