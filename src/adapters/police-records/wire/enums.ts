import {
  Gender as WireGender,
  PersonStatus as WireStatus,
  RecordRequestState as WireState,
} from '../../../gen/ostiary/police_records/v1/police_records.js';
import type { Gender } from '../domain/person.js';
import type { PersonStatus } from '../domain/police-record.js';
import { REQUEST_STATES, type RequestState } from '../domain/request-states.js';

export const GENDER_TO_WIRE = {
  female: WireGender.FEMALE,
  male: WireGender.MALE,
  other: WireGender.OTHER,
} as const satisfies Readonly<Record<Gender, WireGender>>;

const GENDER_FROM_WIRE: ReadonlyMap<number, Gender> = new Map([
  [WireGender.FEMALE, 'female'],
  [WireGender.MALE, 'male'],
  [WireGender.OTHER, 'other'],
]);

/** Gender of a number in the contract; undefined if not stated or not known. */
export const genderFromWire = (value: number): Gender | undefined => GENDER_FROM_WIRE.get(value);

/** Enumerations of the contract for the values of the domain. */
export const STATE_TO_WIRE = {
  requested: WireState.REQUESTED,
  received: WireState.RECEIVED,
  information_asked: WireState.INFORMATION_ASKED,
  approved: WireState.APPROVED,
  refused: WireState.REFUSED,
  delivered: WireState.DELIVERED,
  closed: WireState.CLOSED,
  expired: WireState.EXPIRED,
} as const satisfies Readonly<Record<RequestState, WireState>>;

const STATE_FROM_WIRE: ReadonlyMap<number, RequestState> = new Map(
  REQUEST_STATES.map((state) => [STATE_TO_WIRE[state], state]),
);

/** State of a number in the contract; undefined if it names none. */
export const stateFromWire = (value: number): RequestState | undefined => STATE_FROM_WIRE.get(value);

export const STATUS_TO_WIRE = {
  suspect: WireStatus.SUSPECT,
  convicted: WireStatus.CONVICTED,
} as const satisfies Readonly<Record<PersonStatus, WireStatus>>;
