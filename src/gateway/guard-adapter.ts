/** The circuit and the bulkhead around an adapter: one of each in a process, whoever asks. */
import type { ServiceDefinition } from '@grpc/grpc-js';
import type { Adapter } from '../adapters/adapter.js';
import type { Clock } from '../shared/clock.js';
import type { Closing } from './closing.js';
import type { Config } from './config.js';
import { createBreaker, DEFAULT_BREAKER } from './exchange/breaker.js';
import type { GuardedAdapter } from './exchange/route.js';

/** Puts them around it; they are closed with the service. */
export function guardAdapter<Service extends ServiceDefinition>(
  adapter: Adapter<Service>,
  { adapterCapacity: capacity }: Pick<Config, 'adapterCapacity'>,
  clock: Clock,
  closing: Closing,
): GuardedAdapter<Service> {
  const breaker = createBreaker(adapter.system, clock, { ...DEFAULT_BREAKER, capacity });
  closing.push(() => breaker.shutdown());
  return { adapter, breaker };
}
