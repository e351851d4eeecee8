/** Searches and states for the tests of faces. */
import { STAND_IN } from '../../../../src/adapters/prum/face/domain/algorithm.js';
import {
  probeOfTestPerson,
  type TestPersonName,
} from '../../../../src/adapters/prum/face/simulator/faces-of-people.js';
import { FaceProbeKind, SearchFacesOnceRequest } from '../../../../src/gen/ostiary/prum/v1/face.js';

/** A probe of the contract. */
export const probe = (components: readonly number[], changes: Partial<SearchFacesOnceRequest['probe']> = {}) => ({
  kind: FaceProbeKind.UNIDENTIFIED,
  ownReference: 'K-2026/17',
  algorithm: STAND_IN.name,
  algorithmVersion: STAND_IN.version,
  components: [...components],
  ...changes,
});

/** A search for a test person, changed as asked. */
export const faceSearch = (
  person: TestPersonName,
  changes: Partial<SearchFacesOnceRequest> = {},
): SearchFacesOnceRequest =>
  SearchFacesOnceRequest.fromPartial({
    probe: probe([...probeOfTestPerson(person).unit]),
    memberStates: ['XB', 'XC', 'XD', 'XE', 'XF'],
    ...changes,
  });
