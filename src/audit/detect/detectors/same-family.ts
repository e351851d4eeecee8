/** Officers who search for people of their own family name. */
import { dayWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { likenessOf, meets } from '../identity.js';
import { subjectKey, subjectOf } from '../subject.js';
import { foldName } from '../text/fold.js';
import { count, figure, when } from '../words.js';

export const sameFamily: Detector = {
  name: 'same-family',
  start({ settings, staff }) {
    const common = new Set(
      settings.detectors['same-family'].commonSurnames
        .map(foldName)
        .flatMap(({ whole, parts }) => [...whole, ...parts]),
    );
    const gathered = new Gatherer(() => ({ persons: new Set<string>(), entries: [] as number[] }));
    return {
      observe(access) {
        const { authority, officer, query, index, time } = access;
        const member = officer === undefined ? undefined : staff.member(authority, officer);
        const subject = member && subjectOf(query);
        if (member === undefined || subject?.person === undefined) return;
        const shared = new Set([...subject.person.family].filter((name) => !common.has(name)));
        // The officer themselves are another detector's matter.
        if (!meets(shared, member.family) || likenessOf(subject, member) !== undefined) return;
        const state = gathered.of(access, dayWindow(time, settings.timeZone));
        if (state === undefined) return;
        state.persons.add(subjectKey(subject));
        state.entries.push(index);
      },
      findings: () =>
        Array.from(gathered.groups(), ({ authority, officer, window, state }) => ({
          detector: 'same-family',
          severity: 'low',
          authority,
          officer,
          window,
          facts: { searches: state.entries.length, persons: state.persons.size },
          thresholds: {},
          entries: ascending(state.entries),
        })),
    };
  },
  explain: (facts, _thresholds, window) =>
    `${count(figure(facts, 'searches'), 'search', 'searches')} ${when(window)} for ` +
    `${count(figure(facts, 'persons'), 'different person')} with a surname, or a part of one, that the staff list gives ` +
    'for the family of the officer. Chance alone explains this for common names.',
};
