/** The newest checkpoint that a quorum of witnesses has cosigned: what the log shows, and what receipts may carry. */
import type { Sql } from '../log/store.js';
import { isQuorum, type Policy } from '../note/policy.js';
import { satisfies } from '../note/witnessed.js';
import { type CosignedRow, readCosigned } from './store.js';

/** A checkpoint with the cosignatures of a quorum. */
export interface CosignedCheckpoint {
  readonly size: number;
  /** Signed note: the log's line, and those of the witnesses. */
  readonly note: string;
  /** When the last of its witnesses signed, milliseconds since the epoch, by that witness's clock. */
  readonly cosignedAtMs: number;
}

/** First page and later ones: as a rule the very first checkpoint will do. */
const FIRST_PAGE = 8;
const NEXT_PAGE = 256;
/** Checkpoints looked at before it is said that there is none: some hours' worth of witnesses out of step. */
const MOST_LOOKED_AT = 4_096;

/**
 * Looks for the newest checkpoint that the policy believes; undefined when there is none among the last few thousand.
 * Signatures are checked again: the database is not trusted. Works for any role that may read the log.
 */
export async function latestWitnessedCheckpoint(sql: Sql, policy: Policy): Promise<CosignedCheckpoint | undefined> {
  let below = Number.MAX_SAFE_INTEGER;
  for (let seen = 0; seen < MOST_LOOKED_AT;) {
    const limit = seen === 0 ? FIRST_PAGE : NEXT_PAGE;
    const rows = await readCosigned(sql, below, limit);
    for (const row of rows) {
      const found = witnessedBy(row, policy);
      if (found !== undefined) return found;
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) return undefined;
    below = last.size;
    seen += rows.length;
  }
  return undefined;
}

/** The row as a witnessed checkpoint; undefined when the policy does not believe it. */
export function witnessedBy({ size, note, cosignatures }: CosignedRow, policy: Policy): CosignedCheckpoint | undefined {
  const good = cosignatures.filter(({ witness, keyId }) =>
    policy.witnesses.some(({ verifier }) => verifier.name === witness && verifier.keyId === keyId),
  );
  const names = policy.witnesses.filter(({ verifier }) =>
    good.some(({ witness, keyId }) => verifier.name === witness && verifier.keyId === keyId),
  );
  // Before any signature is checked, which takes longer.
  if (!isQuorum(policy, new Set(names.map(({ name }) => name)))) return undefined;
  const cosigned = note + good.map(({ line }) => line).join('');
  if (!satisfies(policy, cosigned)) return undefined;
  return { size, note: cosigned, cosignedAtMs: Math.max(0, ...good.map(({ timeMs }) => timeMs)) };
}
