/** The categories of each system, and the named sets that the other tables may use in their place. */
import type { Row } from './table-file.js';

/** Categories and sets of all systems. */
export interface Categories {
  /** Single categories, no sets, by system. */
  readonly bySystem: ReadonlyMap<string, ReadonlySet<string>>;
  /** Categories of a cell whose names are categories or sets of this system. */
  expand(row: Row, column: string, system: string): Set<string>;
}

const SYSTEM = /^[A-Z][A-Z0-9_]{0,31}$/;
/** "ARR", "MIS-P", "OBJ:a"; for a set "ART_32". */
const CODE = /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*(:[a-z])?$/;
const SET = /^[A-Z][A-Z0-9_]*$/;

/** Reads categories.csv. A set may name sets that stand above it. */
export function readCategories(rows: readonly Row[]): Categories {
  const bySystem = new Map<string, Set<string>>();
  /** What each name of a system stands for. */
  const meanings = new Map<string, Map<string, ReadonlySet<string>>>();

  const expand = (row: Row, column: string, system: string): Set<string> => {
    const known = meanings.get(system) ?? new Map<string, ReadonlySet<string>>();
    const names = row.list(column, new Set(known.keys()), 'refused');
    return new Set([...names].flatMap((name) => [...(known.get(name) ?? [])]));
  };

  for (const row of rows) {
    const system = row.code('system', SYSTEM, 'capital letters, digits and _');
    const isSet = row.text('members') !== '';
    const code = isSet
      ? row.code('code', SET, 'a set: capital letters, digits and _')
      : row.code('code', CODE, 'a category: capital letters, digits, single hyphens, and a colon with a letter');
    row.required('meaning');
    const known = meanings.get(system) ?? new Map<string, ReadonlySet<string>>();
    meanings.set(system, known);
    if (known.has(code)) {
      row.fault('code', `stands twice in ${system}`);
      continue;
    }
    known.set(code, isSet ? expand(row, 'members', system) : new Set([code]));
    const categories = bySystem.get(system) ?? new Set();
    bySystem.set(system, isSet ? categories : categories.add(code));
  }
  return { bySystem, expand };
}
