/** AccessContext on the wire → grounds of access in the policy's terms. The contract's rules hold already. */
import {
  AccessContext,
  type Offence as WireOffence,
  PersonCategory as WirePersonCategory,
  type PriorSearch as WirePriorSearch,
  PriorSearchKind as WirePriorSearchKind,
  PriorSearchResult as WirePriorSearchResult,
  Purpose as WirePurpose,
  SearchAim as WireSearchAim,
  Urgency as WireUrgency,
} from '../../gen/ostiary/common/v1/access.js';
import { Refusal } from '../../shared/refusal.js';
import type {
  AccessGrounds,
  Offence,
  PersonCategory,
  PriorSearch,
  PriorSearchKind,
  PriorSearchResult,
  Purpose,
  SearchAim,
  Urgency,
} from '../policy/request.js';

/** Numbers of a wire enum → the names that the policy uses, which are the same by the types below. */
const namesOf = <Name extends string>(wire: Readonly<Record<string, number | string>>): ReadonlyMap<number, Name> =>
  new Map(
    Object.entries(wire).flatMap(([name, number]) =>
      name === 'UNSPECIFIED' || name === 'UNRECOGNIZED' || typeof number !== 'number' ? [] : [[number, name as Name]],
    ),
  );

const PURPOSES = namesOf<Purpose>(WirePurpose);
const PRIOR_SEARCH_KINDS = namesOf<PriorSearchKind>(WirePriorSearchKind);
const PRIOR_SEARCH_RESULTS = namesOf<PriorSearchResult>(WirePriorSearchResult);
const PERSON_CATEGORIES = namesOf<PersonCategory>(WirePersonCategory);
const AIMS = namesOf<SearchAim>(WireSearchAim);

const URGENCIES = new Map<number, Urgency>([
  [WireUrgency.UNSPECIFIED, 'ROUTINE'],
  [WireUrgency.LIVE_CHECK, 'LIVE_CHECK'],
  [WireUrgency.IMMINENT_DANGER, 'IMMINENT_DANGER'],
  [WireUrgency.BULK, 'BULK'],
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
    authorityKind: given(access.authorityKind),
    offence: access.offence === undefined ? undefined : parseOffence(access.offence),
    nationalLawEmpowered: access.nationalLawEmpowered,
    onBehalfOf: given(access.onBehalfOf),
    approvalId: given(access.approvalId),
    emergency: access.breakGlass?.emergency,
    priorSearches: access.priorSearches.map(parsePriorSearch),
    personCategory: PERSON_CATEGORIES.get(access.personCategory),
    aim: AIMS.get(access.aim),
    consentReference: given(access.consentReference),
  };
}

function parseOffence({ code, maximumPenaltyMonths, terrorist, listedAs }: WireOffence): Offence {
  return { code, maximumPenaltyMonths, terrorist, listedAs: given(listedAs) };
}

function parsePriorSearch({ kind, reference, result }: WirePriorSearch, index: number): PriorSearch {
  const where = PRIOR_SEARCH_KINDS.get(kind);
  if (where === undefined) throw broken(`access.prior_searches[${index}].kind`);
  const brought = PRIOR_SEARCH_RESULTS.get(result);
  if (brought === undefined) throw broken(`access.prior_searches[${index}].result`);
  return { kind: where, reference, result: brought };
}

const given = (text: string): string | undefined => (text === '' ? undefined : text);

function broken(field: string): Refusal {
  return new Refusal('REQUEST_INVALID', 'the request breaks a rule of the contract', {
    violations: [{ field, rule: 'required', description: 'must be given' }],
  });
}
