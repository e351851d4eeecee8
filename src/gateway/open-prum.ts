/** What all categories of Prüm share: matches, what becomes of them, their clock, and what the log and the operator are told. */
import { Gauge, type Registry } from 'prom-client';
import type { Adapter } from '../adapters/adapter.js';
import { FOLLOWED_CATEGORIES } from '../adapters/prum/exchange/category.js';
import { createFollowUpClock, type FollowUpEvent } from '../adapters/prum/matches/clock.js';
import { openDueFollowUps } from '../adapters/prum/matches/store/due-follow-ups.js';
import { openFollowUpStore } from '../adapters/prum/matches/store/follow-up-store.js';
import { openMatchStore } from '../adapters/prum/matches/store/match-store.js';
import { StepFault } from '../adapters/prum/matches/store/step-faults.js';
import type { StateCircuits } from '../adapters/states/circuits.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import { followUpEntry } from './follow-up.js';
import type { Logger } from './observability/logger.js';
import { openCircuits } from './open-circuits.js';
import { openPrumDna } from './open-prum-dna.js';
import { openPrumFingerprint } from './open-prum-fingerprint.js';
import { openPrumFace } from './open-prum-face.js';
import type { PrumGround } from './open-prum-ground.js';
import { openPrumPartners } from './open-prum-partners.js';
import { openPrumVehicle } from './open-prum-vehicle.js';
import { GATEWAY_ROLE, openPool } from './own-log.js';
import type { SystemDraft, SystemLog } from './policy/retention.js';

/** What it is made with. */
export interface PrumParts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly log: SystemLog;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Connections: who takes part is looked up with every search, and what it found is noted. */
const CONNECTIONS = 4;

/** Milliseconds between two rounds of the clock. */
const ROUND_MS = 1_000;

/** Opens it. */
export async function openPrum(
  { config, databaseUrl, log, clock, logger }: PrumParts,
  closing: Closing,
): Promise<{ readonly adapters: readonly Adapter[]; measure(registry: Registry): void }> {
  const partners = await openPrumPartners({ config, log, clock, logger }, closing);
  const pool = (applicationName: string, max: number) =>
    openPool(databaseUrl, { applicationName, max, role: GATEWAY_ROLE }, closing);
  const sql = pool('ostiary-prum', CONNECTIONS);
  const rounds = createFollowUpClock({
    // On one connection rounds of the clock follow each other, and nobody else waits.
    due: openDueFollowUps(pool('ostiary-prum-clock', 1)),
    clock,
    times: config.prum,
    async tell(event) {
      await log.append(followUp(event));
      if (event.what === 'overdue') {
        const { id, holdingState } = event.followUp;
        logger.warn({ followUpId: id, memberState: holdingState }, 'core data under Prüm are overdue');
      }
    },
    onFault: (error) =>
      logger.error({ err: error, failed: failedIn(error) }, 'the clock of Prüm matches failed and will try again'),
  });
  closing.push(() => rounds.stop());
  rounds.start(ROUND_MS);
  const circuits: { readonly system: string; readonly states: StateCircuits }[] = [];
  const ground: PrumGround = {
    clock,
    logger,
    sql,
    partners,
    matches: ({ code }) => openMatchStore(sql, code),
    followUps: (category) => ({
      category,
      store: openFollowUpStore(sql, category.code, clock),
      clock,
      times: config.prum,
    }),
    circuits(system, own) {
      const states = openCircuits(system, clock, logger, own);
      circuits.push({ system, states });
      return states;
    },
    onFault: (system) => (memberState, error) =>
      logger.warn({ err: error, memberState, system }, 'a state could not be asked under Prüm'),
  };
  return {
    adapters: [
      openPrumDna(ground, closing),
      openPrumFingerprint(ground, closing),
      openPrumFace(ground, closing),
      openPrumVehicle(ground, closing),
    ],
    measure(registry) {
      partners.measure(registry);
      new Gauge({
        name: 'ostiary_prum_state_out_of_service',
        help: 'States that failed again and again and have not answered since (Regulation (EU) 2024/982 Art. 41)',
        labelNames: ['system', 'member_state'],
        registers: [registry],
        collect() {
          this.reset();
          for (const { system, states } of circuits) {
            for (const memberState of states.outOfService()) this.set({ system, member_state: memberState }, 1);
          }
        },
      });
      new Gauge({
        name: 'ostiary_prum_core_data_overdue',
        help: 'Requests for core data under Prüm that the holder has not decided on in time',
        registers: [registry],
        collect() {
          this.set(rounds.overdue());
        },
      });
      new Gauge({
        name: 'ostiary_prum_steps_failing',
        help: 'What follows from matches under Prüm with nobody asking, failed, and is tried again',
        registers: [registry],
        collect() {
          this.set(rounds.failing());
        },
      });
    },
  };
}

/** Which steps of which matches failed in a round: for the operator, who finds the match by its identifier. */
const failedIn = (error: unknown): readonly object[] =>
  (error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error]).flatMap((one) =>
    one instanceof StepFault ? [{ followUpId: one.followUpId, act: one.act, attempts: one.attempts }] : [],
  );

/** An entry about something that follows from a match without anybody's asking: under its identifier, so that it is found. */
function followUp({ what, actId, simulated, category, followUp: match }: FollowUpEvent): SystemDraft {
  const { id, authority, reference, holdingState, search, releaseByMs } = match;
  const system = FOLLOWED_CATEGORIES.find(({ code }) => code === category)?.system;
  if (system === undefined) throw new TypeError('a match of no category');
  return followUpEntry(system, {
    authority,
    requestId: id,
    sections: {
      result: {
        ...(actId !== undefined && { act_id: actId }),
        ...(simulated && { by: 'simulated holder' }),
        holding_state: holdingState,
        reference_number: reference,
        ...(releaseByMs !== undefined && { release_by: new Date(releaseByMs).toISOString() }),
        search_request_id: search,
        status: what,
      },
    },
  });
}
