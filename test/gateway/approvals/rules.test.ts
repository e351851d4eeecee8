/** Who may use an approval: EES Art. 31(1), VIS Art. 22n(1), Eurodac (Reg. (EU) 2024/1358) Art. 32. */
import { expect } from 'chai';
import { approvalRules } from '../../../src/gateway/approvals/rules.js';
import { loadPolicy } from '../../../src/gateway/policy/decide.js';
import type { LegalBasis } from '../../../src/gateway/policy/legal-basis.js';

const row = (id: string, system: string, kinds: string[], approvers: string[], operations: string[]): LegalBasis =>
  ({
    ...{ id, system, authorityKinds: new Set(kinds), approvers: new Set(approvers) },
    operations: new Set(operations),
  }) as unknown as LegalBasis;

const table = new Map(
  [
    row('SIS62-56-5', 'SIS', ['POL', 'SIR'], ['SIR'], ['READ']),
    row('EES-LE-REQ', 'EES', ['LEA_UNIT'], [], ['REQUEST_FULL']),
    row('EES-LE-ID', 'EES', ['CAP'], ['CAP'], ['IDENT_PRINT']),
    row('EUD-LE', 'EURODAC', ['NAP'], ['EUD_VA'], ['IDENT_PRINT']),
    row('APPR-EES', 'APPROVALS', ['CAP'], [], ['APPROVE', 'REVIEW']),
  ].map((basis) => [basis.id, basis]),
);
const rules = approvalRules(() => table);

describe('who may use an approval', () => {
  const authority = (code: string, ...kinds: string[]) => ({ code, kinds, memberState: code.slice(0, 2) });
  const cases: [string, boolean, string, ReturnType<typeof authority>, string, string][] = [
    ['the authority that asked for it', true, 'SIS62-56-5', authority('XA-POLICE', 'POL'), 'XA-POLICE', 'XB-SIRENE'],
    ['not the body that gave it', false, 'SIS62-56-5', authority('XB-SIRENE', 'SIR'), 'XA-POLICE', 'XB-SIRENE'],
    ['the central access point that gave it', true, 'EES-LE-ID', authority('XA-CAP', 'CAP'), 'XA-UNIT', 'XA-CAP'],
    ['not another central access point', false, 'EES-LE-ID', authority('XB-CAP', 'CAP'), 'XA-UNIT', 'XA-CAP'],
    ['not another unit', false, 'EES-LE-ID', authority('XA-OTHER', 'LEA_UNIT'), 'XA-UNIT', 'XA-CAP'],
    ['the National Access Point of the state', true, 'EUD-LE', authority('XA-NAP', 'NAP'), 'XA-UNIT', 'XA-VA'],
    ['not that of another state', false, 'EUD-LE', authority('XB-NAP', 'NAP'), 'XA-UNIT', 'XA-VA'],
    ['not a body of the state that is none', false, 'EUD-LE', authority('XA-POLICE', 'POL'), 'XA-UNIT', 'XA-VA'],
    ['not on a basis that is gone', false, 'GONE', authority('XA-CAP', 'CAP'), 'XA-UNIT', 'XA-CAP'],
  ];
  for (const [name, may, basisId, user, requester, approver] of cases) {
    it(name, () => expect(rules.mayUse({ basisId, user, requester, approver })).to.equal(may));
  }
});

describe('by what an act is judged', () => {
  it('the reasoned request where the row is one, else the row itself', () => {
    expect(rules.ownOperations('EES-LE-REQ')).to.deep.equal(['REQUEST_FULL']);
    expect(rules.ownOperations('SIS62-56-5')).to.deep.equal(['READ']);
    expect(rules.partyOperations('APPR-EES', 'REVIEW')).to.deep.equal(['REVIEW']);
    expect(rules.partyOperations('EES-LE-REQ', 'REVIEW')).to.deep.equal(['REQUEST_FULL']);
  });

  it('finds the rows that a kind approves', () => {
    expect(rules.basesApprovedBy('CAP')).to.deep.equal(['EES-LE-ID']);
  });
});

describe('on which row a question is approved', () => {
  const { bases } = loadPolicy().source.tables;
  const shipped = approvalRules(() => bases);

  it('is one row for each kind of body that a basis names', () => {
    for (const { id, approvers } of bases.values()) {
      for (const kind of approvers) {
        const rows = [...bases.values()].filter(
          (row) => row.authorityKinds.has(kind) && shipped.isApprovedOn(row.id, id),
        );
        expect(rows, `${id} by ${kind}`).to.have.lengthOf(1);
      }
    }
  });

  const cases: [string, string, boolean][] = [
    ['APPR-SIS-56-5', 'SIS62-56-5', true],
    ['APPR-SIS60-15', 'SIS62-56-5', false],
    ['APPR-SIS60-15', 'SIS60-15', true],
    ['APPR-SIS-26-4', 'SIS62-56-5', false],
    ['APPR-VIS-OLD', 'VIS-LE', false],
    ['APPR-EES-EPOL', 'EES-LE-ID', false],
    ['APPR-EUD', 'EUD-LE-CIR', true],
    ['EES-LE-ID', 'EES-LE-ID', false],
  ];
  for (const [row, basis, is] of cases) {
    it(`is ${is ? '' : 'not '}${row} for ${basis}`, () => expect(shipped.isApprovedOn(row, basis)).to.equal(is));
  }
});

describe('which questions take the reasoned request of a unit', () => {
  const { bases } = loadPolicy().source.tables;
  const shipped = approvalRules(() => bases);

  it('is those that a central access point would else approve for itself, and none of Europol’s', () => {
    const found = [...bases.keys()].flatMap((id) => {
      const reasoned = bases.get(id)?.approvers.size === 0 ? undefined : shipped.reasonedRequestFor(id);
      return reasoned === undefined ? [] : [[id, reasoned]];
    });
    expect(found).to.have.deep.members([
      ...['EES-LE-ID', 'EES-LE-ID-FACE', 'EES-LE-HIST', 'EES-LE-URG'].map((id) => [id, 'EES-LE-REQ']),
      ...['VIS-LE', 'VIS-LE-HIST', 'VIS-LE-URG'].map((id) => [id, 'VIS-LE-REQ']),
      ...['ETIAS-LE', 'ETIAS-LE-BACKGROUND', 'ETIAS-LE-URG'].map((id) => [id, 'ETIAS-LE-REQ']),
    ]);
  });
});
