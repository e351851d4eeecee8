/** DNA profiles under Prüm: searches and the simulated states. */
import type { Adapter } from '../adapters/adapter.js';
import { createPartnerHolder } from '../adapters/prum/dna/partner/partner-holder.js';
import { createPrumDnaAdapter } from '../adapters/prum/dna/service.js';
import { createSimulatedHolders } from '../adapters/prum/dna/simulator/simulated-holders.js';
import { DNA } from '../adapters/prum/exchange/category.js';
import { withHolders } from '../adapters/states/participants.js';
import { allFrequencies } from '../world/allele-frequencies.js';
import type { Closing } from './closing.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export function openPrumDna(
  { sql, clock, logger, partners, matches, followUps, onFault }: PrumGround,
  closing: Closing,
): Adapter {
  const holders = createSimulatedHolders(sql, clock);
  let closed = false;
  closing.push(async () => {
    closed = true;
    await holders.close();
  });
  // Nobody waits for it but whoever asks: a gateway serves its other systems meanwhile.
  holders.prepare().catch((error: unknown) => {
    if (!closed)
      logger.warn({ err: error }, 'the DNA profiles could not be taken into memory; the next question tries again');
  });
  const elsewhere = new Map(
    partners.gateways(DNA).map((gateway) => [gateway.memberState, createPartnerHolder(gateway)]),
  );
  return createPrumDnaAdapter({
    exchange: {
      participants: async () => withHolders(await holders.participants(), elsewhere),
      ownState: partners.ownState,
      partnerStates: new Set(elsewhere.keys()),
      clock,
      onFault: onFault(DNA.system),
    },
    matches: matches(DNA),
    followUps: followUps(DNA),
    samples: allFrequencies(),
  });
}
