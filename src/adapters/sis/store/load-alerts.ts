import type postgres from 'postgres';
import type { Alert } from '../domain/alert.js';
import { ALERT_COLUMNS, copyBlock, type CopyBlock } from './copy-block.js';

/** Alerts that travel to the server in one statement. */
const BATCH = 5_000;

/**
 * Replaces all alerts with these, within the caller's transaction, which needs the rights of the schema's owner.
 * Throws a RangeError for an alert that may not be entered.
 */
export const replaceAlerts = (
  tx: postgres.TransactionSql,
  alerts: Iterable<Alert>,
  onProgress: (loaded: number) => void,
): Promise<void> => replaceAlertBlocks(tx, inBlocks(alerts), onProgress);

/**
 * The same for alerts that others have written already. Tables that were emptied in the transaction are filled by COPY
 * FREEZE, and the indexes of the keys built when they are full: each takes a fraction of the time that it would row by row,
 * and index scans need not look into the tables afterwards.
 */
export async function replaceAlertBlocks(
  tx: postgres.TransactionSql,
  blocks: Iterable<CopyBlock> | AsyncIterable<CopyBlock>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await tx`
    truncate sis.alert, sis.person_key, sis.object_key, sis.print_key, sis.flag, sis.unavailability, sis.link, sis.history, sis.notice,
      sis.notice_handled, sis.change`;
  // A world that is loaded is no change of the one before: whoever follows the journal sees a new epoch, and begins again.
  await tx`update sis.journal set epoch = epoch + 1`;
  await tx`update sis.life_clock set looked_until = null`;
  await tx`alter table sis.alert disable trigger user`;
  const indexes = await tx<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index
    where indrelid in ('sis.person_key'::regclass, 'sis.object_key'::regclass, 'sis.print_key'::regclass)
    order by 1`;
  for (const { name } of indexes) await tx.unsafe(`drop index ${name}`);
  let loaded = 0;
  let last = 1;
  for await (const block of blocks) {
    await copy(tx, `sis.alert (${ALERT_COLUMNS.join(', ')})`, block.alerts);
    await copy(tx, 'sis.person_key (word, day, alert_no)', block.personKeys);
    await copy(tx, 'sis.object_key (key, category, object_letter, alert_no)', block.objectKeys);
    await copy(tx, 'sis.print_key (subject, category, alert_no)', block.printKeys);
    loaded += block.count;
    last = Math.max(last, block.lastNumber);
    onProgress(loaded);
  }
  await tx`set local maintenance_work_mem = '512MB'`;
  for (const { definition } of indexes) await tx.unsafe(definition);
  await tx`alter table sis.alert enable trigger user`;
  await tx`select setval('sis.alert_number', ${last})`;
}

function* inBlocks(alerts: Iterable<Alert>): Generator<CopyBlock, void, undefined> {
  let next = 1;
  let batch: Alert[] = [];
  for (const alert of alerts) {
    batch.push(alert);
    if (batch.length < BATCH) continue;
    yield copyBlock(batch, next);
    next += batch.length;
    batch = [];
  }
  yield copyBlock(batch, next);
}

/**
 * postgres.js 3.4.9 has settled the promise of a COPY when it gives its stream away, and forgets the stream when its end
 * is sent: what the server refuses after that reaches neither. It does call the query's reject.
 */
interface QueryInternals {
  reject: (error: Error) => void;
}

async function copy(tx: postgres.TransactionSql, target: string, lines: Uint8Array): Promise<void> {
  if (lines.length === 0) return;
  const query = tx.unsafe(`copy ${target} from stdin (freeze)`);
  const into = await query.writable();
  await new Promise<void>((resolve, reject) => {
    (query as unknown as QueryInternals).reject = reject;
    into.once('error', reject);
    into.end(lines, () => {
      resolve();
    });
  });
}
