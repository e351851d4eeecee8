import type { AskContext, Disclosure } from '../../adapter.js';
import { kindOf } from '../exchange/domain/reference-number.js';
import { categoryOfKind, kindsInScope, statesForKinds } from '../exchange/kinds-in-scope.js';
import { isFollowedUpHere, searchStates } from '../exchange/search-states.js';
import { assertSoundReply, type PrintOutcome } from './domain/print-question.js';
import type { PrintSearch } from './domain/print-search.js';
import type { PrintParts } from './options.js';
import { candidatesOf } from './wire/print-search.js';

/** A score, as matches are kept by: in thousandths, of which a score has at most 100,000. */
const THOUSANDTHS = 1_000;

/** Puts a search to the states, remembers what each found for the second step, and yields it as soon as it is known. */
export async function* searchPrints(
  { mode, ownReference, sample, prints, memberStates, maxCandidates }: PrintSearch,
  context: AskContext,
  { exchange, matches }: Pick<PrintParts, 'exchange' | 'matches'>,
): AsyncGenerator<PrintOutcome, void, undefined> {
  const { requestId, scope } = context;
  const kinds = kindsInScope(scope);
  const outcomes = searchStates(
    {
      system: 'PRUM_FINGERPRINT',
      memberStates: statesForKinds(kinds, memberStates),
      question: (common, officer) => ({
        ...common,
        officer,
        mode,
        ownReference,
        prints,
        sampleDigest: sample.digest,
        kinds,
        maxCandidates,
      }),
      isHit: ({ candidates }) => candidates.length > 0,
      assertSound: assertSoundReply,
    },
    context,
    exchange,
  );
  for await (const outcome of outcomes) {
    if ('reply' in outcome && isFollowedUpHere(exchange, outcome.memberState)) {
      const { authority, memberState: askingState } = scope;
      await matches.remember(
        { search: requestId, authority, askingState, foundAtMs: exchange.clock.now() },
        outcome.reply.candidates.map(({ reference, score }) => ({
          reference,
          quality: Math.round(score * THOUSANDTHS),
        })),
      );
    }
    yield outcome;
  }
}

/** What an outcome discloses, for the log. */
export const disclosuresOf = (outcome: PrintOutcome): readonly Disclosure[] =>
  candidatesOf(outcome).map(({ reference }) => ({
    reference,
    category: categoryOfKind(kindOf(reference)),
  }));
