/** Checks a table of rules against every case that the law lets happen: none without a rule, no rule without a case. */
import { Contradiction, isMeant, type RuleCase, type RuleRow, type RuleTable } from './rule-table.js';

/**
 * Problems of a table, in words: cases that no row or two rows decide, rows that decide nothing, and codes in rows that
 * decide nothing there (which also finds codes that do not exist). Empty when it is sound for these systems.
 */
export function ruleProblems(
  table: RuleTable<RuleRow>,
  cases: readonly RuleCase[],
  systems: ReadonlySet<string>,
): readonly string[] {
  const problems = new Set<string>();
  const used = new Map<RuleRow, RuleCase[]>();
  for (const about of cases) {
    const decided = decide(table, about);
    if (typeof decided === 'string') problems.add(`${decided} ${inWords(about)}`);
    else if (decided === undefined) problems.add(`no rule decides ${inWords(about)}`);
    else if (used.get(decided)?.push(about) === undefined) used.set(decided, [about]);
  }
  for (const row of table.rows) {
    if (!systems.has(row.system)) continue;
    const decides = used.get(row) ?? [];
    if (decides.length === 0) {
      problems.add(`${row.id} decides nothing`);
      continue;
    }
    for (const code of idle(row, decides)) problems.add(`${row.id} decides nothing for ${code}`);
  }
  return [...problems];
}

function decide(table: RuleTable<RuleRow>, about: RuleCase): RuleRow | string | undefined {
  try {
    return table.find(about);
  } catch (error) {
    if (error instanceof Contradiction) return error.message;
    throw error;
  }
}

/** Codes of a row that no case needs. */
function idle(row: RuleRow, decides: readonly RuleCase[]): readonly string[] {
  return [
    ...row.categories.filter((code) => !decides.some(({ category }) => isMeant(code, category))),
    ...row.authorityKinds.filter((code) => !decides.some(({ authorityKind }) => isMeant(code, authorityKind))),
    ...row.legalBases.filter((code) => !decides.some(({ legalBasisId }) => isMeant(code, legalBasisId))),
  ];
}

const inWords = ({ system, authorityKind, legalBasisId, category }: RuleCase): string =>
  `what ${authorityKind} gets of ${system} ${category} on ${legalBasisId}`;
