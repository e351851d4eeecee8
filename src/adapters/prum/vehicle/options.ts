import type { Clock } from '../../../shared/clock.js';
import type { RegisterState } from './holders/vehicle-register.js';

/** What the adapter works with. */
export interface VehicleParts {
  /** All states that the exchange knows of, as they are now. */
  readonly registers: () => Promise<readonly RegisterState[]>;
  readonly clock: Clock;
  /** Hears of a state that is out of reach or answers nonsense. */
  readonly onFault: (memberState: string, error: unknown) => void;
}
