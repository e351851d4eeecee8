/** Vehicle registration data under Prüm: searches and the simulated registers. */
import type { Adapter } from '../adapters/adapter.js';
import { createPrumVehicleAdapter } from '../adapters/prum/vehicle/service.js';
import { createSimulatedRegisters } from '../adapters/prum/vehicle/simulator/simulated-registers.js';
import type { PrumGround } from './open-prum-ground.js';

/** Opens it. */
export function openPrumVehicle({ sql, clock, onFault }: Pick<PrumGround, 'sql' | 'clock' | 'onFault'>): Adapter {
  const { searched, suggesting, laws } = createSimulatedRegisters(sql, clock);
  const told = onFault('PRUM_VEHICLE');
  return createPrumVehicleAdapter({
    searching: { participants: searched, clock, onFault: told },
    suggesting: { participants: suggesting, clock, onFault: told },
    laws,
  });
}
