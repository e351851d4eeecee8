import type postgres from 'postgres';
import { bytesOf } from '../../../../matching/faces/vector-bytes.js';
import { FACE } from '../../exchange/category.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import { addHolderData, clearHolderData } from '../../matches/store/load-holder-data.js';
import type { HeldFace } from './held-face.js';

/** Faces that travel to the server in one statement. */
const BATCH = 1_000;

/** Replaces all that simulated states hold, within the caller's transaction, which needs the rights of the owner. */
export async function replaceFaces(
  tx: postgres.TransactionSql,
  faces: Iterable<HeldFace>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await tx`truncate prum.face`;
  await clearHolderData(tx, FACE.code);
  let loaded = 0;
  let batch: HeldFace[] = [];
  const flush = async (): Promise<void> => {
    const rows = batch.map(({ reference, vector }) => ({
      reference,
      member_state: stateOf(reference),
      vector: Buffer.from(bytesOf(vector.unit)).toString('base64'),
    }));
    await tx`
      insert into prum.face (reference, member_state, vector)
      select given.reference, given.member_state, decode(given.vector, 'base64')
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as given (reference text, member_state text, vector text)`;
    await addHolderData(tx, FACE.code, batch);
    loaded += batch.length;
    batch = [];
    onProgress(loaded);
  };
  for (const face of faces) {
    batch.push(face);
    if (batch.length === BATCH) await flush();
  }
  await flush();
}
