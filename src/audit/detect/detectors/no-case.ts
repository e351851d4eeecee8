/** Accesses for no case: the reference is missing or names none. */
import { weekWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { toAscii } from '../text/fold.js';
import { count, figure, graded, when } from '../words.js';

export const noCase: Detector = {
  name: 'no-case',
  start({ settings }) {
    const { emptyCases, minAccesses } = settings.detectors['no-case'];
    const empty = new Set(emptyCases.map(formOf));
    const gathered = new Gatherer(() => ({ absent: 0, entries: [] as number[] }));
    return {
      observe(access) {
        const { caseReference, denied, index, time } = access;
        if (denied) return;
        const form = formOf(caseReference ?? '');
        if (!empty.has(form) && !namesNothing(form)) return;
        const state = gathered.of(access, weekWindow(time, settings.timeZone));
        if (state === undefined) return;
        if (form === '') state.absent += 1;
        state.entries.push(index);
      },
      findings: () =>
        [...gathered.groups()]
          .filter(({ state }) => state.entries.length >= minAccesses)
          .map(({ authority, officer, window, state }) => ({
            detector: 'no-case',
            severity: graded(state.entries.length, minAccesses),
            authority,
            officer,
            window,
            facts: { accesses: state.entries.length, absent: state.absent },
            thresholds: { minAccesses },
            entries: ascending(state.entries),
          })),
    };
  },
  explain: (facts, _thresholds, window) =>
    `${count(figure(facts, 'accesses'), 'access', 'accesses')} ${when(window)} for no case: ` +
    `${figure(facts, 'absent')} without a case reference, the others with one that names no case (one character ` +
    'repeated, or a word on the list of empty references).',
};

const formOf = (reference: string): string => toAscii(reference.normalize('NFKC').toLowerCase());

/** "", "---", "0000", "xxxx" */
function namesNothing(form: string): boolean {
  return new Set(form.replace(/ /g, '')).size <= 1;
}
