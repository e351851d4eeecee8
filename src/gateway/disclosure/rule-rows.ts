/** Rows of the two tables as they stand in their files, read into the terms of the contract. */
import { z } from 'zod';
import type { LegalOperation } from '../../adapters/adapter.js';
import { Purpose } from '../../gen/ostiary/common/v1/access.js';
import { HandlingCode, type OtherUse, UseCondition } from '../../gen/ostiary/common/v1/handling.js';
import { codes, ruleColumns, type RuleRow } from './rule-table.js';

/** First step: hit or no hit, and what the law lets the first reply say. Second step: the record that was named there. */
export type Step = 'search' | 'read';

/** Both, in their order. */
export const STEPS: readonly Step[] = ['search', 'read'];

const READING: ReadonlySet<string> = new Set(['READ', 'COPY', 'NOTICE'] satisfies readonly LegalOperation[]);

/** Whether an operation brings out a record that is named, all of them, or what is for the caller, and not what a search finds. */
export const isReading = (operation: string): boolean => READING.has(operation);

/** A question that reads or copies a record is the second step, whatever else it asks. */
export const stepOf = (operations: readonly LegalOperation[]): Step => (operations.some(isReading) ? 'read' : 'search');

/** A row of data/policy/disclosure.csv. */
export interface GroupRow extends RuleRow {
  readonly step: Step;
  readonly fieldGroups: ReadonlySet<string>;
}

/** A row of data/policy/further-use.csv. */
export interface UseRow extends RuleRow {
  readonly codes: readonly HandlingCode[];
  readonly purposes: readonly Purpose[];
  readonly otherUses: readonly OtherUse[];
}

/** Reads a row of data/policy/disclosure.csv. */
export const groupRow = z
  .strictObject({ ...ruleColumns, step: z.enum(STEPS), field_groups: codes(/^[a-z]+(_[a-z]+)*$/) })
  .transform(({ id, system, categories, step, ...row }): GroupRow => ({
    id,
    system,
    categories,
    step,
    authorityKinds: row.authority_kinds,
    legalBases: row.legal_bases,
    fieldGroups: new Set(row.field_groups),
  }));

/** Names of a wire enum, separated by vertical bars, as its numbers. */
const numbersOf = <Numbered extends number>(wire: Readonly<Record<string, number | string>>) =>
  codes(/^[A-Z][A-Z_]*$/, 0).transform((names, context) =>
    names.map((name): Numbered => {
      const number = wire[name];
      if (typeof number === 'number' && number > 0) return number as Numbered;
      context.addIssue({ code: 'custom', message: `${name} is not in the contract` });
      return z.NEVER;
    }),
  );

/** "CONDITION: article", separated by vertical bars. */
const otherUses = z.string().transform((text, context) =>
  (text === '' ? [] : text.split('|')).map((item): OtherUse => {
    const [, name = '', article = ''] = /^([A-Z_]+): (\S.*)$/.exec(item) ?? [];
    const condition = (UseCondition as Readonly<Record<string, UseCondition>>)[name];
    if (condition === undefined || condition <= 0) {
      context.addIssue({ code: 'custom', message: 'must be a condition of the contract, a colon, and its article' });
      return z.NEVER;
    }
    return { condition, article };
  }),
);

/** Reads a row of data/policy/further-use.csv. */
export const useRow = z
  .strictObject({
    ...ruleColumns,
    codes: numbersOf<HandlingCode>(HandlingCode),
    purposes: numbersOf<Purpose>(Purpose),
    other_uses: otherUses,
  })
  .transform(({ id, system, categories, ...row }): UseRow => ({
    id,
    system,
    categories,
    authorityKinds: row.authority_kinds,
    legalBases: row.legal_bases,
    codes: row.codes,
    purposes: row.purposes,
    otherUses: row.other_uses,
  }));
