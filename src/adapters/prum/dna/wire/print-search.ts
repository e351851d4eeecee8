import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import {
  type ChanceOfMatch as WireChance,
  type CompareDnaResponse,
  DnaAdvisory,
  type DnaComparison as WireComparison,
  type DnaMatch,
  type DnaStateAnswer,
  type SearchDnaOnceResponse,
  type SearchDnaResponse,
} from '../../../../gen/ostiary/prum/v1/dna.js';
import type { AlleleFrequencies, ChanceOfMatch } from '../../../../matching/dna/chance.js';
import { byQuality, type DnaComparison } from '../../../../matching/dna/compare.js';
import type { DnaProfile } from '../../../../matching/dna/profile.js';
import type { OutcomeName } from '../../../adapter.js';
import { kindOf, stateOf } from '../../exchange/domain/reference-number.js';
import { printReplyFrame } from '../../exchange/wire/print-reply.js';
import { cautiousChance, LARGE_COLLECTION } from '../domain/cautious-chance.js';
import type { BatchProbe } from '../domain/dna-batch.js';
import { type ComparedMatch, compareHeld, type DnaOutcome } from '../domain/dna-question.js';
import { DEVIATION_TO_WIRE, KIND_TO_WIRE, QUALITY_TO_WIRE } from './enums.js';
import { printProfile } from './print-profile.js';

const outcomeOf = (status: OutcomeName) => ({ system: 'PRUM_DNA', status: OutcomeStatus[status] });

/** What one state answered, with what comparing the profiles brings: in the order in which hits are reported. */
export interface ComparedOutcome {
  readonly outcome: DnaOutcome;
  readonly matches: readonly ComparedMatch[];
}

/** Compares what a state returned. */
export const compareOutcome = (asked: DnaProfile, outcome: DnaOutcome): ComparedOutcome => ({
  outcome,
  matches:
    'reply' in outcome ? outcome.reply.matches.map((match) => compareHeld(asked, match)).toSorted(byQuality) : [],
});

/** Reference number → place, from 1, among the matches of all states, in the order in which one state's are reported. */
const ranksOf = (outcomes: readonly ComparedOutcome[]): ReadonlyMap<string, number> =>
  new Map(
    outcomes
      .flatMap(({ matches }) => matches)
      .toSorted(byQuality)
      .map(({ id }, at) => [id, at + 1]),
  );

/** Prints the answers to a search for one profile. */
export function searchPrinter(asked: DnaProfile, samples: readonly AlleleFrequencies[]) {
  const printMatch = ({ id, held, comparison }: ComparedMatch, rank = 0): DnaMatch => ({
    referenceNumber: id,
    category: KIND_TO_WIRE[kindOf(id)],
    memberState: stateOf(id),
    profile: printProfile(held),
    comparison: printComparison(comparison),
    chance: printChance(cautiousChance(asked, held, samples)),
    handling: undefined,
    rank,
  });
  const printState = ({ outcome, matches }: ComparedOutcome, ranks?: ReadonlyMap<string, number>): DnaStateAnswer => ({
    reply: printReplyFrame(outcome),
    matchCount: 'reply' in outcome ? outcome.reply.matchCount : 0,
    matches: matches.map((match) => printMatch(match, ranks?.get(match.id))),
  });
  return {
    /** Response to a search that is answered once; with the places that matches take among those of all states, if asked. */
    once: (outcomes: readonly ComparedOutcome[], status: OutcomeName, isRanked: boolean): SearchDnaOnceResponse => {
      const ranks = isRanked ? ranksOf(outcomes) : undefined;
      return {
        receipt: undefined,
        outcome: outcomeOf(status),
        states: outcomes.map((outcome) => printState(outcome, ranks)),
      };
    },
    /** What one state answered, within another response. */
    answer: (compared: ComparedOutcome): DnaStateAnswer => printState(compared),
    /** The same, as a response of its own. */
    state: (compared: ComparedOutcome): SearchDnaResponse => ({
      receipt: undefined,
      outcome: outcomeOf(compared.outcome.status),
      state: printState(compared),
    }),
  };
}

/** Response to a batch. */
export const printBatch = (
  answered: readonly (readonly [BatchProbe, ComparedOutcome])[],
  status: OutcomeName,
  samples: readonly AlleleFrequencies[],
): CompareDnaResponse => ({
  receipt: undefined,
  outcome: outcomeOf(status),
  answers: answered.map(([{ ownReference, number, profile }, compared]) => ({
    ownReference,
    searchRequestId: number,
    answer: searchPrinter(profile, samples).answer(compared),
  })),
});

const printComparison = (comparison: DnaComparison): WireComparison => ({
  // What does not match was not accepted from the state.
  quality: QUALITY_TO_WIRE[comparison.quality ?? 4],
  comparedLoci: comparison.comparedLoci,
  matchedLoci: comparison.matchedLoci,
  matchedAlleles: comparison.matchedAlleles,
  advisory: comparison.advisory === 'LOW_LOCI' ? DnaAdvisory.LOW_LOCI : DnaAdvisory.UNSPECIFIED,
  loci: comparison.loci.map(({ locus, asked, held, deviations }) => ({
    locus,
    asked,
    held,
    deviations: deviations.map((deviation) => DEVIATION_TO_WIRE[deviation]),
  })),
});

const printChance = (chance: ChanceOfMatch | undefined): WireChance | undefined =>
  chance && {
    sample: chance.sample,
    loci: chance.loci,
    full: chance.full,
    near: chance.near,
    profiles: BigInt(LARGE_COLLECTION),
    expectedHits: chance.expectedHits,
  };
