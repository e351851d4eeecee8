/** The audit log as nobody in service sees it, with a superuser's connection and the vault's keys: the tests' witness. */
import type postgres from 'postgres';
import type { SectionName } from '../../src/audit/log/entry.js';
import { openKeyUnwrapper } from '../../src/audit/vault/file-keys.js';
import { type Leaf, parseLeaf } from '../../src/audit/leaf/leaf.js';
import { openSections, splitPayload } from '../../src/audit/vault/seal.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import type { JsonObject } from '../../src/shared/json.js';

/** One entry, opened. */
export interface LogbookEntry {
  readonly index: number;
  readonly leaf: Leaf;
  readonly leafHash: Buffer;
  readonly body: Buffer;
  readonly sections: Readonly<Partial<Record<SectionName, JsonObject>>>;
}

export interface Logbook {
  readonly sql: postgres.Sql;
  /** Number of entries. */
  size(): Promise<number>;
  /** Entries from an index on, in order. */
  entries(from?: number): Promise<LogbookEntry[]>;
  /** Entries of one request, in order. */
  ofRequest(requestId: string): Promise<LogbookEntry[]>;
  /** Leaf hashes of all entries, in order. */
  leafHashes(): Promise<Buffer[]>;
  close(): Promise<void>;
}

interface Row {
  idx: string;
  body: Buffer;
  leaf: Buffer;
  sealed: Buffer | null;
}

/** Opens the log in a database whose vault lies in a folder. */
export async function openLogbook(databaseUrl: string, vault: string): Promise<Logbook> {
  const sql = connectDatabase(databaseUrl, { applicationName: 'test-logbook', max: 2 });
  const keys = await openKeyUnwrapper(vault);

  async function open({ idx, body, leaf: leafHash, sealed }: Row): Promise<LogbookEntry> {
    const leaf = parseLeaf(body);
    if (leaf === undefined) throw new Error(`entry ${idx} cannot be read`);
    const index = Number(idx);
    if (sealed === null) return { index, leaf, leafHash, body, sections: {} };
    const parts = splitPayload(sealed)!;
    const dataKey = (await keys.unwrap(leaf.bucket, parts.wrappedKey))!;
    const opened = openSections(leaf.requestId, parts.sealed, dataKey);
    if (opened === undefined) throw new Error(`the payload of entry ${idx} does not open`);
    const sections = Object.fromEntries(
      Array.from(opened, ([name, { plaintext }]) => [
        name,
        JSON.parse(Buffer.from(plaintext).toString()) as JsonObject,
      ]),
    );
    return { index, leaf, leafHash, body, sections };
  }

  async function entries(from = 0): Promise<LogbookEntry[]> {
    const rows = await sql<Row[]>`
      SELECT e.idx, e.body, e.leaf, p.sealed FROM audit.log_entry e LEFT JOIN audit.log_payload p USING (idx)
       WHERE e.idx >= ${from} ORDER BY e.idx`;
    return Promise.all(rows.map(open));
  }

  return {
    sql,
    async size() {
      const [row] = await sql<{ size: string }[]>`SELECT size FROM audit.log_frontier`;
      return Number(row?.size);
    },
    entries,
    ofRequest: async (requestId) => (await entries()).filter(({ leaf }) => leaf.requestId === requestId),
    async leafHashes() {
      const rows = await sql<{ leaf: Buffer }[]>`SELECT leaf FROM audit.log_entry ORDER BY idx`;
      return rows.map(({ leaf }) => leaf);
    },
    close: () => sql.end(),
  };
}
