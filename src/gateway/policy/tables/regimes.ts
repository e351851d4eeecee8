/** Reads regimes.csv: from when until when each set of rules applies. */
import type { Regime } from '../legal-basis.js';
import { CODE, CODE_FORM, unique, type Row } from './table-file.js';

interface ReadRegime extends Regime {
  readonly row: Row;
  readonly replacedBy: string;
}

/**
 * Reads the regimes. One that another replaces ends the day before that other starts: one date, set in one place, ends the
 * old rules and begins the new ones.
 */
export function readRegimes(rows: readonly Row[]): Map<string, Regime> {
  const read = new Map(unique(rows, 'id', CODE, CODE_FORM).map(([id, row]) => [id, readRow(id, row)]));
  return new Map(Array.from(read, ([id, regime]) => [id, ended(regime, read)]));
}

function readRow(id: string, row: Row): ReadRegime {
  const from = row.day('operational_from');
  const until = row.day('operational_until');
  row.required('source');
  if (until !== undefined && from === undefined) row.fault('operational_until', 'ends without a start');
  if (until !== undefined && from !== undefined && until < from) row.fault('operational_until', 'before the start');
  return { id, from, until, row, replacedBy: row.text('replaced_by') };
}

function ended({ id, from, until, row, replacedBy }: ReadRegime, all: ReadonlyMap<string, ReadRegime>): Regime {
  if (replacedBy === '') return { id, from, until };
  const successor = all.get(replacedBy);
  if (successor === undefined || successor.id === id) {
    row.fault('replaced_by', 'must be another regime of this file');
    return { id, from, until };
  }
  if (successor.from === undefined) return { id, from, until };
  if (until !== undefined && until >= successor.from) {
    row.fault('operational_until', `still in force when ${successor.id} replaces it on ${successor.from}`);
  }
  if (from !== undefined && from >= successor.from) {
    row.fault('operational_from', `not before ${successor.id} replaces it on ${successor.from}`);
  }
  const dayBefore = new Date(Date.parse(successor.from) - DAY_MS).toISOString().slice(0, 10);
  return { id, from, until: until ?? dayBefore };
}

const DAY_MS = 86_400_000;
