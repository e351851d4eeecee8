/** Circuits around the states of an exchange, of which the operator hears. */
import { createCircuits, type StateCircuits } from '../adapters/states/circuits.js';
import type { Closing } from './closing.js';
import type { Logger } from './observability/logger.js';

/** Opens them for a system. */
export function openCircuits(system: string, logger: Logger, closing: Closing): StateCircuits {
  const circuits = createCircuits(undefined, (memberState, circuit) => {
    const told = { system, memberState, circuit };
    if (circuit === 'open') logger.warn(told, 'a state failed repeatedly and is not asked for a while');
    else logger.info(told, 'a state is asked again');
  });
  closing.push(() => circuits.shutdown());
  return circuits;
}
