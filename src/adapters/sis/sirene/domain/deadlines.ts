/** Time limits of hits and forms. Articles are those of Regulation (EU) 2018/1862 unless another is named. */
import { type DeadlineRule, NOTICE_DEADLINE } from './deadline-rule.js';
import type { FormBody } from './form.js';
import { calendarDaysAfter, hoursAfter, monthsAfter, workingDaysAfter } from './periods.js';

/** What it means that nobody answered in time: an alarm, no objection, or that the alert is deleted. */
export type Silence = 'alarm' | 'no-objection' | 'deletion';

/** A time limit. */
export interface Deadline {
  readonly rule: DeadlineRule;
  /** First moment at which it is missed, milliseconds since the epoch. */
  readonly dueAtMs: number;
  readonly silence: Silence;
}

/** An alert, as far as time limits depend on it. */
export interface PressingAlert {
  readonly category: string;
  /** Related to terrorism. */
  readonly terrorism: boolean;
}

/**
 * Hours that "immediately" is measured by. The law names no figure below its twelve hours (Art. 8(3)); an alarm needs one.
 * Invented.
 */
export const IMMEDIATELY_HOURS = 1;

/** Further calendar days that may be taken to decide on a permit that is held (2018/1861 Arts. 28, 29; 2018/1860 Arts. 10, 11). */
const EXTENSION_DAYS = 12;

/**
 * How fast time runs. 1 is the law. More is for those who test their systems: twelve hours pass in a second at 43,200.
 */
export type TimeLapse = number;

const ends: Readonly<Record<DeadlineRule, (eventMs: number) => number>> = {
  immediately: (at) => hoursAfter(at, IMMEDIATELY_HOURS),
  'hours-12': (at) => hoursAfter(at, 12),
  'working-days-2': (at) => workingDaysAfter(at, 2),
  'calendar-days-10': (at) => calendarDaysAfter(at, 10),
  'calendar-days-14': (at) => calendarDaysAfter(at, 14),
  'calendar-days-15': (at) => calendarDaysAfter(at, 15),
  'months-12': (at) => monthsAfter(at, 12),
};

/** When a rule's time limit is missed that runs from an event. */
export const dueAfter = (rule: DeadlineRule, eventMs: number, lapse: TimeLapse = 1): number =>
  lapsed(eventMs, ends[rule](eventMs), lapse);

/** When a permit that is held must be decided on at the latest, after more time was taken. */
export const extended = (dueAtMs: number, lapse: TimeLapse = 1): number =>
  // The moment a period of days ends is the beginning of the day after it.
  lapsed(dueAtMs, calendarDaysAfter(dueAtMs - 1, EXTENSION_DAYS), lapse);

/** Terrorism, arrest and the abduction of a child call for action at once (Art. 8(3)). */
export const isPressing = ({ category, terrorism }: PressingAlert): boolean =>
  terrorism || category === 'ARR' || category === 'CHI-ABD';

/** By when the bureau sends form G of a hit. */
export const hitRule = (alert: PressingAlert): DeadlineRule => (isPressing(alert) ? 'immediately' : 'hours-12');

/** Whether a form asks for an answer. */
export function expectsAnswer(body: FormBody): boolean {
  switch (body.letter) {
    case 'A':
    case 'H':
    case 'P':
      return false;
    case 'M':
      return body.answerRequested || body.subject === 'purpose-achieved' || body.subject === 'europol-proposal';
    case 'N':
    case 'O':
      return body.stage === 'request';
    default:
      return true;
  }
}

/** By when a form is to be answered; undefined when it asks for no answer. */
export function answerDeadline(
  body: FormBody,
  alert: PressingAlert,
  sentAtMs: number,
  lapse: TimeLapse,
): Deadline | undefined {
  if (!expectsAnswer(body)) return undefined;
  const within = (rule: DeadlineRule, silence: Silence = 'alarm'): Deadline => ({
    rule,
    dueAtMs: dueAfter(rule, sentAtMs, lapse),
    silence,
  });
  if (body.letter === 'N') return within('calendar-days-10', 'no-objection');
  if (body.letter === 'O') return within('calendar-days-14');
  if (body.letter === 'M' && body.subject === 'purpose-achieved') return within(NOTICE_DEADLINE, 'deletion');
  if (body.letter === 'M' && body.subject === 'europol-proposal') return within('months-12');
  return within(hitRule(alert));
}

/** By when a form had to be sent; undefined where nothing says so. Of form G the hit that was reported says it. */
export const sendingDeadline = (body: FormBody, lapse: TimeLapse): number | undefined =>
  body.letter === 'J' ? dueAfter('working-days-2', Date.parse(`${body.foundOn}T00:00:00Z`), lapse) : undefined;

const lapsed = (fromMs: number, dueMs: number, lapse: TimeLapse): number =>
  fromMs + Math.ceil((dueMs - fromMs) / lapse);
