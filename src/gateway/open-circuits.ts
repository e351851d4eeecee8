/** Circuits around the states of an exchange, of which the operator hears. */
import { createCircuits, type StateCircuits } from '../adapters/states/circuits.js';
import type { CircuitState } from '../shared/circuit.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import type { Logger } from './observability/logger.js';

/** Tells the operator of a state that is out of service once, and once that it is back, however often it is tried meanwhile. */
export function outageTeller(logger: Logger, system: string): (memberState: string, circuit: CircuitState) => void {
  const out = new Set<string>();
  return (memberState, circuit) => {
    const told = { system, memberState };
    if (circuit === 'open' && !out.has(memberState)) {
      out.add(memberState);
      logger.warn(told, 'a state failed repeatedly, is out of service, and is tried now and then');
    } else if (circuit === 'closed' && out.delete(memberState)) logger.info(told, 'a state is back in service');
  };
}

/** Opens them for a system. */
export function openCircuits(system: string, clock: Clock, logger: Logger, closing: Closing): StateCircuits {
  const circuits = createCircuits(clock, undefined, outageTeller(logger, system));
  closing.push(() => circuits.shutdown());
  return circuits;
}
