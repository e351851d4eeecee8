/** Accesses for a unit in which the officer does not serve. */
import { weekWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { foldUnit } from '../text/fold.js';
import { count, figure, graded, when } from '../words.js';

export const unitMismatch: Detector = {
  name: 'unit-mismatch',
  start({ settings, staff }) {
    const { minAccesses } = settings.detectors['unit-mismatch'];
    const gathered = new Gatherer(() => ({ units: new Set<string>(), entries: [] as number[] }));
    return {
      observe(access) {
        const { authority, officer, unit, index, time } = access;
        const member = officer === undefined ? undefined : staff.member(authority, officer);
        if (member === undefined || unit === undefined) return;
        const folded = foldUnit(unit);
        if (member.units.includes(folded)) return;
        const state = gathered.of(access, weekWindow(time, settings.timeZone));
        if (state === undefined) return;
        state.units.add(folded);
        state.entries.push(index);
      },
      findings: () =>
        [...gathered.groups()]
          .filter(({ state }) => state.entries.length >= minAccesses)
          .map(({ authority, officer, window, state }) => ({
            detector: 'unit-mismatch',
            severity: graded(state.entries.length, minAccesses),
            authority,
            officer,
            window,
            facts: { accesses: state.entries.length, units: state.units.size },
            thresholds: { minAccesses },
            entries: ascending(state.entries),
          })),
    };
  },
  explain: (facts, _thresholds, window) =>
    `${count(figure(facts, 'accesses'), 'access', 'accesses')} ${when(window)} for ` +
    `${count(figure(facts, 'units'), 'unit')} in which the officer does not serve by the staff list.`,
};
