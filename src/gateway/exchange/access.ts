/** AccessContext on the wire → grounds of access in the policy's terms. The contract's rules hold already. */
import { AccessContext, Purpose as WirePurpose, Urgency as WireUrgency } from '../../gen/ostiary/common/v1/access.js';
import { Refusal } from '../../shared/refusal.js';
import type { AccessGrounds, Purpose, Urgency } from '../policy/request.js';

const PURPOSES = new Map<number, Purpose>(
  Object.entries(WirePurpose).flatMap(([name, number]) =>
    name === 'UNSPECIFIED' || name === 'UNRECOGNIZED' ? [] : [[number, name as Purpose]],
  ),
);

const URGENCIES = new Map<number, Urgency>([
  [WireUrgency.UNSPECIFIED, 'ROUTINE'],
  [WireUrgency.LIVE_CHECK, 'LIVE_CHECK'],
  [WireUrgency.IMMINENT_DANGER, 'IMMINENT_DANGER'],
]);

/** Reads the access context of a request that kept the contract's rules. */
export function parseAccess(request: object): AccessGrounds {
  const access = (request as { readonly access?: AccessContext }).access;
  if (access === undefined) throw broken('access');
  const purpose = PURPOSES.get(access.purpose) ?? undefined;
  if (purpose === undefined) throw broken('access.purpose');
  const urgency = URGENCIES.get(access.urgency) ?? undefined;
  if (urgency === undefined) throw broken('access.urgency');
  return {
    legalBasisId: access.legalBasisId,
    purpose,
    caseReference: access.caseReference,
    justification: access.justification,
    urgency,
    operatingUnit: access.operatingUnit,
    authorityKind: access.authorityKind === '' ? undefined : access.authorityKind,
    offence: access.offence,
    nationalLawEmpowered: access.nationalLawEmpowered,
    onBehalfOf: access.onBehalfOf === '' ? undefined : access.onBehalfOf,
  };
}

function broken(field: string): Refusal {
  return new Refusal('REQUEST_INVALID', 'the request breaks a rule of the contract', {
    violations: [{ field, rule: 'required', description: 'must be given' }],
  });
}
