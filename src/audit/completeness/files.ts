/**
 * The three files of one side and day: the statement, for the other side always; the items, for the other side when the
 * statements differ; and where each item stands in the own log, for nobody else.
 */
import type { EntryOutcome } from '../log/entry.js';
import type { OwnAccess } from './collect.js';
import { isItem, type Item, type ItemSet, itemSet } from './items.js';

/** Endings of the file names. */
export const STATEMENT_SUFFIX = '.note';
export const ITEMS_SUFFIX = '.items';
export const OWN_SUFFIX = '.own';

/** Longest list of items that is read, in bytes. */
export const MAX_LIST_BYTES = 256 * 1024 * 1024;

const ITEMS_HEADER = 'ostiary-completeness-items/v1';
const OWN_HEADER = 'ostiary-completeness-own/v1';
const UNKNOWN = '-';
const OUTCOMES: readonly EntryOutcome[] = ['answered', 'refused', 'failed', 'unknown'];

/** The list for the other side: items in ascending order, which says nothing of times. */
export function formatItems(items: ItemSet): string {
  return [ITEMS_HEADER, ...items].map((line) => `${line}\n`).join('');
}

/** Reads the other side's list. Throws an Error that names the first bad line. */
export function parseItems(text: string): ItemSet {
  const lines = linesOf(text, ITEMS_HEADER);
  lines.forEach((line, at) => {
    if (!isItem(line)) throw badLine(at);
  });
  return itemSet(lines);
}

/** The own list: item, index, outcome. */
export function formatOwn(accesses: readonly OwnAccess[]): string {
  const lines = accesses.map(({ item, index, outcome }) => `${item} ${index} ${outcome ?? UNKNOWN}`);
  return [OWN_HEADER, ...lines.sort()].map((line) => `${line}\n`).join('');
}

/** Reads the own list. Throws an Error that names the first bad line. */
export function parseOwn(text: string): ReadonlyMap<Item, OwnAccess> {
  const accesses = linesOf(text, OWN_HEADER).map((line, at): OwnAccess => {
    const [, item, index, outcome] = /^([0-9a-f]{64}) ([0-9]{1,15}) ([a-z-]+)$/.exec(line) ?? [];
    const known = OUTCOMES.find((one) => one === outcome);
    if (item === undefined || (known === undefined && outcome !== UNKNOWN)) throw badLine(at);
    return { item, index: Number(index), outcome: known };
  });
  return new Map(accesses.map((access) => [access.item, access]));
}

function linesOf(text: string, header: string): string[] {
  if (text.length > MAX_LIST_BYTES) throw new Error('list of items: too long');
  const [first, ...lines] = text.trimEnd().split('\n');
  if (first !== header) throw new Error(`list of items: does not begin with ${header}`);
  return lines;
}

const badLine = (at: number): Error => new Error(`list of items: line ${at + 2} is not as it must be`);
