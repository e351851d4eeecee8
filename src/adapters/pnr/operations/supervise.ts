/** ListFlightPushes. */
import type { ListFlightPushesRequest, ListFlightPushesResponse } from '../../../gen/ostiary/pnr/v1/oversight.js';
import type { Ending } from '../../../shared/ending.js';
import type { Inquiry, Operation } from '../../adapter.js';
import { type FlightPushes, judgePushes } from '../domain/push-timing.js';
import { NEEDED } from '../legal-operations.js';
import type { PnrParts } from '../options.js';
import type { ScheduledFlight } from '../store/flight-store.js';
import { parseDays } from '../wire/parse-days.js';
import { printFlightPushes } from '../wire/print-oversight.js';
import { ensureHome } from './who.js';

/** Flights of one answer. */
const MOST_FLIGHTS = 1_000;

/** Flights that are read at a time. */
const FLIGHTS_OF_A_PAGE = 1_000;

const DAY_MS = 86_400_000;

/** Longest time asked about, in days. */
const MOST_DAYS = 31;

/** Makes the operation. */
export function listFlightPushesOperation({
  flights,
  unit,
  clock,
}: PnrParts): Operation<ListFlightPushesRequest, ListFlightPushesResponse> {
  /** Flights in the order of departure, as many as are wanted. */
  async function* departing(fromMs: number, beforeMs: number, signal: Ending): AsyncGenerator<ScheduledFlight> {
    let last: ScheduledFlight | undefined;
    do {
      signal.throwIfAborted();
      const page = await flights.list(fromMs, beforeMs, FLIGHTS_OF_A_PAGE, last);
      yield* page;
      last = page.at(-1);
    } while (last !== undefined);
  }

  const parse = (request: ListFlightPushesRequest): Inquiry<ListFlightPushesResponse> => {
    const { fromDate, toDate } = parseDays(request, MOST_DAYS);
    const { onlyInDefault } = request;
    return {
      legalOperations: NEEDED.listFlightPushes,
      audit: { from_date: fromDate, only_in_default: onlyInDefault, to_date: toDate },
      async ask({ scope, signal }) {
        ensureHome(scope, unit);
        const now = clock.now();
        const judged: { readonly flight: ScheduledFlight; readonly pushes: FlightPushes }[] = [];
        for await (const flight of departing(Date.parse(fromDate), Date.parse(toDate) + DAY_MS, signal)) {
          const pushes = judgePushes(flight.departsAtMs, flight.receivedAtMs, now);
          if (!onlyInDefault || isInDefault(pushes)) judged.push({ flight, pushes });
          if (judged.length === MOST_FLIGHTS) break;
        }
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
  };
  return { parse };
}

const isInDefault = ({ first, closure }: FlightPushes): boolean =>
  [first, closure].some((push) => push === 'late' || push === 'missing');
