import type { NameForm } from '../names/name-form.js';
import type { NameWords } from './query-plan.js';

/** Words of a name as the index takes them, each with its spellings in every transliteration. */
export function nameWords(...forms: readonly NameForm[]): NameWords {
  return forms.flatMap(wordsOf);
}

function wordsOf({ canonical, variants }: NameForm): string[][] {
  const words = split(canonical).map((word) => [word]);
  const strays: string[][] = [];
  for (const variant of variants) {
    const spellings = split(variant);
    // A variant that falls into other words than the canonical form stands on its own.
    if (spellings.length !== words.length) strays.push(...spellings.map((spelling) => [spelling]));
    else {
      spellings.forEach((spelling, at) => {
        if (words[at]?.includes(spelling) === false) words[at].push(spelling);
      });
    }
  }
  return [...words, ...strays];
}

const split = (text: string): string[] => text.split(' ').filter((word) => word !== '');
