/**
 * What an authority answers a carrier about passengers whose data came one by one, at check-in (interactive API): may they
 * board. The message is CUSRES; the model is the same in whatever directory it is written.
 */
import type { Moment } from '../pnr/pnr.js';

/**
 * What a message is: the answer to a list; a change of mind that nobody asked for; a carrier's receipt of such a change;
 * or that the list could not be dealt with at all.
 */
export type ResponseKind = 'answer' | 'unsolicited' | 'acknowledgement' | 'error' | 'other';

/** May board; may not; must be seen by somebody first; could not be decided, e.g. because data are missing. */
export type BoardingStatus = 'ok' | 'no-board' | 'check' | 'error';

/** A decision, about a passenger or about the message as a whole. */
export interface Verdict {
  /** As they came: the codes are national. */
  readonly codes: readonly string[];
  /** What they mean, the worst of them; undefined if one is unknown or there is none. Whoever is not "ok" does not board. */
  readonly status: BoardingStatus | undefined;
  /** Words for the carrier's staff. */
  readonly texts: readonly string[];
}

/** A decision about one passenger. */
export interface PassengerVerdict extends Verdict {
  /** Number in the message, from 1. */
  readonly number: number;
  /** Locator of the reservation and the carrier's unique reference, as the list had them. */
  readonly locator: string;
  readonly uniqueReference: string;
  /** Other references, by their code. */
  readonly otherReferences: Readonly<Record<string, string>>;
}

/** A leg of the flight that the answer is about. */
export interface AnsweredLeg {
  readonly flight: string;
  readonly from: string;
  readonly to: string;
  readonly departure?: Moment | undefined;
  readonly arrival?: Moment | undefined;
  /** On this leg the border is crossed. */
  readonly crossesBorder: boolean;
}

/** One message. */
export interface BoardingResponse {
  /** Format, e.g. "CUSRES D:05B". */
  readonly format: string;
  readonly sender: string;
  readonly recipient: string;
  /** Common access reference of the list that is answered. */
  readonly reference: string;
  /** Reference of the transaction that is answered. */
  readonly transaction: string;
  readonly kind: ResponseKind;
  readonly legs: readonly AnsweredLeg[];
  readonly remarks: readonly string[];
  /** About the message as a whole. That it was accepted lets nobody board. */
  readonly overall: readonly Verdict[];
  readonly passengers: readonly PassengerVerdict[];
}
