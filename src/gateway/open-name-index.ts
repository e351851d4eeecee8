/** The index of names of SIS alerts: its thread, and what the operator is told of it. */
import { Gauge, type Registry } from 'prom-client';
import { NameIndexThread, type RankedIndex } from '../adapters/sis/ranked/index-thread.js';
import type { IndexState } from '../adapters/sis/ranked/messages.js';
import type { Closing } from './closing.js';
import type { Logger } from './observability/logger.js';
import { GATEWAY_ROLE } from './own-log.js';

/** Starts it. It loads while the gateway serves; until it has, ranked searches are refused. */
export function openNameIndex(
  { databaseUrl, logger }: { readonly databaseUrl: string; readonly logger: Logger },
  closing: Closing,
): { readonly index: RankedIndex; measure(registry: Registry): void } {
  const index = new NameIndexThread({
    databaseUrl,
    role: GATEWAY_ROLE,
    onFault: (error) => logger.warn({ err: error }, 'the index of names of SIS alerts failed and tries again'),
  });
  closing.push(() => index.close());
  return {
    index,
    measure(registry) {
      const gauge = (name: string, help: string, value: (state: IndexState) => number): void => {
        new Gauge({
          name,
          help,
          registers: [registry],
          collect() {
            this.set(value(index.state));
          },
        });
      };
      gauge('ostiary_sis_name_index_loaded', '1 once the index of names of SIS alerts is loaded', ({ isLoaded }) =>
        isLoaded ? 1 : 0,
      );
      gauge('ostiary_sis_name_index_names', 'Names in the index of SIS alerts', ({ names }) => names);
      gauge('ostiary_sis_name_index_bytes', 'Bytes that the index of names of SIS alerts takes', ({ bytes }) => bytes);
    },
  };
}
