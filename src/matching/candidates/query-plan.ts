import type { GroupedPostings, VisibleGroups } from './grouped-postings.js';
import type { AlikeToken, Vocabulary } from './vocabulary.js';

/** The words of a name, each with every spelling it may have: A–Z and 0–9, the recommended spelling first. */
export type NameWords = readonly (readonly string[])[];

/** Part of a question: one word, or one way to read words together or apart. Persons who bear a token of it get its weight. */
export interface QueryPart {
  /** Share of the question that it makes up. */
  readonly weight: number;
  /** Closest first; each in use by somebody visible. */
  readonly tokens: readonly AlikeToken[];
  /** Visible persons who bear one of the tokens, those who bear several counted as often. */
  readonly persons: number;
  /** Parts, as bits by their place in the plan, that say the same already: who has one of them gets nothing for this. */
  readonly instead: number;
}

/** Parts at most: each is one bit of a mask. Those that are dropped are the least likely readings of joined words. */
const MAX_PARTS = 31;
/** Words of a question that are looked for. */
const MAX_WORDS = 16;
/** Tokens at most that stand in for one word; so many are alike only to words of two or three letters. */
const MAX_ALIKE = 256;
/** Shorter pieces of a joined word are found everywhere. */
const MIN_PIECE = 2;
const MIN_JOINED = 5;
/** What is left over beside a known piece is compared by likeness if it is so long. */
const MIN_REMAINDER = 4;
const MAX_REMAINDERS = 6;
/** Letters of a joined word that are looked at: it is quadratic. */
const MAX_JOINED = 64;

/** What a question may see, and where it looks. */
export interface Ground {
  readonly vocabulary: Vocabulary;
  readonly postings: GroupedPostings;
  readonly visible: VisibleGroups;
  /** Visible persons. */
  readonly population: number;
}

/** Breaks a question into its parts: its words, the one that the fewest bear first, then other ways to read them. */
export function planQuery(words: NameWords, ground: Ground): readonly QueryPart[] {
  const own = words
    .slice(0, MAX_WORDS)
    .map((word) => ({ word, part: wordPart(word, ground) }))
    .sort((a, b) => a.part.persons - b.part.persons);
  const total = own.reduce((sum, { part }) => sum + part.weight, 0) || 1;
  const place = new Map(own.map(({ word, part }, at) => [word, { bit: 1 << at, weight: part.weight / total }]));
  const known = words
    .flatMap((word) => place.get(word) ?? [])
    .map((found, at) => ({ ...found, spellings: words[at] ?? [] }));
  return [
    ...own.map(({ part }) => ({ ...part, weight: part.weight / total })),
    ...joinedParts(known, ground),
    ...known.flatMap((word) => splitParts(word, ground)),
  ].slice(0, MAX_PARTS);
}

/** A word of the question, and where its own part stands in the plan. */
interface PlacedWord {
  readonly spellings: readonly string[];
  readonly bit: number;
  readonly weight: number;
}

function wordPart(spellings: readonly string[], ground: Ground): QueryPart {
  const part = partOf(spellings, { weight: 1, instead: 0 }, ground);
  return { ...part, weight: rarity(part.persons, ground.population) };
}

/** How much it says that somebody bears what so many bear; never nothing. */
const rarity = (persons: number, population: number): number => Math.log2(2 + population / (persons + 1));

type Share = Pick<QueryPart, 'weight' | 'instead'>;

function partOf(spellings: readonly string[], share: Share, ground: Ground): QueryPart {
  const best = new Map<number, number>();
  for (const spelling of spellings) {
    for (const { id, likeness } of ground.vocabulary.alike(spelling)) {
      if (likeness > (best.get(id) ?? 0)) best.set(id, likeness);
    }
  }
  return visiblePart(
    [...best].map(([id, likeness]) => ({ id, likeness })),
    share,
    ground,
  );
}

function visiblePart(tokens: AlikeToken[], { weight, instead }: Share, ground: Ground): QueryPart {
  const { vocabulary, postings, visible } = ground;
  const seen = tokens
    .map((token) => ({ ...token, persons: postings.size(token.id, visible) }))
    .filter(({ persons }) => persons > 0)
    .sort(
      (a, b) =>
        b.likeness - a.likeness ||
        a.persons - b.persons ||
        (vocabulary.textOf(a.id) < vocabulary.textOf(b.id) ? -1 : 1),
    )
    .slice(0, MAX_ALIKE);
  return { weight, instead, tokens: seen, persons: seen.reduce((sum, { persons }) => sum + persons, 0) };
}

