import { alignNames, linkWeight, tokenWeight, type Alignment } from './align-names.js';
import { MAX_TOKENS, type NameToken, type PreparedName, type TokenRole } from './name-token.js';
import { WEIGHTS } from './weights.js';

/** Words that stand in each other's place and do not correspond. */
export interface Conflict {
  readonly asked: number;
  readonly stored: number;
}

/**
 * How well a stored name corresponds to the one asked for: 0 to 1. Asymmetric on purpose: a record may know more names
 * of a person than whoever asks. 1 for equal names, whatever the order of their words; 0 if either has none.
 * Deterministic; never throws.
 */
export function scoreNames(asked: PreparedName, stored: PreparedName): number {
  if (asked.tokens.length === 0 || stored.tokens.length === 0) return 0;
  if (asked.sorted === stored.sorted && !areInverted(asked, stored)) return 1;
  return judge(asked, stored, undefined);
}

/**
 * The score of two names that have words, by their alignment; words that stand in each other's place are added to
 * `conflicts`. What alignNames returned holds what led to it until the next call.
 */
export function judge(asked: PreparedName, stored: PreparedName, conflicts: Conflict[] | undefined): number {
  const alignment = alignNames(asked, stored);
  let sum = 0;
  let weights = 0;
  let content = 0;
  for (let at = 0; at < alignment.linkCount; at++) {
    const link = alignment.links[at];
    if (link === undefined) break;
    const weight = linkWeight(link, asked, stored);
    sum += weight * link.score;
    weights += weight;
    if (isContent(asked.tokens[link.askedFrom]) || isContent(stored.tokens[link.storedFrom])) {
      content += 1 + Math.max(link.askedTo - link.askedFrom, link.storedTo - link.storedFrom);
    }
  }
  const nothingInCommon = content === 0 && !alignedSigns(alignment, asked);
  if (nothingInCommon && conflicts === undefined) return 0;
  findConflicts(asked, stored, alignment, content);
  let factor = 1;
  for (let i = 0; i < asked.tokens.length; i++) {
    if (alignment.askedLink[i] !== -1) continue;
    const one = asked.tokens[i];
    const j = conflictOf[i] ?? -1;
    if (j < 0) {
      weights += tokenWeight(one) * WEIGHTS.onlyAsked;
      continue;
    }
    const weight = (tokenWeight(one) + tokenWeight(stored.tokens[j])) / 2;
    weights += weight * WEIGHTS.conflict;
    factor *= 1 - WEIGHTS.conflictPenalty * Math.min(weight, 1);
    conflicts?.push({ asked: i, stored: j });
  }
  for (let j = 0; j < stored.tokens.length; j++) {
    if (alignment.storedLink[j] === -1 && isConflicting[j] === 0) {
      weights += tokenWeight(stored.tokens[j]) * WEIGHTS.onlyStored;
    }
  }
  if (isSingleWord(asked, stored, content)) factor *= WEIGHTS.singleWord;
  if (areInverted(asked, stored)) factor *= WEIGHTS.inverted;
  return weights === 0 || nothingInCommon ? 0 : Math.min(1, Math.max(0, (sum / weights) * factor));
}

/** Scratch of one computation: stored word in the place of each asked one, or -1; and which stored words are. */
const conflictOf = new Int8Array(MAX_TOKENS);
const isConflicting = new Uint8Array(MAX_TOKENS);

const CONTENT: Readonly<Record<TokenRole, boolean>> = {
  given: true,
  family: true,
  patronymic: true,
  numeral: true,
  generic: true,
  unknown: true,
  initial: false,
  particle: false,
  legal_form: false,
};

const isContent = (token: NameToken | undefined): boolean => token !== undefined && CONTENT[token.role];

/** True if whatever the asked name consists of has found its equal: a name of initials or particles alone. */
const alignedSigns = (alignment: Alignment, asked: PreparedName): boolean =>
  alignment.linkCount > 0 && !asked.tokens.some(isContent);

/**
 * Finds the stored word in whose place each asked one stands that has no counterpart: between the same neighbours, or
 * wherever if only one word corresponds at all. Numbers conflict with numbers, legal forms with legal forms. A word
 * without any was left out, which is no contradiction. Family names choose first.
 */
function findConflicts(asked: PreparedName, stored: PreparedName, alignment: Alignment, content: number): void {
  conflictOf.fill(-1);
  isConflicting.fill(0);
  if (alignment.linkCount === Math.min(asked.tokens.length, stored.tokens.length)) return;
  for (const ofFamily of [true, false]) {
    for (let i = 0; i < asked.tokens.length; i++) {
      const one = asked.tokens[i];
      if (one === undefined || alignment.askedLink[i] !== -1 || conflictOf[i] !== -1) continue;
      for (let j = 0; j < stored.tokens.length; j++) {
        const other = stored.tokens[j];
        if (other === undefined || alignment.storedLink[j] !== -1 || isConflicting[j] === 1) continue;
        const family = one.role === 'family' && other.role === 'family';
        if (ofFamily !== family || !canConflict(one, other)) continue;
        if (!family && !isSign(one) && content > 1 && !sameGap(i, j, alignment, asked, stored)) continue;
        conflictOf[i] = j;
        isConflicting[j] = 1;
        break;
      }
    }
  }
}

const isSign = ({ role }: NameToken): boolean => role === 'numeral' || role === 'legal_form' || role === 'initial';

function canConflict(a: NameToken, b: NameToken): boolean {
  if (a.role === 'particle' || b.role === 'particle') return false;
  if (a.role === 'legal_form' || b.role === 'legal_form') return a.role === b.role;
  if (a.role === 'numeral' || b.role === 'numeral') return a.role === b.role;
  return true;
}

/** Between the same neighbours: the nearest word before or after has its equal right there, too. */
function sameGap(at: number, j: number, alignment: Alignment, asked: PreparedName, stored: PreparedName): boolean {
  const before = neighbour(alignment.askedLink, at, -1, asked.tokens.length);
  const otherBefore = neighbour(alignment.storedLink, j, -1, stored.tokens.length);
  if (before === otherBefore) return true;
  return (
    neighbour(alignment.askedLink, at, 1, asked.tokens.length) ===
    neighbour(alignment.storedLink, j, 1, stored.tokens.length)
  );
}

/** Link of the nearest word in a direction that has one; -1 at the end of the name. */
function neighbour(links: Int8Array, at: number, step: number, length: number): number {
  for (let next = at + step; next >= 0 && next < length; next += step) {
    const found = links[next];
    if (found !== undefined && found !== -1) return found;
  }
  return -1;
}

/** One word of a person's name found among several says little. */
const isSingleWord = (asked: PreparedName, stored: PreparedName, content: number): boolean =>
  content === 1 && asked.kind === 'person' && (asked.fullWords === 1) !== (stored.fullWords === 1);

/** Both sides state given and family names, and a word that is the one here is only the other there. */
function areInverted(asked: PreparedName, stored: PreparedName): boolean {
  return (
    asked.stated && stored.stated && asked.tokens.some((token) => token.role === 'family' && isGivenOnly(token, stored))
  );
}

function isGivenOnly({ text }: NameToken, { tokens }: PreparedName): boolean {
  let given = false;
  for (const other of tokens) {
    if (other.text !== text) continue;
    if (other.role === 'family') return false;
    given ||= other.role === 'given';
  }
  return given;
}
