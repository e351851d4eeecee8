/** Under which identifier a call of another gateway is logged (docs/completeness.md). */
import { SETTLING_MS } from '../../audit/completeness/own-days.js';
import { timeOfRequest } from '../../audit/completeness/pair.js';
import type { Partner } from '../../audit/completeness/partners.js';
import { type AskingRequest, wrongAsking } from '../../shared/asking-request.js';
import { newRequestId } from '../../shared/request-id.js';
import type { Refusal } from '../../shared/refusal.js';

/** Whose word is taken: the pairs for which this gateway answers. */
export type AskingPartners = readonly Pick<Partner, 'pair' | 'side' | 'verifier'>[];

/** The request under which a call is logged. */
export interface CallRequest {
  readonly requestId: string;
  /** Present when the call must be refused. */
  readonly refusal?: Refusal;
}

/**
 * The identifier of a call: that of the asking gateway if it is the other side of a pair, so that both logs name the
 * access alike; else a new one. One that is not of this moment is refused: its day may have been compared already.
 */
export function requestOf(
  asking: AskingRequest | undefined,
  { authority, system }: { readonly authority: string; readonly system: string },
  partners: AskingPartners,
  now: number,
): CallRequest {
  const isPartner = partners.some(
    ({ pair, side, verifier }) =>
      side === 'answering' && pair.asker === authority && pair.answerer === system && verifier.name === asking?.origin,
  );
  if (asking === undefined || !isPartner) return { requestId: newRequestId(now) };
  const made = timeOfRequest(asking.requestId);
  if (made !== undefined && Math.abs(made - now) < SETTLING_MS) return { requestId: asking.requestId };
  const description = 'must name a request that was made within the last ten minutes';
  return { requestId: newRequestId(now), refusal: wrongAsking('fresh', description) };
}
