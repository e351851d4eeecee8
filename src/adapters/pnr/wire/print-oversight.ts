import {
  type FlightPushes as WireFlightPushes,
  OwedPushState,
  type RequestCopy as WireRequestCopy,
  type Unmasking as WireUnmasking,
  UnmaskingVerdict,
} from '../../../gen/ostiary/pnr/v1/oversight.js';
import { RequestPnrsRequest } from '../../../gen/ostiary/pnr/v1/pnr.js';
import type { FlightPushes, OwedPush } from '../domain/push-timing.js';
import type { ScheduledFlight } from '../store/flight-store.js';
import type { Unmasking, Verdict } from '../store/oversight-store.js';
import type { RequestCopy } from '../store/request-copy-store.js';
import { printTime } from './text.js';

const VERDICT_TO_WIRE: Readonly<Record<Verdict, UnmaskingVerdict>> = {
  justified: UnmaskingVerdict.JUSTIFIED,
  not_justified: UnmaskingVerdict.NOT_JUSTIFIED,
};

const OWED_TO_WIRE: Readonly<Record<OwedPush, OwedPushState>> = {
  pending: OwedPushState.PENDING,
  on_time: OwedPushState.ON_TIME,
  late: OwedPushState.LATE,
  missing: OwedPushState.MISSING,
};

/** The contract has the verdict given. */
export const verdictFromWire = (wire: UnmaskingVerdict): Verdict =>
  wire === UnmaskingVerdict.JUSTIFIED ? 'justified' : 'not_justified';

export const printUnmasking = (unmasking: Unmasking): WireUnmasking => ({
  requestId: unmasking.request,
  recordReference: unmasking.record,
  authority: unmasking.authority,
  unmaskedAt: printTime(unmasking.unmaskedAtMs),
  verdict: unmasking.verdict === undefined ? UnmaskingVerdict.UNSPECIFIED : VERDICT_TO_WIRE[unmasking.verdict],
  reviewedAt: unmasking.reviewedAtMs === undefined ? '' : printTime(unmasking.reviewedAtMs),
});

export const printFlightPushes = (
  { carrier, number, origin, destination, departsOn, departsAtMs, receivedAtMs }: ScheduledFlight,
  { first, closure }: FlightPushes,
): WireFlightPushes => ({
  flight: { carrier, number, origin, destination, departsOn },
  departsAt: printTime(departsAtMs),
  first: OWED_TO_WIRE[first],
  closure: OWED_TO_WIRE[closure],
  receivedAt: receivedAtMs.map(printTime),
});

export const printRequestCopy = ({ request, requester, askedAtMs, content }: RequestCopy): WireRequestCopy => ({
  ...{ requestId: request, requester },
  askedAt: printTime(askedAtMs),
  request: RequestPnrsRequest.fromJSON(content.request),
});
