/** The vehicle register of a state that has a gateway of its own. */
import { AccessContext } from '../../../../gen/ostiary/common/v1/access.js';
import {
  PrumVehicleServiceService,
  SearchRegistrationNumberRequest,
  type SearchRegistrationNumberResponse,
  SearchVinOnceRequest,
  type SearchVinOnceResponse,
  VehicleDataTime,
  VehicleRegisterAnswer,
  type VehicleStateAnswer,
} from '../../../../gen/ostiary/prum/v1/vehicle.js';
import type { Holder } from '../../../states/ask-states.js';
import type { PartnerGateway } from '../../exchange/partner.js';
import { askPartner, type Dialogue, onlyState } from '../../exchange/partner-holder.js';
import { readReplyFrame, readTime } from '../../exchange/wire/read-reply.js';
import { printStateAccess } from '../../exchange/wire/state-access.js';
import type { VehicleKey } from '../domain/question.js';
import { plateKey } from '../domain/plate-rules.js';
import { assertSoundReply, STATUS, type VehicleQuestion, type VehicleReply } from '../holders/vehicle-register.js';
import { ANSWER_TO_WIRE, valueOf } from '../wire/enums.js';
import { readRecord } from '../wire/read-record.js';
import { timeOf } from '../wire/time.js';

/** Row of the legal-basis table on which one state answers another. */
const LEGAL_BASIS = 'PRUM2-16-STATE';

/** A question by one kind of key. */
type AskedBy<Kind extends VehicleKey['kind']> = VehicleQuestion & { readonly key: Extract<VehicleKey, { kind: Kind }> };

const BY_NUMBER: Dialogue<
  AskedBy<'registration_number'>,
  SearchRegistrationNumberRequest,
  SearchRegistrationNumberResponse,
  VehicleReply
> = {
  method: PrumVehicleServiceService.searchRegistrationNumber,
  print: (question, memberState) =>
    SearchRegistrationNumberRequest.fromPartial({
      ...commonOf(question),
      memberState,
      registrationNumber: question.key.number,
      vin: question.key.vin ?? '',
    }),
  read: ({ state }, memberState) => readState(onlyState(state === undefined ? [] : [state]), memberState),
  assertSound: assertAnswers,
  statusOf: ({ answer }) => STATUS[answer],
};

const BY_VIN: Dialogue<AskedBy<'vin'>, SearchVinOnceRequest, SearchVinOnceResponse, VehicleReply> = {
  method: PrumVehicleServiceService.searchVinOnce,
  print: (question, memberState) =>
    SearchVinOnceRequest.fromPartial({ ...commonOf(question), vin: question.key.vin, memberStates: [memberState] }),
  read: ({ states }, memberState) => readState(onlyState(states), memberState),
  assertSound: assertAnswers,
  statusOf: ({ answer }) => STATUS[answer],
};

/** Makes the holder. It is not asked by owner or holder (ask-registers.ts). */
export const createPartnerRegister = (gateway: PartnerGateway): Holder<VehicleQuestion, VehicleReply> => ({
  async search(question, ending, untilMs) {
    const { key } = question;
    switch (key.kind) {
      case 'registration_number':
        return askPartner(gateway, BY_NUMBER, { ...question, key }, ending, untilMs);
      case 'vin':
        return askPartner(gateway, BY_VIN, { ...question, key }, ending, untilMs);
      case 'party':
        throw new TypeError('another gateway is not asked by owner or holder');
    }
  },
});

/** Number, time and the whole key: case, justification, officer and authority stay with the state that asks. */
const commonOf = (question: VehicleQuestion) => ({
  access: AccessContext.fromPartial(printStateAccess(question, LEGAL_BASIS)),
  referenceTime: timeOf(question.referenceMs),
});

/** Reads what the register answered. Throws when it did not, or not as one does. */
function readState(state: VehicleStateAnswer, memberState: string): VehicleReply {
  const isAnswered = state.registerAnswer !== VehicleRegisterAnswer.UNSPECIFIED;
  const answer = isAnswered ? valueOf(ANSWER_TO_WIRE, state.registerAnswer) : undefined;
  // What no register answered is no hit at least.
  const frame = readReplyFrame(state, memberState, answer === undefined ? 'HIT' : STATUS[answer]);
  const asOfMs = readTime(state.asOf);
  if (answer === undefined || asOfMs === undefined) throw new Error(`the register of ${memberState} did not answer`);
  return {
    ...frame,
    answer,
    asOfMs,
    currentInstead: state.dataTime === VehicleDataTime.CURRENT_INSTEAD,
    vehicleCount: state.vehicleCount,
    vehicles: state.vehicles.map((record) => readRecord(record, memberState, asOfMs)),
  };
}

/** Throws as assertSoundReply, and when a vehicle has not the key that was asked by. */
function assertAnswers(reply: VehicleReply, memberState: string, { key }: VehicleQuestion): void {
  assertSoundReply(reply, memberState);
  const isAsked = reply.vehicles.every(
    ({ number, vin }) =>
      (key.kind !== 'registration_number' || plateKey(memberState, number) === key.number) &&
      (key.kind === 'party' || key.vin === undefined || vin === key.vin),
  );
  if (!isAsked) throw new Error(`${memberState} told of a vehicle that was not asked about`);
}
