import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import {
  type ChanceOfMatch as WireChance,
  DnaAdvisory,
  type DnaComparison as WireComparison,
  type DnaLocus,
  type DnaMatch,
  type DnaStateAnswer,
  type SearchDnaOnceResponse,
  type SearchDnaResponse,
} from '../../../../gen/ostiary/prum/v1/dna.js';
import { printAllele } from '../../../../matching/dna/allele.js';
import type { AlleleFrequencies, ChanceOfMatch } from '../../../../matching/dna/chance.js';
import { byQuality, type DnaComparison } from '../../../../matching/dna/compare.js';
import { AMELOGENIN, STR_LOCI } from '../../../../matching/dna/loci.js';
import type { DnaProfile } from '../../../../matching/dna/profile.js';
import type { OutcomeName } from '../../../adapter.js';
import { kindOf, stateOf } from '../../exchange/domain/reference-number.js';
import { printReplyFrame } from '../../exchange/wire/print-reply.js';
import { cautiousChance, LARGE_COLLECTION } from '../domain/cautious-chance.js';
import { type ComparedMatch, compareHeld, type DnaOutcome } from '../domain/dna-question.js';
import { DEVIATION_TO_WIRE, KIND_TO_WIRE, QUALITY_TO_WIRE } from './enums.js';

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

/** Prints the answers to a search for one profile. */
export function searchPrinter(asked: DnaProfile, samples: readonly AlleleFrequencies[]) {
  const printMatch = ({ id, held, comparison }: ComparedMatch): DnaMatch => ({
    referenceNumber: id,
    category: KIND_TO_WIRE[kindOf(id)],
    memberState: stateOf(id),
    profile: printProfile(held),
    comparison: printComparison(comparison),
    chance: printChance(cautiousChance(asked, held, samples)),
    handling: undefined,
  });
  const printState = ({ outcome, matches }: ComparedOutcome): DnaStateAnswer => ({
    reply: printReplyFrame(outcome),
    matchCount: 'reply' in outcome ? outcome.reply.matchCount : 0,
    matches: matches.map(printMatch),
  });
  return {
    /** Response to a search that is answered once. */
    once: (outcomes: readonly ComparedOutcome[], status: OutcomeName): SearchDnaOnceResponse => ({
      receipt: undefined,
      outcome: outcomeOf(status),
      states: outcomes.map(printState),
    }),
    /** What one state answered, as a response of its own. */
    state: (compared: ComparedOutcome): SearchDnaResponse => ({
      receipt: undefined,
      outcome: outcomeOf(compared.outcome.status),
      state: printState(compared),
    }),
  };
}

function printProfile({ pairs, sex }: DnaProfile): DnaLocus[] {
  const loci = STR_LOCI.flatMap((name): DnaLocus[] => {
    const pair = pairs.get(name);
    return pair === undefined ? [] : [{ name, alleles: pair.map(printAllele) }];
  });
  return sex === undefined ? loci : [...loci, { name: AMELOGENIN, alleles: sex.split(',') }];
}

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
