/** What must hold of the log after a fault, for everything that anybody was ever given. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type postgres from 'postgres';
import { openCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { verifyReceipt } from '../../../src/audit/receipt/receipt.js';
import { type LogVerdict, verifyLog } from '../../../src/audit/verify/verify-log.js';
import { naiveLeafHash } from '../../audit/naive-tree.js';
import type { Held } from './callers.js';

/** Where the log lies. */
export interface LogPlace {
  readonly sql: postgres.Sql;
  readonly origin: string;
  readonly vkey: string;
  readonly vault: string;
}

type Sound = Extract<LogVerdict, { ok: true }>;

/**
 * Expects every receipt to verify offline and its entry to stand at its index, every checkpoint to be of a tree that
 * today's continues, and the whole log to be sound, down to the sealed payloads.
 */
export async function expectNothingLost(place: LogPlace, held: readonly Held[]): Promise<Sound> {
  const { sql, origin, vkey, vault } = place;
  const rows = await sql<{ leaf: Buffer; body: Buffer }[]>`SELECT leaf, body FROM audit.log_entry ORDER BY idx`;
  const verifier = parseVerifierKey(vkey);
  const roots = new Map<number, Buffer>();
  const notes = new Map<number, string>();
  for (const { receipt, answerSha256 } of held) {
    const { ok, steps } = verifyReceipt(receipt, vkey, answerSha256 === undefined ? {} : { answerSha256 });
    expect(ok, JSON.stringify(steps)).to.equal(true);
    const row = rows[receipt.leafIndex];
    expect(row?.leaf.equals(receipt.leafHash), `entry ${receipt.leafIndex} is the one of the receipt`).to.equal(true);
    expect(row?.body.equals(receipt.entry), `entry ${receipt.leafIndex} reads as in the receipt`).to.equal(true);
    const { size, root } = openCheckpoint(receipt.checkpoint, verifier);
    expect(roots.get(size)?.equals(root) ?? true, `one root for size ${size}`).to.equal(true);
    roots.set(size, Buffer.from(root));
    notes.set(size, receipt.checkpoint);
  }

  const tree = new NaiveFrontier();
  for (const [index, { body }] of rows.entries()) {
    tree.add(naiveLeafHash(body));
    const signed = roots.get(index + 1);
    if (signed !== undefined) expect(tree.root().equals(signed), `root of size ${index + 1}`).to.equal(true);
  }

  const keys = await openKeyUnwrapper(vault);
  const verdict = await verifyLog({ sql, origin, vkey, keys, kept: [...notes.values()] });
  if (!verdict.ok) throw new Error(verdict.message);
  expect(verdict.size).to.equal(rows.length);
  return verdict;
}

/** Roots of a growing tree as RFC 6962 section 2.1 defines them, from perfect subtrees kept on a stack. */
class NaiveFrontier {
  readonly #subtrees: { leaves: number; hash: Buffer }[] = [];

  add(hash: Buffer): void {
    let subtree = { leaves: 1, hash };
    for (;;) {
      const left = this.#subtrees.at(-1);
      if (left?.leaves !== subtree.leaves) break;
      this.#subtrees.pop();
      subtree = { leaves: 2 * subtree.leaves, hash: node(left.hash, subtree.hash) };
    }
    this.#subtrees.push(subtree);
  }

  root(): Buffer {
    return this.#subtrees.map(({ hash }) => hash).reduceRight((right, left) => node(left, right));
  }
}

function node(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}
