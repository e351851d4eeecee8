/** Cosignatures and checkpoints in the database (migrations/audit/0004-cosignatures.sql). SQL only: nothing is believed here. */
import type { Sql } from '../log/store.js';

/** A cosignature, as stored. */
export interface StoredCosignature {
  /** Name in the witness's key. */
  readonly witness: string;
  readonly keyId: number;
  /** Signature line, with its newline. */
  readonly line: string;
  /** When the witness says that it signed, milliseconds since the epoch. */
  readonly timeMs: number;
}

/** A checkpoint with the cosignatures that were collected for it. */
export interface CosignedRow {
  readonly size: number;
  /** Signed by the log alone. */
  readonly note: string;
  readonly cosignatures: readonly StoredCosignature[];
}

/** Keeps cosignatures of one checkpoint. Those that are there already stay as they are. */
export async function storeCosignatures(sql: Sql, size: number, found: readonly StoredCosignature[]): Promise<void> {
  for (const { witness, keyId, line, timeMs } of found) {
    await sql`
      INSERT INTO audit.cosignature (size, witness, key_id, line, time_ms)
      VALUES (${size}, ${witness}, ${keyId}, ${line}, ${timeMs}) ON CONFLICT DO NOTHING`;
  }
}

/** The newest checkpoints below `below` that have cosignatures, newest first. */
export async function readCosigned(sql: Sql, below: number, limit: number): Promise<readonly CosignedRow[]> {
  const rows = await sql<
    { size: string; note: string; witness: string; key_id: string; line: string; time_ms: string }[]
  >`
    SELECT c.size, p.note, c.witness, c.key_id, c.line, c.time_ms
      FROM (SELECT DISTINCT size FROM audit.cosignature WHERE size < ${below} ORDER BY size DESC LIMIT ${limit}) s
      JOIN audit.cosignature c ON c.size = s.size
      JOIN audit.log_checkpoint p ON p.size = s.size
     ORDER BY c.size DESC, c.witness, c.key_id`;
  const found = new Map<number, CosignedRow & { cosignatures: StoredCosignature[] }>();
  for (const row of rows) {
    const size = Number(row.size);
    const known = found.get(size) ?? { size, note: row.note, cosignatures: [] };
    found.set(size, known);
    known.cosignatures.push({
      witness: row.witness,
      keyId: Number(row.key_id),
      line: row.line,
      timeMs: Number(row.time_ms),
    });
  }
  return [...found.values()];
}

/** Largest size that this key of a witness has cosigned, as far as it was stored; 0 if none. */
export async function lastCosignedBy(sql: Sql, witness: string, keyId: number): Promise<number> {
  const [row] = await sql<{ size: string | null }[]>`
    SELECT max(size) AS size FROM audit.cosignature WHERE witness = ${witness} AND key_id = ${keyId}`;
  return Number(row?.size ?? 0);
}

/** The signed checkpoint of exactly this size; undefined when the log never signed one. */
export async function readCheckpoint(sql: Sql, size: number): Promise<string | undefined> {
  const [row] = await sql<{ note: string }[]>`SELECT note FROM audit.log_checkpoint WHERE size = ${size}`;
  return row?.note;
}

/** When the first checkpoint beyond `size` was signed, milliseconds since the epoch; undefined when there is none. */
export async function firstSignedBeyond(sql: Sql, size: number): Promise<number | undefined> {
  const [row] = await sql<{ time_ms: string }[]>`
    SELECT time_ms FROM audit.log_checkpoint WHERE size > ${size} ORDER BY size LIMIT 1`;
  return row === undefined ? undefined : Number(row.time_ms);
}
