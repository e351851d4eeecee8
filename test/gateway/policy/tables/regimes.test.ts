/** Regimes that wait for others, in the shipped tables and in tables of their own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { inForce } from '../../../../src/gateway/policy/legal-basis.js';
import {
  COLUMNS,
  parsePolicyTables,
  POLICY_FOLDER,
  type PolicyFile,
} from '../../../../src/gateway/policy/tables/load.js';
import { CHECK, faultsOf, smallTables, toFiles } from './small-tables.js';

type Starts = Readonly<Record<string, string>>;

/** The shipped files, with starts that nobody has set yet set to these days. */
function shippedWith(starts: Starts): Record<PolicyFile, Buffer> {
  const files = Object.fromEntries(
    (Object.keys(COLUMNS) as PolicyFile[]).map((name) => [name, readFileSync(join(POLICY_FOLDER, name))]),
  ) as Record<PolicyFile, Buffer>;
  let regimes = files['regimes.csv'].toString();
  for (const [id, day] of Object.entries(starts)) {
    expect(regimes, id).to.include(`\n${id},,`);
    regimes = regimes.replace(`\n${id},,`, `\n${id},${day},`);
  }
  return { ...files, 'regimes.csv': Buffer.from(regimes) };
}

function appliesOn(id: string, day: string, starts: Starts): boolean {
  const regime = parsePolicyTables(shippedWith(starts)).bases.get(id)?.regime;
  if (regime === undefined) throw new Error(`no legal basis ${id}`);
  return inForce(regime, day);
}

describe('regimes that wait for others', () => {
  const [EARLY, LATE, DAY_BEFORE_LATE, FAR] = ['2027-03-01', '2028-05-01', '2028-04-30', '2999-12-31'];

  const waiting: [id: string, systems: string[]][] = [
    ['ECR-7A', ['ECRIS-TCN', 'VIS-R']],
    ['ECR-7B', ['ECRIS-TCN', 'ETIAS']],
    ['ECR-7C', ['ECRIS-TCN']],
    ['PRUM2-39', ['PRUM-II', 'CIR', 'ESP']],
    ['EUD-LE-CIR', ['CIR']],
  ];
  for (const [id, systems] of waiting) {
    // Access after a flag presupposes the repository (VIS-R Art. 22o(1)(d)), so it runs before the revised VIS does.
    const rest: Starts = systems.includes('VIS-R') ? { CIR: EARLY } : {};
    const startedAll = (last: string): Starts => ({
      ...rest,
      ...Object.fromEntries(systems.map((system) => [system, system === last ? LATE : EARLY])),
    });

    for (const last of systems) {
      it(`${id} does not apply while ${last} has no start, and applies on the day it starts last`, () => {
        const all = startedAll(last);
        const without = Object.fromEntries(Object.entries(all).filter(([system]) => system !== last));
        expect(appliesOn(id, FAR, without)).to.equal(false);
        expect(appliesOn(id, DAY_BEFORE_LATE, all)).to.equal(false);
        expect(appliesOn(id, LATE, all)).to.equal(true);
        expect(appliesOn(id, FAR, all)).to.equal(true);
      });
    }
  }

  it('do not apply to screening before its own day, although ECRIS-TCN runs', () => {
    const starts = { 'ECRIS-TCN': '2026-01-01' };
    expect(appliesOn('ECR-7C', '2026-06-11', starts)).to.equal(false);
    expect(appliesOn('ECR-7C', '2026-06-12', starts)).to.equal(true);
  });

  /** Days on which the row CHECK applies, under a regime that waits for A (2020 to 2029) and B (from 2022). */
  function both(cells: Record<string, string>): (day: string) => boolean {
    const tables = smallTables();
    const empty = { operational_from: '', operational_until: '', replaced_by: '', not_before: '', source: 'Art. 2' };
    tables['regimes.csv'].push(
      { ...empty, id: 'A', operational_from: '2020-01-01', operational_until: '2029-12-31' },
      { ...empty, id: 'B', operational_from: '2022-01-01' },
      { ...empty, id: 'BOTH', not_before: 'A|B', ...cells },
    );
    const row = tables['legal-basis.csv'][CHECK];
    if (row === undefined) throw new Error('no row CHECK');
    row.regime = 'BOTH';
    const regime = parsePolicyTables(toFiles(tables)).bases.get('CHECK')?.regime;
    if (regime === undefined) throw new Error('no regime');
    return (day) => inForce(regime, day);
  }

  it('end with the first of the others', () => {
    const applies = both({});
    expect(['2021-12-31', '2022-01-01', '2029-12-31', '2030-01-01'].map(applies)).to.deep.equal([
      false,
      true,
      true,
      false,
    ]);
  });

  it('end on a day of their own when that comes first', () => {
    const applies = both({ operational_from: '2023-01-01', operational_until: '2024-12-31' });
    expect(['2022-12-31', '2023-01-01', '2024-12-31', '2025-01-01'].map(applies)).to.deep.equal([
      false,
      true,
      true,
      false,
    ]);
  });

  it('never start before the others, whatever day of their own they are given', () => {
    const applies = both({ operational_from: '2010-01-01' });
    expect(['2010-01-01', '2021-12-31', '2022-01-01'].map(applies)).to.deep.equal([false, false, true]);
  });

  for (const [what, notBefore, problem] of [
    ['a regime that does not exist', 'NEVER', /"NEVER" is not known/],
    ['itself', 'OLD', /OLD waits for others itself/],
    ['the same twice', 'NEW|NEW', /"NEW" stands twice/],
  ] as const) {
    it(`may not wait for ${what}`, () => {
      const tables = smallTables();
      const [, old] = tables['regimes.csv'];
      if (old === undefined) throw new Error('no second regime');
      old.not_before = notBefore;
      const found = faultsOf(toFiles(tables)).filter(({ column }) => column === 'not_before');
      expect(found).to.have.length(1);
      expect(found[0]).to.include({ file: 'regimes.csv', line: 3, row: 'OLD' });
      expect(found[0]?.problem).to.match(problem);
    });
  }
});
