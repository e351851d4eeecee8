import {
  compareTokens,
  consonantsOf,
  equalReason,
  equalScore,
  wordSimilarity,
  type PairReason,
  type TokenRelation,
} from './compare-tokens.js';
import { MAX_TOKENS, type NameToken, type PreparedName } from './name-token.js';
import { WEIGHTS } from './weights.js';

/** Words of one name that correspond to words of another. */
export interface Link {
  /** First and last word of the asked name. */
  askedFrom: number;
  askedTo: number;
  /** First and last word of the stored name. */
  storedFrom: number;
  storedTo: number;
  score: number;
  reason: PairReason;
}

/**
 * Which words of two names correspond. One object is used for all comparisons of a thread: it is valid until the next
 * one begins, which spares allocations in searches that compare millions.
 */
export interface Alignment {
  readonly links: Link[];
  linkCount: number;
  /** Link of each asked word, or -1. */
  readonly askedLink: Int8Array;
  /** Link of each stored word, or -1. */
  readonly storedLink: Int8Array;
}

const link = (): Link => ({ askedFrom: 0, askedTo: 0, storedFrom: 0, storedTo: 0, score: 0, reason: 'equal' });

const alignment: Alignment = {
  links: Array.from({ length: MAX_TOKENS }, link),
  linkCount: 0,
  askedLink: new Int8Array(MAX_TOKENS),
  storedLink: new Int8Array(MAX_TOKENS),
};

/** Two words that may correspond, before it is decided which do. */
interface Candidate {
  asked: number;
  stored: number;
  score: number;
  /** Score, with what decides between equal ones. */
  rank: number;
  reason: PairReason;
}

const candidates = Array.from({ length: MAX_TOKENS * MAX_TOKENS }, (): Candidate => ({
  asked: 0,
  stored: 0,
  score: 0,
  rank: 0,
  reason: 'equal',
}));

const relation: TokenRelation = { score: 0, reason: 'equal' };

/** Aligns two names: equal words first, then words written apart or together, then the most similar ones. */
export function alignNames(asked: PreparedName, stored: PreparedName): Alignment {
  alignment.linkCount = 0;
  alignment.askedLink.fill(-1);
  alignment.storedLink.fill(-1);
  linkEqual(asked.tokens, stored.tokens);
  if (alignment.linkCount < Math.min(asked.tokens.length, stored.tokens.length)) {
    linkJoined(asked.tokens, stored.tokens);
    linkSimilar(asked.tokens, stored.tokens);
  }
  return alignment;
}

function addLink(
  askedFrom: number,
  askedTo: number,
  storedFrom: number,
  storedTo: number,
  score: number,
  reason: PairReason,
): void {
  const at = alignment.linkCount++;
  const added = alignment.links[at];
  if (added === undefined) return;
  added.askedFrom = askedFrom;
  added.askedTo = askedTo;
  added.storedFrom = storedFrom;
  added.storedTo = storedTo;
  added.score = score;
  added.reason = reason;
  alignment.askedLink.fill(at, askedFrom, askedTo + 1);
  alignment.storedLink.fill(at, storedFrom, storedTo + 1);
}

const isFree = (links: Int8Array, at: number): boolean => links[at] === -1;

/** A word that occurs twice goes to one of the same role if there is one. */
function linkEqual(asked: readonly NameToken[], stored: readonly NameToken[]): void {
  for (let i = 0; i < asked.length; i++) {
    const one = asked[i];
    if (one === undefined) break;
    let found: NameToken | undefined;
    let foundAt = -1;
    for (let j = 0; j < stored.length; j++) {
      const other = stored[j];
      if (other === undefined || (one.text !== other.text && one.base !== other.base)) continue;
      if (!isFree(alignment.storedLink, j)) continue;
      if (found === undefined || (found.role !== one.role && other.role === one.role)) {
        found = other;
        foundAt = j;
      }
    }
    if (found !== undefined) addLink(i, i, foundAt, foundAt, equalScore(one, found), equalReason(one, found));
  }
}

/** Words that one side writes apart. */
const MAX_RUN = 4;

function linkJoined(asked: readonly NameToken[], stored: readonly NameToken[]): void {
  for (let j = 0; j < stored.length; j++) {
    if (!isFree(alignment.storedLink, j)) continue;
    const run = joinedRun(asked, alignment.askedLink, stored[j]);
    if (run !== undefined) addLink(run.from, run.to, j, j, run.score, run.reason);
  }
  for (let i = 0; i < asked.length; i++) {
    if (!isFree(alignment.askedLink, i)) continue;
    const run = joinedRun(stored, alignment.storedLink, asked[i]);
    if (run !== undefined) addLink(i, i, run.from, run.to, run.score, run.reason);
  }
}

