/** EnterAlert. */
import { ulid } from 'ulid';
import type { EnterAlertRequest, EnterAlertResponse } from '../../../gen/ostiary/sis/v1/alerts.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import { dayOf } from '../../../world/calendar.js';
import type { AskContext, Operation } from '../../adapter.js';
import type { Alert, AlertContent } from '../domain/alert.js';
import { latestTerm } from '../domain/life-cycle.js';
import { ALL_OTHERS, type Notice } from '../domain/notice.js';
import { palmPrintFaults, type PalmPrintsGround } from '../domain/palm-prints.js';
import type { AlertTransaction } from '../store/write-alerts.js';
import { acting, assertCovers, refuseIfAny, type Acting, type KeepingParts } from './acting.js';
import { auditContent, termsOf } from './audit-content.js';
import { basisFaults } from './bases.js';
import { givenFields } from './changed-fields.js';
import { checkSubject } from './check-subject.js';
import { earlyNotices } from './early-notices.js';
import { palmPrintsGroundFromWire } from './enums.js';
import { parseContent } from './parse-content.js';
import { parseDay } from './parse-parts.js';
import { discloseConsultations, discloseFrame, printConsultations } from './print.js';

/** Makes the operation. */
export function enterOperation(parts: KeepingParts): Operation<EnterAlertRequest, EnterAlertResponse> {
  return {
    parse(request) {
      const entry = parseEntry(request, dayOf(parts.clock.now()));
      return {
        legalOperations: ['ENTER'],
        audit: {
          alert: auditContent(entry.content),
          ...(entry.palmPrintsGround !== undefined && { palm_prints_ground: entry.palmPrintsGround }),
          ...(request.consultationReference !== '' && { consultation_reference: request.consultationReference }),
          ...(entry.reviewOn !== undefined && { review_on: entry.reviewOn }),
          ...(request.proportionality !== '' && { proportionality: request.proportionality }),
        },
        terms: termsOf(entry.content),
        ask: (context) => enter(entry, parts, context),
      };
    },
  };
}

/** An alert that is to be entered. */
interface Entry {
  readonly content: AlertContent;
  readonly reviewOn: string | undefined;
  readonly decisionValidUntil: string | undefined;
  readonly consulted: boolean;
  readonly palmPrintsGround: PalmPrintsGround | undefined;
}

function parseEntry(request: EnterAlertRequest, today: string): Entry {
  const { access, alert: wire } = request;
  // The contract has checked that both are there.
  if (access === undefined || wire === undefined) throw new TypeError('an entry without access or alert');
  const { content, decisionValidUntil, violations: found } = parseContent(wire, today);
  const violations: FieldViolation[] = [...found];
  if (request.proportionality === '' && !wire.terrorism) {
    violations.push({
      field: 'proportionality',
      rule: 'required',
      description: 'must be given, unless the alert relates to terrorist offences (Art. 21)',
    });
  }
  const palmPrintsGround = palmPrintsGroundFromWire(request.palmPrintsGround);
  const reviewOn = parseDay(request.reviewOn, 'review_on', violations, '');
  if (content !== undefined) {
    violations.push(...basisFaults(access.legalBasisId, content, undefined));
    violations.push(...palmPrintFaults(content, palmPrintsGround));
    violations.push(...termFaults(reviewOn, today, today, content, decisionValidUntil));
  }
  refuseIfAny(violations);
  if (content === undefined) throw new TypeError('an alert that cannot be read was not refused');
  const consulted = request.consultationReference !== '';
  return { content, reviewOn, decisionValidUntil, consulted, palmPrintsGround };
}

/** What is wrong with a day of review that the caller chose: it comes after `after`, and not after the term of the category. */
export function termFaults(
  reviewOn: string | undefined,
  after: string,
  today: string,
  content: AlertContent,
  decisionValidUntil: string | undefined,
): readonly FieldViolation[] {
  if (reviewOn === undefined) return [];
  const latest = termOf(content, today, decisionValidUntil);
  if (reviewOn > after && reviewOn <= latest) return [];
  return [{ field: 'review_on', rule: 'term', description: `must come after ${after}, and not after ${latest}` }];
}

/** Last day of an alert that is entered or kept on that day. */
export const termOf = (content: AlertContent, today: string, decisionValidUntil: string | undefined): string =>
  latestTerm(today, { category: content.category, onObject: content.subject === 'object', decisionValidUntil });

async function enter(entry: Entry, parts: KeepingParts, context: AskContext) {
  const act = acting(parts, context);
  const { scope, today, nowMs, actor } = act;
  const { content, consulted } = entry;
  assertCovers(scope, content);
  const alert: Alert = {
    ...content,
    reference: `SIM-${scope.memberState}-${ulid(nowMs)}`,
    issuingState: scope.memberState,
    createdBy: scope.authority,
    enteredOn: today,
    expiresOn: entry.reviewOn ?? termOf(content, today, entry.decisionValidUntil),
    version: 1,
  };
  const { consultations } = await act.act(async (transaction) => {
    await assertLocated(transaction, alert, act);
    const check = await checkSubject(transaction, { alert, scope, today, nowMs, consulted });
    await transaction.note({ alert, act: 'entered', fields: givenFields(content), reason: undefined }, actor);
    await transaction.notify([...check.notices, ...announcements(alert), ...earlyNotices(alert, today)]);
    await transaction.insert(alert);
    if (alert.subject === 'object' && alert.locates !== undefined) {
      await transaction.link(alert.reference, alert.locates);
    }
    return check;
  });
  const response: EnterAlertResponse = {
    receipt: undefined,
    alertReference: alert.reference,
    version: 1,
    expiresOn: alert.expiresOn,
    consultations: printConsultations(consultations),
  };
  return {
    status: 'HIT' as const,
    response,
    disclosures: [discloseFrame(alert), ...discloseConsultations(consultations)],
  };
}

/** An object can help find the person of an alert of the same state and category, which it is linked to (Art. 63). */
async function assertLocated(transaction: AlertTransaction, alert: Alert, { today, scope }: Acting): Promise<void> {
  if (alert.subject !== 'object' || alert.locates === undefined) return;
  const person = (await transaction.lock([alert.locates], today)).get(alert.locates)?.alert;
  if (person?.subject === 'person' && person.issuingState === scope.memberState && person.category === alert.category) {
    return;
  }
  throw new Refusal('REQUEST_INVALID', 'The request contradicts itself, or the alert', {
    violations: [
      {
        field: 'alert.locates',
        rule: 'own_person_alert',
        description: 'must be an alert of the own state on a person, of the same category',
      },
    ],
  });
}

/** What other states are told of the new alert. */
function announcements(alert: Alert): readonly Notice[] {
  const { category, circumstance } = alert;
  const notices: Notice[] = [];
  // So that they can ask for a flag (SIRENE Manual 2.6).
  if (category === 'ARR') notices.push({ kind: 'arrest_alert', alert, forState: ALL_OTHERS });
  if (circumstance === '36-4') notices.push({ kind: 'national_security', alert, forState: ALL_OTHERS });
  return notices;
}
