import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { inForce, reaches, type Regime } from '../../../../src/gateway/policy/legal-basis.js';
import {
  COLUMNS,
  POLICY_FOLDER,
  loadPolicyTables,
  parsePolicyTables,
  type PolicyFile,
} from '../../../../src/gateway/policy/tables/load.js';
import { prohibition } from '../../../../src/gateway/policy/tables/prohibitions.js';
import { firstGap } from '../../../../src/gateway/policy/tables/reach.js';
import { faultsOf, smallTables, toFiles } from './small-tables.js';

const NAMES = Object.keys(COLUMNS) as PolicyFile[];
const shipped = Object.fromEntries(NAMES.map((name) => [name, readFileSync(join(POLICY_FOLDER, name))])) as Record<
  PolicyFile,
  Buffer
>;
const rowsOf = (name: PolicyFile): string[][] => parse(shipped[name], {});
const toCsv = (rows: string[][]): Buffer =>
  Buffer.from(rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n'));

const dayOfMonth = fc.integer({ min: 1, max: 28 }).map((day) => `2026-02-${String(day).padStart(2, '0')}`);
const regime: fc.Arbitrary<Regime> = fc.record({
  id: fc.constant('R'),
  from: fc.option(dayOfMonth, { nil: undefined }),
  until: fc.option(dayOfMonth, { nil: undefined }),
});

describe('policy tables (properties)', () => {
  it('are read, or refused with faults that can be found, whatever one cell says', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom('', 'POL', 'POL|POL', '|', 'yes', '2026-13-01'),
    );
    const place = fc.constantFrom(...NAMES).chain((name) =>
      fc.record({
        name: fc.constant(name),
        row: fc.integer({ min: 1, max: rowsOf(name).length - 1 }),
        column: fc.integer({ min: 0, max: COLUMNS[name].length - 1 }),
      }),
    );
    fc.assert(
      fc.property(place, cell, ({ name, row, column }, text) => {
        const rows = rowsOf(name);
        rows[row]![column] = text;
        for (const fault of faultsOf({ ...shipped, [name]: toCsv(rows) })) {
          expect(NAMES).to.include(fault.file);
          const columns: readonly string[] = ['', ...COLUMNS[fault.file as PolicyFile]];
          expect(columns).to.include(fault.column);
          expect(fault.line).to.be.within(1, rowsOf(fault.file as PolicyFile).length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are refused, never misread, when a file is any bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES), fc.uint8Array({ maxLength: 200 }), (name, bytes) => {
        const faults = faultsOf({ ...toFiles(smallTables()), [name]: Buffer.from(bytes) });
        return faults.some(({ file, line }) => file === name && line === 1);
      }),
      { numRuns: 200 },
    );
  });

  it('mean the same in any order of the legal bases and of the matrix', () => {
    const [heading, ...rows] = rowsOf('legal-basis.csv');
    const [matrixHeading, ...lines] = rowsOf('access-matrix.csv');
    const shuffled = <T>(items: T[]) =>
      fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length });
    fc.assert(
      fc.property(shuffled(rows), shuffled(lines), (mixed, mixedLines) => {
        const { bases, matrix } = parsePolicyTables({
          ...shipped,
          'legal-basis.csv': toCsv([heading!, ...mixed]),
          'access-matrix.csv': toCsv([matrixHeading!, ...mixedLines]),
        });
        for (const [id, basis] of loadPolicyTables().bases) {
          expect(bases.get(id)).to.deep.equal(basis);
          for (const kind of basis.authorityKinds) expect(matrix.categories(basis.system, kind)).not.to.be.empty;
        }
      }),
      { numRuns: 10 },
    );
  });

  it('allow nobody what an instrument prohibits', () => {
    for (const basis of loadPolicyTables().bases.values()) {
      for (const kind of basis.authorityKinds) {
        for (const operation of basis.operations) {
          expect(prohibition(kind, basis.system, operation, basis.categories)).to.equal(undefined);
        }
      }
    }
  });

  it('find the first day without cover as a calendar would', () => {
    const days = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
    const bounded = regime.filter(({ from, until }) => from !== undefined && until !== undefined);
    fc.assert(
      fc.property(bounded, fc.array(regime, { maxLength: 6 }), (covered, others) => {
        const gap = days.find((day) => inForce(covered, day) && !others.some((other) => inForce(other, day)));
        expect(firstGap(covered, others)).to.equal(gap);
      }),
    );
  });

  const offence = fc.record({
    code: fc.constant('x'),
    maximumPenaltyMonths: fc.integer({ min: 0, max: 1200 }),
    terrorist: fc.boolean(),
    listedAs: fc.option(
      fc.tuple(fc.constantFrom('PNR', 'EAW'), fc.integer({ min: 0, max: 99 })).map(([list, number]) => {
        return `${list}-${String(number).padStart(2, '0')}`;
      }),
      { nil: undefined },
    ),
  });
  const threshold = fc.record({
    penaltyMonths: fc.option(fc.integer({ min: 0, max: 1200 }), { nil: undefined }),
    terrorist: fc.boolean(),
    offenceList: fc.constantFrom('PNR' as const, 'EAW' as const, undefined),
  });

  it('are reached by a graver offence whenever a lighter one reaches them', () => {
    fc.assert(
      fc.property(offence, threshold, fc.nat(1200), (given, wanted, more) => {
        const graver = { ...given, maximumPenaltyMonths: given.maximumPenaltyMonths + more };
        return !reaches(given, wanted) || reaches(graver, wanted);
      }),
    );
  });

  it('are reached by no offence below the penalty, outside the list, or unnamed', () => {
    fc.assert(
      fc.property(offence, threshold, (given, wanted) => {
        const asks = wanted.penaltyMonths !== undefined || wanted.offenceList !== undefined || wanted.terrorist;
        expect(reaches(undefined, wanted)).to.equal(!asks);
        if (!asks || (wanted.terrorist && given.terrorist)) return;
        const tooLight = wanted.penaltyMonths !== undefined && given.maximumPenaltyMonths < wanted.penaltyMonths;
        const [list, number] = given.listedAs?.split('-') ?? [];
        const last = { PNR: 26, EAW: 32 };
        const unlisted =
          wanted.offenceList !== undefined &&
          (list !== wanted.offenceList || Number(number) < 1 || Number(number) > last[wanted.offenceList]);
        if (tooLight || unlisted) expect(reaches(given, wanted)).to.equal(false);
      }),
    );
  });
});
