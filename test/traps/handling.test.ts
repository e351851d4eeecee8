/** Traps about what a record may be used for once it has left. */
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES } from '../../src/adapters/sis/domain/category.js';
import { projectRoot } from '../../src/shared/project-root.js';

const rows = parse<Record<string, string>>(readFileSync(join(projectRoot, 'data/policy/further-use.csv')), {
  columns: true,
}).filter(({ system }) => system === 'SIS');

describe('traps about further use', () => {
  it('no alert goes to third countries or international organisations, whatever its category (1862 Art. 65)', () => {
    expect(rows.length).to.be.above(8);
    for (const { id, codes } of rows) expect(codes!.split('|'), id).to.include('NO_THIRD_COUNTRY_TRANSFER');
  });

  it('the exception is the returnee, and only with the agreement of the issuing state (1860 Art. 15)', () => {
    const excepted = rows.filter(({ article }) => article!.includes('2018/1860 Arts. 3, 15'));
    expect(excepted.map(({ categories }) => categories)).to.deep.equal(['RET']);
    expect(excepted[0]!.other_uses).to.include('ISSUER_CONSENTS: Reg. (EU) 2018/1860 Art. 15');
  });

  it('exactly the discreet checks and information alerts are kept from their subject (1862 Arts. 37(3), 37b(4))', () => {
    const hidden = Object.entries(CATEGORIES).filter(([, { hiddenFromSubject }]) => hiddenFromSubject);
    expect(hidden.map(([category]) => category)).to.have.members(['DSC', 'INF']);
  });
});
