import type { NameToken, PreparedName } from '../names/name-token.js';
import type { NameWords } from './query-plan.js';

/** Words of a name as the index takes them, each with all of its transliterations. */
export const nameWords = ({ tokens }: PreparedName): NameWords => tokens.map(spellingsOf);

/** Particles count as one in all their spellings: de, del, della. */
const spellingsOf = ({ spellings, base }: NameToken): readonly string[] =>
  spellings.includes(base) || base.includes(' ') ? spellings : [...spellings, base];
