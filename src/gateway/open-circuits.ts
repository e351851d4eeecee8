/** Circuits around the states of an exchange, of which the operator hears. */
import { createCircuits, type StateCircuits } from '../adapters/states/circuits.js';
import type { CircuitState } from '../shared/circuit.js';
import type { Closing } from './closing.js';
import type { Logger } from './observability/logger.js';

/** Tells the operator of a state that is out of service, and that it is back. */
export function tellCircuit(logger: Logger, system: string, memberState: string, circuit: CircuitState): void {
  const told = { system, memberState, circuit };
  if (circuit === 'open') logger.warn(told, 'a state failed repeatedly, is out of service and not asked for a while');
  else if (circuit === 'half-open') logger.info(told, 'a state that is out of service is tried again');
  else logger.info(told, 'a state is back in service');
}

/** Opens them for a system. */
export function openCircuits(system: string, logger: Logger, closing: Closing): StateCircuits {
  const circuits = createCircuits(undefined, (memberState, circuit) =>
    tellCircuit(logger, system, memberState, circuit),
  );
  closing.push(() => circuits.shutdown());
  return circuits;
}
