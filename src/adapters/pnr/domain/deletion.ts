/** What is deleted on receipt, by category: the fact and the number are kept, the content never (Arts. 6(1), 13(4)). */
export const DELETION_CATEGORIES = [
  /** Meals that show a belief. */
  'RELIGIOUS_MEAL',
  /** Meals that show an illness. */
  'HEALTH_MEAL',
  /** Any other meal: no element of Annex I, and its text may say more. */
  'OTHER_MEAL',
  /** Assistance, medical cases, aids. */
  'HEALTH',
  /** Free text that is no contact, ticket, document, seat or minor. */
  'FREE_TEXT',
  /** Anything else that Annex I does not name. */
  'OUTSIDE_ANNEX_I',
  /** All of an account but its last four characters. */
  'ACCOUNT_NUMBER',
] as const;

export type DeletionCategory = (typeof DELETION_CATEGORIES)[number];

/** How many things of each category were deleted. */
export type Deletions = Readonly<Partial<Record<DeletionCategory, number>>>;

/** Counts them. */
export class DeletionCount {
  readonly #counts = new Map<DeletionCategory, number>();

  add(category: DeletionCategory, number = 1): void {
    if (number > 0) this.#counts.set(category, (this.#counts.get(category) ?? 0) + number);
  }

  /** In the order of the categories. */
  get all(): Deletions {
    return Object.fromEntries(
      DELETION_CATEGORIES.flatMap((category) => {
        const count = this.#counts.get(category);
        return count === undefined ? [] : [[category, count]];
      }),
    );
  }
}
