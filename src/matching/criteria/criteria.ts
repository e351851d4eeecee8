/** The rules in use, found by the route of a flight. */
import { atomsOf } from './condition.js';
import { compileRule, type Judgement } from './compile.js';
import { type Facts, type Field, FIELDS } from './fields.js';
import type { Rule } from './rule.js';

/** Where and when the passengers fly. */
export interface AssessedFlight {
  readonly from: string;
  readonly to: string;
}

/** A traveller, or a whole booking, who meets a rule. Nothing follows from it but a review (Art. 6(5)). */
export interface CriteriaMatch {
  readonly rule: Rule;
  /** Position of the traveller; undefined if the rule asks about the booking only. */
  readonly traveller: number | undefined;
  readonly judgement: Extract<Judgement, { readonly verdict: 'match' }>;
}

interface Entry {
  readonly rule: Rule;
  readonly judge: (facts: Facts) => Judgement;
  readonly asksTravellers: boolean;
}

/** Whether a flight is among those whose passengers a rule may be put to. */
export const isOnRoute = ({ routes }: Rule, { from, to }: AssessedFlight): boolean =>
  routes.some(([begin, end]) => (begin === '*' || begin === from) && (end === '*' || end === to));

/** Two versions of a rule would both be in use. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict';
}

export class Criteria {
  readonly #byRoute = new Map<string, Entry[]>();
  /** Every rule in use, by id. */
  readonly rules: readonly Rule[];

  /**
   * Takes of each rule the latest version that is no draft; a rule whose latest version is retired is not in use. Throws
   * a VersionConflict when two different rules call themselves the same version.
   */
  constructor(rules: readonly Rule[]) {
    this.rules = latest(rules.filter(({ status }) => status !== 'draft')).filter(({ status }) => status === 'active');
    for (const rule of this.rules) {
      const entry = { rule, judge: compileRule(rule), asksTravellers: asksTravellers(rule) };
      for (const route of rule.routes) {
        const key = route.join('>');
        this.#byRoute.set(key, [...(this.#byRoute.get(key) ?? []), entry]);
      }
    }
  }

  /**
   * Puts the rules that are valid on a day to a booking: booking-wide facts, and those of each traveller. Matches come by
   * rule and traveller, whatever the order of the rules was.
   */
  assess(flight: AssessedFlight, day: string, booking: Facts, travellers: readonly Facts[]): CriteriaMatch[] {
    const everybody = travellers.map((traveller) => ({ ...booking, ...traveller }));
    return this.#of(flight, day).flatMap(({ rule, judge, asksTravellers: each }) => {
      const asked: readonly (readonly [number | undefined, Facts])[] = each
        ? [...everybody.entries()]
        : [[undefined, booking]];
      return asked.flatMap(([traveller, facts]) => {
        const judgement = judge(facts);
        return judgement.verdict === 'match' ? [{ rule, traveller, judgement }] : [];
      });
    });
  }

  /** The rules that are put to the passengers of a flight on a day. */
  rulesFor(flight: AssessedFlight, day: string): readonly Rule[] {
    return this.#of(flight, day).map(({ rule }) => rule);
  }

  #of({ from, to }: AssessedFlight, day: string): Entry[] {
    const found = [`${from}>${to}`, `${from}>*`, `*>${to}`].flatMap((key) => this.#byRoute.get(key) ?? []);
    return [...new Set(found)]
      .filter(({ rule }) => rule.validFrom <= day && day < rule.reviewBy)
      .sort((one, other) => (one.rule.id < other.rule.id ? -1 : 1));
  }
}

/** Whether a rule is put to each traveller, rather than once to the booking. */
export const asksTravellers = ({ condition, exonerating }: Rule): boolean =>
  [...atomsOf(condition), ...exonerating].some(({ field }) => FIELDS[field].of === 'traveller');

/** Whether a rule asks for what the unit holds of a traveller besides the record. */
export const asksForTrips = ({ exonerating }: Pick<Rule, 'exonerating'>): boolean =>
  exonerating.some(({ field }) => (FIELDS[field] as Field).onlyExonerates === true);

function latest(rules: readonly Rule[]): Rule[] {
  const byId = new Map<string, Rule>();
  for (const rule of rules) {
    const known = byId.get(rule.id);
    if (known?.version === rule.version && known.sha256 !== rule.sha256) {
      throw new VersionConflict(
        `${rule.id} version ${rule.version} stands in ${known.file} and ${rule.file}, differently`,
      );
    }
    if (known === undefined || known.version < rule.version) byId.set(rule.id, rule);
  }
  return [...byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}
