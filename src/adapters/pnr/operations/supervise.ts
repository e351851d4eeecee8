/** ListFlightPushes. */
import type { ListFlightPushesRequest, ListFlightPushesResponse } from '../../../gen/ostiary/pnr/v1/oversight.js';
import type { Operation } from '../../adapter.js';
import { type FlightPushes, judgePushes } from '../domain/push-timing.js';
import type { PnrParts } from '../options.js';
import { parseDays } from '../wire/parse-days.js';
import { printFlightPushes } from '../wire/print-oversight.js';
import { ensureHome } from './who.js';

/** Flights of one answer. */
const MOST_FLIGHTS = 1_000;

const DAY_MS = 86_400_000;

/** Longest time asked about, in days. */
const MOST_DAYS = 31;

/** Makes the operation. */
export const listFlightPushesOperation = ({
  flights,
  unit,
  clock,
}: PnrParts): Operation<ListFlightPushesRequest, ListFlightPushesResponse> => ({
  parse(request) {
    const { fromDate, toDate } = parseDays(request, MOST_DAYS);
    const { onlyInDefault } = request;
    return {
      legalOperations: ['STATUS'],
      audit: { from_date: fromDate, only_in_default: onlyInDefault, to_date: toDate },
      async ask({ scope }) {
        ensureHome(scope, unit);
        const now = clock.now();
        const scheduled = await flights.list(Date.parse(fromDate), Date.parse(toDate) + DAY_MS, MOST_FLIGHTS);
        const judged = scheduled
          .map((flight) => ({ flight, pushes: judgePushes(flight.departsAtMs, flight.receivedAtMs, now) }))
          .filter(({ pushes }) => !onlyInDefault || isInDefault(pushes));
        return {
          status: judged.length > 0 ? 'HIT' : 'NO_HIT',
          response: {
            receipt: undefined,
            flights: judged.map(({ flight, pushes }) => printFlightPushes(flight, pushes)),
          },
          disclosures: [],
        };
      },
    };
  },
});

const isInDefault = ({ first, closure }: FlightPushes): boolean =>
  [first, closure].some((push) => push === 'late' || push === 'missing');
