import type { SuggestNumbersRequest, SuggestNumbersResponse } from '../../../gen/ostiary/prum/v1/vehicle.js';
import type { AskContext, Inquiry } from '../../adapter.js';
import type { StateOutcome } from '../../states/ask-states.js';
import { searchStates } from '../exchange/search-states.js';
import { assertReaches, openTo } from './ask-registers.js';
import { auditSuggesting, numberTerms, registeredTerms } from './audit-terms.js';
import type { RegistrationNumber, Vin } from './domain/whole-number.js';
import { assertSoundSuggestions, type SuggestionReply } from './holders/vehicle-register.js';
import type { VehicleParts } from './options.js';
import { parseSuggesting } from './wire/parse-search.js';
import { printSuggestions } from './wire/print-suggestions.js';
import { vinTerm } from '../../../matching/index-terms.js';

/** Reads a question for numbers like one. */
export function parseSuggestNumbers(
  request: SuggestNumbersRequest,
  parts: VehicleParts,
): Inquiry<SuggestNumbersResponse> {
  const { memberState, asked } = parseSuggesting(request);
  return {
    legalOperations: ['SEARCH_OBJ'],
    audit: auditSuggesting(memberState, asked),
    terms: numberTerms(asked),
    async ask(context) {
      assertReaches(context.scope, 'SUGGESTION');
      const outcome = await askForNumbers(memberState, asked, context, parts);
      return {
        status: outcome.status,
        places: [{ place: memberState, status: outcome.status }],
        response: printSuggestions(outcome, asked),
        disclosures:
          'reply' in outcome
            ? outcome.reply.suggestions.map(({ reference, number }) => ({
                reference,
                category: 'SUGGESTION',
                terms: asked.kind === 'vin' ? [vinTerm(number)] : registeredTerms(memberState, number),
              }))
            : [],
      };
    },
  };
}

async function askForNumbers(
  memberState: string,
  { kind, key }: RegistrationNumber | Vin,
  context: AskContext,
  { suggesting, laws }: VehicleParts,
): Promise<StateOutcome<SuggestionReply>> {
  const outcomes = searchStates(
    {
      system: 'PRUM_VEHICLE',
      memberStates: new Set([memberState]),
      question: (common) => ({ ...common, asked: { kind, key } }),
      isHit: ({ suggestions }) => suggestions.length > 0,
      assertSound: assertSoundSuggestions,
    },
    context,
    {
      ...suggesting,
      participants: async () =>
        openTo(context.scope.memberState, await suggesting.participants(), await laws(), ({ suggests }) => suggests),
    },
  );
  for await (const outcome of outcomes) return outcome;
  throw new Error('a state was asked and nothing became of it');
}
