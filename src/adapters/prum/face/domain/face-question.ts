/** What states are asked about faces, and what they answer (Regulation (EU) 2024/982 Art. 24). */
import type { FaceVector } from '../../../../matching/faces/face-vector.js';
import type { Participant, StateOutcome } from '../../../states/ask-states.js';
import { FACE } from '../../exchange/category.js';
import { isReferenceOf, kindOf, type ReferenceKind } from '../../exchange/domain/reference-number.js';
import type { StateReply } from '../../exchange/domain/state-question.js';
import type { PutQuestion } from '../../exchange/partner-holder.js';

/** A face to search for. */
export interface FaceProbe {
  readonly kind: ReferenceKind;
  /** Reference number at the asking authority. */
  readonly ownReference: string | undefined;
  readonly algorithm: string;
  readonly algorithmVersion: string;
  readonly vector: FaceVector;
}

/** A search as it was asked for. */
export interface FaceSearchRequest {
  readonly probe: FaceProbe;
  /** SHA-256 of the vector as given, hexadecimal: what the log has of it. */
  readonly digest: string;
  /** States to ask, without repetitions. */
  readonly memberStates: ReadonlySet<string>;
  readonly maxCandidates: number;
}

/** What a state is told: nothing of the case, and of the officer by whom it is logged there. */
export interface FaceQuestion extends PutQuestion {
  readonly probe: FaceProbe;
  /** Kinds of data that the asking authority may see. */
  readonly kinds: readonly ReferenceKind[];
  readonly maxCandidates: number;
}

/** A facial image that looks like it. */
export interface FaceCandidate {
  readonly reference: string;
  /** Cosine, from -1 to 1. */
  readonly score: number;
}

/** What a state replies. */
export interface FaceReply extends StateReply {
  /** By score, then reference number. */
  readonly candidates: readonly FaceCandidate[];
}

/** A state of the exchange. */
export type FaceParticipant = Participant<FaceQuestion, FaceReply>;

/** What became of a search in one state. */
export type FaceOutcome = StateOutcome<FaceReply>;

/** Order of candidates: never by chance. */
export const byScore = (a: FaceCandidate, b: FaceCandidate): number =>
  b.score - a.score || (a.reference < b.reference ? -1 : 1);

/** Throws when a state's reply contradicts itself, or speaks of what was not asked for or is not the state's. */
export function assertSoundReply({ candidates }: FaceReply, memberState: string, question: FaceQuestion): void {
  const isSound =
    candidates.length <= question.maxCandidates &&
    new Set(candidates.map(({ reference }) => reference)).size === candidates.length &&
    candidates.every(
      ({ reference, score }, at) =>
        isReferenceOf(reference, FACE, memberState) &&
        question.kinds.includes(kindOf(reference)) &&
        score >= -1 &&
        score <= 1 &&
        score <= (candidates[at - 1]?.score ?? 1),
    );
  if (!isSound) throw new Error(`the reply of ${memberState} contradicts itself`);
}
