/** Many more accesses in a day than the officer used to make, or than the unit's others make. */
import { dayWindow, localTime } from '../calendar.js';
import type { Detector } from '../detector.js';
import type { Finding, FindingWindow } from '../finding.js';
import { ascending } from '../gather.js';
import { foldUnit } from '../text/fold.js';
import { count, decimal, figure, when } from '../words.js';

/** An officer's accesses of one day. */
interface Day {
  readonly window: FindingWindow;
  readonly entries: number[];
}

interface Person {
  readonly authority: string;
  readonly officer: string;
  /** By number of the day. */
  readonly days: Map<number, Day>;
  /** How often each unit was named. */
  readonly units: Map<string, number>;
}

export const volumeSpike: Detector = {
  name: 'volume-spike',
  start({ settings, staff }) {
    const thresholds = thresholdsOf(settings.detectors['volume-spike']);
    const people = new Map<string, Person>();

    return {
      observe({ authority, officer, unit, denied, index, time }) {
        // A refused call asked no system; a storm of them is the operator's matter.
        if (officer === undefined || denied) return;
        const key = `${authority}\n${officer}`;
        let person = people.get(key);
        if (person === undefined) {
          person = { authority, officer, days: new Map(), units: new Map() };
          people.set(key, person);
        }
        const number = localTime(time, settings.timeZone).day;
        let day = person.days.get(number);
        if (day === undefined) {
          day = { window: dayWindow(time, settings.timeZone), entries: [] };
          person.days.set(number, day);
        }
        day.entries.push(index);
        if (unit !== undefined) {
          const folded = foldUnit(unit);
          person.units.set(folded, (person.units.get(folded) ?? 0) + 1);
        }
      },
      findings() {
        const groups = new Map<string, Person[]>();
        for (const person of people.values()) {
          const home = staff.member(person.authority, person.officer)?.units[0] ?? mostNamed(person.units);
          const key = `${person.authority}\n${home}`;
          const group = groups.get(key);
          if (group === undefined) groups.set(key, [person]);
          else group.push(person);
        }
        return [...groups.values()].flatMap((group) =>
          group.flatMap((person) =>
            Array.from(person.days).flatMap(([number, day]) => judge(person, number, day, group, thresholds)),
          ),
        );
      },
    };
  },
  explain: (facts, thresholds, window) =>
    `${count(figure(facts, 'accesses'), 'access', 'accesses')} ${when(window)}. ` +
    `Against the officer's own days: ${comparison(facts, 'own', figure(thresholds, 'ownFactor'))}, on ` +
    `${count(figure(facts, 'ownDays'), 'active day')} of the ${figure(thresholds, 'baselineDays')} before ` +
    `(at least ${figure(thresholds, 'minActiveDays')} are needed). ` +
    `Against others of the unit that day: ${comparison(facts, 'peer', figure(thresholds, 'peerFactor'))}, of ` +
    `${count(figure(facts, 'peers'), 'officer')} (at least ${figure(thresholds, 'minPeers')} are needed). ` +
    `Days below ${figure(thresholds, 'minAccesses')} accesses are not reported.`,
};

type Thresholds = Readonly<
  Record<'minAccesses' | 'baselineDays' | 'minActiveDays' | 'ownFactor' | 'minPeers' | 'peerFactor', number>
>;

const thresholdsOf = ({
  minAccesses,
  baselineDays,
  minActiveDays,
  ownFactor,
  minPeers,
  peerFactor,
}: Thresholds): Thresholds => ({ minAccesses, baselineDays, minActiveDays, ownFactor, minPeers, peerFactor });

function judge(person: Person, number: number, day: Day, group: readonly Person[], limits: Thresholds): Finding[] {
  const accesses = day.entries.length;
  if (accesses < limits.minAccesses) return [];
  const before = [...person.days].filter(([other]) => other < number && other >= number - limits.baselineDays);
  const own = median(before.map(([, { entries }]) => entries.length));
  const others = group.flatMap((peer) => {
    const same = peer === person ? undefined : peer.days.get(number);
    return same === undefined ? [] : [same.entries.length];
  });
  const peer = median(others);
  const byOwn = before.length >= limits.minActiveDays && accesses >= limits.ownFactor * own;
  const byPeers = others.length >= limits.minPeers && accesses >= limits.peerFactor * peer;
  if (!byOwn && !byPeers) return [];
  return [
    {
      detector: 'volume-spike',
      severity: byOwn && byPeers ? 'high' : 'medium',
      authority: person.authority,
      officer: person.officer,
      window: day.window,
      facts: {
        accesses,
        ownMedian: own,
        ownDays: before.length,
        byOwn: Number(byOwn),
        peerMedian: peer,
        peers: others.length,
        byPeer: Number(byPeers),
      },
      thresholds: limits,
      entries: ascending(day.entries),
    },
  ];
}

function comparison(facts: Record<string, number>, whose: 'own' | 'peer', factor: number): string {
  const median = figure(facts, `${whose}Median`);
  const times =
    median > 0 ? `${decimal(figure(facts, 'accesses') / median)} times the median of ${decimal(median)}` : 'no median';
  return figure(facts, whose === 'own' ? 'byOwn' : 'byPeer') === 1
    ? `${times}, at or above the limit of ${decimal(factor)} times`
    : `${times}, not reported by itself (limit ${decimal(factor)} times)`;
}

/** The middle value, the mean of two middle ones, 0 of none. */
function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** The unit named most often; of several, the first in the alphabet. */
function mostNamed(units: ReadonlyMap<string, number>): string {
  const [first] = [...units].sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1));
  return first?.[0] ?? '';
}
