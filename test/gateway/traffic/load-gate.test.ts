import { expect } from 'chai';
import fc from 'fast-check';
import { createLoadGate, type LoadGate, type Place } from '../../../src/gateway/traffic/load-gate.js';
import { PRIORITIES, type Priority, priorityOf } from '../../../src/gateway/traffic/priority.js';
import { Refusal } from '../../../src/shared/refusal.js';

const CAPACITY = 100;

function fixture(): { gate: LoadGate; fill: (priority: Priority) => Place[]; work: (ms: number) => void } {
  let now = 0;
  const gate = createLoadGate('SIS', { capacity: CAPACITY, targetMs: 100 }, () => now);
  return {
    gate,
    /** Enters as often as there is room. */
    fill(priority) {
      const places: Place[] = [];
      try {
        for (;;) places.push(gate.enter(priority));
      } catch (error) {
        expect(error).to.be.instanceOf(Refusal).with.property('reason', 'OVERLOADED');
        return places;
      }
    },
    /** Checks that take so long each, until their times have been judged once. */
    work(ms) {
      now += 1_000;
      for (let call = 0; call < 32; call += 1) gate.enter('CHECK').leave(ms);
    },
  };
}

const leaveAll = (places: Place[]): void => places.forEach((place) => place.leave());

describe('the load gate', () => {
  it('always has room for checks beside bulk and case work, and for emergencies beside all', () => {
    const { fill } = fixture();
    expect(fill('BULK')).to.have.length(50);
    expect(fill('CASE')).to.have.length(30);
    expect(fill('CHECK')).to.have.length(15);
    expect(fill('EMERGENCY')).to.have.length(5);
  });

  it('says what is full, and when to come back: bulk work later than others', () => {
    const { gate, fill } = fixture();
    fill('EMERGENCY');
    const refusals = (['BULK', 'CHECK'] as const).map((priority) => {
      try {
        gate.enter(priority);
      } catch (error) {
        return error as Refusal;
      }
      throw new Error('there was room');
    });
    expect(refusals[0]?.metadata).to.deep.equal({ system: 'SIS', priority: 'BULK' });
    expect(refusals[0]?.retryAfterMs).to.be.greaterThan(refusals[1]?.retryAfterMs ?? Infinity);
  });

  it('has room for others in place of who steps aside, who comes back whatever became of it', () => {
    const { gate, fill } = fixture();
    const [first, ...others] = fill('BULK');
    first!.stepAside();
    const [instead, ...more] = fill('BULK');
    expect(more).to.deep.equal([]);
    first!.back();
    instead!.leave();
    expect(fill('BULK'), 'as full as before').to.deep.equal([]);
    leaveAll([first!, ...others]);
    expect(fill('BULK')).to.have.length(50);
    expect(gate.shares).to.deep.equal({ bulk: 1, case: 1 });
  });

  it('gives bulk work less room when answers are slow, then case work, and checks never less', () => {
    const { gate, fill, work } = fixture();
    work(101);
    expect(gate.shares).to.deep.equal({ bulk: 0.5, case: 1 });
    const bulk = fill('BULK');
    expect(bulk).to.have.length(25);
    leaveAll(bulk);
    for (let times = 0; times < 20; times += 1) work(500);
    expect(gate.shares).to.deep.equal({ bulk: 0.02, case: 0.1 });
    const one = fill('BULK');
    // One call gets through, or nobody would see that it has become fast again.
    expect(one).to.have.length(1);
    leaveAll(one);
    const cases = fill('CASE');
    expect(cases).to.have.length(8);
    expect(fill('CHECK')).to.have.length(95 - 8);
  });

  it('gives the room back step by step, case work first', () => {
    const { gate, work } = fixture();
    for (let times = 0; times < 20; times += 1) work(500);
    work(10);
    expect(gate.shares.bulk).to.equal(0.02);
    expect(gate.shares.case).to.be.closeTo(0.15, 1e-9);
    for (let times = 0; times < 17; times += 1) work(10);
    expect(gate.shares.case).to.equal(1);
    for (let times = 0; times < 20; times += 1) work(10);
    expect(gate.shares).to.deep.equal({ bulk: 1, case: 1 });
  });

  it('changes nothing between half the target and the target', () => {
    const { gate, work } = fixture();
    work(101);
    work(75);
    expect(gate.shares).to.deep.equal({ bulk: 0.5, case: 1 });
  });

  it('heeds what another process can spare, and no longer when it is told otherwise', () => {
    const { gate, fill } = fixture();
    gate.heed({ bulk: 0.1, case: 0.5 });
    const bulk = fill('BULK');
    expect(bulk).to.have.length(5);
    leaveAll(bulk);
    expect(gate.shares).to.deep.equal({ bulk: 1, case: 1 });
    gate.heed({ bulk: 1, case: 1 });
    expect(fill('BULK')).to.have.length(50);
  });

  it('never has more in progress than there is room for, nor loses a place (property)', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.constantFrom(...PRIORITIES), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 400 })),
          {
            maxLength: 400,
          },
        ),
        (steps) => {
          const { gate } = fixture();
          const inside: Place[] = [];
          for (const [priority, leaves, ms] of steps) {
            if (leaves === 0) inside.shift()?.leave(ms);
            else {
              try {
                inside.push(gate.enter(priority));
              } catch (error) {
                if (!(error instanceof Refusal)) throw error;
              }
            }
            expect(inside.length).to.be.at.most(CAPACITY);
          }
          leaveAll(inside);
          // Whatever happened, everything that is left goes in again.
          const places = [gate.enter('BULK'), gate.enter('CASE'), gate.enter('CHECK'), gate.enter('EMERGENCY')];
          expect(places).to.have.length(4);
        },
      ),
    );
  });
});

describe('the class of a question', () => {
  const base = { purpose: 'CRIMINAL_OFFENCE', urgency: 'ROUTINE', emergency: undefined } as const;
  it('is CHECK at the border and on the road, CASE in the office', () => {
    expect(priorityOf({ ...base, purpose: 'BORDER_CONTROL' })).to.equal('CHECK');
    expect(priorityOf({ ...base, purpose: 'POLICE_CUSTOMS_CHECK' })).to.equal('CHECK');
    expect(priorityOf(base)).to.equal('CASE');
  });
  it('is EMERGENCY where life is in danger or glass is broken', () => {
    expect(priorityOf({ ...base, urgency: 'IMMINENT_DANGER' })).to.equal('EMERGENCY');
    expect(priorityOf({ ...base, emergency: 'a hostage is held at the station' })).to.equal('EMERGENCY');
  });
  it('is BULK for who says so, even at the border', () => {
    expect(priorityOf({ ...base, purpose: 'BORDER_CONTROL', urgency: 'BULK' })).to.equal('BULK');
  });
  it('is not raised by a claim that makes no sense', () => {
    expect(priorityOf({ ...base, purpose: 'NATURALISATION', urgency: 'LIVE_CHECK' })).to.equal('CASE');
    expect(priorityOf({ ...base, purpose: 'ENTRY_STAY_RETURN', urgency: 'LIVE_CHECK' })).to.equal('CHECK');
  });
});
