import type postgres from 'postgres';
import type { PoliceRecord } from '../domain/police-record.js';

/** Records that travel to the server in one statement. */
const BATCH = 2_500;

/** Replaces all records with these, within the caller's transaction, which needs the rights of the schema's owner. */
export async function replaceRecords(
  tx: postgres.TransactionSql,
  records: Iterable<PoliceRecord>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await tx`truncate police_records.record`;
  let loaded = 0;
  let batch: PoliceRecord[] = [];
  const flush = async (): Promise<void> => {
    await tx`
      insert into police_records.record (reference, member_state, record)
      select given.record ->> 'reference', given.record ->> 'memberState', given.record
      from jsonb_array_elements(${JSON.stringify(batch)}::text::jsonb) as given (record)`;
    loaded += batch.length;
    batch = [];
    onProgress(loaded);
  };
  for (const record of records) {
    batch.push(record);
    if (batch.length === BATCH) await flush();
  }
  await flush();
}
