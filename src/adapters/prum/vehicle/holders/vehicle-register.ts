import type { StateOutcome } from '../../../states/ask-states.js';
import type { StateQuestion, StateReply } from '../../exchange/domain/state-question.js';
import type { RepliedStatus } from '../../exchange/partner.js';
import type { PutQuestion } from '../../exchange/partner-holder.js';
import { MAX_SUGGESTIONS, MAX_VEHICLES, type VehicleKey } from '../domain/question.js';
import { type Registration, stateOfReference } from '../domain/registration.js';
import type { AskedNumber, Suggestion } from '../domain/suggest-numbers.js';

/** What a state is told of a search, and by whom it is logged there. */
export interface VehicleQuestion extends PutQuestion {
  readonly key: VehicleKey;
  /** Time as of which it is asked, milliseconds since the epoch; undefined for now. */
  readonly referenceMs: number | undefined;
}

/** Asks for numbers like one. */
export interface SuggestionQuestion extends StateQuestion {
  readonly asked: AskedNumber;
}

/** What a register says of a search (Decision 2008/616/JHA, Annex, chapter 3). */
export type RegisterAnswer = 'FOUND' | 'NOT_FOUND' | 'MULTIPLE' | 'NOT_DISCLOSED' | 'ERROR';

/** What is not disclosed was refused, and what could not be processed was not answered: neither is "no hit". */
export const STATUS: Readonly<Record<RegisterAnswer, RepliedStatus>> = {
  FOUND: 'HIT',
  MULTIPLE: 'HIT',
  NOT_FOUND: 'NO_HIT',
  NOT_DISCLOSED: 'REFUSED',
  ERROR: 'UNAVAILABLE',
};

/** What a state replies to a search. */
export interface VehicleReply extends StateReply {
  readonly answer: RegisterAnswer;
  /** Time as of which it is told, milliseconds since the epoch. */
  readonly asOfMs: number;
  /** The register keeps no history: it is told as of now, although another time was asked about. */
  readonly currentInstead: boolean;
  /** Vehicles that correspond, also those that are not listed. */
  readonly vehicleCount: number;
  /** As of that time: one if found; of several, as many as may be listed. */
  readonly vehicles: readonly Registration[];
}

/** What a state replies when it is asked for numbers like one. */
export interface SuggestionReply extends StateReply {
  /** The very number is registered: then nothing is suggested. */
  readonly isRegistered: boolean;
  /** Likest first. */
  readonly suggestions: readonly Suggestion[];
  readonly truncated: boolean;
}

/** What became of a search in one state. */
export type AskedRegister = StateOutcome<VehicleReply>;

/** Throws when a state's reply contradicts itself or speaks of what is not the state's. */
export function assertSoundReply(reply: VehicleReply, memberState: string): void {
  const { answer, vehicleCount, vehicles } = reply;
  const listed = answer === 'FOUND' ? 1 : answer === 'MULTIPLE' ? Math.min(vehicleCount, MAX_VEHICLES) : 0;
  const counted =
    answer === 'FOUND' ? vehicleCount === 1 : answer === 'MULTIPLE' ? vehicleCount > 1 : vehicleCount === 0;
  const isSound =
    Number.isInteger(vehicleCount) && counted && vehicles.length === listed && areOwn(vehicles, memberState);
  if (!isSound) throw new Error(`the reply of ${memberState} contradicts itself`);
}

/** Throws as above. */
export function assertSoundSuggestions(reply: SuggestionReply, memberState: string): void {
  const { isRegistered, suggestions } = reply;
  const isSound =
    suggestions.length <= MAX_SUGGESTIONS &&
    !(isRegistered && suggestions.length > 0) &&
    areOwn(suggestions, memberState);
  if (!isSound) throw new Error(`the reply of ${memberState} contradicts itself`);
}

function areOwn(records: readonly { readonly reference: string }[], memberState: string): boolean {
  const references = new Set(records.map(({ reference }) => reference));
  return references.size === records.length && [...references].every((one) => stateOfReference(one) === memberState);
}
