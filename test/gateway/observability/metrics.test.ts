import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { createMetrics, type Metrics } from '../../../src/gateway/observability/metrics.js';

/** Metrics whose gauges read a gateway of which we hold nothing but this reference. */
function metricsOfAGateway(): { metrics: Metrics; gateway: WeakRef<object> } {
  const gateway = { connections: 3 };
  const metrics = createMetrics({
    connections: () => gateway.connections,
    crlExpiresAt: () => 0,
    clock: { now: () => 0 },
  });
  return { metrics, gateway: new WeakRef(gateway) };
}

describe('createMetrics', () => {
  it('shows those of Node.js and those of the gateway, of every gateway in a process', async () => {
    for (let round = 0; round < 2; round += 1) {
      const text = await metricsOfAGateway().metrics.registry.metrics();
      expect(text)
        .to.match(/^ostiary_connections 3$/m)
        .and.match(/^process_cpu_seconds_total \S+$/m);
    }
  });

  it('holds no gateway in memory that is gone', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const used = async (): Promise<WeakRef<object>> => {
      const { metrics, gateway } = metricsOfAGateway();
      await metrics.registry.metrics();
      return gateway;
    };
    const gateway = await used();
    for (let round = 0; round < 10 && gateway.deref() !== undefined; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      collectGarbage();
    }
    expect(gateway.deref()).to.equal(undefined);
  });
});
