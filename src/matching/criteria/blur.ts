/**
 * Numbers of a trial as they may be told of real people: near the truth where many are counted, and next to nothing where few
 * are. Two rules that differ in one person would otherwise tell of that person, however large both numbers are, so it is not
 * enough to withhold small ones.
 */
import { createHmac } from 'node:crypto';
import { type GroupCount, isCommon, type TrialReport } from './trial.js';

/** Numbers are told in steps of this. */
export const STEP = 5;
/** Mean size of what is added or taken away, before rounding. */
const SCALE = 4;

/** What a question is: the same one is told the same, so that asking again tells nothing more. */
export interface Question {
  /** That nobody who asks knows. */
  readonly secret: Uint8Array;
  /** Everything of which the answer may depend, e.g. hash of the rule, days, and the day on which it is asked. */
  readonly text: string;
}

/**
 * A number near another: a two-sided exponential error (Laplace) is added and the sum rounded to a step. Whatever is told can come
 * of either of two numbers that differ by one, with nearly equal chance.
 */
export function blurred(count: number, what: string, { secret, text }: Question): number {
  const digest = createHmac('sha256', secret).update(`${text}\0${what}`).digest();
  // Above 0 and below 1: half a unit away from both ends.
  const uniform = (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48 - 0.5;
  const error = -SCALE * Math.sign(uniform) * Math.log(1 - 2 * Math.abs(uniform));
  return Math.max(0, STEP * Math.round((count + error) / STEP));
}

/** All of a report. What is counted before any condition is put stays as it is: it tells of flights, not of people. */
export function blurredReport(report: TrialReport, question: Question): TrialReport {
  const near = (count: number, what: string): number => blurred(count, what, question);
  const groups = (counts: readonly GroupCount[], what: string): GroupCount[] =>
    counts.map(({ group, travellers, matches }) => ({
      group,
      travellers: near(travellers, `${what} ${group}`),
      matches: near(matches, `${what} ${group} matches`),
    }));
  return {
    ...report,
    matches: near(report.matches, 'matches'),
    exonerated: near(report.exonerated, 'exonerated'),
    atoms: report.atoms.map(({ path, met: truly, unknown }) => {
      const met = near(truly, path);
      return { path, met, unknown: near(unknown, `${path} unknown`), isCommon: isCommon(met, report.asked) };
    }),
    byAge: groups(report.byAge, 'age'),
    byNationality: groups(report.byNationality, 'nationality'),
  };
}
