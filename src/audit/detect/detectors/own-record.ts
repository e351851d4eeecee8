/** Officers who search for themselves. */
import { dayWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { likenessOf } from '../identity.js';
import { subjectOf } from '../subject.js';
import { count, figure, when } from '../words.js';

export const ownRecord: Detector = {
  name: 'own-record',
  start({ settings, staff }) {
    const gathered = new Gatherer(() => ({ byIdentifier: 0, byNameAndDate: 0, byName: 0, entries: [] as number[] }));
    return {
      observe(access) {
        const { authority, officer, query, index, time } = access;
        const member = officer === undefined ? undefined : staff.member(authority, officer);
        const subject = member && subjectOf(query);
        const likeness = subject && likenessOf(subject, member);
        if (likeness === undefined) return;
        const state = gathered.of(access, dayWindow(time, settings.timeZone));
        if (state === undefined) return;
        if (likeness === 'identifier') state.byIdentifier += 1;
        else if (likeness === 'name-and-date') state.byNameAndDate += 1;
        else state.byName += 1;
        state.entries.push(index);
      },
      findings: () =>
        Array.from(gathered.groups(), ({ authority, officer, window, state }) => ({
          detector: 'own-record',
          // A name without date of birth may be a namesake's.
          severity: state.byIdentifier + state.byNameAndDate > 0 ? 'high' : 'medium',
          authority,
          officer,
          window,
          facts: {
            searches: state.entries.length,
            byIdentifier: state.byIdentifier,
            byNameAndDate: state.byNameAndDate,
            byName: state.byName,
          },
          thresholds: {},
          entries: ascending(state.entries),
        })),
    };
  },
  explain: (facts, _thresholds, window) =>
    `${count(figure(facts, 'searches'), 'search', 'searches')} ${when(window)} fit the officer's own data in the staff list: ` +
    `${figure(facts, 'byIdentifier')} by a number of a document or vehicle, ` +
    `${figure(facts, 'byNameAndDate')} by name and date of birth, ` +
    `${figure(facts, 'byName')} by full name alone, which may be a namesake's.`,
};
