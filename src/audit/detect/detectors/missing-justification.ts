/** Justifications that are not there, or say nothing. */
import { weekWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { justificationForm } from '../text/justification.js';
import { count, figure, when } from '../words.js';

export const missingJustification: Detector = {
  name: 'missing-justification',
  start({ settings }) {
    const { minWords, minLetters, emptyPhrases, minAccesses } = settings.detectors['missing-justification'];
    const empty = new Set(emptyPhrases.map((phrase) => justificationForm(phrase, undefined)));
    const gathered = new Gatherer(() => ({ absent: 0, short: 0, phrase: 0, entries: [] as number[] }));
    return {
      observe(access) {
        // What was refused disclosed nothing, and its grounds may never have been read.
        if (access.denied) return;
        const form = justificationForm(access.justification ?? '', access.caseReference);
        const fault = empty.has(form) && form !== '' ? 'phrase' : faultOf(form, minWords, minLetters);
        if (fault === undefined) return;
        const state = gathered.of(access, weekWindow(access.time, settings.timeZone));
        if (state === undefined) return;
        state[fault] += 1;
        state.entries.push(access.index);
      },
      findings: () =>
        [...gathered.groups()]
          .filter(({ state }) => state.entries.length >= minAccesses)
          .map(({ authority, officer, window, state }) => ({
            detector: 'missing-justification',
            severity: state.entries.length >= 10 * minAccesses ? 'medium' : 'low',
            authority,
            officer,
            window,
            facts: {
              accesses: state.entries.length,
              absent: state.absent,
              short: state.short,
              phrase: state.phrase,
            },
            thresholds: { minWords, minLetters, minAccesses },
            entries: ascending(state.entries),
          })),
    };
  },
  explain: (facts, thresholds, window) =>
    `${count(figure(facts, 'accesses'), 'access', 'accesses')} ${when(window)} without a justification that says something: ` +
    `${figure(facts, 'absent')} with none, or with nothing but the case reference and numbers, ` +
    `${figure(facts, 'short')} with fewer than ${figure(thresholds, 'minWords')} different words or ` +
    `${figure(thresholds, 'minLetters')} letters, ${figure(facts, 'phrase')} with a phrase on the list of empty ones.`,
};

function faultOf(form: string, minWords: number, minLetters: number): 'absent' | 'short' | undefined {
  if (form === '') return 'absent';
  const words = new Set(form.split(' '));
  // "aaaa aaaa" is one word of one letter.
  const letters = [...words].filter((word) => new Set(word).size > 1 || word.length === 1).join('').length;
  return words.size < minWords || letters < minLetters ? 'short' : undefined;
}
