import { expect } from 'chai';
import { asAt, refinementOf } from '../../../../../src/adapters/prum/vehicle/domain/as-at.js';
import { at, BERG, FIRM, holder, registration } from '../registrations.js';

const CHANGE = '2020-06-01T12:00:00Z';
const JUST_BEFORE = at(CHANGE) - 1;

describe('a register at a point in time', () => {
  it('tells holders, statuses and insurances of that time', () => {
    const whole = registration({
      parties: [holder(BERG, '2015-01-01T00:00:00Z', CHANGE), holder(FIRM, CHANGE)],
      statuses: [{ kind: 'stolen', fromMs: at(CHANGE), untilMs: at('2021-01-01T00:00:00Z') }],
    });
    expect(asAt(whole, JUST_BEFORE).parties.map(({ party }) => party)).to.deep.equal([BERG]);
    expect(asAt(whole, at(CHANGE)).parties.map(({ party }) => party)).to.deep.equal([FIRM]);
    expect(asAt(whole, JUST_BEFORE).statuses).to.deep.equal([]);
    expect(asAt(whole, at(CHANGE)).statuses).to.have.length(1);
    expect(asAt(whole, at('2021-01-01T00:00:00Z')).statuses).to.deep.equal([]);
  });

  it('tells the last holders of a registration that had ended', () => {
    const ended = registration({ untilMs: at(CHANGE), parties: [holder(BERG, '2015-01-01T00:00:00Z', CHANGE)] });
    expect(asAt(ended, at('2024-01-01T00:00:00Z')).parties.map(({ party }) => party)).to.deep.equal([BERG]);
  });

  it('leaves nobody in a refinement set', () => {
    const whole = registration({ parties: [holder(BERG, '2015-01-01T00:00:00Z')] });
    expect(refinementOf(whole)).to.deep.include({ parties: [], documents: [], number: whole.number, vin: whole.vin });
  });
});
