/** Officers who search for colleagues. */
import { dayWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { likenessOf } from '../identity.js';
import { subjectOf } from '../subject.js';
import { count, figure, when } from '../words.js';

export const colleagueRecord: Detector = {
  name: 'colleague-record',
  start({ settings, staff }) {
    const gathered = new Gatherer(() => ({ colleagues: new Set<string>(), entries: [] as number[] }));
    return {
      observe(access) {
        const { authority, officer, query, index, time } = access;
        const subject = staff.covers(authority) ? subjectOf(query) : undefined;
        if (officer === undefined || subject?.person === undefined) return;
        // By name and date only: staff lists are long, and a bare name fits somebody in nearly every one.
        const colleagues = [...subject.person.surname]
          .flatMap((spelling) => staff.bySurname(authority, spelling))
          .filter((member) => member.officer !== officer && likenessOf(subject, member) === 'name-and-date');
        if (colleagues.length === 0) return;
        const state = gathered.of(access, dayWindow(time, settings.timeZone));
        if (state === undefined) return;
        for (const colleague of colleagues) state.colleagues.add(colleague.officer);
        state.entries.push(index);
      },
      findings: () =>
        Array.from(gathered.groups(), ({ authority, officer, window, state }) => ({
          detector: 'colleague-record',
          severity: 'medium',
          authority,
          officer,
          window,
          facts: { searches: state.entries.length, colleagues: state.colleagues.size },
          thresholds: {},
          entries: ascending(state.entries),
        })),
    };
  },
  explain: (facts, _thresholds, window) =>
    `${count(figure(facts, 'searches'), 'search', 'searches')} ${when(window)} fit name and date of birth of ` +
    `${count(figure(facts, 'colleagues'), 'other officer')} of the same authority in the staff list.`,
};
