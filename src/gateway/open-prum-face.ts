/** Facial images under Prüm: searches and the simulated states. */
import type { Adapter } from '../adapters/adapter.js';
import { FACE } from '../adapters/prum/exchange/category.js';
import { STAND_IN } from '../adapters/prum/face/domain/algorithm.js';
import { createFaceAdapter } from '../adapters/prum/face/service.js';
import { createSimulatedHolders } from '../adapters/prum/face/simulator/simulated-holders.js';
import type { Closing } from './closing.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export function openPrumFace(
  { sql, clock, matches, followUps, partners, circuits: circuitsOf, onFault }: PrumGround,
  closing: Closing,
): Adapter {
  const holders = createSimulatedHolders(sql, clock);
  closing.push(() => holders.close());
  const circuits = circuitsOf(FACE.system, closing);
  return createFaceAdapter(
    {
      participants: async () => circuits.around(await holders.participants()),
      ownState: partners.ownState,
      clock,
      onFault: onFault(FACE.system),
      algorithm: STAND_IN,
      matches: matches(FACE),
    },
    followUps(FACE),
  );
}
