import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import type { SearchMode } from '../../../../formats/nist/prum/search-modes.js';
import { checkMinutiae, MinutiaeFault } from '../../../../matching/minutiae/minutia.js';
import type { Holder, Participant, StateOutcome } from '../../../states/ask-states.js';
import { FINGERPRINT } from '../../exchange/category.js';
import { isReferenceOf, kindOf, type ReferenceKind } from '../../exchange/domain/reference-number.js';
import type { StateReply } from '../../exchange/domain/state-question.js';
import type { PutQuestion } from '../../exchange/partner-holder.js';
import { searchedKind } from './search-mode.js';

/** What a state is told of a search: Art. 15(1) of Regulation (EU) 2024/982, and by whom it is logged there. */
export interface PrintQuestion extends PutQuestion {
  readonly mode: SearchMode;
  /** Reference number of the prints at the asking authority; undefined if it gave none. */
  readonly ownReference: string | undefined;
  /** The prints, or one trace. */
  readonly prints: readonly PrintTemplate[];
  /** SHA-256 in hex of what was searched with. */
  readonly sampleDigest: string;
  /** Data of which kinds may be disclosed to whoever asks. */
  readonly kinds: ReadonlySet<ReferenceKind>;
  /** Candidates to list. */
  readonly maxCandidates: number;
}

/** What a state replies: Art. 15(2), with what its matcher found. */
export interface PrintReply extends StateReply {
  /** Best first. */
  readonly candidates: readonly PrintCandidate[];
}

/** Prints or a trace that correspond. */
export interface PrintCandidate {
  /** Says the state, and whether the data are of an identified person (Art. 12). */
  readonly reference: string;
  /** On the scale of the matcher, above 0. */
  readonly score: number;
  /** The matching dactyloscopic data. */
  readonly prints: readonly PrintTemplate[];
  readonly evidence: readonly PrintEvidence[];
}

/** One print searched with, laid on one that is held. */
export interface PrintEvidence {
  /** Places among the prints of the question, and of the candidate. */
  readonly asked: number;
  readonly held: number;
  /** Closest first. */
  readonly pairs: readonly MinutiaPair[];
}

/** Places of two minutiae in their prints; closeness from 0 to 1. */
export interface MinutiaPair {
  readonly asked: number;
  readonly held: number;
  readonly closeness: number;
}

/** A state's prints, wherever they are. */
export type PrintHolder = Holder<PrintQuestion, PrintReply>;
export type PrintParticipant = Participant<PrintQuestion, PrintReply>;
export type PrintOutcome = StateOutcome<PrintReply>;

/** Throws when a state's reply contradicts itself, or speaks of what is not the state's, or not to be disclosed. */
export function assertSoundReply({ candidates }: PrintReply, memberState: string, question: PrintQuestion): void {
  const references = new Set(candidates.map(({ reference }) => reference));
  const kind = searchedKind(question.mode);
  const isSound =
    references.size === candidates.length &&
    candidates.length <= question.maxCandidates &&
    candidates.every(
      ({ reference, score }, at) =>
        isReferenceOf(reference, FINGERPRINT, memberState) &&
        kindOf(reference) === kind &&
        question.kinds.has(kind) &&
        score > 0 &&
        Number.isFinite(score) &&
        score <= (candidates[at - 1]?.score ?? Infinity),
    ) &&
    candidates.every(
      (candidate) =>
        arePossible(candidate.prints) && candidate.evidence.every((evidence) => fits(evidence, question, candidate)),
    );
  if (!isSound) throw new Error(`the reply of ${memberState} contradicts itself`);
}

/** Prints of a candidate at most: ten fingers, taken a few times. */
const MOST_PRINTS = 40;
/** Codes of positions go up to three digits, and are kept in a byte. */
const MOST_POSITION = 255;

/** Whether there are prints, of one resolution, which can be compared. */
function arePossible(prints: readonly PrintTemplate[]): boolean {
  const image = prints[0]?.image;
  return (
    prints.length <= MOST_PRINTS &&
    image !== undefined &&
    prints.every(
      (print) =>
        Number.isInteger(print.position) &&
        print.position >= 0 &&
        print.position <= MOST_POSITION &&
        print.image.xPerCm === image.xPerCm &&
        print.image.yPerCm === image.yPerCm &&
        isComparable(print),
    )
  );
}

function isComparable(print: PrintTemplate): boolean {
  try {
    checkMinutiae(print);
    return true;
  } catch (error) {
    if (error instanceof MinutiaeFault) return false;
    throw error;
  }
}

/** Whether evidence speaks of prints and minutiae that there are. */
function fits({ asked, held, pairs }: PrintEvidence, question: PrintQuestion, candidate: PrintCandidate): boolean {
  const [one, other] = [question.prints[asked], candidate.prints[held]];
  if (one === undefined || other === undefined) return false;
  return pairs.every(
    (pair) =>
      one.minutiae[pair.asked] !== undefined &&
      other.minutiae[pair.held] !== undefined &&
      pair.closeness >= 0 &&
      pair.closeness <= 1,
  );
}
