/** How a simulated state behaves before it answers: as slow as it is told to be, or not at all. */
import type { Ending } from '../../shared/ending.js';
import { HolderFault } from './ask-states.js';

/** What a simulated state can do instead of answering. */
export type SimulatedFault = 'timeout' | 'unavailable' | 'refuses';

/** How one behaves. */
export interface SimulatedBehaviour {
  readonly latencyMs: number;
  readonly fault: SimulatedFault | undefined;
}

/**
 * Resolves when the state would answer. Throws a HolderFault when it refuses or is out of reach; one that times out never
 * answers. Rejects as soon as nobody waits any more.
 */
export async function behave({ latencyMs, fault }: SimulatedBehaviour, ending: Ending): Promise<void> {
  await pause(fault === 'timeout' ? undefined : latencyMs, ending);
  if (fault === 'refuses') throw new HolderFault('REFUSED', 'the simulated state refuses');
  if (fault === 'unavailable') throw new HolderFault('UNAVAILABLE', 'the simulated state is out of reach');
}

/** Waits so many milliseconds, or for ever. */
function pause(latencyMs: number | undefined, ending: Ending): Promise<void> {
  return new Promise((resolve, reject) => {
    const onEnded = (): void => {
      clearTimeout(timer);
      reject(ending.reason as Error);
    };
    const timer = latencyMs === undefined ? undefined : setTimeout(done, latencyMs);
    function done(): void {
      ending.removeEventListener('abort', onEnded);
      resolve();
    }
    if (ending.aborted) onEnded();
    else ending.addEventListener('abort', onEnded, { once: true });
  });
}
