/** SetAvailability: an alert for arrest hidden for an operation (Regulation (EU) 2018/1862 Art. 26(4)). */
import type { SetAvailabilityRequest, SetAvailabilityResponse } from '../../../gen/ostiary/sis/v1/alerts.js';
import type { FieldViolation } from '../../../shared/refusal.js';
import type { AskContext, Operation } from '../../adapter.js';
import { hiddenFrom, UNAVAILABILITY_BLOCK_MS } from '../domain/flags.js';
import { acting, ownAlert, refuseIfAny, type KeepingParts } from './acting.js';
import { UNAVAILABILITY_BASIS, wholeAlertFaults } from './bases.js';
import { discloseFrame } from './print.js';

const HOUR_MS = 3_600_000;

/** What is to be so. */
interface Availability {
  readonly reference: string;
  /** In order, each once. */
  readonly states: readonly string[];
  /** 0 for available again. */
  readonly hours: number;
}

/**
 * Makes the operation. To hide an alert takes the authorisation of a judicial authority, which the policy asks for on one
 * legal basis alone; so no other basis may do it.
 */
export function availabilityOperation(parts: KeepingParts): Operation<SetAvailabilityRequest, SetAvailabilityResponse> {
  return {
    parse({ access, alertReference: reference, states, unavailableHours: hours }) {
      if (hours > 0 && access?.legalBasisId !== UNAVAILABILITY_BASIS) {
        const description = `must be ${UNAVAILABILITY_BASIS}, which takes the authorisation of a judicial authority`;
        refuseIfAny([{ field: 'access.legal_basis_id', rule: 'legal_basis', description }]);
      }
      refuseIfAny(wholeAlertFaults(access?.legalBasisId ?? '', [UNAVAILABILITY_BASIS]));
      const wanted = { reference, hours, states: [...new Set(states)].sort() };
      return {
        legalOperations: ['UPDATE'],
        audit: { alert_reference: reference, states: wanted.states, unavailable_hours: hours },
        ownerState: reference.slice(4, 6),
        ask: (context) => set(wanted, parts, context),
      };
    },
  };
}

async function set({ reference, states, hours }: Availability, parts: KeepingParts, context: AskContext) {
  const { act, scope, today, nowMs, actor } = acting(parts, context);
  const { alert, ends } = await act(async (transaction) => {
    const stored = ownAlert(scope, (await transaction.lock([reference], today)).get(reference));
    const { alert } = stored;
    const ends = new Map(
      [...(await transaction.unavailability(reference))].filter(([, until]) => until.getTime() > nowMs),
    );
    refuseIfAny(faultsOf(alert.category, states, ends, nowMs));
    for (const state of states) {
      if (hours === 0) ends.delete(state);
      // Another block begins where the one that runs ends.
      else ends.set(state, new Date((ends.get(state)?.getTime() ?? nowMs) + hours * HOUR_MS));
    }
    await transaction.setUnavailability(reference, ends, new Date(nowMs));
    const isHiding = hours > 0;
    await transaction.note(
      { alert, act: isHiding ? 'made_unavailable' : 'made_available', fields: [], reason: undefined },
      actor,
    );
    await transaction.notify(
      states.map((state) => ({
        kind: 'unavailable',
        alert,
        forState: state,
        occasion: ends.get(state)?.toISOString() ?? `available ${new Date(nowMs).toISOString()}`,
        ...(isHiding && { dueAt: ends.get(state) ?? new Date(nowMs) }),
      })),
    );
    await transaction.hide(stored, hiddenFrom(alert, [...ends.keys()]));
    return { alert, ends };
  });
  const response: SetAvailabilityResponse = {
    receipt: undefined,
    alertReference: reference,
    unavailable: [...ends]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([state, until]) => ({ state, until: until.toISOString() })),
  };
  return { status: 'HIT' as const, response, disclosures: [discloseFrame(alert)] };
}

function faultsOf(
  category: string,
  states: readonly string[],
  ends: ReadonlyMap<string, Date>,
  nowMs: number,
): readonly FieldViolation[] {
  const faults: FieldViolation[] = [];
  if (category !== 'ARR') {
    const description = 'must be an alert for arrest: no other can be made unavailable (Art. 26(4))';
    faults.push({ field: 'alert_reference', rule: 'category', description });
  }
  // One block ahead at most: each is authorised for an operation that is under way.
  if (states.some((state) => (ends.get(state)?.getTime() ?? 0) > nowMs + UNAVAILABILITY_BLOCK_MS)) {
    faults.push({
      field: 'unavailable_hours',
      rule: 'block',
      description: 'another block of 48 hours is to come already',
    });
  }
  return faults;
}
