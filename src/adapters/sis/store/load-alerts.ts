import type postgres from 'postgres';
import { missingFields, type Alert } from '../domain/alert.js';
import { rulesOf } from '../domain/category.js';
import { hiddenFrom } from '../domain/flags.js';
import { keysOf } from './search-keys.js';
import { letterNumber } from './visibility.js';

/** Alerts that travel to the server in one statement. */
const BATCH = 2_500;

/**
 * Replaces all alerts with these, within the caller's transaction, which needs the rights of the schema's owner.
 * Throws a RangeError for an alert that lacks a mandatory field.
 */
export async function replaceAlerts(
  tx: postgres.TransactionSql,
  alerts: Iterable<Alert>,
  onProgress: (loaded: number) => void,
): Promise<void> {
  await tx`truncate sis.alert, sis.search_key, sis.flag, sis.unavailability, sis.link, sis.history, sis.notice, sis.change`;
  // A world that is loaded is no change of the one before: whoever follows the journal sees a new epoch, and begins again.
  await tx`update sis.journal set epoch = epoch + 1`;
  await tx`alter table sis.alert disable trigger user`;
  let loaded = 0;
  let batch: Alert[] = [];
  const flush = async (): Promise<void> => {
    await insert(tx, loaded + 1, batch);
    loaded += batch.length;
    batch = [];
    onProgress(loaded);
  };
  for (const alert of alerts) {
    if (missingFields(alert).length > 0) throw new RangeError(`An alert lacks ${missingFields(alert).join(', ')}`);
    batch.push(alert);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  await tx`alter table sis.alert enable trigger user`;
  await tx`select setval('sis.alert_number', ${Math.max(loaded, 1)})`;
}

/** Every column travels as one parameter. */
async function insert(tx: postgres.TransactionSql, firstNumber: number, alerts: readonly Alert[]): Promise<void> {
  const categories = alerts.map(({ category }) => rulesOf(category).number);
  const letters = alerts.map((alert) => letterNumber(alert.subject === 'object' ? alert.object.letter : undefined));
  const hidden = alerts.map((alert) => hiddenFrom(alert, []) ?? []).map((states) => `{${states.join()}}`);
  await tx`
    insert into sis.alert (alert_no, reference, issuing_state, category, object_letter, expires_on, hidden_from, record)
    select ${firstNumber}::int + given.place::int - 1,
      given.record ->> 'reference',
      given.record ->> 'issuingState',
      (${categories}::int[])[given.place::int],
      (${letters}::int[])[given.place::int],
      (given.record ->> 'expiresOn')::date,
      nullif((${hidden}::text[])[given.place::int]::text[], '{}'),
      given.record
    from jsonb_array_elements(${JSON.stringify(alerts)}::text::jsonb) with ordinality as given (record, place)`;
  const keys = alerts.flatMap((alert, at) => keysOf(alert).map((key) => ({ key, at })));
  await tx`
    insert into sis.search_key (key, category, object_letter, hidden_from, alert_no)
    select key, category, object_letter, nullif(hidden_from::text[], '{}'), alert_no
    from unnest(
      ${keys.map(({ key }) => key)}::text[],
      ${keys.map(({ at }) => categories[at] ?? 0)}::int[],
      ${keys.map(({ at }) => letters[at] ?? 0)}::int[],
      ${keys.map(({ at }) => hidden[at] ?? '{}')}::text[],
      ${keys.map(({ at }) => firstNumber + at)}::int[]) as given (key, category, object_letter, hidden_from, alert_no)`;
}
