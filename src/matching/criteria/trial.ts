/**
 * A dry run: what rules would have found, in numbers alone. It tells nobody's name, and small groups together, so that no
 * single traveller can be seen in it.
 */
import { type Atom, atomsOf, atomTest } from './condition.js';
import { compileRule, type Judgement } from './compile.js';
import { asksTravellers, type AssessedFlight, isOnRoute } from './criteria.js';
import type { Facts } from './fields.js';
import type { Rule } from './rule.js';

/** Fewest travellers of a group that is told by itself. */
export const SMALLEST_GROUP = 5;
/** Share of those asked from which on a condition tells next to nothing. */
const NEARLY_ALL = 0.95;

/** Whether nearly everybody of those asked meets a condition. */
export const isCommon = (met: number, asked: number): boolean => asked >= SMALLEST_GROUP && met >= NEARLY_ALL * asked;

/** What became of one condition. */
export interface AtomCount {
  readonly path: string;
  readonly met: number;
  /** The carrier did not tell. */
  readonly unknown: number;
  /** Nearly everybody meets it, so that it is no ground at all (Art. 6(4): targeted, specific). */
  readonly isCommon: boolean;
}

/** A group of travellers, and how many of them match. */
export interface GroupCount {
  readonly group: string;
  readonly travellers: number;
  readonly matches: number;
}

/** What a rule would have found. */
export interface TrialReport {
  readonly rule: string;
  readonly version: number;
  /** Travellers, or bookings, that the rule was put to. */
  readonly asked: number;
  readonly matches: number;
  readonly exonerated: number;
  readonly atoms: readonly AtomCount[];
  readonly byAge: readonly GroupCount[];
  readonly byNationality: readonly GroupCount[];
}

/** Puts rules to bookings, whatever their status and the day are. */
export class Trial {
  readonly #runs: readonly Run[];

  constructor(rules: readonly Rule[]) {
    this.#runs = rules.map((rule) => new Run(rule));
  }

  add(flight: AssessedFlight, booking: Facts, travellers: readonly Facts[]): void {
    for (const run of this.#runs) run.add(flight, booking, travellers);
  }

  report(): readonly TrialReport[] {
    return this.#runs.map((run) => run.report());
  }
}

class Run {
  readonly #rule: Rule;
  readonly #judge: (facts: Facts) => Judgement;
  readonly #atoms: readonly { readonly atom: Atom; readonly test: ReturnType<typeof atomTest> }[];
  readonly #met: number[];
  readonly #unknown: number[];
  readonly #byAge = new Groups();
  readonly #byNationality = new Groups();
  #asked = 0;
  #matches = 0;
  #exonerated = 0;

  constructor(rule: Rule) {
    this.#rule = rule;
    this.#judge = compileRule(rule);
    this.#atoms = [...atomsOf(rule.condition), ...rule.exonerating].map((atom) => ({ atom, test: atomTest(atom) }));
    this.#met = this.#atoms.map(() => 0);
    this.#unknown = this.#atoms.map(() => 0);
  }

  add(flight: AssessedFlight, booking: Facts, travellers: readonly Facts[]): void {
    if (!isOnRoute(this.#rule, flight)) return;
    if (asksTravellers(this.#rule)) {
      for (const traveller of travellers) this.#group(traveller, this.#put({ ...booking, ...traveller }));
    } else {
      const matches = this.#put(booking);
      for (const traveller of travellers) this.#group(traveller, matches);
    }
  }

  report(): TrialReport {
    const { id, version } = this.#rule;
    return {
      rule: id,
      version,
      asked: this.#asked,
      matches: this.#matches,
      exonerated: this.#exonerated,
      atoms: this.#atoms.map(({ atom: { path } }, at) => {
        const met = this.#met[at] ?? 0;
        return { path, met, unknown: this.#unknown[at] ?? 0, isCommon: isCommon(met, this.#asked) };
      }),
      byAge: this.#byAge.counts(),
      byNationality: this.#byNationality.counts(),
    };
  }

  #put(facts: Facts): boolean {
    this.#asked++;
    for (const [at, { atom, test }] of this.#atoms.entries()) {
      const truth = test(facts[atom.field]);
      if (truth === true) this.#met[at] = (this.#met[at] ?? 0) + 1;
      if (truth === undefined) this.#unknown[at] = (this.#unknown[at] ?? 0) + 1;
    }
    const { verdict } = this.#judge(facts);
    if (verdict === 'match') this.#matches++;
    if (verdict === 'exonerated') this.#exonerated++;
    return verdict === 'match';
  }

  #group(traveller: Facts, matches: boolean): void {
    this.#byAge.add(ageBand(traveller['traveller.ageYears']), matches);
    this.#byNationality.add(traveller['traveller.nationality'] ?? 'not told', matches);
  }
}

/** Travellers by what they have in common. */
class Groups {
  readonly #counts = new Map<string, { travellers: number; matches: number }>();

  add(group: string, matches: boolean): void {
    const count = this.#counts.get(group) ?? { travellers: 0, matches: 0 };
    this.#counts.set(group, { travellers: count.travellers + 1, matches: count.matches + (matches ? 1 : 0) });
  }

  /** By name, the small ones together at the end; left out if even together they are small. */
  counts(): GroupCount[] {
    const all = [...this.#counts].map(([group, count]) => ({ group, ...count }));
    const large = all.filter(({ travellers }) => travellers >= SMALLEST_GROUP);
    const small = all.filter(({ travellers }) => travellers < SMALLEST_GROUP);
    const sum = (of: 'travellers' | 'matches'): number => small.reduce((total, one) => total + one[of], 0);
    const others = { group: 'others', travellers: sum('travellers'), matches: sum('matches') };
    return [
      ...large.sort((one, other) => (one.group < other.group ? -1 : 1)),
      ...(others.travellers >= SMALLEST_GROUP ? [others] : []),
    ];
  }
}

function ageBand(years: number | undefined): string {
  if (years === undefined) return 'not told';
  return years < 18
    ? 'under 18'
    : years < 30
      ? '18 to 29'
      : years < 45
        ? '30 to 44'
        : years < 65
          ? '45 to 64'
          : '65 and over';
}
