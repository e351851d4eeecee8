import { Refusal } from '../../../../shared/refusal.js';
import { isDay } from '../../wire/parse-days.js';

/** A day of a request. Throws a Refusal that names the field for one that the calendar does not have. */
export function parseDay(text: string, field: string): string {
  if (isDay(text)) return text;
  throw new Refusal('REQUEST_INVALID', 'The request breaks rules', {
    violations: [{ field, rule: 'date', description: 'must be a day of the calendar' }],
  });
}
