/** Accesses outside the working hours of the unit. */
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { unitClock } from '../units.js';
import { count, figure, graded, when } from '../words.js';

export const outOfHours: Detector = {
  name: 'out-of-hours',
  start({ settings }) {
    const { minAccesses } = settings.detectors['out-of-hours'];
    const clock = unitClock(settings);
    const gathered = new Gatherer(() => ({ urgent: 0, entries: [] as number[] }));
    return {
      observe(access) {
        if (!clock.isOutOfHours(access)) return;
        const state = gathered.of(access, clock.day(access));
        if (state === undefined) return;
        if (access.urgency === 'IMMINENT_DANGER') state.urgent += 1;
        state.entries.push(access.index);
      },
      findings: () =>
        [...gathered.groups()]
          .filter(({ state }) => state.entries.length >= minAccesses)
          .map(({ authority, officer, window, state }) => ({
            detector: 'out-of-hours',
            severity: graded(state.entries.length, minAccesses),
            authority,
            officer,
            window,
            facts: { accesses: state.entries.length, urgent: state.urgent },
            thresholds: { minAccesses },
            entries: ascending(state.entries),
          })),
    };
  },
  explain: (facts, thresholds, window) =>
    `${count(figure(facts, 'accesses'), 'access', 'accesses')} ${when(window)} outside the working hours of the unit; ` +
    `${figure(thresholds, 'minAccesses')} or more in a day are reported. ` +
    `${figure(facts, 'urgent')} of them claimed imminent danger.`,
};
