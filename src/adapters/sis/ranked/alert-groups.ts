import { MAX_GROUPS, type VisibleGroups } from '../../../matching/candidates/grouped-postings.js';
import type { Visibility } from '../store/visibility.js';

/** What decides who may see an alert on a person. */
export interface AlertGroup {
  /** Number of the category. */
  readonly category: number;
  /** States to whose end-users the alert does not exist, in order; null for none. */
  readonly hiddenFrom: readonly string[] | null;
}

/**
 * Numbers for the groups of alerts that a caller sees, or does not see, as a whole. A group is there as long as something
 * belongs to it; then its number is given out again.
 */
export class AlertGroups {
  readonly #numbers = new Map<string, number>();
  readonly #groups: (AlertGroup & { readonly key: string; members: number })[] = [];
  readonly #free: number[] = [];

  /** Number of the group, which has one member more. Throws a RangeError when there are too many groups. */
  enter({ category, hiddenFrom }: AlertGroup): number {
    const key = `${category} ${hiddenFrom?.join() ?? ''}`;
    const known = this.#numbers.get(key);
    const number = known ?? this.#free.pop() ?? this.#groups.length;
    if (number >= MAX_GROUPS)
      throw new RangeError('alerts are hidden in more different ways than the index tells apart');
    if (known === undefined) {
      this.#numbers.set(key, number);
      this.#groups[number] = { category, hiddenFrom, key, members: 0 };
    }
    const group = this.#groups[number];
    if (group !== undefined) group.members += 1;
    return number;
  }

  /** The group has one member less. */
  leave(number: number): void {
    const group = this.#groups[number];
    if (group === undefined) return;
    group.members -= 1;
    if (group.members > 0) return;
    this.#numbers.delete(group.key);
    this.#free.push(number);
  }

  /** Groups that a caller may see. */
  visibleTo({ categories, endUsersOf }: Pick<Visibility, 'categories' | 'endUsersOf'>): VisibleGroups {
    return Uint8Array.from(this.#groups, ({ category, hiddenFrom, members }) =>
      members > 0 && (categories >> category) & 1 && !(hiddenFrom?.includes(endUsersOf) ?? false) ? 1 : 0,
    );
  }
}
