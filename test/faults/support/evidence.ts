/** All that anybody was ever given, and what must hold of the log because of it. */
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import type postgres from 'postgres';
import { parseLeaf } from '../../../src/audit/leaf/leaf.js';
import { openLogReader } from '../../../src/audit/log/reader.js';
import { verifyConsistency } from '../../../src/audit/merkle/verify.js';
import { computable, openCheckpoint, parseCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { parseNote } from '../../../src/audit/note/signed-note.js';
import { verifyReceipt } from '../../../src/audit/receipt/receipt.js';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { type LogVerdict, verifyLog } from '../../../src/audit/verify/verify-log.js';
import { naiveLeafHash } from '../../audit/naive-tree.js';
import type { Experience, Held } from './callers.js';

/** Whose log it is, and where the keys of its payloads lie. */
export interface LogIdentity {
  readonly origin: string;
  readonly vkey: string;
  readonly vault: string;
}

type Sound = Extract<LogVerdict, { ok: true }>;

/** Consistency proofs asked for in the end. */
const MOST_PROOFS = 64;

/** What callers hold, and the log as far as it was checked. Only as much is remembered as a long run can afford. */
export class Evidence {
  readonly #log: LogIdentity;
  /** Receipts that were not yet held against the log. */
  #fresh: Held[] = [];
  /** Leaf hashes by index of all that was ever given. */
  readonly #leaves = new Map<number, Buffer>();
  /** Roots by size of all that was ever given. */
  readonly #roots = new Map<number, Buffer>();
  readonly #tree = new NaiveFrontier();
  #size = 0;
  #kept: string | undefined;

  constructor(log: LogIdentity) {
    this.#log = log;
  }

  /** Entries that were checked. */
  get size(): number {
    return this.#size;
  }

  add({ answers, refusals }: Experience): void {
    this.#fresh.push(...answers, ...refusals);
    // Every answer is to have its two entries: what came as an answer must show an outcome.
    for (const { receipt } of answers) expect(parseLeaf(receipt.entry)?.kind).to.equal('outcome');
  }

  /**
   * Expects every new receipt to verify offline, its entry and its intent to stand in the log as they were given, no
   * size to have two roots, and what was added to the log to be sound, down to the sealed payloads.
   */
  async expectNothingLost(sql: postgres.Sql): Promise<void> {
    const { origin, vkey, vault } = this.#log;
    const verifier = parseVerifierKey(vkey);
    const from = this.#size;
    const rows = await sql<{ leaf: Buffer; body: Buffer }[]>`
      SELECT leaf, body FROM audit.log_entry WHERE idx >= ${from} ORDER BY idx`;
    for (const { receipt, answerSha256 } of this.#fresh.splice(0)) {
      const { ok, steps } = verifyReceipt(receipt, vkey, answerSha256 === undefined ? {} : { answerSha256 });
      expect(ok, JSON.stringify(steps)).to.equal(true);
      const row = rows[receipt.leafIndex - from];
      expect(row?.leaf.equals(receipt.leafHash), `entry ${receipt.leafIndex} is the one of the receipt`).to.equal(true);
      expect(row?.body.equals(receipt.entry), `entry ${receipt.leafIndex} reads as in the receipt`).to.equal(true);
      const { requestId, intentIndex } = parseLeaf(receipt.entry)!;
      if (intentIndex !== undefined) {
        const intent = parseLeaf(rows[intentIndex - from]!.body);
        expect(intent).to.include({ kind: 'intent', requestId });
      }
      this.#leaves.set(receipt.leafIndex, Buffer.from(receipt.leafHash));
      const { size, root } = computable(openCheckpoint(receipt.checkpoint, verifier));
      expect(this.#roots.get(size)?.equals(root) ?? true, `one root for size ${size}`).to.equal(true);
      this.#roots.set(size, Buffer.from(root));
    }

    for (const { body } of rows) {
      this.#tree.add(naiveLeafHash(body));
      this.#size += 1;
      const signed = this.#roots.get(this.#size);
      if (signed !== undefined) expect(this.#tree.root().equals(signed), `root of ${this.#size}`).to.equal(true);
    }

    const keys = await openKeyUnwrapper(vault);
    const kept = this.#kept === undefined ? [] : [this.#kept];
    const verdict = soundOf(await verifyLog({ sql, origin, vkey, keys, kept, incremental: true }));
    // A gateway that goes on may close an orphaned intent at any moment: such an entry is looked at the next time.
    expect(verdict.size).to.be.at.least(this.#size);
    this.#kept = (await openLogReader({ sql, origin }).latestCheckpoint()).note;
  }

  /** Expects of the whole log, from its first entry on, what was expected of each part, and every tree to continue the others. */
  async expectAllThere(sql: postgres.Sql): Promise<Sound> {
    await this.expectNothingLost(sql);
    const { origin, vkey, vault } = this.#log;
    const rows = await sql<{ leaf: Buffer }[]>`SELECT leaf FROM audit.log_entry ORDER BY idx`;
    for (const [index, leaf] of this.#leaves) {
      expect(rows[index]?.leaf.equals(leaf), `entry ${index} is the one of its receipt`).to.equal(true);
    }
    const stored = await sql<{ note: string }[]>`SELECT note FROM audit.log_checkpoint`;
    const checkpoints = new Map(
      stored.map(({ note }) => parseCheckpoint(parseNote(note).text)).map(({ size, root }) => [size, root]),
    );
    for (const [size, root] of this.#roots) {
      expect(root.equals(checkpoints.get(size) ?? Buffer.alloc(0)), `the stored root of ${size}`).to.equal(true);
    }
    await this.#expectConsistent(sql);
    const verdict = soundOf(await verifyLog({ sql, origin, vkey, keys: await openKeyUnwrapper(vault) }));
    expect(verdict.size).to.equal(this.#size);
    return verdict;
  }

  async #expectConsistent(sql: postgres.Sql): Promise<void> {
    const reader = openLogReader({ sql, origin: this.#log.origin });
    const given = [...this.#roots].sort(([a], [b]) => a - b);
    const stride = Math.max(1, Math.floor(given.length / MOST_PROOFS));
    const chosen = given.filter((_, n) => n % stride === 0);
    for (const [n, [second, root]] of chosen.entries()) {
      const [first, before] = chosen[n - 1] ?? [0, root];
      if (first === 0) continue;
      const { proof } = await reader.consistencyProof(first, second);
      expect(verifyConsistency(first, second, before, root, proof), `${first} leads to ${second}`).to.equal(true);
    }
  }
}

function soundOf(verdict: LogVerdict): Sound {
  if (!verdict.ok) throw new Error(verdict.message);
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
