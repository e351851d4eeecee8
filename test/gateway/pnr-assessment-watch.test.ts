/** What the operator learns of flights that left before their passengers were assessed. */
import { expect } from 'chai';
import { Registry } from 'prom-client';
import type { Logger } from '../../src/gateway/observability/logger.js';
import { type NamedFlight, PnrAssessmentWatch } from '../../src/gateway/pnr-assessment-watch.js';

const flight = (number: string): NamedFlight => ({ carrier: '0X', number, departsOn: '2026-11-30' });

describe('the watch over assessments', () => {
  let lines: string[];
  let watch: PnrAssessmentWatch;
  const left = (count: number, ...numbers: string[]) =>
    watch.update({ unassessed: 2, left: { count, first: numbers.map(flight) } });

  beforeEach(() => {
    lines = [];
    const line = (facts: object, message: string) => void lines.push(`${message}: ${JSON.stringify(facts)}`);
    watch = new PnrAssessmentWatch({ warn: line, error: line } as unknown as Logger);
  });

  it('raises an alarm that names the first of them, and ends when there is none', () => {
    expect(watch.alarms()).to.deep.equal([]);
    left(1, '123');
    expect(watch.alarms()).to.deep.equal([
      'flights that left before their passengers were assessed: 1 (0X123 of 2026-11-30; docs/piu.md)',
    ]);
    left(7, '123', '124');
    expect(watch.alarms()).to.deep.equal([
      'flights that left before their passengers were assessed: 7 (0X123 of 2026-11-30, 0X124 of 2026-11-30 and 5 more; docs/piu.md)',
    ]);
    left(0);
    expect(watch.alarms()).to.deep.equal([]);
  });

  it('writes a line when there are more of them, and no other', () => {
    for (const count of [1, 1, 2, 1, 0]) left(count, '123');
    expect(lines).to.deep.equal([
      'flights left before their passengers were assessed: {"count":1,"first":["0X123 of 2026-11-30"]}',
      'flights left before their passengers were assessed: {"count":2,"first":["0X123 of 2026-11-30"]}',
    ]);
  });

  it('counts them, those that still wait, and what was done', async () => {
    const registry = new Registry();
    watch.measure(registry);
    left(3, '123');
    const due = { flight: flight('124'), failures: 1 };
    watch.attemptEnded(due, undefined);
    watch.attemptEnded(due, { error: new Error('away') });
    watch.attemptEnded(due, { error: new Error('away') });
    const metrics = (await registry.metrics()).split('\n').filter((line) => line.startsWith('ostiary'));
    expect(metrics).to.deep.equal([
      'ostiary_pnr_assessments_total{result="assessed"} 1',
      'ostiary_pnr_assessments_total{result="failed"} 2',
      'ostiary_pnr_flights_unassessed 2',
      'ostiary_pnr_flights_left_unassessed 3',
    ]);
    expect(lines[1]).to.include('{"flight":"0X124","departsOn":"2026-11-30","attempts":2,"err":{}}');
  });
});
