/**
 * Whether the gateway may make an access by itself for one of its authorities: the policy in force decides, as if an officer of
 * the authority asked, and the registry says whether there is such an authority.
 */
import type { AccessScope, LegalOperation } from '../adapters/adapter.js';
import type { Clock } from '../shared/clock.js';
import type { JsonObject } from '../shared/json.js';
import { Refusal } from '../shared/refusal.js';
import type { KnownAuthorities } from './identity/known-authorities.js';
import type { Officer } from './identity/peer.js';
import type { Policy } from './policy/decide.js';
import type { AccessGrounds, Purpose } from './policy/request.js';

/** What permits are made of. */
export interface OwnPermitParts {
  readonly policy: Policy;
  readonly authorities: Pick<KnownAuthorities, 'find'>;
  readonly clock: Clock;
}

/** For whom, and on which ground. */
export interface OwnGrounds {
  readonly authority: string;
  readonly authorityKind: string;
  readonly legalBasisId: string;
  readonly purpose: Purpose;
  readonly system: string;
  readonly operations: readonly LegalOperation[];
}

/** What the access must keep to, and what the log says of the decision. */
export interface OwnPermit {
  readonly scope: AccessScope;
  readonly decision: JsonObject;
}

/** Nobody asks: no role that a policy might want to see is there. */
const NOBODY: Officer = { id: 'automatic', roles: [], unit: undefined };

/** Asks for a permit. Throws the Refusal that names the rule which denied. */
export function ownPermit(
  { policy, authorities, clock }: OwnPermitParts,
  { authority: code, authorityKind, legalBasisId, purpose, system, operations }: OwnGrounds,
): OwnPermit {
  const authority = authorities.find(code);
  if (authority === undefined)
    throw new Refusal('FORBIDDEN', 'the registry has no such authority, or has suspended it');
  const grounds: AccessGrounds = {
    ...{ legalBasisId, purpose, authorityKind, urgency: 'ROUTINE', nationalLawEmpowered: false },
    ...{ caseReference: '', justification: '', operatingUnit: '', onBehalfOf: undefined, offence: undefined },
    ...{ approvalId: undefined, emergency: undefined, priorSearches: [], personCategory: undefined },
    ...{ aim: undefined, consentReference: undefined },
  };
  const { version } = policy;
  const permit = policy.decide({
    ...{ authority, grounds, system, operations, officer: NOBODY, approval: undefined },
    today: new Date(clock.now()).toISOString().slice(0, 10),
  });
  if (permit.obligations.length > 0) throw new Refusal('FORBIDDEN', 'nobody is there to do what the permit obliges to');
  return {
    scope: permit.scope,
    decision: {
      determining: permit.determining,
      effect: 'permit',
      inputs_sha256: permit.inputsSha256,
      policy_version: version,
      rule: permit.rule,
    },
  };
}
