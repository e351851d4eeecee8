import { expect } from 'chai';
import { failingChecks, type HealthCheck } from '../../../src/gateway/observability/endpoint.js';
import { watchHealth } from '../../../src/gateway/observability/health-watch.js';

describe('health', () => {
  const well: HealthCheck = { name: 'well', check: () => Promise.resolve() };
  const ill: HealthCheck = { name: 'ill', check: () => Promise.reject(new Error('ill')) };
  const silent: HealthCheck = { name: 'silent', check: () => new Promise(() => undefined) };

  it('names what fails, and what does not say in time that it is well', async () => {
    expect(await failingChecks([well])).to.deep.equal([]);
    expect(await failingChecks([well, ill, silent], 10)).to.deep.equal(['ill', 'silent']);
  });

  it('is told after the first round, and then only when it changes', async () => {
    const told: (readonly string[])[] = [];
    let rounds = 0;
    let enough: () => void = () => undefined;
    const tenth = new Promise<void>((resolve) => (enough = resolve));
    const changing: HealthCheck = {
      name: 'changing',
      check() {
        rounds += 1;
        if (rounds === 10) enough();
        return rounds >= 4 && rounds < 7 ? Promise.reject(new Error('away')) : Promise.resolve();
      },
    };
    const watch = await watchHealth([changing], (failing) => told.push(failing), 1);
    expect(told).to.deep.equal([[]]);
    await tenth;
    watch.stop();
    expect(told).to.deep.equal([[], ['changing'], []]);
  });

  it('is not told of a round that ends after the watch', async () => {
    const told: (readonly string[])[] = [];
    let rounds = 0;
    let started: () => void = () => undefined;
    let fail: (error: Error) => void = () => undefined;
    const second = new Promise<void>((resolve) => (started = resolve));
    const check = (): Promise<void> => {
      rounds += 1;
      if (rounds === 1) return Promise.resolve();
      started();
      return new Promise((_, reject) => (fail = reject));
    };
    const watch = await watchHealth([{ name: 'slow', check }], (failing) => told.push(failing), 1);
    await second;
    watch.stop();
    fail(new Error('too late'));
    await new Promise(setImmediate);
    expect(told).to.deep.equal([[]]);
  });
});
