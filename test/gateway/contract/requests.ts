/** Requests that keep every rule, in protobuf. */
import { SearchPersonsRequest } from '../../../src/gen/ostiary/sis/v1/sis.js';
import type { DeepPartial } from '../../../src/gen/ostiary/sis/v1/sis.js';

export const ACCESS = {
  legalBasisId: 'SIS62-44-1-B',
  purpose: 3,
  caseReference: 'C-2026/17',
  justification: 'Routine check at the border crossing',
  operatingUnit: 'Unit 7',
} as const;

/** A search that keeps every rule, with what is to be different. */
export function personSearch(different: DeepPartial<SearchPersonsRequest> = {}): SearchPersonsRequest {
  return SearchPersonsRequest.fromPartial({
    access: ACCESS,
    name: { surname: 'Specimen', forename: 'Anna', dateOfBirth: '1980-00-00' },
    ...different,
  });
}

/** The same in protobuf. */
export function searchPersons(different: DeepPartial<SearchPersonsRequest> = {}): Uint8Array {
  return SearchPersonsRequest.encode(personSearch(different)).finish();
}
