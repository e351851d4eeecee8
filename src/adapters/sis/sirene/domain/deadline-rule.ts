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
