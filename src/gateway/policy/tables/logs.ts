/** Reads logs.csv: how long the entries about each system are kept, and on which legal bases they are read. */
import { RETENTION_CLASSES, type RetentionClass } from '../../../audit/leaf/bucket.js';
import type { LogScope } from '../../../adapters/adapter.js';
import type { LegalBasis, LogTable } from '../legal-basis.js';
import type { Row } from './table-file.js';

/** A line: the log of accesses to a system, under some regimes or under all that no other line names. */
interface LogLine {
  readonly row: Row;
  readonly system: string;
  readonly regimes: ReadonlySet<string>;
  readonly retention: RetentionClass;
  readonly readOn: ReadonlySet<string>;
}

/** Reads the table, and notes what does not fit the legal bases. */
export function readLogs(
  rows: readonly Row[],
  systems: ReadonlySet<string>,
  regimes: ReadonlySet<string>,
  bases: ReadonlyMap<string, LegalBasis>,
): LogTable {
  const readable = new Set(
    Array.from(bases.values()).flatMap(({ id, operations }) => (readsLogs(operations) ? id : [])),
  );
  const lines = rows.flatMap((row): LogLine[] => {
    const system = row.oneOf('system', systems, 'refused');
    const retention = row.oneOf('retention', RETENTION_CLASSES, 'refused');
    const line = {
      regimes: row.list('regimes', regimes, 'allowed'),
      readOn: row.list('read_on', readable, 'allowed'),
    };
    row.required('article');
    return system === undefined || retention === undefined ? [] : [{ ...line, row, system, retention }];
  });
  // What a row with a fault of its own lacks would only be said again in other words.
  if (!rows.some(({ faulty }) => faulty)) findFaults(lines, readable, bases);
  return logTable(lines, bases);
}

const readsLogs = (operations: LegalBasis['operations']): boolean => operations.has('LOG_READ');

function findFaults(
  lines: readonly LogLine[],
  readable: ReadonlySet<string>,
  bases: ReadonlyMap<string, LegalBasis>,
): void {
  lines.forEach(({ row, system, regimes }, position) => {
    for (const other of lines.slice(0, position)) {
      const same = regimes.size === 0 ? other.regimes.size === 0 : [...regimes].some((one) => other.regimes.has(one));
      if (other.system === system && same) row.fault('regimes', `a second line for the same accesses to ${system}`);
    }
    if (regimes.size > 0 && !lines.some((other) => other.system === system && other.regimes.size === 0)) {
      row.fault('regimes', `${system} has no line for its other accesses`);
    }
  });
  const [last] = lines.slice(-1);
  for (const id of readable) {
    if (!lines.some(({ readOn }) => readOn.has(id))) last?.row.fault('read_on', `no line is read on ${id}`);
  }
  // What is said of an approval is told apart by its class alone: see LogScope.
  const approved = new Set(
    Array.from(bases.values()).flatMap(({ system, categories }) => (system === 'APPROVALS' ? [...categories] : [])),
  );
  for (const { row, system, retention, readOn } of lines) {
    const clash = lines.find(
      (other) =>
        other.retention === retention &&
        approved.has(other.system) &&
        approved.has(system) &&
        !equal(other.readOn, readOn),
    );
    if (clash !== undefined) {
      row.fault('retention', `approvals for ${system} and ${clash.system} are kept alike but read on other rows`);
    }
  }
}

const equal = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((item) => other.has(item));

function logTable(lines: readonly LogLine[], bases: ReadonlyMap<string, LegalBasis>): LogTable {
  const lineOf = (system: string, regime: string | undefined): LogLine | undefined =>
    lines.find((line) => line.system === system && regime !== undefined && line.regimes.has(regime)) ??
    lines.find((line) => line.system === system && line.regimes.size === 0);
  const opened = (id: string): readonly LogLine[] => lines.filter(({ readOn }) => readOn.has(id));

  /** The system that an act about an approval is about: its row says so. */
  function approvedOn(basis: LegalBasis): string | undefined {
    if (basis.system === 'APPROVALS') return [...basis.categories][0];
    return readsLogs(basis.operations) ? opened(basis.id)[0]?.system : basis.system;
  }

  return {
    retentionOf(system, legalBasisId) {
      const basis = legalBasisId === undefined ? undefined : bases.get(legalBasisId);
      if (system === 'APPROVALS') {
        const approved = basis && approvedOn(basis);
        return approved === undefined ? undefined : lineOf(approved, basis?.regime.id)?.retention;
      }
      return lineOf(system, basis?.system === system ? basis.regime.id : undefined)?.retention;
    },
    openedOn(legalBasisId): LogScope {
      const found = opened(legalBasisId);
      return {
        systems: new Set(found.map(({ system }) => system)),
        classes: new Set(found.map(({ retention }) => retention)),
      };
    },
    readOn: (system) => [...new Set(lines.flatMap((line) => (line.system === system ? [...line.readOn] : [])))],
  };
}
