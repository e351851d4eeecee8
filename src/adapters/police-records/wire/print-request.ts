import { PersonCategory, SearchAim } from '../../../gen/ostiary/common/v1/access.js';
import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import {
  Gender as WireGender,
  type Person as WirePerson,
  type PoliceRecord as WireRecord,
  RecordCategory,
  type RecordRequest as WireRequest,
  type RecordRequestSummary,
  type RequestProgress,
} from '../../../gen/ostiary/police_records/v1/police_records.js';
import type { Person, PersonName } from '../domain/person.js';
import {
  type DeliveredRecord,
  isOverdue,
  type PastState,
  type RecordRequest,
  SIMULATED_HOLDER,
} from '../domain/record-request.js';
import { stateOf } from '../domain/reference.js';
import { GENDER_TO_WIRE, STATE_TO_WIRE, STATUS_TO_WIRE } from './enums.js';

/** Outcome of an operation that found what it was to find, or did not. */
export const printOutcome = (found: boolean) => ({
  system: 'EPRIS',
  status: OutcomeStatus[found ? 'HIT' : 'NO_HIT'],
});

/** A request in a list. */
export const printSummary = (request: RecordRequest, nowMs: number): RecordRequestSummary => ({
  ...printFrame(request),
  progress: printProgress(request, [], nowMs),
  handling: undefined,
});

/** A request in full. */
export function printRequest(request: RecordRequest, history: readonly PastState[], nowMs: number): WireRequest {
  const { authority, officer, quality, content, correspondence, decision } = request;
  return {
    ...printFrame(request),
    progress: printProgress(request, history, nowMs),
    askingAuthority: authority,
    officerPseudonym: officer,
    caseReference: content?.caseReference ?? '',
    person: content && printPerson(content.person),
    personCategory: numberOf(PersonCategory, content?.personCategory),
    aim: numberOf(SearchAim, content?.aim),
    offence: content?.offence && { ...content.offence },
    reasons: content?.reasons ?? '',
    quality,
    correspondence: correspondence.map(({ question, answer }) => ({ question, answer: answer ?? '' })),
    decision: decision ?? '',
    handling: undefined,
  };
}

/** A record that was sent. */
export const printRecord = (
  recordReference: string,
  { person, status, offences, authority, updatedOn }: DeliveredRecord,
): WireRecord => ({
  recordReference,
  category: RecordCategory.RECORD,
  memberState: stateOf(recordReference),
  person: printPerson(person),
  status: STATUS_TO_WIRE[status],
  offences: [...offences],
  authority,
  updatedOn,
  handling: undefined,
});

/** RFC 3339, UTC. */
export const printTime = (ms: number): string => new Date(ms).toISOString();

const printFrame = ({ id, recordReference, holdingState, askingState }: RecordRequest) => ({
  requestId: id,
  category: RecordCategory.REQUEST,
  recordReference,
  holdingState,
  askingState,
});

function printProgress(request: RecordRequest, history: readonly PastState[], nowMs: number): RequestProgress {
  const { state, decideByMs, expiresAtMs, keepUntilMs } = request;
  return {
    state: STATE_TO_WIRE[state],
    decideBy: printTime(decideByMs),
    overdue: isOverdue(request, nowMs),
    expiresAt: printTime(expiresAtMs),
    keepUntil: keepUntilMs === undefined ? '' : printTime(keepUntilMs),
    history: history.map(({ state: past, atMs, changedBy }) => ({
      state: STATE_TO_WIRE[past],
      at: printTime(atMs),
      byState: byState(request, changedBy),
    })),
  };
}

/** The other side learns which state acted, not which of its authorities. */
function byState({ holdingState }: RecordRequest, changedBy: string | undefined): string {
  if (changedBy === undefined) return '';
  return changedBy === SIMULATED_HOLDER ? holdingState : changedBy.slice(0, 2);
}

const printPerson = ({ names, dateOfBirth, nationalities, countryOfBirth, gender }: Person): WirePerson => ({
  names: names.map(printName),
  dateOfBirth: dateOfBirth ?? '',
  nationalities: [...nationalities],
  countryOfBirth: countryOfBirth ?? '',
  gender: gender === undefined ? WireGender.UNSPECIFIED : GENDER_TO_WIRE[gender],
});

const printName = ({ firstNames, familyNames }: PersonName) => ({
  firstNames: firstNames ?? '',
  familyNames: familyNames ?? '',
});

/** Number of a name in an enumeration of the contract; 0 for none. */
function numberOf<Numbered extends number>(
  wire: Readonly<Record<string, Numbered>>,
  name: string | undefined,
): Numbered {
  return (name === undefined ? undefined : wire[name]) ?? (0 as Numbered);
}
