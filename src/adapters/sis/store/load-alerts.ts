import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type postgres from 'postgres';
import { missingFields, type Alert } from '../domain/alert.js';
import { rulesOf } from '../domain/category.js';
import { keysOf } from './search-keys.js';
import { letterNumber } from './visibility.js';

/** Alerts that travel to the server in one piece. */
const BATCH = 5_000;

/**
 * Replaces all alerts with these, within the caller's transaction, which needs the rights of the schema's owner.
 * Throws a RangeError for an alert that lacks a mandatory field.
 */
export async function replaceAlerts(
  tx: postgres.TransactionSql,
  alerts: Iterable<Alert>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await tx`truncate sis.alert, sis.search_key`;
  let loaded = 0;
  let rows = '';
  let keys = '';
  const flush = async (): Promise<void> => {
    await pipeline(Readable.from([rows]), await tx`copy sis.alert from stdin`.writable());
    await pipeline(Readable.from([keys]), await tx`copy sis.search_key from stdin`.writable());
    rows = '';
    keys = '';
    onProgress(loaded);
  };
  for (const alert of alerts) {
    if (missingFields(alert).length > 0) throw new RangeError(`An alert lacks ${missingFields(alert).join(', ')}`);
    loaded += 1;
    const category = rulesOf(alert.category).number;
    const letter = letterNumber(alert.subject === 'object' ? alert.object.letter : undefined);
    rows += copyRow(
      loaded,
      alert.reference,
      alert.issuingState,
      category,
      letter,
      alert.expiresOn,
      JSON.stringify(alert),
    );
    for (const key of keysOf(alert)) keys += copyRow(key, category, letter, loaded);
    if (loaded % BATCH === 0) await flush();
  }
  await flush();
}

/** One line of the text format of COPY. JSON and keys hold no line breaks or tabs of their own. */
const copyRow = (...values: readonly (string | number)[]): string =>
  `${values.map((value) => (typeof value === 'string' ? value.replaceAll('\\', '\\\\') : value)).join('\t')}\n`;
