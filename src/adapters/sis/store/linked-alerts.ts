import type postgres from 'postgres';
import type { Ending } from '../../../shared/ending.js';
import type { AccessScope } from '../../adapter.js';
import { ALERT_CATEGORIES, rulesOf, type AlertCategory, type SubjectKind } from '../domain/category.js';
import { runCancellable } from './cancellable.js';
import { hidesAlert, visibilityOf } from './visibility.js';

/** An alert that is linked with another. */
export interface LinkedAlert {
  readonly reference: string;
  readonly category: AlertCategory;
}

interface Row {
  readonly reference: string;
  readonly category: number;
  readonly subject: SubjectKind;
}

/**
 * Alerts that are linked with one and that the caller may see as well, in the order of their references: of a link of which
 * one end is hidden there is no trace (Regulation (EU) 2018/1862 Art. 63).
 */
export async function readLinks(
  sql: postgres.Sql,
  reference: string,
  scope: AccessScope,
  today: string,
  signal: Ending,
): Promise<readonly LinkedAlert[]> {
  const { categories, letters, endUsersOf } = visibilityOf(scope, ['person', 'object', 'unknown-person']);
  const rows = await runCancellable(
    () => sql<Row[]>`
      select alert.reference, alert.category, alert.record ->> 'subject' as subject
      from sis.link
      join sis.alert on alert.reference = case link.one when ${reference} then link.other else link.one end
      where ${reference} in (link.one, link.other)
        and alert.expires_on > ${today}::date
        and (${categories}::int >> alert.category) & 1 = 1
        and (${letters}::int >> alert.object_letter) & 1 = 1
        and (alert.hidden_from is null or ${endUsersOf} <> all (alert.hidden_from))
      order by alert.reference`,
    signal,
  );
  return rows.flatMap((row) => {
    const category = ALERT_CATEGORIES.find((one) => rulesOf(one).number === row.category);
    if (category === undefined || hidesAlert(scope, { category, subject: row.subject })) return [];
    return [{ reference: row.reference, category }];
  });
}
