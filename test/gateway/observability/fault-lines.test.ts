import { expect } from 'chai';
import { createFaultLines } from '../../../src/gateway/observability/fault-lines.js';
import { createLogger } from '../../../src/gateway/observability/logger.js';

interface Line {
  readonly reference: string;
  readonly count?: number;
  readonly err: object;
}

describe('lines about faults', () => {
  let now: number;
  let lines: Line[];
  let fault: (reference: string, error: unknown) => void;
  beforeEach(() => {
    now = 1_000_000;
    lines = [];
    const logger = createLogger('info', { write: (line) => void lines.push(JSON.parse(line) as Line) });
    fault = createFaultLines(logger, { now: () => now });
  });

  it('are one a second for each reason, and say for how many they stand', () => {
    for (let calls = 0; calls < 1_000; calls += 1) fault('AUDIT_UNAVAILABLE', new Error('away'));
    fault('SYSTEM_UNAVAILABLE', new Error('away'));
    now += 999;
    fault('AUDIT_UNAVAILABLE', new Error('away'));
    now += 1;
    fault('AUDIT_UNAVAILABLE', new Error('away'));
    expect(lines.map(({ reference, count }) => [reference, count])).to.deep.equal([
      ['AUDIT_UNAVAILABLE', 1],
      ['SYSTEM_UNAVAILABLE', 1],
      ['AUDIT_UNAVAILABLE', 1_001],
    ]);
  });

  it('are one for every fault of our own, whose reference a caller holds', () => {
    fault('0b5f6a50-0000-4000-8000-000000000001', new Error('ours'));
    fault('0b5f6a50-0000-4000-8000-000000000002', new Error('ours'));
    expect(lines.map(({ reference }) => reference.at(-1))).to.deep.equal(['1', '2']);
  });

  it('never hold the text of an error', () => {
    fault('SYSTEM_UNAVAILABLE', new Error('Musterfrau'));
    expect(JSON.stringify(lines)).not.to.include('Musterfrau');
  });
});
