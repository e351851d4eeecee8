/** Prints and traces under Prüm: searches, the simulated states, and the gateways of other states. */
import type { Adapter } from '../adapters/adapter.js';
import { FINGERPRINT } from '../adapters/prum/exchange/category.js';
import { PrintComparer } from '../adapters/prum/fingerprint/compare-again.js';
import { createPartnerHolder } from '../adapters/prum/fingerprint/partner/partner-holder.js';
import { createPrumFingerprintAdapter } from '../adapters/prum/fingerprint/service.js';
import { createSimulatedHolders } from '../adapters/prum/fingerprint/simulator/simulated-holders.js';
import type { Closing } from './closing.js';
import { openExchange } from './open-prum-exchange.js';
import type { PrumGround } from './open-prum-ground.js';

/** Threads that compare candidates of several states: a few hundred prints at most. */
const COMPARING_THREADS = 2;

/** Opens it. */
export function openPrumFingerprint(ground: PrumGround, closing: Closing): Adapter {
  const comparer = new PrintComparer(COMPARING_THREADS);
  closing.push(() => comparer.close());
  return createPrumFingerprintAdapter({
    ...openExchange(
      ground,
      FINGERPRINT,
      createSimulatedHolders(ground.sql, ground.clock),
      createPartnerHolder,
      closing,
    ),
    comparer,
  });
}
