import type postgres from 'postgres';
import type { CategoryCode } from '../../exchange/category.js';
import { stateOf } from '../../exchange/domain/reference-number.js';
import type { CoreContent } from '../domain/core-content.js';
import type { FixedDecision } from './due-follow-ups.js';

/** What a simulated holder knows behind reference data. */
export interface HolderData {
  readonly reference: string;
  readonly core: CoreContent;
  /** How it decides on a request, where that is fixed. */
  readonly decides?: FixedDecision;
}

/** Removes what the holders of a category know, within the caller's transaction, which needs the rights of the owner. */
export async function clearHolderData(tx: postgres.TransactionSql, category: CategoryCode): Promise<void> {
  await tx`delete from prum.holder_data where category = ${category}`;
}

/** Adds to what they know. */
export async function addHolderData(
  tx: postgres.TransactionSql,
  category: CategoryCode,
  data: readonly HolderData[],
): Promise<void> {
  const rows = data.map(({ reference, core, decides }) => ({
    reference,
    member_state: stateOf(reference),
    core,
    decides: decides ?? null,
  }));
  await tx`
    insert into prum.holder_data (reference, category, member_state, core, decides)
    select given.reference, ${category}, given.member_state, given.core, given.decides
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as given (reference text, member_state text, core jsonb, decides text)`;
}
