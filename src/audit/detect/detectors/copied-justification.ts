/** One text for many cases: a justification that was pasted, not written. */
import { weekWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { shortHash } from '../subject.js';
import { toAscii } from '../text/fold.js';
import { justificationForm } from '../text/justification.js';
import { count, figure, graded, when } from '../words.js';

interface Copies {
  readonly cases: Set<string>;
  readonly entries: number[];
}

export const copiedJustification: Detector = {
  name: 'copied-justification',
  start({ settings }) {
    const { minCases } = settings.detectors['copied-justification'];
    const gathered = new Gatherer(() => new Map<string, Copies>());
    return {
      observe(access) {
        const { caseReference, justification, index, time, denied } = access;
        if (denied || caseReference === undefined || justification === undefined) return;
        const form = justificationForm(justification, caseReference);
        if (form === '') return;
        const texts = gathered.of(access, weekWindow(time, settings.timeZone));
        if (texts === undefined) return;
        const key = shortHash(form);
        let copies = texts.get(key);
        if (copies === undefined) {
          copies = { cases: new Set(), entries: [] };
          texts.set(key, copies);
        }
        copies.cases.add(shortHash(toAscii(caseReference.toLowerCase())));
        copies.entries.push(index);
      },
      findings: () =>
        Array.from(gathered.groups()).flatMap(({ authority, officer, window, state }) =>
          [...state.values()]
            .filter(({ cases }) => cases.size >= minCases)
            .map(({ cases, entries }) => ({
              detector: 'copied-justification',
              severity: graded(cases.size, minCases),
              authority,
              officer,
              window,
              facts: { accesses: entries.length, cases: cases.size },
              thresholds: { minCases },
              entries: ascending(entries),
            })),
        ),
    };
  },
  explain: (facts, thresholds, window) =>
    `The same justification, case reference and numbers apart, stands in ` +
    `${count(figure(facts, 'accesses'), 'access', 'accesses')} ${when(window)} for ` +
    `${count(figure(facts, 'cases'), 'different case')}; ${figure(thresholds, 'minCases')} cases or more are reported.`,
};
