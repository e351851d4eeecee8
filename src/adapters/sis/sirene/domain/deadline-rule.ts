/** Rules that a time limit can come from. */
export const DEADLINE_RULES = [
  'immediately',
  'hours-12',
  'working-days-2',
  'calendar-days-10',
  'calendar-days-14',
  'calendar-days-15',
  'months-12',
] as const;

/** Rule that a time limit comes from. */
export type DeadlineRule = (typeof DEADLINE_RULES)[number];

/** Time limit of notices that an alert has served its purpose, and of nothing else (Regulation (EU) 2018/1862 Art. 53(9)). */
export const NOTICE_DEADLINE: DeadlineRule = 'calendar-days-15';
