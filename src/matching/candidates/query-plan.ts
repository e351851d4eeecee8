import type { GroupedPostings, VisibleGroups } from './grouped-postings.js';
import { splitWord, type Piece } from './split-word.js';
import type { AlikeToken, Vocabulary } from './vocabulary.js';

/** The words of a name, each with every spelling it may have: A–Z and 0–9, the recommended spelling first. */
export type NameWords = readonly (readonly string[])[];

/** Part of a question: one word, or one way to read words together or apart. Who bears a token of it gets its weight. */
export interface QueryPart {
  /** Share of the question that it makes up. */
  readonly weight: number;
  /** Closest first; each in use by somebody visible. */
  readonly tokens: readonly AlikeToken[];
  /** Visible names that hold one of the tokens, those that hold several counted as often. */
  readonly names: number;
  /** Parts, as bits by their place in the plan, that say the same already: who has one of them gets nothing for this. */
  readonly instead: number;
}

/** What a question may see, and where it looks. */
export interface Ground {
  readonly vocabulary: Vocabulary;
  readonly postings: GroupedPostings;
  readonly visible: VisibleGroups;
  /** Visible names. */
  readonly population: number;
}

/** Parts at most: each is one bit of a mask. Those that are dropped are the least likely readings of joined words. */
const MAX_PARTS = 31;
/** Words of a question that are looked for. */
const MAX_WORDS = 16;
/** Tokens at most that stand in for one word; so many are alike only to words of two or three letters. */
const MAX_ALIKE = 256;
/** Neighbouring words that are read as one. */
const MAX_TOGETHER = 3;
/** Pieces of a word that overlap less stand beside each other: spellings of one word differ in length. */
const LEAST_OVERLAP = 0.1;

/** Breaks a question into its parts: its words, the one that the fewest bear first, then other ways to read them. */
export function planQuery(words: NameWords, ground: Ground): readonly QueryPart[] {
  const own = words
    .slice(0, MAX_WORDS)
    .map((spellings, place) => readWord(spellings, place, ground))
    .sort((a, b) => a.names - b.names);
  const total = own.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const placed = own.map((word, at) => ({ ...word, weight: word.weight / total, bit: 1 << at }));
  const parts: QueryPart[] = placed.map(({ tokens, names, weight }) => ({ tokens, names, weight, instead: 0 }));
  const inOrder = [...placed].sort((a, b) => a.place - b.place);
  parts.push(...joinedParts(inOrder, ground));
  for (const word of inOrder) addPieces(word, parts, ground);
  return parts.slice(0, MAX_PARTS);
}

interface Word extends Omit<QueryPart, 'instead'> {
  readonly spellings: readonly string[];
  /** Place in the question. */
  readonly place: number;
  /** What it may consist of. */
  readonly pieces: readonly Piece[];
}

interface PlacedWord extends Word {
  /** Place of its part in the plan, as a bit. */
  readonly bit: number;
}

function readWord(spellings: readonly string[], place: number, ground: Ground): Word {
  const isToken = (text: string): boolean => isVisible(text, ground);
  const isKnown = spellings.some(isToken);
  const pieces = spellings
    .flatMap((spelling) => splitWord(spelling, isToken))
    .filter(({ kind }) => !isKnown || kind === 'whole');
  const wholes = new Set(pieces.filter(({ kind }) => kind === 'whole').map(({ text }) => text));
  // What a word begins with is not a cut-off form of it if the rest is a name as well.
  const alike = alikeTokens(spellings, ground).filter(({ id }) => !wholes.has(ground.vocabulary.textOf(id)));
  const found = seen(alike, ground);
  return { ...found, weight: rarity(found.names, ground.population), spellings, place, pieces };
}

/** How much it says that somebody bears what so many bear; never nothing. */
const rarity = (names: number, population: number): number => Math.log2(2 + population / (names + 1));

/** True for a token that somebody visible bears. */
function isVisible(token: string, { vocabulary, postings, visible }: Ground): boolean {
  const id = vocabulary.idOf(token);
  return id !== undefined && postings.size(id, visible) > 0;
}

function alikeTokens(spellings: readonly string[], { vocabulary }: Ground): readonly AlikeToken[] {
  const best = new Map<number, number>();
  for (const spelling of spellings) {
    for (const { id, likeness } of vocabulary.alike(spelling)) {
      if (likeness > (best.get(id) ?? 0)) best.set(id, likeness);
    }
  }
  return [...best].map(([id, likeness]) => ({ id, likeness }));
}

/** The tokens that somebody visible bears, closest first, and how many do. */
function seen(tokens: readonly AlikeToken[], ground: Ground): Pick<QueryPart, 'tokens' | 'names'> {
  const { vocabulary, postings, visible } = ground;
  const found = tokens
    .map((token) => ({ ...token, names: postings.size(token.id, visible) }))
    .filter(({ names }) => names > 0)
    .sort(
      (a, b) =>
        b.likeness - a.likeness || a.names - b.names || (vocabulary.textOf(a.id) < vocabulary.textOf(b.id) ? -1 : 1),
    )
    .slice(0, MAX_ALIKE);
  return { tokens: found, names: found.reduce((sum, { names }) => sum + names, 0) };
}

/** Neighbouring words read as one: "van der Bilt" for "Vanderbilt". */
function joinedParts(words: readonly PlacedWord[], ground: Ground): QueryPart[] {
  const joined: QueryPart[] = [];
  for (let count = 2; count <= MAX_TOGETHER; count++) {
    for (let from = 0; from + count <= words.length; from++) {
      const some = words.slice(from, from + count);
      const text = some.map(({ spellings: [spelling = ''] }) => spelling).join('');
      joined.push({
        ...seen(alikeTokens([text], ground), ground),
        weight: some.reduce((sum, { weight }) => sum + weight, 0),
        instead: some.reduce((mask, { bit }) => mask | bit, 0),
      });
    }
  }
  return joined;
}

/** One word read as several. Readings that overlap exclude each other, so that no letter counts twice. */
function addPieces({ pieces, bit, weight }: PlacedWord, parts: QueryPart[], ground: Ground): void {
  const added: (Piece & { readonly bit: number })[] = [];
  const texts = new Set<string>();
  for (const piece of pieces) {
    if (parts.length === MAX_PARTS) return;
    if (texts.has(piece.text)) continue;
    texts.add(piece.text);
    const found = seen(piece.kind === 'rest' ? alikeTokens([piece.text], ground) : known(piece.text, ground), ground);
    if (found.tokens.length === 0) continue;
    const rivals = added.filter((other) => overlap(piece, other) > LEAST_OVERLAP);
    added.push({ ...piece, bit: 1 << parts.length });
    parts.push({
      ...found,
      weight: weight * (piece.to - piece.from),
      instead: rivals.reduce((mask, rival) => mask | rival.bit, bit),
    });
  }
}

function known(text: string, { vocabulary }: Ground): readonly AlikeToken[] {
  const id = vocabulary.idOf(text);
  return id === undefined ? [] : [{ id, likeness: 1 }];
}

const overlap = (a: Piece, b: Piece): number => Math.min(a.to, b.to) - Math.max(a.from, b.from);
