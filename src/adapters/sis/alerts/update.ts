/** UpdateAlert. */
import type { UpdateAlertRequest, UpdateAlertResponse } from '../../../gen/ostiary/sis/v1/alerts.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import { dayOf } from '../../../world/calendar.js';
import type { AskContext, Operation } from '../../adapter.js';
import { versionOf, type Alert, type AlertContent } from '../domain/alert.js';
import { palmPrintFaults, type PalmPrintsGround } from '../domain/palm-prints.js';
import { acting, assertCovers, ownAlert, refuseIfAny, type KeepingParts } from './acting.js';
import { auditContent, termsOf } from './audit-content.js';
import { basisFaults } from './bases.js';
import { changedFields } from './changed-fields.js';
import { palmPrintsGroundFromWire } from './enums.js';
import { checkSubject } from './check-subject.js';
import { parseContent } from './parse-content.js';
import { discloseConsultations, discloseFrame, printConsultations } from './print.js';

/** A new version. */
interface Update {
  readonly reference: string;
  readonly expectedVersion: number;
  readonly content: AlertContent;
  readonly legalBasisId: string;
  readonly consulted: boolean;
  readonly palmPrintsGround: PalmPrintsGround | undefined;
}

/** Makes the operation. */
export function updateOperation(parts: KeepingParts): Operation<UpdateAlertRequest, UpdateAlertResponse> {
  return {
    parse(request) {
      const { access, alert: wire, alertReference: reference, expectedVersion, consultationReference } = request;
      // The contract has checked that both are there.
      if (access === undefined || wire === undefined) throw new TypeError('an update without access or alert');
      const { content, violations } = parseContent(wire, dayOf(parts.clock.now()));
      refuseIfAny(violations);
      if (content === undefined) throw new TypeError('an alert that cannot be read was not refused');
      const { legalBasisId } = access;
      const consulted = consultationReference !== '';
      const palmPrintsGround = palmPrintsGroundFromWire(request.palmPrintsGround);
      const update = { reference, expectedVersion, content, legalBasisId, consulted, palmPrintsGround };
      return {
        legalOperations: ['UPDATE'],
        audit: {
          alert: auditContent(content),
          alert_reference: reference,
          ...(update.consulted && { consultation_reference: consultationReference }),
          expected_version: expectedVersion,
          ...(palmPrintsGround !== undefined && { palm_prints_ground: palmPrintsGround }),
        },
        terms: termsOf(content),
        ownerState: reference.slice(4, 6),
        ask: (context) => put(update, parts, context),
      };
    },
  };
}

async function put(
  { reference, expectedVersion, content, legalBasisId, consulted, palmPrintsGround }: Update,
  parts: KeepingParts,
  context: AskContext,
) {
  const { act, scope, today, nowMs, actor } = acting(parts, context);
  assertCovers(scope, content);
  const { next, consultations } = await act(async (transaction) => {
    const stored = ownAlert(scope, (await transaction.lock([reference], today)).get(reference), expectedVersion);
    refuseIfAny([
      ...kindFaults(stored.alert, content),
      ...basisFaults(legalBasisId, content, stored.alert),
      ...palmPrintFaults(content, palmPrintsGround, stored.alert),
    ]);
    const next = nextVersion(stored.alert, content);
    const fields = changedFields(stored.alert, content);
    if (fields.length === 0) {
      throw new Refusal('REQUEST_INVALID', 'The request changes nothing', {
        violations: [{ field: 'alert', rule: 'changed', description: 'must differ from the version that stands' }],
      });
    }
    const check = await checkSubject(transaction, { alert: next, scope, today, nowMs, consulted });
    await transaction.note({ alert: next, act: 'updated', fields, reason: undefined }, actor);
    await transaction.notify(check.notices);
    await transaction.replace(stored, next, stored.hiddenFrom);
    return { next, consultations: check.consultations };
  });
  const response: UpdateAlertResponse = {
    receipt: undefined,
    alertReference: reference,
    version: versionOf(next),
    expiresOn: next.expiresOn,
    consultations: printConsultations(consultations),
  };
  return {
    status: 'HIT' as const,
    response,
    disclosures: [discloseFrame(next), ...discloseConsultations(consultations)],
  };
}

/** What an alert is about, and in which category, is what it is: another one is entered anew. */
function kindFaults(before: Alert, content: AlertContent): readonly FieldViolation[] {
  const faults: FieldViolation[] = [];
  const fault = (field: string) =>
    faults.push({ field, rule: 'unchanged', description: 'must be as it is: delete the alert, and enter another one' });
  if (before.category !== content.category) fault('alert.category');
  if (before.subject !== content.subject) fault('alert');
  if (before.subject === 'object' && content.subject === 'object') {
    if (before.object.letter !== content.object.letter) fault('alert.object.object_category');
    if (before.locates !== content.locates) fault('alert.locates');
  }
  return faults;
}

/** The next version: what the caller says, and what the system says of the one before. */
function nextVersion(before: Alert, content: AlertContent): Alert {
  const { reference, issuingState, createdBy, enteredOn, expiresOn, flaggedFor, extendedOn } = before;
  return {
    ...content,
    reference,
    issuingState,
    createdBy,
    enteredOn,
    expiresOn,
    version: versionOf(before) + 1,
    ...(flaggedFor !== undefined && { flaggedFor }),
    ...(extendedOn !== undefined && { extendedOn }),
    ...keptPrints(before, content),
  };
}

/** Prints are not entered here: those that the alert holds stay as long as it says that it holds any. */
function keptPrints(before: Alert, content: AlertContent): { readonly printSubject?: string } {
  if (before.subject === 'object' || content.subject === 'object' || before.printSubject === undefined) return {};
  const holdsPrints = (content.biometrics ?? []).some((type) => type.endsWith('fingerprints'));
  return holdsPrints ? { printSubject: before.printSubject } : {};
}
