import { compareProfiles, type DnaComparison } from '../../../../matching/dna/compare.js';
import { type DnaProfile, type RawProfile, readProfile } from '../../../../matching/dna/profile.js';
import type { Holder, Participant, StateOutcome } from '../../../states/ask-states.js';
import { DNA } from '../../exchange/category.js';
import { isReferenceOf, kindOf, type ReferenceKind } from '../../exchange/domain/reference-number.js';
import type { PutQuestion } from '../../exchange/partner-holder.js';
import type { StateReply } from '../../exchange/domain/state-question.js';

/** Values of the loci of a profile, as written. */
export type RawLoci = RawProfile['loci'];

/** What a state is told of a search: Art. 9(1) of Regulation (EU) 2024/982, and by whom it is logged there. */
export interface DnaQuestion extends PutQuestion {
  /** Whether the profile is of a person who is known. */
  readonly kind: ReferenceKind;
  /** Reference number of the profile at the asking authority; undefined if it gave none. */
  readonly ownReference: string | undefined;
  readonly profile: DnaProfile;
  /** Profiles of which kinds may be disclosed to whoever asks. */
  readonly kinds: ReadonlySet<ReferenceKind>;
  /** Matches to list. */
  readonly maxMatches: number;
}

/** What a state replies: Art. 9(2), and nothing else. No quality: whoever asked finds it from the profiles. */
export interface DnaReply extends StateReply {
  /** Profiles that match, also those that are not listed. */
  readonly matchCount: number;
  readonly matches: readonly HeldMatch[];
}

/** A profile that matches. */
export interface HeldMatch {
  /** Reference number: says the state, and whether the profile is of an identified person (Art. 7). */
  readonly reference: string;
  readonly loci: RawLoci;
}

/** A state's profiles, wherever they are. */
export type DnaHolder = Holder<DnaQuestion, DnaReply>;
export type DnaParticipant = Participant<DnaQuestion, DnaReply>;
export type DnaOutcome = StateOutcome<DnaReply>;

/** A match as it was found to be by comparing both profiles. */
export interface ComparedMatch {
  readonly id: string;
  readonly held: DnaProfile;
  readonly comparison: DnaComparison;
}

/** Compares a profile that a state returned. Throws when it is no profile, or no match. */
export function compareHeld(asked: DnaProfile, { reference, loci }: HeldMatch): ComparedMatch {
  const kind = kindOf(reference) === 'identified' ? 'reference' : 'unidentified';
  const reading = readProfile({ id: reference, kind, loci });
  if (!('profile' in reading)) throw new Error('the state returned what is no profile for exchange');
  const comparison = compareProfiles(asked, reading.profile);
  if (comparison.verdict !== 'HIT') throw new Error('the state returned a profile that does not match');
  return { id: reference, held: reading.profile, comparison };
}

/** Throws when a state's reply contradicts itself, or speaks of what is not the state's, or not to be disclosed. */
export function assertSoundReply({ matchCount, matches }: DnaReply, memberState: string, question: DnaQuestion): void {
  const references = new Set(matches.map(({ reference }) => reference));
  const isSound =
    Number.isInteger(matchCount) &&
    references.size === matches.length &&
    matches.length === Math.min(matchCount, question.maxMatches) &&
    matches.every(
      ({ reference }) => isReferenceOf(reference, DNA, memberState) && question.kinds.has(kindOf(reference)),
    );
  if (!isSound) throw new Error(`the reply of ${memberState} contradicts itself`);
  for (const match of matches) compareHeld(question.profile, match);
}
