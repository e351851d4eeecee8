/**
 * What stands in the way of an alert, and what consultations it takes (1862 Arts. 23, 61; SIRENE Manual 2.2).
 *
 * Nothing that the caller is told depends on an alert that the caller may not know of: such an alert is for the SIRENE
 * Bureaux, which see them all, to consult each other about. A SIRENE Bureau itself is refused what is incompatible with any
 * alert, but is told of it no more than its legal basis covers. Alerts of the own state are a matter of that state alone,
 * which may have one on a subject: a second one is refused, and the first not named to who may not know of it.
 */
import { Refusal } from '../../../shared/refusal.js';
import type { AccessScope } from '../../adapter.js';
import type { Alert } from '../domain/alert.js';
import { areCompatible, classOf } from '../domain/compatibility.js';
import { isSameSubject } from '../domain/same-identity.js';
import type { Notice } from '../domain/notice.js';
import type { AlertTransaction, StoredAlert } from '../store/write-alerts.js';
import { mayKnow } from './acting.js';

/** A consultation that is due, and that the caller may know of. */
export interface Consultation {
  readonly form: 'E' | 'L';
  readonly other: StoredAlert;
}

/** Hours within which SIRENE Bureaux answer each other (Arts. 8(3), 61(1)). */
export const CONSULTATION_HOURS = 12;

/** What entering an alert brings with it. */
export interface SubjectCheck {
  readonly consultations: readonly Consultation[];
  /** For the SIRENE Bureau of the state that enters it. */
  readonly notices: readonly Notice[];
}

/** What the check works with. */
export interface SubjectQuestion {
  readonly alert: Alert;
  readonly scope: AccessScope;
  readonly today: string;
  readonly nowMs: number;
  /** The consultation that allows to depart from compatibility was held (form E). */
  readonly consulted: boolean;
}

/** Checks an alert against all others on the same subject. Throws RECORD_EXISTS or RECORD_INCOMPATIBLE. */
export async function checkSubject(
  transaction: AlertTransaction,
  { alert, scope, today, nowMs, consulted }: SubjectQuestion,
): Promise<SubjectCheck> {
  const candidates = await transaction.candidates(alert, today);
  const same = candidates.filter((other) => isSameSubject(alert, other.alert));
  const own = same.find((other) => other.alert.issuingState === alert.issuingState);
  if (own !== undefined) throw exists(scope, own);

  const foreign = same.filter((other) => other.alert.issuingState !== alert.issuingState);
  const incompatible = foreign.filter((other) => !mayStandBeside(alert, other.alert));
  // An alert for arrest is entered at once, and the consultation follows.
  const isRefusing = alert.category !== 'ARR' && !consulted;
  if (isRefusing) {
    const refusing = incompatible.find((other) => scope.authorityKind === 'SIR' || mayKnow(scope, other));
    if (refusing !== undefined) throw standsInTheWay(scope, refusing);
  }
  const dueAt = new Date(nowMs + CONSULTATION_HOURS * 3_600_000);
  const consultationsOn = (others: readonly StoredAlert[], form: Consultation['form']): readonly Consultation[] =>
    others.filter((other) => mayKnow(scope, other)).map((other) => ({ form, other }));
  const notices = (others: readonly StoredAlert[], kind: Notice['kind']): readonly Notice[] =>
    others.map((other) => ({
      kind,
      alert,
      forState: alert.issuingState,
      other: other.alert,
      dueAt,
    }));
  return {
    consultations: [...consultationsOn(incompatible, 'E'), ...consultationsOn(foreign, 'L')],
    notices: [...notices(incompatible, 'incompatible'), ...notices(foreign, 'same_identity')],
  };
}

function mayStandBeside(a: Alert, b: Alert): boolean {
  const [one, other] = [classOf(a), classOf(b)];
  return one === undefined || other === undefined || areCompatible(one, other);
}

function exists(scope: AccessScope, { alert, ...stored }: StoredAlert): Refusal {
  return new Refusal('RECORD_EXISTS', 'the Member State has an alert on the subject, and may have one only (Art. 23)', {
    metadata: mayKnow(scope, { alert, ...stored }) ? { alert_reference: alert.reference } : {},
  });
}

function standsInTheWay(scope: AccessScope, stored: StoredAlert): Refusal {
  const { category, issuingState, reference } = stored.alert;
  return new Refusal(
    'RECORD_INCOMPATIBLE',
    'an alert of another Member State on the subject is not compatible with this one; consult by form E',
    {
      metadata: {
        form: 'E',
        ...(mayKnow(scope, stored) && { category, issuing_state: issuingState, alert_reference: reference }),
      },
    },
  );
}
