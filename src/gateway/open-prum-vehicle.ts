/** Vehicle registration data under Prüm: searches and the simulated registers. */
import type { Adapter } from '../adapters/adapter.js';
import { createPrumVehicleAdapter } from '../adapters/prum/vehicle/service.js';
import { createSimulatedRegisters } from '../adapters/prum/vehicle/simulator/simulated-registers.js';
import type { Closing } from './closing.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export function openPrumVehicle(
  { sql, clock, partners, circuits: circuitsOf, onFault }: Omit<PrumGround, 'matches' | 'followUps'>,
  closing: Closing,
): Adapter {
  const { searched, suggesting, laws } = createSimulatedRegisters(sql, clock);
  const told = onFault('PRUM_VEHICLE');
  // A register that is down is down for suggestions, too.
  const circuits = circuitsOf('PRUM_VEHICLE', closing);
  const { ownState } = partners;
  return createPrumVehicleAdapter({
    searching: { participants: async () => circuits.around(await searched()), ownState, clock, onFault: told },
    suggesting: { participants: async () => circuits.around(await suggesting()), ownState, clock, onFault: told },
    laws,
  });
}