interface Run {
  readonly from: number;
  readonly to: number;
  readonly score: number;
  readonly reason: PairReason;
}

/** Two to four neighbouring words that together are one word, or whose initials are. */
function joinedRun(words: readonly NameToken[], links: Int8Array, whole: NameToken | undefined): Run | undefined {
  if (whole === undefined || whole.text.length < 3 || words.length < 2) return undefined;
  let best: Run | undefined;
  for (let from = 0; from + 1 < words.length; from++) {
    // Without vowels on one side, lengths say nothing.
    const anyLength = isVowelless(words[from]) !== isVowelless(whole);
    let length = 0;
    for (let to = from; to < words.length && to < from + MAX_RUN && isFree(links, to); to++) {
      const word = words[to];
      if (word === undefined) break;
      length += word.text.length;
      if (length > whole.text.length + 2 && !anyLength) break;
      if (to === from || (length < whole.text.length - 2 && !anyLength)) continue;
      const score = joinedScore(words, from, to, whole);
      if (score > (best?.score ?? 0)) best = { from, to, score, reason: 'joined' };
    }
  }
  return best;
}

/**
 * Only nearly equal spellings count: the words could be names of their own. Names with Abd, "servant of", are several
 * words in Arabic, which writes no short vowels, and mostly one in a passport.
 */
function joinedScore(words: readonly NameToken[], from: number, to: number, whole: NameToken): number {
  let joined = '';
  for (let at = from; at <= to; at++) joined += words[at]?.text ?? '';
  if (joined === whole.text) return 1;
  const similarity = wordSimilarity(joined, whole.text);
  if (similarity >= 0.88) return similarity;
  if (isVowelless(words[from]) === isVowelless(whole)) return 0;
  const consonants = consonantsOf(joined);
  return ABD_NAME.test(consonants) && consonants === consonantsOf(whole.text) ? WEIGHTS.consonants : 0;
}

/** Consonants of Abd and of what follows it, two at least. */
const ABD_NAME = /^BD..+/;

const isVowelless = (word: NameToken | undefined): boolean => word?.script === 'consonants';

/** The best pair first; on a tie words of one role, then those that stand in the same place, then the first. */
function linkSimilar(asked: readonly NameToken[], stored: readonly NameToken[]): void {
  let count = 0;
  for (let i = 0; i < asked.length; i++) {
    const one = asked[i];
    if (one === undefined || !isFree(alignment.askedLink, i)) continue;
    for (let j = 0; j < stored.length; j++) {
      const other = stored[j];
      if (other === undefined || !isFree(alignment.storedLink, j)) continue;
      compareTokens(one, other, relation);
      const candidate = candidates[count];
      if (relation.score === 0 || candidate === undefined) continue;
      candidate.asked = i;
      candidate.stored = j;
      candidate.score = relation.score;
      candidate.reason = relation.reason;
      candidate.rank = relation.score + (one.role === other.role ? 0.001 : 0) + (i === j ? 0.0001 : 0);
      count++;
    }
  }
  for (;;) {
    let best = -1;
    for (let at = 0; at < count; at++) {
      const { asked: i = 0, stored: j = 0, rank = 0 } = candidates[at] ?? {};
      if (!isFree(alignment.askedLink, i) || !isFree(alignment.storedLink, j)) continue;
      if (best < 0 || rank > (candidates[best]?.rank ?? 0)) best = at;
    }
    const chosen = candidates[best];
    if (chosen === undefined) return;
    addLink(chosen.asked, chosen.asked, chosen.stored, chosen.stored, chosen.score, chosen.reason);
  }
}

/** Weight of a link: what the words count on both sides, on average; an initial counts as one wherever it stands. */
export function linkWeight(
  { askedFrom, askedTo, storedFrom, storedTo, reason }: Link,
  asked: PreparedName,
  stored: PreparedName,
): number {
  const a = weightOf(asked.tokens, askedFrom, askedTo);
  const b = weightOf(stored.tokens, storedFrom, storedTo);
  if (reason === 'initial') return Math.min(a, b);
  return askedFrom === askedTo && storedFrom === storedTo ? (a + b) / 2 : Math.max(a, b);
}

function weightOf(tokens: readonly NameToken[], from: number, to: number): number {
  let weight = 0;
  for (let at = from; at <= to; at++) weight += tokenWeight(tokens[at]);
  return weight;
}

/** What a word counts. */
export const tokenWeight = (token: NameToken | undefined): number =>
  token === undefined ? 0 : WEIGHTS.role[token.role];
