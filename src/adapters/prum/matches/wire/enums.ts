import { FollowUpState as WireState, PersonGender as WireGender } from '../../../../gen/ostiary/prum/v1/exchange.js';
import type { PersonGender } from '../domain/core-content.js';
import { FOLLOW_UP_STATES, type FollowUpState } from '../domain/follow-up-states.js';

/** Enumerations of the contract for the values of the domain. */
export const STATE_TO_WIRE = {
  matched: WireState.MATCHED,
  not_confirmed: WireState.NOT_CONFIRMED,
  confirmed: WireState.CONFIRMED,
  core_requested: WireState.CORE_REQUESTED,
  authorisation_pending: WireState.AUTHORISATION_PENDING,
  released: WireState.RELEASED,
  refused: WireState.REFUSED,
  closed: WireState.CLOSED,
  expired: WireState.EXPIRED,
} as const satisfies Readonly<Record<FollowUpState, WireState>>;

const STATE_FROM_WIRE: ReadonlyMap<number, FollowUpState> = new Map(
  FOLLOW_UP_STATES.map((state) => [STATE_TO_WIRE[state], state]),
);

/** State of a number in the contract; undefined if it names none. */
export const stateFromWire = (value: number): FollowUpState | undefined => STATE_FROM_WIRE.get(value);

export const GENDER_TO_WIRE = {
  female: WireGender.FEMALE,
  male: WireGender.MALE,
  other: WireGender.OTHER,
} as const satisfies Readonly<Record<PersonGender, WireGender>>;

const GENDER_FROM_WIRE: ReadonlyMap<number, PersonGender> = new Map([
  [WireGender.FEMALE, 'female'],
  [WireGender.MALE, 'male'],
  [WireGender.OTHER, 'other'],
]);

/** Gender of a number in the contract; undefined if not stated. */
export const genderFromWire = (value: number): PersonGender | undefined => GENDER_FROM_WIRE.get(value);
