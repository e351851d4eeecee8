import { OutcomeStatus, type SystemOutcome } from '../../../../gen/ostiary/common/v1/outcome.js';
import {
  VehicleDataTime,
  VehicleQuestionWarning,
  VehicleRegisterAnswer,
  type VehicleStateAnswer,
} from '../../../../gen/ostiary/prum/v1/vehicle.js';
import type { OutcomeName } from '../../../adapter.js';
import type { VehicleOutcome } from '../ask-registers.js';
import { type VehicleSearch, vinOf } from '../domain/search.js';
import type { Vin } from '../domain/whole-number.js';
import { ANSWER_TO_WIRE } from './enums.js';
import { printRecord } from './print-record.js';
import { timeOf } from './time.js';

/** Outcome of the whole. */
export const printOutcome = (status: OutcomeName): SystemOutcome => ({
  system: 'PRUM_VEHICLE',
  status: OutcomeStatus[status],
});

/** What is odd about a question. */
export const warningsOf = (search: VehicleSearch): VehicleQuestionWarning[] => vinWarnings(vinOf(search));

/** What is odd about a vehicle identification number. */
export const vinWarnings = (vin: Vin | undefined): VehicleQuestionWarning[] =>
  vin?.checkDigitFails === true ? [VehicleQuestionWarning.VIN_CHECK_DIGIT] : [];

/** What became of the question in one state. */
export function printState({
  memberState,
  status,
  askedAtMs,
  outOfServiceSinceMs,
  reply,
}: VehicleOutcome): VehicleStateAnswer {
  const extent = reply?.answer === 'MULTIPLE' ? 'refinement' : 'full';
  return {
    memberState,
    status: OutcomeStatus[status],
    registerAnswer: reply === undefined ? VehicleRegisterAnswer.UNSPECIFIED : ANSWER_TO_WIRE[reply.answer],
    vehicles: reply?.vehicles.map((vehicle) => printRecord(vehicle, extent)) ?? [],
    vehicleCount: reply?.vehicleCount ?? 0,
    dataTime:
      reply === undefined
        ? VehicleDataTime.UNSPECIFIED
        : reply.currentInstead
          ? VehicleDataTime.CURRENT_INSTEAD
          : VehicleDataTime.AS_ASKED,
    asOf: timeOf(reply?.asOfMs),
    askedAt: timeOf(askedAtMs),
    repliedAt: timeOf(reply?.repliedAtMs),
    replyNumber: reply?.replyNumber ?? '',
    outOfServiceSince: timeOf(outOfServiceSinceMs),
  };
}
