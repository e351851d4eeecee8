/** What codes of an answer mean. Every state has its own, so whoever reads answers says which table holds. */
import type { BoardingStatus } from './boarding-response.js';

/** Meanings by code. */
export type VerdictCodes = ReadonlyMap<string, BoardingStatus>;

/**
 * Codes in words, and those of two characters that several states send: the first is the decision, Z says that no travel
 * authorisation was looked at; 0 and 1 stand for a message that was accepted or was not. Travel authorisations, where a
 * state looks at them, need a table of that state.
 */
export const USUAL_CODES: VerdictCodes = new Map<string, BoardingStatus>([
  ['OK', 'ok'],
  ['NOBOARD', 'no-board'],
  ['CHECK', 'check'],
  ['ERROR', 'error'],
  ['0Z', 'ok'],
  ['1Z', 'no-board'],
  ['2Z', 'check'],
  ['4Z', 'error'],
  ['0', 'ok'],
  ['1', 'error'],
]);

const FROM_BEST: readonly BoardingStatus[] = ['ok', 'check', 'error', 'no-board'];

/** The worst of what codes mean; undefined if there are none, or one of them is unknown. */
export function statusOf(codes: readonly string[], table: VerdictCodes): BoardingStatus | undefined {
  const known = codes.map((code) => table.get(code)).filter((status) => status !== undefined);
  if (known.length === 0 || known.length < codes.length) return undefined;
  return FROM_BEST.findLast((status) => known.includes(status));
}
