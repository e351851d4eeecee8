/** One case reference for very many different subjects. */
import { weekWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { shortHash, subjectKey, subjectOf } from '../subject.js';
import { toAscii } from '../text/fold.js';
import { count, figure, graded, when } from '../words.js';

interface CaseFile {
  readonly subjects: Set<string>;
  readonly entries: number[];
}

export const oneCaseManySubjects: Detector = {
  name: 'one-case-many-subjects',
  start({ settings }) {
    const { minSubjects } = settings.detectors['one-case-many-subjects'];
    const gathered = new Gatherer(() => new Map<string, CaseFile>());
    return {
      observe(access) {
        const { caseReference, urgency, index, time, query } = access;
        // A check of passers-by has one number for all of them.
        if (caseReference === undefined || urgency === 'LIVE_CHECK') return;
        const subject = subjectOf(query);
        if (subject === undefined) return;
        const cases = gathered.of(access, weekWindow(time, settings.timeZone));
        if (cases === undefined) return;
        const key = shortHash(toAscii(caseReference.toLowerCase()));
        let file = cases.get(key);
        if (file === undefined) {
          file = { subjects: new Set(), entries: [] };
          cases.set(key, file);
        }
        file.subjects.add(subjectKey(subject));
        file.entries.push(index);
      },
      findings: () =>
        Array.from(gathered.groups()).flatMap(({ authority, officer, window, state }) =>
          [...state.values()]
            .filter(({ subjects }) => subjects.size >= minSubjects)
            .map(({ subjects, entries }) => ({
              detector: 'one-case-many-subjects',
              severity: graded(subjects.size, minSubjects),
              authority,
              officer,
              window,
              facts: { searches: entries.length, subjects: subjects.size },
              thresholds: { minSubjects },
              entries: ascending(entries),
            })),
        ),
    };
  },
  explain: (facts, thresholds, window) =>
    `${count(figure(facts, 'searches'), 'search', 'searches')} ${when(window)} for ` +
    `${count(figure(facts, 'subjects'), 'different subject')} under one case reference, live checks apart; ` +
    `${figure(thresholds, 'minSubjects')} subjects or more are reported.`,
};
