/** Prints and traces under Prüm: searches and the simulated states. */
import type { Adapter } from '../adapters/adapter.js';
import { FINGERPRINT } from '../adapters/prum/exchange/category.js';
import { createPrumFingerprintAdapter } from '../adapters/prum/fingerprint/service.js';
import { createSimulatedHolders } from '../adapters/prum/fingerprint/simulator/simulated-holders.js';
import type { Closing } from './closing.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export function openPrumFingerprint(
  { sql, clock, logger, matches, followUps, onFault }: PrumGround,
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
      logger.warn({ err: error }, 'the prints could not be taken into memory; the next question tries again');
  });
  return createPrumFingerprintAdapter({
    exchange: { participants: () => holders.participants(), clock, onFault: onFault(FINGERPRINT.system) },
    matches: matches(FINGERPRINT),
    followUps: followUps(FINGERPRINT),
  });
}