/** Neighbouring words, two or three of them, read as one: "van der Bilt" for "Vanderbilt". */
function joinedParts(words: readonly PlacedWord[], ground: Ground): QueryPart[] {
  const joined: QueryPart[] = [];
  for (let count = 2; count <= 3; count++) {
    for (let from = 0; from + count <= words.length; from++) {
      const some = words.slice(from, from + count);
      const weight = some.reduce((sum, word) => sum + word.weight, 0);
      const instead = some.reduce((mask, { bit }) => mask | bit, 0);
      joined.push(partOf([some.map(({ spellings: [text = ''] }) => text).join('')], { weight, instead }, ground));
    }
  }
  return joined;
}

/**
 * One word read as several: "JohnSmith", with or without a typing error in it. Every known token that begins where
 * another ends, from the front or up to the end, is a piece; and what is left over beside one is compared by likeness.
 */
function splitParts({ spellings, weight, bit }: PlacedWord, ground: Ground): QueryPart[] {
  const parts = new Map<string, QueryPart>();
  for (const spelling of spellings) {
    if (spelling.length < MIN_JOINED) continue;
    const word = spelling.slice(0, MAX_JOINED);
    const { pieces, remainders } = split(word, ground);
    const share = (piece: string): Share => ({ weight: (weight * piece.length) / word.length, instead: bit });
    for (const piece of pieces) {
      const id = ground.vocabulary.idOf(piece);
      if (id !== undefined) parts.set(piece, visiblePart([{ id, likeness: 1 }], share(piece), ground));
    }
    if (isVisible(word, ground)) continue;
    for (const piece of remainders) {
      if (!parts.has(piece)) parts.set(piece, partOf([piece], share(piece), ground));
    }
  }
  return [...parts.values()];
}

interface Split {
  readonly pieces: readonly string[];
  readonly remainders: readonly string[];
}

/** True for a token that somebody visible bears. */
function isVisible(token: string, { vocabulary, postings, visible }: Ground): boolean {
  const id = vocabulary.idOf(token);
  return id !== undefined && postings.size(id, visible) > 0;
}

function split(word: string, ground: Ground): Split {
  const isToken = (from: number, to: number): boolean =>
    to - from >= MIN_PIECE && to - from < word.length && isVisible(word.slice(from, to), ground);
  const fromFront = reachable(word.length, isToken);
  const fromEnd = reachable(word.length, (from, to) => isToken(word.length - to, word.length - from));
  const pieces = new Set<string>();
  const lefts: string[] = [];
  const rights: string[] = [];
  for (let from = 0; from < word.length; from++) {
    for (let to = from + MIN_PIECE; to <= word.length; to++) {
      if (!(fromFront[from] || fromEnd[word.length - to]) || !isToken(from, to)) continue;
      const whole = fromFront[from] && fromEnd[word.length - to];
      if (whole || to - from >= MIN_REMAINDER) pieces.add(word.slice(from, to));
      if (whole) continue;
      if (fromFront[from]) rights.push(word.slice(to));
      else lefts.push(word.slice(0, from));
    }
  }
  return {
    pieces: [...pieces].sort((a, b) => b.length - a.length),
    remainders: [...new Set([...closest(lefts, word), ...closest(rights, word)])],
  };
}

/** Remainders beside the longest pieces: what looks like a token there hardly does by chance. */
const closest = (remainders: readonly string[], word: string): string[] =>
  remainders
    .filter(({ length }) => length >= MIN_REMAINDER && length < word.length)
    .sort((a, b) => a.length - b.length)
    .slice(0, MAX_REMAINDERS);

/** Places of a word that a row of tokens leads to from its beginning. */
function reachable(length: number, isToken: (from: number, to: number) => boolean): boolean[] {
  const places = new Array<boolean>(length + 1).fill(false);
  places[0] = true;
  for (let from = 0; from < length; from++) {
    if (!places[from]) continue;
    for (let to = from + MIN_PIECE; to <= length; to++) places[to] ||= isToken(from, to);
  }
  return places;
}
