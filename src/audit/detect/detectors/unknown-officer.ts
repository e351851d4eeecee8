/** Accesses by somebody who is not on the staff list of their authority. */
import { weekWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { count, figure, when } from '../words.js';

export const unknownOfficer: Detector = {
  name: 'unknown-officer',
  start({ settings, staff }) {
    const gathered = new Gatherer(() => ({ entries: [] as number[] }));
    return {
      observe(access) {
        const { authority, officer, index, time } = access;
        if (officer === undefined || !staff.covers(authority) || staff.member(authority, officer) !== undefined) return;
        gathered.of(access, weekWindow(time, settings.timeZone))?.entries.push(index);
      },
      findings: () =>
        Array.from(gathered.groups(), ({ authority, officer, window, state }) => ({
          detector: 'unknown-officer',
          severity: 'high',
          authority,
          officer,
          window,
          facts: { accesses: state.entries.length },
          thresholds: {},
          entries: ascending(state.entries),
        })),
    };
  },
  explain: (facts, _thresholds, window) =>
    `${count(figure(facts, 'accesses'), 'access', 'accesses')} ${when(window)} by an officer who is not on the staff list, ` +
    'though the list has others of the authority.',
};
