/**
 * Characters that are taken for one another on a plate, a chassis or a worn document. Which ones look alike is a choice
 * of this project; no standard lists them.
 */

/** Letters of other scripts that plates carry because they look like a Latin letter. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  [
    ['АВЕКМНОРСТУХ', 'ABEKMHOPCTYX'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ].flatMap(([from = '', to = '']) => Array.from(from, (letter, at) => [letter, to.charAt(at)] as const)),
);

/** Classes of characters that are easily confused; the first of each stands for all. */
const CLASSES = ['0OQD', '1IL', '2Z', '5S', '8B', '6G', 'VU'] as const;

const REPRESENTATIVES: ReadonlyMap<string, string> = new Map(
  CLASSES.flatMap((members) => Array.from(members, (member) => [member, members.charAt(0)] as const)),
);

/** Cyrillic and Greek capitals that look like a Latin one become that one; every other character stays. */
export const withLatinLookAlikes = (text: string): string => replaceEach(text, LOOK_ALIKES);

/**
 * The same for every text that differs in confusable characters only (O Q D 0, I L 1, Z 2, S 5, B 8, G 6, U V). For a
 * canonical identifier; keeps its length; idempotent.
 */
export const confusionKey = (canonical: string): string => replaceEach(canonical, REPRESENTATIVES);

const replaceEach = (text: string, by: ReadonlyMap<string, string>): string =>
  Array.from(text, (character) => by.get(character) ?? character).join('');
