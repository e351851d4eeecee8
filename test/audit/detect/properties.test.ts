import { expect } from 'chai';
import fc from 'fast-check';
import type { Finding } from '../../../src/audit/detect/finding.js';
import type { ObservedAccess } from '../../../src/audit/detect/observed-access.js';
import { parseSettings } from '../../../src/audit/detect/settings.js';
import { access, accesses, at, findAll, STAFF } from './scenario.js';

/** Low limits, so that random accesses meet them. */
const settings = parseSettings(
  JSON.stringify({
    timeZone: 'Europe/Berlin',
    units: [{ authority: 'XA-POLICE', unit: 'Patrol 7', workingHours: { mon: ['08:00-12:00'], thu: ['22:00-04:00'] } }],
    detectors: {
      'volume-spike': { minAccesses: 4, minActiveDays: 1, ownFactor: 2, minPeers: 1, peerFactor: 2 },
      fishing: { minNoHits: 3, minNoHitsLive: 4, maxHitShare: 0.3 },
      'out-of-hours': { minAccesses: 2 },
      'copied-justification': { minCases: 2 },
      'one-case-many-subjects': { minSubjects: 2 },
      'urgent-procedure': { minAccesses: 2, minShare: 0.2 },
    },
  }),
);
const context = { settings, staff: STAFF };

const QUERIES = [
  { name: { surname: 'Müller-Beispiel', forename: 'Jürgen', date_of_birth: '1975-03-14' } },
  { name: { surname: 'Beispiel', forename: 'Petra' } },
  { name: { surname: 'Esempio', forename: 'Chiara', date_of_birth: '1969-07-21' } },
  { plate: 'XA-AB 123' },
  { name: { surname: 'Fremd' } },
  { document: { number: 'X1234' } },
  undefined,
];

const observed = (officers: readonly string[], units: readonly string[], authority: string) =>
  fc.record({
    time: fc.integer({ min: at('2026-11-16 00:00'), max: at('2026-12-03 00:00') }),
    denied: fc.boolean(),
    authority: fc.constant(authority),
    system: fc.constant('SIS'),
    officer: fc.constantFrom(...officers, undefined),
    unit: fc.constantFrom(...units, undefined),
    caseReference: fc.constantFrom('2026/1', '2026/2', '2026/3', 'test', undefined),
    justification: fc.constantFrom(
      'Seen near the scene of a crime',
      'See case file',
      'Named by a witness today',
      undefined,
    ),
    urgency: fc.constantFrom('ROUTINE' as const, 'LIVE_CHECK' as const, 'IMMINENT_DANGER' as const, undefined),
    query: fc.constantFrom(...QUERIES),
    found: fc.constantFrom(true, false, undefined),
  });

/** Accesses with indices in the order of their times, as a log has them. */
const inLog = (shown: readonly Omit<ObservedAccess, 'index'>[], first = 0): ObservedAccess[] =>
  [...shown].sort((one, other) => one.time - other.time).map((one, n) => ({ ...one, index: first + n }));

const police = fc
  .array(observed(['officer-17', 'officer-18', 'officer-99'], ['Patrol 7', 'Patrol 8'], 'XA-POLICE'), { maxLength: 60 })
  .map((shown) => inLog(shown));

const same = (one: Finding): string => JSON.stringify(one);

describe('detectors, whatever they are shown', () => {
  it('find the same in any order', () => {
    fc.assert(
      fc.property(
        police.chain((shown) => fc.tuple(fc.constant(shown), fc.shuffledSubarray(shown, { minLength: shown.length }))),
        ([shown, shuffled]) => {
          expect(findAll(shuffled, context)).to.deep.equal(findAll(shown, context));
        },
      ),
    );
  });

  it('name only entries that they were shown, of the officer and the time they name', () => {
    fc.assert(
      fc.property(police, (shown) => {
        const byIndex = new Map(shown.map((one) => [one.index, one]));
        for (const { officer, authority, window, entries } of findAll(shown, context)) {
          expect(entries).to.not.be.empty;
          expect(entries).to.deep.equal([...new Set(entries)].sort((one, other) => one - other));
          for (const index of entries) {
            const one = byIndex.get(index);
            expect(one).to.include({ officer, authority });
            expect(one!.time).to.be.within(window.from, window.to - 1);
          }
        }
      }),
    );
  });

  it('lose no finding when other authorities work, honestly or not', () => {
    const others = fc.array(observed(['officer-17', 'officer-20'], ['Patrol 7', 'Gate 1'], 'XB-BORDER'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(police, others, (shown, more) => {
        const all = new Set(findAll([...shown, ...inLog(more, 1000)], context).map(same));
        for (const finding of findAll(shown, context)) expect(all.has(same(finding))).to.equal(true);
      }),
    );
  });

  it('lose no finding when other officers of the authority work, but for a volume that was high among peers', () => {
    const others = fc.array(observed(['officer-30', 'officer-31'], ['Patrol 7', 'Patrol 8'], 'XA-POLICE'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(police, others, (shown, more) => {
        const all = findAll([...shown, ...inLog(more, 1000)], context);
        const exact = new Set(all.map(same));
        for (const finding of findAll(shown, context)) {
          if (finding.detector !== 'volume-spike') expect(exact.has(same(finding))).to.equal(true);
          else if (finding.facts.byOwn === 1) {
            expect(
              all.some(
                ({ detector, officer, window }) =>
                  detector === 'volume-spike' && officer === finding.officer && window.label === finding.window.label,
              ),
            ).to.equal(true);
          }
        }
      }),
    );
  });

  it('lose no finding when the officer does more of the same', () => {
    const misses = accesses(0, 40, { found: false });
    const more = accesses(100, 140, { found: false, time: at('2026-11-23 13:00') });
    const before = findAll(misses).map(({ detector }) => detector);
    const after = findAll([...misses, ...more]).map(({ detector }) => detector);
    expect(before).to.deep.equal(['fishing']);
    expect(after).to.include.members(before);
  });

  it('find nothing in an honest month', () => {
    const days = Array.from({ length: 28 }, (_, day) => at('2026-11-02 09:00') + day * 86_400_000);
    const honest = days.flatMap((time, day) =>
      ['officer-17', 'officer-18'].flatMap((officer, who) =>
        Array.from({ length: 5 }, (_, n) => {
          const index = 100 * day + 10 * who + n;
          const unit = officer === 'officer-17' ? 'Patrol 7' : 'Patrol 8';
          // At the hours of the unit where it has any.
          const hour = new Date(time).getUTCDay() === 1 ? 0 : 13;
          return access(index, { time: time + (hour + n / 100) * 3_600_000, officer, unit, found: n > 1 });
        }),
      ),
    );
    const lenient = parseSettings('{}');
    expect(findAll(honest, { settings: lenient, staff: STAFF })).to.be.empty;
  });
});
