import { MatchState as WireState, ReviewCheck as WireCheck } from '../../../../gen/ostiary/pnr/v1/assessment.js';
import type { MatchState } from '../domain/match.js';
import type { Check } from '../domain/review.js';

export const STATE_TO_WIRE: Readonly<Record<MatchState, WireState>> = {
  open: WireState.OPEN,
  confirmed: WireState.CONFIRMED,
  rejected: WireState.REJECTED,
  released: WireState.RELEASED,
};

export const STATE_OF_WIRE: ReadonlyMap<WireState, MatchState> = new Map(
  Object.entries(STATE_TO_WIRE).map(([state, wire]) => [wire, state as MatchState]),
);

export const CHECK_OF_WIRE: ReadonlyMap<WireCheck, Check> = new Map([
  [WireCheck.RECORD_READ, 'RECORD_READ'],
  [WireCheck.EXONERATION_SOUGHT, 'EXONERATION_SOUGHT'],
  [WireCheck.NO_PROTECTED_GROUND, 'NO_PROTECTED_GROUND'],
  [WireCheck.OFFENCE_LINKED, 'OFFENCE_LINKED'],
  [WireCheck.IDENTITY_COMPARED, 'IDENTITY_COMPARED'],
]);
