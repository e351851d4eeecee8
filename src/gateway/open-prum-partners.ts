/** The gateways of other states under Prüm, for the categories whose data they hold. */
import { Gauge, type Registry } from 'prom-client';
import type { PrumSystem } from '../adapters/prum/exchange/category.js';
import type { PartnerGateway } from '../adapters/prum/exchange/partner.js';
import { HolderFault } from '../adapters/states/ask-states.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import type { Logger } from './observability/logger.js';
import { outageTeller } from './open-circuits.js';
import { OfficerTokens } from './partners/officer-tokens.js';
import { PartnerConnection } from './partners/partner-connection.js';
import { PartnerFault, PartnerOutOfService } from './partners/partner-fault.js';
import { loadPartnerFile } from './partners/partner-file.js';
import { type AskedGateway, createPartnerGateway } from './partners/partner-gateway.js';
import type { SystemLog } from './policy/retention.js';

/** What it is made with. */
export interface PrumPartnersParts {
  readonly config: Pick<Config, 'prumPartnersFile'>;
  readonly log: SystemLog;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The partners. */
export interface PrumPartners {
  /** State whose gateway this is; undefined for one that serves authorities of any state. */
  readonly ownState: string | undefined;
  /** By state, what its gateway is asked through for a category; of a system that is opened once. */
  holders<Held>(system: PrumSystem, through: (gateway: PartnerGateway) => Held): ReadonlyMap<string, Held>;
  measure(registry: Registry): void;
}

/** Opens them: reads the file, and connects to nobody yet. Rejects when the file is not as it must be. */
export async function openPrumPartners(
  { config: { prumPartnersFile }, log, clock, logger }: PrumPartnersParts,
  closing: Closing,
): Promise<PrumPartners> {
  const file = prumPartnersFile === undefined ? undefined : await loadPartnerFile(prumPartnersFile);
  const partners = (file?.partners ?? []).map((settings) => {
    const connection = new PartnerConnection(settings, clock);
    closing.push(() => connection.close());
    return { settings, connection, tokens: new OfficerTokens(settings.token, clock) };
  });
  const opened: { readonly system: string; readonly gateway: AskedGateway }[] = [];
  return {
    ownState: file?.memberState,
    holders(system, through) {
      if (file === undefined) return new Map();
      const { memberState: ownState } = file;
      const tell = outageTeller(logger, system);
      const held = partners.map(({ settings, connection, tokens }) => {
        const gateway = createPartnerGateway({
          settings,
          connection,
          tokens,
          ownState,
          system,
          log,
          clock,
          onCircuit: (state) => tell(settings.memberState, state),
        });
        opened.push({ system, gateway });
        closing.push(() => gateway.close());
        return [settings.memberState, through(asHolder(gateway))] as const;
      });
      return new Map(held);
    },
    measure(registry) {
      new Gauge({
        name: 'ostiary_partner_circuit_open',
        help: 'Whether the gateway of another state is given time to recover: 1 if so',
        labelNames: ['system', 'member_state'],
        registers: [registry],
        collect() {
          for (const { system, gateway } of opened) {
            this.set({ system, member_state: gateway.memberState }, gateway.isOpen ? 1 : 0);
          }
        },
      });
    },
  };
}

/** Says faults in the terms of those who ask several states. */
const asHolder = (gateway: AskedGateway): PartnerGateway => ({
  memberState: gateway.memberState,
  ask: (question) =>
    gateway.ask(question).catch((error: unknown) => {
      if (!(error instanceof PartnerFault)) throw error;
      const { status, message } = error;
      throw new HolderFault(status, message, {
        cause: error.cause,
        ...(error instanceof PartnerOutOfService && { outOfServiceSinceMs: error.sinceMs, wasAsked: false }),
      });
    }),
});
