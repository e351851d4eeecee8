import { expect } from 'chai';
import { outageTeller } from '../../src/gateway/open-circuits.js';
import type { Logger } from '../../src/gateway/observability/logger.js';

describe('what the operator hears of states', () => {
  it('is once that one is out of service and once that it is back, however often it is tried', () => {
    const lines: string[] = [];
    const line =
      (level: string) =>
      ({ memberState, system }: { readonly memberState: string; readonly system: string }) => {
        lines.push(`${level} ${system} ${memberState}`);
      };
    const tell = outageTeller({ warn: line('warn'), info: line('info') } as unknown as Logger, 'PRUM_DNA');
    for (const state of ['open', 'half-open', 'open', 'half-open', 'closed'] as const) tell('XB', state);
    tell('XC', 'open');
    tell('XB', 'open');
    expect(lines).to.deep.equal(['warn PRUM_DNA XB', 'info PRUM_DNA XB', 'warn PRUM_DNA XC', 'warn PRUM_DNA XB']);
  });
});
