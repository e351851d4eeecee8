import { expect } from 'chai';
import fc from 'fast-check';
import { answeringAt, asAt, ofPartyAt, refinementOf } from '../../../../../src/adapters/prum/vehicle/domain/as-at.js';
import { legalKey, naturalKey } from '../../../../../src/adapters/prum/vehicle/domain/party-key.js';
import { covers } from '../../../../../src/adapters/prum/vehicle/domain/period.js';
import { at, BERG, FIRM, holder, registration } from '../registrations.js';

const CHANGE = '2020-06-01T12:00:00Z';
const JUST_BEFORE = at(CHANGE) - 1;
const before = registration({ reference: 'VEH-XB-A', untilMs: at(CHANGE) });
const after = registration({ reference: 'VEH-XB-B', fromMs: at(CHANGE) });

describe('a register at a point in time', () => {
  it('answers with what has begun and not ended: the first moment belongs to a registration, its end does not', () => {
    expect(answeringAt([after, before], JUST_BEFORE)).to.deep.equal([before]);
    expect(answeringAt([after, before], at(CHANGE))).to.deep.equal([after]);
    expect(answeringAt([before], before.fromMs)).to.deep.equal([before]);
    expect(answeringAt([before], before.fromMs - 1)).to.deep.equal([]);
  });

  it('answers with what ended last where nothing is valid any more', () => {
    const earlier = registration({ reference: 'VEH-XB-0', fromMs: 1, untilMs: at('2012-01-01T00:00:00Z') });
    expect(answeringAt([before, earlier], at('2024-01-01T00:00:00Z'))).to.deep.equal([before]);
    expect(answeringAt([before, earlier], at('2013-01-01T00:00:00Z'))).to.deep.equal([earlier]);
  });

  it('answers with all that are valid at the same time', () => {
    const other = registration({ reference: 'VEH-XB-C', vin: '11111111111111111' });
    expect(answeringAt([other, after], at('2024-01-01T00:00:00Z'))).to.deep.equal([other, after]);
  });

  it('never answers with what begins later, and answers whenever anything has begun', () => {
    const period = fc.record({
      fromMs: fc.integer({ min: 0, max: 50 }),
      length: fc.option(fc.integer({ min: 1, max: 20 })),
    });
    fc.assert(
      fc.property(fc.array(period, { maxLength: 6 }), fc.integer({ min: 0, max: 80 }), (periods, moment) => {
        const all = periods.map(({ fromMs, length }, index) =>
          registration({
            reference: `VEH-XB-${index}`,
            fromMs,
            untilMs: length === null ? undefined : fromMs + length,
          }),
        );
        const found = answeringAt(all, moment);
        expect(found.every(({ fromMs }) => fromMs <= moment)).to.equal(true);
        expect(found.length > 0).to.equal(all.some(({ fromMs }) => fromMs <= moment));
        const valid = all.filter((one) => covers(one, moment));
        if (valid.length > 0) expect(found).to.have.members(valid);
        else expect(found.length).to.be.at.most(1);
      }),
    );
  });

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

  it('finds a person by all of their names and date of birth, while they hold a vehicle that is registered', () => {
    const held = registration({ parties: [holder(BERG, '2016-01-01T00:00:00Z', CHANGE)] });
    const key = naturalKey('VAN DER BERG', 'anna lucja', '1980-02-29');
    expect(ofPartyAt([held], key, JUST_BEFORE)).to.deep.equal([held]);
    expect(ofPartyAt([held], key, at(CHANGE))).to.deep.equal([]);
    expect(ofPartyAt([{ ...held, untilMs: JUST_BEFORE }], key, JUST_BEFORE)).to.deep.equal([]);
    for (const part of [
      naturalKey('Berg', 'Anna Łucja', '1980-02-29'),
      naturalKey('van der Berg', 'Anna', '1980-02-29'),
      naturalKey('van der Berg', 'Anna Łucja', '1980-02-28'),
      legalKey('van der Berg'),
    ]) {
      expect(ofPartyAt([held], part, JUST_BEFORE)).to.deep.equal([]);
    }
  });

  it('finds a legal person by its whole name', () => {
    const held = registration({ parties: [{ ...holder(FIRM, '2016-01-01T00:00:00Z'), role: 'owner' }] });
    expect(ofPartyAt([held], legalKey('LEASE GO SA'), JUST_BEFORE)).to.deep.equal([held]);
    expect(ofPartyAt([held], legalKey('Lease & Go'), JUST_BEFORE)).to.deep.equal([]);
  });

  it('leaves nobody in a refinement set', () => {
    const whole = registration({ parties: [holder(BERG, '2015-01-01T00:00:00Z')] });
    expect(refinementOf(whole)).to.deep.include({ parties: [], documents: [], number: whole.number, vin: whole.vin });
  });
});
