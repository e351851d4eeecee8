/** Police records, whole: searches, requests for records and their clock, and what the log and the operator are told. */
import { Gauge, type Registry } from 'prom-client';
import type { Adapter } from '../adapters/adapter.js';
import { ensureExchangeKey } from '../adapters/police-records/exchange-key.js';
import { createRequestClock, type RequestEvent } from '../adapters/police-records/requests/clock.js';
import { createPoliceRecordsAdapter } from '../adapters/police-records/service.js';
import { createSimulatedStates } from '../adapters/police-records/simulator/simulated-states.js';
import { openDueRequests } from '../adapters/police-records/store/due-requests.js';
import { openMatchStore } from '../adapters/police-records/store/match-store.js';
import { openRequestStore } from '../adapters/police-records/store/request-store.js';
import { createNamePseudonymizer } from '../matching/pseudonyms/bloom-filter.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import { type Config, dataLayout } from './config.js';
import { followUpEntry } from './follow-up.js';
import type { Logger } from './observability/logger.js';
import { openCircuits } from './open-circuits.js';
import { GATEWAY_ROLE, openPool } from './own-log.js';
import type { SystemDraft, SystemLog } from './policy/retention.js';

/** What it is made with. */
export interface PoliceRecordsParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly log: Pick<SystemLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Connections: who takes part is looked up with every search, and what it found is noted. */
const CONNECTIONS = 3;

/** Milliseconds between two rounds of the clock. */
const ROUND_MS = 1_000;

/** Opens it. */
export async function openPoliceRecords(
  { config, databaseUrl, log, clock, logger }: PoliceRecordsParts,
  closing: Closing,
): Promise<{ readonly adapter: Adapter; measure(registry: Registry): void }> {
  const pool = (applicationName: string, max: number) =>
    openPool(databaseUrl, { applicationName, max, role: GATEWAY_ROLE }, closing);
  const sql = pool('ostiary-police-records', CONNECTIONS);
  // On one connection rounds of the clock follow each other, and nobody else waits.
  const due = openDueRequests(pool('ostiary-police-records-clock', 1));
  const key = await ensureExchangeKey(dataLayout(config.dataDirectory).keys);
  const pseudonymizer = createNamePseudonymizer(key);
  const states = createSimulatedStates({ sql, clock, key, pseudonymizer });
  let closed = false;
  closing.push(async () => {
    closed = true;
    await states.close();
  });
  // Nobody waits for it but whoever asks: a gateway serves its other systems meanwhile.
  states.prepare().catch((error: unknown) => {
    if (!closed)
      logger.warn({ err: error }, 'the indexes of police records could not be made; the next question tries again');
  });
  const circuits = openCircuits('EPRIS', clock, logger, closing);
  const times = config.recordRequests;
  const rounds = createRequestClock({
    due,
    clock,
    times,
    async tell(event) {
      await log.append(followUp(event));
      if (event.what === 'overdue') {
        const { id, holdingState } = event.request;
        logger.warn({ requestId: id, memberState: holdingState }, 'a decision on a police record is overdue');
      }
    },
    onFault: (error) => logger.error({ err: error }, 'the clock of police records failed and will try again'),
  });
  closing.push(() => rounds.stop());
  rounds.start(ROUND_MS);
  const matches = openMatchStore(sql, clock);
  return {
    adapter: createPoliceRecordsAdapter(
      {
        participants: async () => circuits.around(await states.participants()),
        pseudonymizer,
        clock,
        matches,
        onFault: (memberState, error) =>
          logger.warn({ err: error, memberState }, 'a state could not be asked about police records'),
      },
      { requests: openRequestStore(sql, clock), matches, clock, times },
    ),
    measure(registry) {
      new Gauge({
        name: 'ostiary_record_requests_overdue',
        help: 'Requests for police records whose holder has not decided in time',
        registers: [registry],
        collect() {
          this.set(rounds.overdue());
        },
      });
    },
  };
}

/** An entry about something that follows from a request without anybody's asking: under its identifier, so that it is found. */
function followUp({ what, simulated, request }: RequestEvent): SystemDraft {
  const { id, authority, recordReference, holdingState, decideByMs } = request;
  return followUpEntry('EPRIS', {
    authority,
    requestId: id,
    sections: {
      result: {
        ...(simulated && { by: 'simulated holder' }),
        decide_by: new Date(decideByMs).toISOString(),
        holding_state: holdingState,
        record_reference: recordReference,
        status: what,
      },
    },
  });
}
