import type postgres from 'postgres';
import { writeFingerRecord } from '../../../../formats/finger-minutiae/write-record.js';
import type { PrintTemplate } from '../../../../formats/finger-minutiae/template.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import { addHolderData, clearHolderData, type HolderData } from '../../matches/store/load-holder-data.js';
import { recordOf } from '../domain/print-record.js';
import type { Collection } from '../domain/search-mode.js';

/** Prints or a trace, with what their holder knows of whom they are of. */
export interface LoadedPrints extends HolderData {
  readonly collection: Collection;
  readonly prints: readonly PrintTemplate[];
}

/** References that travel to the server in one statement. */
const BATCH = 100;

/** Replaces all prints with these, within the caller's transaction, which needs the rights of the schema's owner. */
export async function replacePrints(
  tx: postgres.TransactionSql,
  all: Iterable<LoadedPrints>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await clearHolderData(tx, 'fingerprint');
  await tx`truncate prum.print`;
  let loaded = 0;
  let batch: LoadedPrints[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const rows = batch.map(({ reference, collection, prints }) => ({
      reference,
      member_state: stateOf(reference),
      collection,
      minutiae: writeFingerRecord(recordOf(prints)).toString('hex'),
      positions: prints.map(({ position }) => position),
    }));
    await tx`
      insert into prum.print (reference, member_state, collection, minutiae, positions)
      select given.reference, given.member_state, given.collection, decode(given.minutiae, 'hex'), given.positions
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as given (reference text, member_state text, collection text, minutiae text, positions smallint[])`;
    await addHolderData(tx, 'fingerprint', batch);
    loaded += batch.length;
    batch = [];
    onProgress(loaded);
  };
  for (const prints of all) {
    batch.push(prints);
    if (batch.length === BATCH) await flush();
  }
  await flush();
}
