/**
 * Numbers of a trial as they may be told of real people: near the truth where many are counted, and next to nothing where few
 * are. Two rules that differ in one person would otherwise tell of that person, however large both numbers are, so it is not
 * enough to withhold small ones.
 */
import { createHmac } from 'node:crypto';
import { atomsOf } from './condition.js';
import { asksTravellers } from './criteria.js';
import { meaningOfAtom, meaningOfRule } from './meaning.js';
import type { Rule } from './rule.js';
import { type GroupCount, isCommon, type TrialReport } from './trial.js';

/** Numbers are told in steps of this. */
export const STEP = 5;
/** Mean size of what is added or taken away, before rounding. */
const SCALE = 4;

/**
 * Fewest travellers that a group is told to have. Which groups there are must not tell more than their numbers do: one of five, the
 * smallest that a trial knows (SMALLEST_GROUP), is told in 2 of 100 cases, and one of four never.
 */
export const SMALLEST_TOLD = 20;

/** By what numbers are told near the truth. */
export interface Blur {
  /** That nobody who asks knows. */
  readonly secret: Uint8Array;
  /** Whom the rule was put to, e.g. the flights, and the day on which it was. */
  readonly asked: string;
}

/**
 * A number near another: the same number of the same `what` is told the same, so that asking again tells nothing more. A two-sided exponential error (Laplace) is added and the sum rounded to a step. Whatever is told can come
 * of either of two numbers that differ by one, with nearly equal chance.
 */
export function blurred(count: number, what: string, { secret, asked }: Blur): number {
  const digest = createHmac('sha256', secret).update(`${asked}\0${what}`).digest();
  // Above 0 and below 1: half a unit away from both ends.
  const uniform = (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48 - 0.5;
  const error = -SCALE * Math.sign(uniform) * Math.log(1 - 2 * Math.abs(uniform));
  return Math.max(0, STEP * Math.round((count + error) / STEP));
}

/**
 * All of a report of a rule. What is counted before any condition is put stays as it is: it tells of flights, not of people. The
 * error of each number is that of what the number depends on and of nothing else: were it another one with each title, or with a
 * further condition that the number does not depend on, whoever asks a hundred times would have the truth as the mean.
 */
export function blurredReport(report: TrialReport, rule: Rule, blur: Blur): TrialReport {
  const put = asksTravellers(rule) ? 'travellers' : 'bookings';
  const meaning = meaningOfRule(rule);
  const meanings = new Map(
    [...atomsOf(rule.condition), ...rule.exonerating].map((atom) => [atom.path, meaningOfAtom(atom)]),
  );
  const near = (count: number, ...what: readonly string[]): number => blurred(count, JSON.stringify(what), blur);
  const groups = (counts: readonly GroupCount[], by: string): GroupCount[] =>
    counts
      .map(({ group, travellers, matches }) => ({
        group,
        travellers: near(travellers, 'group', by, group),
        matches: near(matches, 'group matches', by, group, meaning),
      }))
      .filter(({ travellers }) => travellers >= SMALLEST_TOLD);
  return {
    ...report,
    matches: near(report.matches, 'matches', meaning),
    exonerated: near(report.exonerated, 'exonerated', meaning),
    atoms: report.atoms.map(({ path, met: truly, unknown }) => {
      const atom = meanings.get(path) ?? path;
      const met = near(truly, 'met', put, atom);
      return { path, met, unknown: near(unknown, 'unknown', put, atom), isCommon: isCommon(met, report.asked) };
    }),
    byAge: groups(report.byAge, 'age'),
    byNationality: groups(report.byNationality, 'nationality'),
  };
}
