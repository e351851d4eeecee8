import type { NameToken, PreparedName } from '../names/name-token.js';
import type { NameWords } from './query-plan.js';

/** Words of a name as the index takes them, each with all of its transliterations. */
export const nameWords = ({ tokens }: PreparedName): NameWords => tokens.map(spellingsOf);

/** An initial is its letter alone; particles count as one in all their spellings: de, del, della. */
function spellingsOf({ spellings, base, role, text }: NameToken): readonly string[] {
  if (role === 'initial') return [text.charAt(0)];
  return spellings.includes(base) || base.includes(' ') ? spellings : [...spellings, base];
}

/** Whether a word is long enough to be looked for; single letters only weigh as initials. */
export const isLookedFor = ([spelling = '']: readonly string[]): boolean => spelling.length > 1;

/** Whether the index looks for a name: one of initials alone finds nobody. */
export const hasWords = (name: PreparedName): boolean => nameWords(name).some(isLookedFor);
