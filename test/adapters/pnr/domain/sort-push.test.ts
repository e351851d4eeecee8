/** What a push does to what is known: which of two messages is the newer one, and what a push of all does not name. */
import { expect } from 'chai';
import type { KnownRecord } from '../../../../src/adapters/pnr/domain/pair-records.js';
import { preparedAt } from '../../../../src/adapters/pnr/domain/preparation.js';
import { sortPush } from '../../../../src/adapters/pnr/domain/sort-push.js';
import { readPush } from '../../../../src/adapters/pnr/receive/read-push.js';
import { type Frame, interchange } from '../../../formats/pnr/messages.js';

const EIGHT = Date.parse('2026-11-26T08:00:00Z');
const MINUTE = 60_000;

const booking = (locator: string, number = '123'): string[] => [
  ...['SRC', `RCI+ZZ:${locator}::011126:1015`, 'TIF+PROBE+ANNAMRS:A:1'],
  `TVL+261126:0930:261126:1105+VIE+XAA+ZZ+${number}:M`,
];
const cancellation = (locator: string): string[] => ['SRC', `RCI+ZZ:${locator}::011126:1015`, 'ORG'];
const push = (segments: readonly string[], frame: Frame = {}) =>
  readPush(Buffer.from(interchange(segments, frame)), '2026-11-26');
const known = (locator: string, preparedAtMs: number | null, more: Partial<KnownRecord> = {}): KnownRecord => ({
  ...{ id: `PNR-${locator}`, day: '2026-11-24', version: 1, cancelled: false, preparedAtMs },
  ...{ locators: [`ZZ/${locator}`], ...more },
});

/** Locators of what becomes what. */
const sorted = (...given: Parameters<typeof sortPush>) => {
  const { taken, superseded, cancelled, missing, refused, outdated } = sortPush(...given);
  return {
    taken: taken.map(({ locators }) => locators[0]),
    superseded: superseded.map((one) => one.known.locators[0]),
    cancelled: cancelled.map(({ locators }) => locators[0]),
    missing: missing.map(({ locators }) => locators[0]),
    ...{ refused, outdated },
  };
};
const NOTHING = { taken: [], superseded: [], cancelled: [], missing: [], refused: 0, outdated: 0 };

describe('of two messages about a booking', () => {
  const update = push(booking('AA1111'), { kind: '141' });

  for (const [what, before, now, takes] of [
    ['was prepared later', EIGHT, EIGHT + MINUTE, true],
    ['was prepared in the same minute', EIGHT, EIGHT, true],
    ['was prepared earlier', EIGHT, EIGHT - MINUTE, false],
    ['does not say when it was prepared', EIGHT, undefined, true],
    ['comes after one that did not say', null, EIGHT, true],
  ] as const) {
    it(`the second ${takes ? 'takes the place of' : 'leaves'} the first if it ${what}`, () => {
      expect(sorted(update, [known('AA1111', before)], now)).to.deep.equal(
        takes ? { ...NOTHING, superseded: ['ZZ/AA1111'] } : { ...NOTHING, outdated: 1 },
      );
    });
  }

  it('an earlier cancellation does not undo what came later, and what was cancelled later stays so', () => {
    const earlier = push(cancellation('AA1111'), { kind: '141' });
    expect(sorted(earlier, [known('AA1111', EIGHT)], EIGHT - MINUTE)).to.deep.equal({ ...NOTHING, outdated: 1 });
    const cancelled = known('AA1111', EIGHT, { cancelled: true });
    expect(sorted(update, [cancelled], EIGHT - MINUTE)).to.deep.equal({ ...NOTHING, outdated: 1 });
    expect(sorted(update, [cancelled], EIGHT + MINUTE).superseded).to.deep.equal(['ZZ/AA1111']);
  });

  it('an earlier one brings what is not known yet', () => {
    const both = push([...booking('AA1111'), ...booking('BB2222')], { kind: '141' });
    expect(sorted(both, [known('AA1111', EIGHT)], EIGHT - MINUTE)).to.deep.equal({
      ...NOTHING,
      ...{ taken: ['ZZ/BB2222'], outdated: 1 },
    });
  });
});

describe('a locator that two records of a message have in common', () => {
  const twice = push([...booking('AA1111'), ...booking('AA1111')], { kind: '141' });

  it('makes two records once, and the same two take their places when the message comes again', () => {
    expect(sorted(twice, [], EIGHT)).to.deep.equal({ ...NOTHING, taken: ['ZZ/AA1111', 'ZZ/AA1111'] });
    const both = [known('AA1111', EIGHT, { id: 'PNR-1' }), known('AA1111', EIGHT, { id: 'PNR-2' })];
    const { taken, superseded } = sortPush(twice, both, EIGHT);
    expect(taken).to.deep.equal([]);
    expect(superseded.map((one) => one.known.id)).to.deep.equal(['PNR-1', 'PNR-2']);
  });
});

