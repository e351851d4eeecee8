import type { AskContext, Disclosure } from '../../adapter.js';
import { FACE } from '../exchange/category.js';
import { kindOf, type ReferenceKind } from '../exchange/domain/reference-number.js';
import { isFollowedUpHere, searchStates } from '../exchange/search-states.js';
import { assertSoundReply, type FaceOutcome, type FaceSearchRequest } from './domain/face-question.js';
import type { FaceSearchParts } from './options.js';

/** Category of each kind of data (data/policy/categories.csv). */
const CATEGORY = { identified: 'IDENTIFIED', unidentified: 'UNIDENTIFIED' } as const satisfies Record<
  ReferenceKind,
  string
>;

/** Holds what third countries gave Europol (Art. 48), which is a search of its own. It takes no part in this exchange. */
const EUROPOL = 'EU';

/** Steps of the score in which the quality of a match is kept: thousandths. */
const QUALITY_STEPS = 1_000;

/**
 * Puts a face to the states, and yields what became of it in each as soon as that is known, and what was found can be
 * followed up. Throws a Refusal when the caller's state may not ask.
 */
export async function* searchFaces(
  { probe, memberStates, maxCandidates }: FaceSearchRequest,
  context: AskContext,
  parts: FaceSearchParts,
): AsyncGenerator<FaceOutcome, void, undefined> {
  const { requestId, scope } = context;
  const kinds = (['identified', 'unidentified'] as const).filter((kind) => scope.categories.has(CATEGORY[kind]));
  const outcomes = searchStates(
    {
      system: FACE.system,
      memberStates: kinds.length === 0 ? new Set([EUROPOL]) : memberStates,
      question: (common, officer) => ({ ...common, officer, probe, kinds, maxCandidates }),
      isHit: ({ candidates }) => candidates.length > 0,
      assertSound: assertSoundReply,
    },
    context,
    parts,
  );
  for await (const outcome of outcomes) {
    if ('reply' in outcome && isFollowedUpHere(parts, outcome.memberState)) {
      const { authority, memberState: askingState } = scope;
      await parts.matches.remember(
        { search: requestId, authority, askingState, foundAtMs: parts.clock.now() },
        outcome.reply.candidates.map(({ reference, score }) => ({ reference, quality: qualityOf(score) })),
      );
    }
    yield outcome;
  }
}

/** A score as a follow-up keeps it: thousandths; below 0 as 0. */
const qualityOf = (score: number): number => Math.round(Math.max(0, score) * QUALITY_STEPS);

/** What an outcome discloses, for the log. */
export const disclosuresOf = (outcome: FaceOutcome): readonly Disclosure[] =>
  'reply' in outcome
    ? outcome.reply.candidates.map(({ reference }) => ({ reference, category: CATEGORY[kindOf(reference)] }))
    : [];
