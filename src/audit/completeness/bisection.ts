/**
 * Finding the items in which two sets differ by questions about ranges. A range is all items that begin with a prefix
 * of hex digits. The asker sends count and root of its own range; the answerer says that its range is equal, or gives
 * its few items, or count and root of the sixteen ranges within. So each round narrows every difference by one digit,
 * and for n items and d differences about log16(n) rounds of at most d ranges suffice.
 *
 * Nothing an answerer says need be believed: the difference found must turn the asker's set into one with exactly the
 * count and root that the other side signed.
 */
import { isItem, type Item, type ItemSet, itemSet, rootOf, without } from './items.js';

/** Count and root of a range, as the asker has it. */
export interface RangeQuestion {
  /** 0 to 64 hex digits. */
  readonly prefix: string;
  readonly count: number;
  /** Hex. */
  readonly root: string;
}

/** Count and root of one of the sixteen ranges within a range. */
export interface RangeDigest {
  readonly count: number;
  readonly root: string;
}

/** What the answerer has in the range. */
export type RangeAnswer =
  | { readonly kind: 'equal' }
  /** All of its items. */
  | { readonly kind: 'items'; readonly items: readonly Item[] }
  /** Sixteen, by the next digit. */
  | { readonly kind: 'parts'; readonly parts: readonly RangeDigest[] };

/** The other side. Answers come in the order of the questions. */
export interface Answerer {
  answer(questions: readonly RangeQuestion[]): Promise<readonly RangeAnswer[]>;
}

/** Two sets compared. */
export interface Difference {
  /** Items that the asker alone has, ascending. */
  readonly onlyOurs: readonly Item[];
  /** Items that the other side alone has, ascending. */
  readonly onlyTheirs: readonly Item[];
  /** Messages it took. */
  readonly rounds: number;
}

/** The other side's answers do not fit what it signed. */
export class InconsistentAnswers extends Error {
  override readonly name = 'InconsistentAnswers';

  constructor(why: string) {
    super(`the other side's answers do not fit its statement: ${why}`);
  }
}

/** Ranges with this many items or fewer are given as items. */
export const MOST_ITEMS = 16;
/** Most questions in one message. */
export const MOST_QUESTIONS = 256;

const DIGITS = '0123456789abcdef';
const ITEM_DIGITS = 64;

/**
 * Answers questions from one's own items. Throws a RangeError for questions that no asker of this protocol puts: too
 * many, or about ranges that overlap. So one message costs no more than hashing all items twice; and what it hashed is
 * kept as long as the set is, since a message may come again and again.
 */
export function answerRanges(items: ItemSet, questions: readonly RangeQuestion[]): RangeAnswer[] {
  assertAskable(questions);
  return questions.map(({ prefix, count, root }) => {
    const [from, end] = rangeOf(items, prefix);
    if (end - from === count && rootWithin(items, prefix, from, end) === root) return { kind: 'equal' };
    if (end - from <= MOST_ITEMS) return { kind: 'items', items: items.slice(from, end) };
    return { kind: 'parts', parts: digestsWithin(items, prefix) };
  });
}

function assertAskable(questions: readonly RangeQuestion[]): void {
  if (questions.length > MOST_QUESTIONS) throw new RangeError('too many questions in one message');
  const prefixes = questions.map(({ prefix }) => prefix).sort();
  prefixes.forEach((prefix, at) => {
    if (!/^[0-9a-f]{0,64}$/.test(prefix)) throw new RangeError('a prefix is not up to 64 hex digits');
    // In order, whatever lies within a range follows it.
    if (prefixes[at + 1]?.startsWith(prefix) === true) throw new RangeError('two ranges overlap');
  });
}

/** A range still open: the other side says that it has `theirCount` items in it. */
interface OpenRange {
  readonly prefix: string;
  readonly theirCount: number;
}

/**
 * Finds exactly the items in which ours differ from those that the other side stated. Rejects with InconsistentAnswers,
 * or as the answerer does.
 */
