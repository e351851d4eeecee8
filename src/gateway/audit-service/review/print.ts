/** What review found → messages of the contract, and what of it the log names as disclosed. */
import type { Disclosure } from '../../../adapters/adapter.js';
import { formatTime } from '../../../audit/leaf/leaf.js';
import type { FoundEntry } from '../../../audit/review/query.js';
import { EntrySummary } from '../../../gen/ostiary/audit/v1/review.js';
import { outcomeToWire } from './enums.js';

/** One entry as its leaf says. */
export function printEntry(entry: FoundEntry): EntrySummary {
  const { leaf } = entry;
  return EntrySummary.fromPartial({
    index: BigInt(entry.index),
    time: formatTime(leaf.time),
    kind: leaf.kind,
    authority: leaf.authority,
    system: leaf.system,
    requestId: leaf.requestId,
    outcome: outcomeToWire(entry.outcome),
    ...(leaf.intentIndex !== undefined && { intentIndex: BigInt(leaf.intentIndex) }),
    ...(entry.closingIndex !== undefined && { closingIndex: BigInt(entry.closingIndex) }),
    partIndexes: indexes(entry.partIndexes),
    entry: Buffer.from(entry.body),
    leafHash: Buffer.from(entry.leafHash),
  });
}

/** What was disclosed of an entry: its leaf, or sections of it. */
export function disclosure({ index, leaf }: FoundEntry, fieldGroups: readonly string[]): Disclosure {
  return { reference: String(index), category: leaf.authority, fieldGroups };
}

/** The token of a next page; empty when there is none. */
export const printNext = (next: number | undefined): string => (next === undefined ? '' : String(next));

export const buffers = (hashes: readonly Uint8Array[]): Buffer[] => hashes.map((hash) => Buffer.from(hash));

/** Indexes on the wire. */
export const indexes = (numbers: readonly number[]): bigint[] => numbers.map(BigInt);