describe('when a message was prepared', () => {
  it('is what it says, to the minute', () => {
    expect(push(booking('AA1111')).preparedAt).to.deep.equal({ day: '2026-11-26', time: '08:00' });
    expect(preparedAt({ day: '2026-11-26', time: '08:00' }, EIGHT + 90_000)).to.equal(EIGHT);
  });

  for (const [what, day, time, receivedAt] of [
    ['without a time', '2026-11-26', undefined, EIGHT],
    ['of a clock six minutes ahead', '2026-11-26', '08:06', EIGHT],
    ['of another century', '2062-11-26', '08:00', EIGHT],
    ['of more than seven days ago', '2026-11-19', '07:59', EIGHT],
  ] as const) {
    it(`is not known ${what}`, () => {
      expect(preparedAt({ day, time }, receivedAt)).to.equal(undefined);
    });
  }

  it('is believed of a clock five minutes ahead, and of a message that was under way for seven days', () => {
    expect(preparedAt({ day: '2026-11-26', time: '08:05' }, EIGHT)).to.equal(EIGHT + 5 * MINUTE);
    expect(preparedAt({ day: '2026-11-19', time: '08:00' }, EIGHT)).to.equal(Date.parse('2026-11-19T08:00:00Z'));
  });
});

describe('a full push', () => {
  const earlier = [known('AA1111', EIGHT - MINUTE), known('BB2222', EIGHT - MINUTE)];
  const missing = (segments: readonly string[], frame: Frame = {}, before = earlier, at: number | undefined = EIGHT) =>
    sorted(push(segments, frame), before, at).missing;

  it('tells by what it does not name that it is not on the flight any more', () => {
    expect(sorted(push(booking('AA1111')), earlier, EIGHT)).to.deep.equal({
      ...NOTHING,
      ...{ superseded: ['ZZ/AA1111'], missing: ['ZZ/BB2222'] },
    });
  });

  it('tells so only of what was known when it was prepared, and not of what is cancelled already', () => {
    const beside = (one: KnownRecord) => missing(booking('AA1111'), {}, [known('AA1111', null), one]);
    expect(beside(known('BB2222', EIGHT - MINUTE))).to.deep.equal(['ZZ/BB2222']);
    expect(beside(known('BB2222', EIGHT))).to.deep.equal([]);
    expect(beside(known('BB2222', EIGHT + MINUTE))).to.deep.equal([]);
    expect(beside(known('BB2222', null))).to.deep.equal([]);
    expect(beside(known('BB2222', 0, { cancelled: true }))).to.deep.equal([]);
    expect(sorted(push(booking('AA1111')), earlier, undefined).missing).to.deep.equal([]);
  });

  it('does not tell so of a booking that one of its records names, whatever becomes of that', () => {
    const both = known('BB2222', EIGHT - MINUTE, { locators: ['1A/XX9999', 'ZZ/BB2222'] });
    expect(missing([...booking('AA1111'), ...booking('BB2222', '999')], {}, [both])).to.deep.equal([]);
  });

  it('tells nothing where it names less than half of what is known: those may be locators of another system', () => {
    const third = known('CC3333', EIGHT - MINUTE);
    expect(missing(booking('AA1111'), {}, [...earlier, third])).to.deep.equal([]);
    const gone = known('DD4444', EIGHT - MINUTE, { cancelled: true });
    expect(missing(booking('AA1111'), {}, [known('BB2222', EIGHT - MINUTE), gone])).to.deep.equal([]);
    expect(missing([...booking('AA1111'), ...booking('BB2222')], {}, [...earlier, third])).to.deep.equal(['ZZ/CC3333']);
  });

  for (const [what, frame] of [
    ['is an update', { kind: '141' }],
    ['does not say what it is', { kind: '' }],
    ['is the first part of a transmission', { part: '+1:C' }],
    ['is the last part of a transmission', { part: '+2:F' }],
    ['counts more records than it has', { records: 2 }],
  ] as const) {
    it(`tells nothing so that ${what}`, () => {
      expect(missing(booking('AA1111'), frame)).to.deep.equal([]);
    });
  }

  it('tells nothing so without records, or with one that cannot be known again', () => {
    expect(missing([])).to.deep.equal([]);
    expect(
      missing(['SRC', 'TIF+PROBE+ANNAMRS:A:1', ...booking('AA1111').slice(3), ...booking('AA1111')]),
    ).to.deep.equal([]);
  });
});
