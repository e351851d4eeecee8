/** What the exchange of supplementary information needs of the alerts themselves. */
import type { Ending } from '../../../shared/ending.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { AccessScope } from '../../adapter.js';
import { alertTerms } from '../audit-terms.js';
import type { Alert } from '../domain/alert.js';
import { citationOf } from '../domain/category.js';
import type { AlertStore } from '../store/alert-store.js';
import { hidesAlert, visibilityOf } from '../store/visibility.js';
import type { Actor } from '../store/write-alerts.js';
import type { AlertFacts } from './domain/send-rules.js';
import type { Tx } from './store/transaction.js';

/** An alert, and what accesses about it are found by. */
export interface KnownAlert {
  readonly facts: AlertFacts;
  readonly terms: readonly IndexTerm[];
}

/** A flag that is added to an alert, or taken off it, at the request of a state. */
export interface FlagChange {
  readonly alertReference: string;
  readonly action: 'add' | 'delete';
  /** State that asked for it. */
  readonly forState: string;
  /** Form F. */
  readonly formId: string;
}

/**
 * Changes of alerts that follow from forms. Each is part of the transaction that answers or closes the form. The actor is
 * undefined where nobody acts but time, or a simulated bureau.
 */
export interface AlertActs {
  /** Adds or deletes a flag. Rejects when the alert is no more. */
  flag(tx: Tx, change: FlagChange, actor: Actor | undefined): Promise<void>;
  /**
   * Deletes an alert that has served its purpose (Art. 53(9)), and the objects that were to help find the person after it.
   * Resolves to what it deleted, the alert first: nothing when it is no more.
   */
  deleteServed(tx: Tx, alertReference: string, actor: Actor | undefined): Promise<readonly Alert[]>;
  /** Those of the alerts that are no more, be it that they were deleted or that their term has ended. */
  ended(references: readonly string[], today: string): Promise<readonly EndedAlert[]>;
}

/** An alert that is no more. */
export interface EndedAlert {
  readonly reference: string;
  /** Day of its end, YYYY-MM-DD; the day on which it was missed when nothing tells of its end. */
  readonly day: string;
}

/** Looks up alerts for whoever may see them. */
export interface AlertDesk {
  /** Undefined for an alert that does not exist, is hidden, or whose term has ended: the caller can't tell which. */
  find(reference: string, scope: AccessScope, today: string, signal: Ending): Promise<KnownAlert | undefined>;
}

/** Makes the desk. */
export const openAlertDesk = (alerts: Pick<AlertStore, 'read'>): AlertDesk => ({
  async find(reference, scope, today, signal) {
    const visibility = visibilityOf(scope, ['person', 'object', 'unknown-person']);
    const alert = await alerts.read(reference, visibility, today, signal);
    if (alert === undefined || hidesAlert(scope, alert)) return undefined;
    return { facts: factsOf(alert), terms: alertTerms(alert) };
  },
});

const factsOf = (alert: Alert): AlertFacts => ({
  reference: alert.reference,
  issuingState: alert.issuingState,
  category: alert.category,
  subject: alert.subject,
  objectLetter: alert.subject === 'object' ? alert.object.letter : undefined,
  terrorism:
    alert.terrorism === true || (alert.subject === 'person' && alert.warningMarkers.includes('terrorism_activity')),
  article: citationOf(alert.category),
  createdBy: alert.createdBy,
});
