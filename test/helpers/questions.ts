/** Lawful questions for a whole gateway, about test persons and objects whose outcome is fixed. */
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { GetAlertRequest, SearchObjectsRequest, SearchPersonsRequest } from '../../src/gen/ostiary/sis/v1/sis.js';
import { policeAccess } from './peers.js';

/** What a search by name needs of a person. */
export interface SoughtPerson {
  readonly surname: string;
  readonly dateOfBirth: string;
}

/** A search for a person by the police, changed as asked. */
export function personSearch(
  { surname, dateOfBirth }: SoughtPerson,
  changes: Partial<SearchPersonsRequest> = {},
): SearchPersonsRequest {
  return SearchPersonsRequest.fromPartial({ access: policeAccess(), name: { surname, dateOfBirth }, ...changes });
}

/** A search for an object by the police. */
export function objectSearch(criteria: Partial<SearchObjectsRequest>): SearchObjectsRequest {
  return SearchObjectsRequest.fromPartial({ access: policeAccess(), ...criteria });
}

/** The second step, by the police. */
export function alertReading(alertReference: string): GetAlertRequest {
  return GetAlertRequest.fromPartial({ access: policeAccess(), alertReference });
}

/** A lawful check at the border. */
export const borderAccess = AccessContext.fromPartial({
  ...policeAccess(),
  legalBasisId: 'SIS62-44-1-A',
  purpose: Purpose.BORDER_CONTROL,
  justification: 'check of a traveller at the border',
  operatingUnit: 'Crossing 4',
});

/** A lawful question of a vehicle registration service. */
export const registrationAccess = AccessContext.fromPartial({
  ...policeAccess(),
  legalBasisId: 'SIS62-45-1',
  purpose: Purpose.REGISTRATION,
  justification: 'registration of an imported vehicle',
  operatingUnit: 'Counter 3',
});

/** A lawful look of a data protection officer into the log. */
export const reviewAccess = AccessContext.fromPartial({
  legalBasisId: 'SIS62-12-6',
  purpose: Purpose.DATA_PROTECTION_REVIEW,
  caseReference: 'REVIEW-2026-11',
  justification: 'monthly sample of accesses',
  operatingUnit: 'Data protection',
});
