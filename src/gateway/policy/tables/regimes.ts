/** Reads regimes.csv: from when until when each set of rules applies. */
import type { Regime } from '../legal-basis.js';
import { CODE, CODE_FORM, unique, type Row } from './table-file.js';

interface ReadRegime extends Regime {
  readonly row: Row;
  readonly replacedBy: string;
  /** Regimes without which this one does not apply. */
  readonly notBefore: ReadonlySet<string>;
}

type ReadRegimes = ReadonlyMap<string, ReadRegime>;

/**
 * Reads the regimes. One that another replaces ends the day before that other starts: one date, set in one place, ends the
 * old rules and begins the new ones. One that waits for others applies on the days on which all of them apply, and its
 * own day has come if it has one.
 */
export function readRegimes(rows: readonly Row[]): Map<string, Regime> {
  const named = unique(rows, 'id', CODE, CODE_FORM);
  const ids = new Set(named.map(([id]) => id));
  const read: ReadRegimes = new Map(named.map(([id, row]) => [id, readRow(id, row, ids)]));
  const started = each(read, startedWithOthers);
  const succeeded = each(started, ended);
  return new Map(Array.from(each(succeeded, endedWithOthers), ([id, { from, until }]) => [id, { id, from, until }]));
}

const each = (all: ReadRegimes, step: (regime: ReadRegime, all: ReadRegimes) => ReadRegime): ReadRegimes =>
  new Map(Array.from(all, ([id, regime]) => [id, step(regime, all)]));

function readRow(id: string, row: Row, ids: ReadonlySet<string>): ReadRegime {
  const from = row.day('operational_from');
  const until = row.day('operational_until');
  const notBefore = row.list('not_before', ids, 'allowed');
  row.required('source');
  if (until !== undefined && from === undefined) row.fault('operational_until', 'ends without a start');
  if (until !== undefined && from !== undefined && until < from) row.fault('operational_until', 'before the start');
  return { id, from, until, row, replacedBy: row.text('replaced_by'), notBefore };
}

/** The others of not_before. One that itself waits for others is a fault: which day counts must be plain from two rows. */
function awaited({ row, notBefore }: ReadRegime, all: ReadRegimes): ReadRegime[] {
  return [...notBefore].flatMap((id) => {
    const other = all.get(id);
    if (other === undefined) return [];
    if (other.notBefore.size > 0) row.fault('not_before', `${id} waits for others itself`);
    return [other];
  });
}

/** Starts with the last of those it waits for, or later on its own day; not at all while one of them has no start. */
function startedWithOthers(regime: ReadRegime, all: ReadRegimes): ReadRegime {
  const others = awaited(regime, all);
  if (others.length === 0) return regime;
  if (others.some(({ from }) => from === undefined)) return { ...regime, from: undefined, until: undefined };
  const starts = [regime.from, ...others.map(({ from }) => from)].filter((day) => day !== undefined);
  return { ...regime, from: starts.sort().at(-1) };
}

/** Ends at the latest with the first of those it waits for. */
function endedWithOthers(regime: ReadRegime, all: ReadRegimes): ReadRegime {
  const ends = [regime, ...[...regime.notBefore].map((id) => all.get(id))].flatMap((one) => one?.until ?? []);
  return { ...regime, until: ends.sort().at(0) };
}

function ended(regime: ReadRegime, all: ReadRegimes): ReadRegime {
  const { from, until, row, replacedBy } = regime;
  if (replacedBy === '') return regime;
  const successor = all.get(replacedBy);
  if (successor === undefined || successor.id === regime.id) {
    row.fault('replaced_by', 'must be another regime of this file');
    return regime;
  }
  if (successor.from === undefined) return regime;
  if (until !== undefined && until >= successor.from) {
    row.fault('operational_until', `still in force when ${successor.id} replaces it on ${successor.from}`);
  }
  if (from !== undefined && from >= successor.from) {
    row.fault('operational_from', `not before ${successor.id} replaces it on ${successor.from}`);
  }
  const dayBefore = new Date(Date.parse(successor.from) - DAY_MS).toISOString().slice(0, 10);
  return { ...regime, until: until ?? dayBefore };
}

const DAY_MS = 86_400_000;
