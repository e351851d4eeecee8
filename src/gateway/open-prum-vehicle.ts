/** Vehicle registration data under Prüm: searches, the simulated registers, and the gateways of other states. */
import type { Adapter } from '../adapters/adapter.js';
import { createPartnerRegister } from '../adapters/prum/vehicle/partner/partner-register.js';
import { createPrumVehicleAdapter } from '../adapters/prum/vehicle/service.js';
import { createSimulatedRegisters } from '../adapters/prum/vehicle/simulator/simulated-registers.js';
import { withHolders, withoutHolders } from '../adapters/states/participants.js';
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
  const elsewhere = partners.holders('PRUM_VEHICLE', createPartnerRegister);
  const partnerStates = new Set(elsewhere.keys());
  const common = { ownState, partnerStates, clock, onFault: told };
  return createPrumVehicleAdapter({
    searching: {
      ...common,
      // A gateway elsewhere has a circuit of its own.
      participants: async () => withHolders(circuits.around(await searched()), elsewhere),
    },
    suggesting: {
      ...common,
      // Between gateways nothing is suggested.
      participants: async () => withoutHolders(circuits.around(await suggesting()), partnerStates),
    },
    laws,
  });
}
