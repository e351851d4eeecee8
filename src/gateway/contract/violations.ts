import type { FieldViolation } from '../../shared/refusal.js';

/** Most violations that one refusal lists. */
export const MAX_VIOLATIONS = 100;

/** Collects the broken rules of one message, all at once, but never more than a reader can use. */
export class Violations {
  private readonly listed: FieldViolation[] = [];
  private count = 0;

  add(field: string, rule: string, description: string): void {
    this.count++;
    if (this.listed.length < MAX_VIOLATIONS) this.listed.push({ field, rule, description });
  }

  /** At most 100; when there were more, the last one says how many are not shown. */
  all(): readonly FieldViolation[] {
    if (this.count <= MAX_VIOLATIONS) return this.listed;
    return [...this.listed.slice(0, MAX_VIOLATIONS - 1), more(this.count - MAX_VIOLATIONS + 1)];
  }
}

/** Stands in a list for violations that are not shown. */
export function more(count: number): FieldViolation {
  return { field: '', rule: 'more', description: `and ${count} more violations` };
}
