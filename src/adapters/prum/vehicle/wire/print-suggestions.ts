import { type SuggestNumbersResponse, VehicleDataCategory } from '../../../../gen/ostiary/prum/v1/vehicle.js';
import type { StateOutcome } from '../../../states/ask-states.js';
import { stateOfReference } from '../domain/registration.js';
import type { RegistrationNumber, Vin } from '../domain/whole-number.js';
import type { SuggestionReply } from '../holders/vehicle-register.js';
import { LIKENESS_TO_WIRE } from './enums.js';
import { printOutcome, vinWarnings } from './print-search.js';
import { timeOf } from './time.js';

/** What a state suggests. */
export function printSuggestions(
  outcome: StateOutcome<SuggestionReply>,
  asked: RegistrationNumber | Vin,
): SuggestNumbersResponse {
  const reply = 'reply' in outcome ? outcome.reply : undefined;
  return {
    receipt: undefined,
    outcome: printOutcome(outcome.status),
    memberState: outcome.memberState,
    numberIsRegistered: reply?.isRegistered ?? false,
    suggestions:
      reply?.suggestions.map(({ reference, number, likeness }) => ({
        recordReference: reference,
        memberState: stateOfReference(reference),
        category: VehicleDataCategory.SUGGESTION,
        number,
        likeness: LIKENESS_TO_WIRE[likeness],
        handling: undefined,
      })) ?? [],
    truncated: reply?.truncated ?? false,
    warnings: vinWarnings(asked.kind === 'vin' ? asked : undefined),
    askedAt: timeOf('askedAtMs' in outcome ? outcome.askedAtMs : undefined),
    repliedAt: timeOf(reply?.repliedAtMs),
    replyNumber: reply?.replyNumber ?? '',
    outOfServiceSince: timeOf('outOfServiceSinceMs' in outcome ? outcome.outOfServiceSinceMs : undefined),
  };
}
