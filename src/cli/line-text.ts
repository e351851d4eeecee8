/** What lines for a person are made of. */

/** A number with what it counts. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Carriers and officers write what they like; a terminal obeys some of it. */
export const printable = (line: string): string => line.replace(/\p{Cc}/gu, '·');