export async function findDifference(ours: ItemSet, stated: RangeDigest, answerer: Answerer): Promise<Difference> {
  const onlyOurs: Item[] = [];
  const onlyTheirs: Item[] = [];
  let rounds = 0;
  let open: OpenRange[] = [];
  if (stated.count !== ours.length || stated.root !== rootOf(ours)) open.push({ prefix: '', theirCount: stated.count });
  while (open.length > 0) {
    const asked = open.slice(0, MOST_QUESTIONS);
    const answers = await answerer.answer(asked.map(({ prefix }) => questionOf(ours, prefix)));
    rounds += 1;
    if (answers.length !== asked.length) throw new InconsistentAnswers('another number of answers than of questions');
    const next: OpenRange[] = [];
    for (const [at, answer] of answers.entries()) {
      const range = asked[at];
      if (range !== undefined) next.push(...settle(ours, range, answer, onlyOurs, onlyTheirs));
    }
    open = [...open.slice(MOST_QUESTIONS), ...next];
  }
  onlyOurs.sort();
  onlyTheirs.sort();
  const theirs = itemSet([...without(ours, onlyOurs), ...onlyTheirs]);
  if (theirs.length !== stated.count || rootOf(theirs) !== stated.root) {
    throw new InconsistentAnswers('with the difference found, its count and root are others');
  }
  return { onlyOurs, onlyTheirs, rounds };
}

/** Takes one answer in. Returns the ranges within that still differ. */
function settle(
  ours: ItemSet,
  { prefix, theirCount }: OpenRange,
  answer: RangeAnswer,
  onlyOurs: Item[],
  onlyTheirs: Item[],
): OpenRange[] {
  const [from, end] = rangeOf(ours, prefix);
  switch (answer.kind) {
    case 'equal':
      if (theirCount !== end - from) throw new InconsistentAnswers('a range of another count is called equal');
      return [];
    case 'items': {
      const { items } = answer;
      if (items.length !== theirCount || items.length > MOST_ITEMS) {
        throw new InconsistentAnswers('a range holds another number of items than it said');
      }
      if (!items.every((item) => isItem(item) && item.startsWith(prefix))) {
        throw new InconsistentAnswers('an item that does not belong into its range');
      }
      const own = ours.slice(from, end);
      onlyOurs.push(...without(own, items));
      onlyTheirs.push(...without(itemSet(items), own));
      return [];
    }
    case 'parts':
      return settleParts(ours, { prefix, theirCount }, answer.parts, onlyOurs);
  }
}

function settleParts(
  ours: ItemSet,
  { prefix, theirCount }: OpenRange,
  parts: readonly RangeDigest[],
  onlyOurs: Item[],
): OpenRange[] {
  // Counts that add up keep the number of open ranges below that of items, whatever the other side says.
  const whole = parts.every(({ count }) => Number.isSafeInteger(count) && count >= 0);
  const sum = parts.reduce((total, { count }) => total + count, 0);
  if (parts.length !== DIGITS.length || prefix.length >= ITEM_DIGITS || !whole || sum !== theirCount) {
    throw new InconsistentAnswers('the parts of a range do not make up the range');
  }
  const own = digestsWithin(ours, prefix);
  return parts.flatMap((part, at) => {
    const inner = `${prefix}${DIGITS.charAt(at)}`;
    if (part.count === 0) {
      onlyOurs.push(...ours.slice(...rangeOf(ours, inner)));
      return [];
    }
    const same = own[at];
    return part.count === same?.count && part.root === same.root ? [] : [{ prefix: inner, theirCount: part.count }];
  });
}

function questionOf(items: ItemSet, prefix: string): RangeQuestion {
  const [from, end] = rangeOf(items, prefix);
  return { prefix, count: end - from, root: rootWithin(items, prefix, from, end) };
}

function digestsWithin(items: ItemSet, prefix: string): RangeDigest[] {
  return Array.from(DIGITS, (digit) => {
    const inner = `${prefix}${digit}`;
    const [from, end] = rangeOf(items, inner);
    return { count: end - from, root: rootWithin(items, inner, from, end) };
  });
}

/** Roots of ranges of more than MOST_ITEMS items, by prefix: far fewer than there are items, which are hashes. */
const knownRoots = new WeakMap<ItemSet, Map<string, string>>();

/** Root of the range [from, end) of a prefix. */
function rootWithin(items: ItemSet, prefix: string, from: number, end: number): string {
  if (end - from <= MOST_ITEMS) return rootOf(items, from, end);
  let roots = knownRoots.get(items);
  if (roots === undefined) {
    roots = new Map();
    knownRoots.set(items, roots);
  }
  let root = roots.get(prefix);
  if (root === undefined) {
    root = rootOf(items, from, end);
    roots.set(prefix, root);
  }
  return root;
}

/** Positions [from, end) of the items that begin with a prefix. */
function rangeOf(items: ItemSet, prefix: string): [from: number, end: number] {
  // "g" follows every hex digit.
  return [firstNotBelow(items, prefix), firstNotBelow(items, `${prefix}g`)];
}

/** Position of the first item that is not less than a text. */
function firstNotBelow(items: ItemSet, text: string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
