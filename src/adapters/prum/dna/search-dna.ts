import type { AskContext, Disclosure } from '../../adapter.js';
import { categoryOfKind, kindsInScope, statesForKinds } from '../exchange/kinds-in-scope.js';
import { isFollowedUpHere, searchStates } from '../exchange/search-states.js';
import { assertSoundReply, type DnaQuestion } from './domain/dna-question.js';
import { type DnaSearch, isIdentified } from './domain/dna-search.js';
import type { DnaParts } from './options.js';
import { type ComparedOutcome, compareOutcome } from './wire/print-search.js';

/**
 * Puts a search to the states, compares what each returns, remembers it for the second step, and yields it as soon as it is
 * known.
 */
export async function* searchDna(
  { kind, ownReference, profile, memberStates, maxMatches }: DnaSearch,
  context: AskContext,
  { exchange, matches }: Pick<DnaParts, 'exchange' | 'matches'>,
): AsyncGenerator<ComparedOutcome, void, undefined> {
  const { requestId, scope } = context;
  const kinds = kindsInScope(scope);
  const outcomes = searchStates(
    {
      system: 'PRUM_DNA',
      memberStates: statesForKinds(kinds, memberStates),
      question: (common, officer): DnaQuestion => ({
        ...common,
        officer,
        kind: isIdentified(kind) ? 'identified' : 'unidentified',
        ownReference,
        profile,
        kinds,
        maxMatches,
      }),
      isHit: ({ matchCount }) => matchCount > 0,
      assertSound: assertSoundReply,
    },
    context,
    exchange,
  );
  for await (const outcome of outcomes) {
    const compared = compareOutcome(profile, outcome);
    if ('reply' in outcome && isFollowedUpHere(exchange, outcome.memberState)) {
      const { authority, memberState: askingState } = scope;
      await matches.remember(
        { search: requestId, authority, askingState, ownReference, foundAtMs: exchange.clock.now() },
        compared.matches.map(({ id, comparison }) => ({ reference: id, quality: comparison.quality ?? 0 })),
      );
    }
    yield compared;
  }
}

/** What an outcome discloses, for the log. */
export const disclosuresOf = ({ matches }: ComparedOutcome): readonly Disclosure[] =>
  matches.map(({ id, held }) => ({
    reference: id,
    category: categoryOfKind(held.kind === 'reference' ? 'identified' : 'unidentified'),
  }));
