import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LegalOperation } from '../../src/adapters/adapter.js';
import { loadCases } from '../../src/gateway/policy/cases.js';
import { visible } from '../../src/gateway/policy/legal-basis.js';
import { COLUMNS } from '../../src/gateway/policy/tables/load.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { shippedSource } from './policies.js';

const page = readFileSync(join(projectRoot, 'docs/access-model.md'), 'utf8');
const { tables } = shippedSource();

/** Columns of the matrix on the page, as the alert categories that they stand for. */
const COLUMN_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  'REF, RSM': ['REF', 'RSM'],
  RET: ['RET'],
  ARR: ['ARR'],
  'Art. 32': ['MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV', 'VUL-TRV'],
  JPR: ['JPR'],
  'Art. 36': ['DSC', 'INQ', 'SPC'],
  INF: ['INF'],
  UNK: ['UNK'],
};
const LETTERS = 'abcdefghijklmnopqr'.split('');

/** Operations by which an alert is seen, and not written or passed on. To copy all of them is to see them. */
const SEEING: readonly LegalOperation[] = [
  'SEARCH_ALPHA',
  'SEARCH_DOC',
  'SEARCH_OBJ',
  'VERIFY_BIO',
  'IDENT_PRINT',
  'IDENT_FACE',
  'TRACE_PRINT',
  'READ',
  'COPY',
];

describe('docs/access-model.md', () => {
  const matrix = table(/^\| Kind +\| REF, RSM/m);

  it('shows of SIS what the tables let each kind see, cell by cell', () => {
    expect(matrix.length).to.be.greaterThan(20);
    for (const row of matrix) {
      const kind = code(row.Kind);
      const seen = seenInSis(kind);
      for (const [column, categories] of Object.entries(COLUMN_CATEGORIES)) {
        const said = row[column] === 'yes' ? categories : [];
        const found = categories.filter((category) => seen.has(category));
        expect(found, `${kind}, ${column}`).to.deep.equal(said);
      }
      const letters = row.OBJ === 'yes' ? LETTERS : row.OBJ === '–' ? [] : row.OBJ?.split(', ');
      const found = LETTERS.filter((letter) => seen.has(`OBJ:${letter}`));
      expect(found, `${kind}, OBJ`).to.deep.equal(letters);
      expect(seen.has('OBJ'), `${kind}, OBJ`).to.equal(found.length > 0);
    }
  });

  it('names every kind that sees an alert, and cites an article for each', () => {
    const named = new Set(matrix.map((row) => code(row.Kind)));
    expect([...tables.kinds].filter((kind) => seenInSis(kind).size > 0 && !named.has(kind))).to.deep.equal([]);
    for (const row of matrix) expect(row.Articles, row.Kind).to.match(/186[012] \d/);
  });

  it('gives examples that are cases, with the answer of the case', () => {
    const cases = new Map(
      ['cases', 'cases-once-in-force']
        .flatMap((folder) => loadCases(join(projectRoot, 'test/policy', folder)))
        .map((one) => [one.id, one]),
    );
    const examples = table(/^\| Case +\| Question/m);
    expect(examples.length).to.be.greaterThan(15);
    for (const { Case: id = '', Answer: answer = '' } of examples) {
      const asked = cases.get(id)?.expect;
      const reason = /^Refused: `([A-Z_]+)`$/.exec(answer)?.[1];
      if (reason === undefined) {
        expect(answer, id).to.match(/^Allowed\b/);
        expect(asked?.effect, id).to.equal('permit');
      } else {
        expect(asked, id).to.have.property('reasons').that.includes(reason);
      }
    }
  });

  it('explains every column of the table of legal bases, and no other', () => {
    const explained = table(/^\| Column +\| What a lawyer/m).flatMap(({ Column = '' }) => Column.split(', ').map(code));
    expect(explained.sort()).to.deep.equal([...COLUMNS['legal-basis.csv']].sort());
  });

  it('names kinds of authority that exist', () => {
    const named = table(/^\| Kinds +\| Who/m)
      .flatMap(({ Kinds = '' }) => [...Kinds.matchAll(/`([A-Z_]+)`/g)].map(([, kind = '']) => kind))
      .filter((kind) => kind !== '_PRIV');
    expect(named.filter((kind) => !tables.kinds.has(kind))).to.deep.equal([]);
  });
});

/** What a kind can see of SIS on any legal basis. */
function seenInSis(kind: string): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const basis of tables.bases.values()) {
    if (basis.system !== 'SIS' || !basis.authorityKinds.has(kind)) continue;
    if (!SEEING.some((operation) => basis.operations.has(operation))) continue;
    for (const category of visible(tables, basis, kind)) seen.add(category);
  }
  return seen;
}

/** The table of the page whose head matches, row by row, by the names of its columns. */
function table(head: RegExp): Record<string, string>[] {
  const start = page.search(head);
  expect(start, String(head)).to.be.greaterThan(0);
  const [names = [], , ...rows] = page
    .slice(start)
    .split('\n\n', 1)[0]!
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])));
}

/** `POL` → POL. */
function code(text = ''): string {
  return text.replaceAll('`', '');
}
