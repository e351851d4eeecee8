/** Lawful questions about faces. */
import {
  probeMessage,
  probeOfTestPerson,
  type TestPersonName,
} from '../../src/adapters/prum/face/simulator/faces-of-people.js';
import { AccessContext, PersonCategory, Purpose, SearchAim } from '../../src/gen/ostiary/common/v1/access.js';
import { FaceProbe, type FaceStateAnswer, SearchFacesOnceRequest } from '../../src/gen/ostiary/prum/v1/face.js';
import { outcomeName } from './prum.js';

/** Grounds on which the police searches for a face, changed as asked. */
export const faceAccess = (changes: Partial<AccessContext> = {}): AccessContext =>
  AccessContext.fromPartial({
    legalBasisId: 'PRUM2-20',
    purpose: Purpose.PRUM_SEARCH,
    caseReference: 'CASE-2026-000951',
    justification: 'robbery, the suspect is on the video of a camera',
    operatingUnit: 'Criminal investigation 3',
    offence: { code: 'robbery', maximumPenaltyMonths: 120, terrorist: false },
    personCategory: PersonCategory.SUSPECT,
    aim: SearchAim.IDENTIFY,
    ...changes,
  });

/** A probe of a test person, changed as asked. */
export const faceProbe = (person: TestPersonName, changes: Partial<FaceProbe> = {}): FaceProbe => ({
  ...FaceProbe.fromJSON(probeMessage(probeOfTestPerson(person))),
  ownReference: 'XA-IMG-2026-17',
  ...changes,
});

/** A search for a test person's face. */
export const faceSearch = (
  person: TestPersonName,
  changes: Partial<SearchFacesOnceRequest> = {},
  probe: Partial<FaceProbe> = {},
): SearchFacesOnceRequest =>
  SearchFacesOnceRequest.fromPartial({
    access: faceAccess(),
    probe: faceProbe(person, probe),
    memberStates: ['XB', 'XC', 'XD', 'XE', 'XF'],
    ...changes,
  });

/** State → name of its outcome. */
export const faceStatuses = (states: readonly FaceStateAnswer[]): Record<string, string> =>
  Object.fromEntries(states.map(({ reply }) => [reply?.memberState ?? '', outcomeName(reply?.status)]));
