/** Many searches that find nothing: somebody tries names or numbers until one fits. */
import { dayWindow } from '../calendar.js';
import type { Detector } from '../detector.js';
import { ascending, Gatherer } from '../gather.js';
import { subjectOf } from '../subject.js';
import { count, figure, graded, percent, when } from '../words.js';

interface Tally {
  hits: number;
  noHits: number;
  entries: number[];
}

export const fishing: Detector = {
  name: 'fishing',
  start({ settings }) {
    const { minNoHits, minNoHitsLive, maxHitShare } = settings.detectors.fishing;
    // Road and border checks find nothing nearly always, so they are judged apart.
    const kinds = [
      { live: 0, limit: minNoHits, gathered: new Gatherer<Tally>(freshTally) },
      { live: 1, limit: minNoHitsLive, gathered: new Gatherer<Tally>(freshTally) },
    ] as const;
    return {
      observe(access) {
        const { found, query, index, time, urgency } = access;
        // Reading a record that was found is no search.
        if (found === undefined || subjectOf(query) === undefined) return;
        const { gathered } = kinds[urgency === 'LIVE_CHECK' ? 1 : 0];
        const tally = gathered.of(access, dayWindow(time, settings.timeZone));
        if (tally === undefined) return;
        if (found) tally.hits += 1;
        else tally.noHits += 1;
        tally.entries.push(index);
      },
      findings: () =>
        kinds.flatMap(({ live, limit, gathered }) =>
          [...gathered.groups()]
            .filter(({ state }) => state.noHits >= limit && shareOf(state) <= maxHitShare)
            .map(({ authority, officer, window, state }) => ({
              detector: 'fishing',
              severity: graded(state.noHits, limit),
              authority,
              officer,
              window,
              facts: { noHits: state.noHits, hits: state.hits, hitShare: shareOf(state), live },
              thresholds: { minNoHits: limit, maxHitShare },
              entries: ascending(state.entries),
            })),
        ),
    };
  },
  explain: (facts, thresholds, window) =>
    `${count(figure(facts, 'noHits'), 'search', 'searches')} ${when(window)} found nothing and ` +
    `${figure(facts, 'hits')} found something${figure(facts, 'live') === 1 ? ', all of them live checks' : ''}: ` +
    `a share of ${percent(figure(facts, 'hitShare'))}. Reported are ${figure(thresholds, 'minNoHits')} searches or more ` +
    `without a hit, with a share of at most ${percent(figure(thresholds, 'maxHitShare'))}.`,
};

const freshTally = (): Tally => ({ hits: 0, noHits: 0, entries: [] });

const shareOf = ({ hits, noHits }: Tally): number => hits / (hits + noHits);
