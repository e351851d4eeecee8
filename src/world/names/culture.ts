/** How people of one language are named. Forenames and surnames are common ones, combined at random. */
export interface Culture {
  /** Usual nationality, ISO 3166-1 alpha-2. */
  readonly nationality: string;
  /** How often its people are met in the synthetic world. */
  readonly weight: number;
  readonly female: readonly [string, ...string[]];
  readonly male: readonly [string, ...string[]];
  /** As men bear them. */
  readonly surnames: readonly [string, ...string[]];
  readonly birthplaces: readonly [string, ...string[]];
  /** Form of a surname that women bear; the same as men's if absent. */
  readonly feminine?: (surname: string) => string;
}

/** Names of a list that is written as one text. */
export function words(text: string): [string, ...string[]] {
  const [first, ...others] = text.trim().split(/\s+/);
  if (first === undefined || first === '') throw new RangeError('A list of names is empty');
  return [first, ...others];
}
