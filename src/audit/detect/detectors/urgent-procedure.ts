/** Imminent danger, claimed again and again. */
import { weekWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { figure, graded, percent, when } from '../words.js';

export const urgentProcedure: Detector = {
  name: 'urgent-procedure',
  start({ settings }) {
    const { minAccesses, minShare } = settings.detectors['urgent-procedure'];
    const gathered = new Gatherer(() => ({ all: 0, entries: [] as number[] }));
    return {
      observe(access) {
        if (access.urgency === undefined) return;
        const state = gathered.of(access, weekWindow(access.time, settings.timeZone));
        if (state === undefined) return;
        state.all += 1;
        if (access.urgency === 'IMMINENT_DANGER') state.entries.push(access.index);
      },
      findings: () =>
        [...gathered.groups()]
          .filter(({ state: { all, entries } }) => entries.length >= minAccesses && entries.length / all >= minShare)
          .map(({ authority, officer, window, state: { all, entries } }) => ({
            detector: 'urgent-procedure',
            severity: graded(entries.length, minAccesses),
            authority,
            officer,
            window,
            facts: { urgent: entries.length, accesses: all, share: entries.length / all },
            thresholds: { minAccesses, minShare },
            entries: ascending(entries),
          })),
    };
  },
  explain: (facts, thresholds, window) =>
    `${figure(facts, 'urgent')} of ${figure(facts, 'accesses')} accesses ${when(window)} claimed imminent danger, a share ` +
    `of ${percent(figure(facts, 'share'))}. Reported are ${figure(thresholds, 'minAccesses')} or more that make up at ` +
    `least ${percent(figure(thresholds, 'minShare'))}.`,
};
