/** The tables: what the law gives to whom (expected values from the articles), and what refuses the start. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { LegalOperation } from '../../../src/adapters/adapter.js';
import { readPolicySource, SHIPPED_POLICY } from '../../../src/gateway/policy/policy-source.js';
import type { Purpose } from '../../../src/gateway/policy/request.js';
import { Purpose as WirePurpose } from '../../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode, UseCondition } from '../../../src/gen/ostiary/common/v1/handling.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { SHIPPED, sisScope } from '../../helpers/disclosure.js';

function ruleOf(authorityKind: string, legalBasisId: string, operation: LegalOperation, purpose: Purpose) {
  return SHIPPED.disclosure.of({
    system: 'SIS',
    authorityKind,
    legalBasisId,
    purpose,
    operations: [operation],
  });
}

const groups = (kind: string, basis: string, operation: LegalOperation, category: string): string[] =>
  [...(ruleOf(kind, basis, operation, 'CRIMINAL_OFFENCE').fieldGroups(category) ?? [])].sort();

describe('what is disclosed to whom', () => {
  it('tells an officer who meets the person at once what to do and to beware of (1862 Art. 20(3)(j), (n))', () => {
    for (const [kind, basis] of [
      ['POL', 'SIS62-44-1-B'],
      ['BOR', 'SIS62-44-1-A'],
      ['FRONTEX_TEAM', 'SIS62-50-1'],
    ] as const) {
      const search = groups(kind, basis, 'SEARCH_ALPHA', 'ARR');
      expect(search).to.include.members(['identity', 'misused_identity', 'warning', 'action']);
      // Why is the second step's to say.
      expect(search).not.to.include.members(['case']);
      expect(groups(kind, basis, 'READ', 'ARR')).to.include.members(['case', 'decision', 'document', 'warning']);
    }
  });

  it('keeps the reason of a discreet check from who carries it out (1862 Arts. 37, 52)', () => {
    for (const category of ['DSC', 'INQ', 'SPC', 'INF']) {
      const read = groups('POL', 'SIS62-44-1-B', 'READ', category);
      expect(read).to.include.members(['identity', 'warning', 'action', 'handling']);
      for (const kept of ['case', 'decision', 'authority']) expect(read).not.to.include(kept);
      expect(groups('SIR', 'SIS62-7-2', 'READ', category)).to.include.members(['case', 'decision', 'authority']);
    }
  });

  it('tells a registration service of its objects only what registration takes (1862 Arts. 45 to 47)', () => {
    const expected = ['frame', 'handling', 'match', 'object'];
    expect(groups('VRS_GOV', 'SIS62-45-1', 'SEARCH_OBJ', 'OBJ:a')).to.deep.equal(expected);
    expect(groups('BARS_GOV', 'SIS62-46-1', 'SEARCH_OBJ', 'OBJ:e')).to.deep.equal(expected);
    expect(groups('POL', 'SIS62-45-3', 'SEARCH_OBJ', 'OBJ:a')).to.deep.equal(expected);
    expect(groups('VRS_GOV', 'SIS62-45-1', 'SEARCH_OBJ', 'ARR')).to.deep.equal([]);
    const firearms = groups('FRS_GOV', 'SIS62-47-1', 'SEARCH_ALPHA', 'ARR');
    expect(firearms).to.include('identity');
    for (const kept of ['warning', 'action', 'case', 'decision']) expect(firearms).not.to.include(kept);
  });

  it('tells the intermediary of a firearms service whether something corresponds, no more (1862 Art. 47(4))', () => {
    for (const category of ['ARR', 'DSC', 'OBJ:j']) {
      expect(groups('POL', 'SIS62-47-4', 'SEARCH_ALPHA', category)).to.deep.equal(['frame', 'handling', 'match']);
    }
  });

  it('tells who verifies identities of identities, and of nothing to do (1862 Art. 44(1)(f))', () => {
    expect(groups('POL', 'SIS62-44-1-F', 'READ', 'ARR')).to.deep.equal([
      'document',
      'frame',
      'handling',
      'identity',
      'misused_identity',
    ]);
  });

  it('gives Europol and Eurojust no action, which is not theirs to carry out (1862 Arts. 48, 49)', () => {
    for (const operation of ['SEARCH_ALPHA', 'READ'] as const) {
      expect(groups('EUROPOL', 'SIS62-48-1', operation, 'DSC')).not.to.include('action');
      expect(groups('EUROJUST_NM', 'SIS62-49-1', operation, 'ARR')).not.to.include('action');
    }
    // Not Art. 36 (1862 Art. 49(1)).
    expect(groups('EUROJUST_NM', 'SIS62-49-1', 'READ', 'DSC')).to.deep.equal([]);
  });

  it('tells what became of an alert to who acts on it, who did it to bureaux and judges, neither to who judges a file', () => {
    for (const [kind, basis, category, history, authority] of [
      ['SIR', 'SIS62-7-2', 'DSC', true, true],
      ['JUD', 'SIS62-44-3', 'ARR', true, true],
      ['POL', 'SIS62-44-1-B', 'ARR', true, false],
      ['POL', 'SIS62-44-1-B', 'DSC', true, false],
      ['LEA_UNIT', 'SIS62-44-1-C', 'ARR', true, false],
      ['IMM', 'SIS61-34-1-D', 'REF', true, false],
      ['IMM', 'SIS62-44-1-D', 'ARR', false, false],
      ['NAT', 'SIS62-44-2', 'ARR', false, false],
      ['ASY_SEC', 'SIS62-44-1-E', 'ARR', false, false],
      ['EUROPOL', 'SIS62-48-1', 'ARR', false, false],
      ['EUROJUST_NM', 'SIS62-49-1', 'ARR', false, true],
    ] as const) {
      const read = groups(kind, basis, 'READ', category);
      expect([read.includes('history'), read.includes('authority')], `${kind} ${basis}`).to.deep.equal([
        history,
        authority,
      ]);
    }
  });

  it('tells who handled a notice to the bureau, and what was done to all who are told of it (1862 Art. 53)', () => {
    const notice = (kind: string, basis: string, category: string) =>
      groups(kind, basis, 'NOTICE', category).filter((group) =>
        ['workflow', 'content', 'link', 'authority'].includes(group),
      );
    expect(notice('SIR', 'SIS62-61', 'DSC')).to.deep.equal(['authority', 'content', 'link', 'workflow']);
    expect(notice('POL', 'SIS62-53', 'ARR')).to.deep.equal(['content', 'link', 'workflow']);
    expect(notice('IMM', 'SIS60-19', 'RET')).to.deep.equal(['content', 'link', 'workflow']);
    expect(groups('CHILD', 'SIS62-53', 'NOTICE', 'MIS-P')).to.deep.equal(['content', 'frame', 'handling', 'workflow']);
  });
});

describe('what a record may be used for', () => {
  it('is the purpose it was disclosed for and those of its alert; any other takes the issuer (1862 Art. 56)', () => {
    const handling = ruleOf('POL', 'SIS62-44-1-B', 'READ', 'POLICE_CUSTOMS_CHECK').handling('ARR');
    expect(handling).to.deep.equal({
      codes: [HandlingCode.NO_THIRD_COUNTRY_TRANSFER, HandlingCode.NO_NATIONAL_COPY],
      purpose: WirePurpose.POLICE_CUSTOMS_CHECK,
      legalBasisId: 'SIS62-44-1-B',
      furtherPurposes: [WirePurpose.CRIMINAL_OFFENCE, WirePurpose.JUDICIAL, WirePurpose.SUPPLEMENTARY_INFORMATION],
      otherUses: [
        {
          condition: UseCondition.ISSUER_AUTHORISES_SERIOUS_CASE,
          article: 'Reg. (EU) 2018/1862 Art. 56(5)',
        },
      ],
    });
  });

  it('does not name the purpose it was disclosed for a second time', () => {
    const handling = ruleOf('LEA_UNIT', 'SIS62-44-1-C', 'READ', 'CRIMINAL_OFFENCE').handling('ARR');
    expect(handling?.furtherPurposes).not.to.include(WirePurpose.CRIMINAL_OFFENCE);
  });

  it('is nothing for Europol before the issuer consents (1862 Art. 48(5))', () => {
    const handling = ruleOf('EUROPOL', 'SIS62-48-1', 'READ', 'UNION_BODY_MANDATE').handling('ARR');
    expect(handling?.codes).to.include.members([HandlingCode.INFORM_ISSUER, HandlingCode.ISSUER_CONSENT_BEFORE_USE]);
    expect(handling?.furtherPurposes).to.deep.equal([]);
  });

  it('is registration alone for who asks on behalf of a service, and says what may be passed on', () => {
    const codes = (basis: string, category: string) =>
      ruleOf('POL', basis, 'SEARCH_OBJ', 'REGISTRATION').handling(category)?.codes;
    expect(codes('SIS62-47-4', 'OBJ:j')).to.include(HandlingCode.REGISTRABILITY_ONLY);
    expect(codes('SIS62-45-3', 'OBJ:a')).to.include(HandlingCode.SERVICE_CONCERNED_ONLY);
  });

  it('asks the missing and the vulnerable for consent, whoever gets the alert (1862 Arts. 32, 33(4))', () => {
    const left = [...SHIPPED.tables.bases.values()].flatMap(({ id, system, authorityKinds, operations }) =>
      (system === 'SIS' ? [...authorityKinds] : []).flatMap((kind) =>
        [...sisScope(kind, id)]
          .filter((category) => ['MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV', 'VUL-TRV', 'OBJ-32'].includes(category))
          .filter((category) => {
            const [operation] = operations;
            const codes = ruleOf(kind, id, operation!, 'MISSING_PERSON').handling(category)?.codes;
            return codes?.includes(HandlingCode.ADULT_MUST_CONSENT) !== true;
          })
          .map((category) => `${kind} ${id} ${category}`),
      ),
    );
    expect(left).to.deep.equal([]);
    expect(ruleOf('POL', 'SIS62-44-1-B', 'READ', 'POLICE_CUSTOMS_CHECK').handling('ARR')?.codes).not.to.include(
      HandlingCode.ADULT_MUST_CONSENT,
    );
  });
});

describe('the page for lawyers and integrators', () => {
  const page = readFileSync(join(projectRoot, 'docs/disclosure.md'), 'utf8');

  it('shows every rule of disclosure with its groups', () => {
    const table = readFileSync(join(projectRoot, 'data/policy/disclosure.csv'), 'utf8');
    const rows = parse<{ id: string; field_groups: string }>(table, { columns: true });
    for (const { id, field_groups: allowed } of rows) {
      const line = page.split('\n').find((candidate) => candidate.startsWith(`| ${id} `));
      const shown = allowed.split('|').filter((group) => group !== 'frame' && group !== 'handling');
      expect(line, id).to.include(`| ${shown.join(', ')} `);
    }
  });

  it('says what to do with every handling code and condition', () => {
    for (const names of [HandlingCode, UseCondition]) {
      for (const [name, number] of Object.entries(names)) {
        if (number > 0) expect(page).to.include(`| \`${name}\` `);
      }
    }
  });
});

describe('the start is refused', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'ostiary-tables-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** Loads the tables after one of them was changed. */
  function changed(file: 'disclosure.csv' | 'further-use.csv', change: (text: string) => string): () => unknown {
    cpSync(SHIPPED_POLICY, folder, { recursive: true });
    writeFileSync(join(folder, file), change(readFileSync(join(SHIPPED_POLICY, file), 'utf8')));
    return () => readPolicySource(folder);
  }

  /** Leaves out the row of this id. */
  const without = (id: string) => (text: string) =>
    text
      .split('\n')
      .filter((line) => !line.startsWith(`${id},`))
      .join('\n');
  const plus = (row: string) => (text: string) => `${text}${row}\n`;

  it('not when nothing is changed', () => {
    expect(changed('disclosure.csv', (text) => text)).not.to.throw();
  });

  it('when nobody says what a kind of authority gets', () => {
    expect(changed('disclosure.csv', without('SIS-R12'))).to.throw(
      'read: no rule decides what ETIAS_CU gets of SIS ARR on SIS62-49A',
    );
    expect(changed('further-use.csv', without('SIS-U4'))).to.throw('no rule decides what POL gets of SIS JPR');
  });

  it('when two rows contradict each other', () => {
    const row = 'SIS-X,SIS,read,ARR,POL,*,frame|handling,Art. 1,';
    // Equally particular to SIS-R2: both name kinds and categories.
    expect(changed('disclosure.csv', plus(row))).to.throw('SIS-R2 and SIS-X both decide what POL gets of SIS ARR');
  });

  it('when a row, or a code in it, decides nothing', () => {
    const unreachable = 'SIS-X,SIS,read,ARR,VRS_GOV,*,frame|handling,Art. 1,';
    expect(changed('disclosure.csv', plus(unreachable))).to.throw('SIS-X decides nothing');
    const misspelt = (text: string) =>
      text.replace('ARR|DSC|INQ|SPC|OBJ:j,FRS_GOV', 'ARR|DSC|INQ|SPC|OBJ:j|XYZ,FRS_GOV');
    expect(changed('disclosure.csv', misspelt)).to.throw('SIS-S6 decides nothing for XYZ');
    const nobody = (text: string) => text.replace('OBJ:p,VRS_GOV,', 'OBJ:p,VRS_GOV|VRS_PRIV,');
    expect(changed('disclosure.csv', nobody)).to.throw('SIS-S4 decides nothing for VRS_PRIV');
    const basis = (text: string) => text.replace('SIS62-47-4', 'SIS62-47-4|SIS62-99');
    expect(changed('disclosure.csv', basis)).to.throw('SIS-S9 decides nothing for SIS62-99');
  });

  it('when a row names a group that no record has, or leaves out what every record needs', () => {
    const unknown = (text: string) => text.replace('frame|match|object|handling', 'frame|match|objects|handling');
    expect(changed('disclosure.csv', unknown)).to.throw('SIS-S4: no record has a group objects');
    const bare = (text: string) => text.replace('frame|match|handling', 'frame|match');
    expect(changed('disclosure.csv', bare)).to.throw('SIS-S9 leaves out handling');
  });

  it('when a row is malformed, stands twice, or uses words that are not in the contract', () => {
    expect(changed('disclosure.csv', plus('SIS-X,SIS,later,*,POL,*,frame,Art. 1,'))).to.throw('step');
    for (const article of ['', ' ']) {
      expect(changed('disclosure.csv', plus(`SIS-X,SIS,read,*,POL,*,frame,${article},`))).to.throw('article');
    }
    expect(changed('disclosure.csv', plus('SIS-X,SIS,read,*|ARR,POL,*,frame,Art. 1,'))).to.throw(
      'everything and something',
    );
    expect(changed('disclosure.csv', plus('SIS-R1,SIS,read,*,POL,*,frame,Art. 1,'))).to.throw('SIS-R1 stands twice');
    const code = (text: string) => text.replace('REGISTRABILITY_ONLY', 'REGISTRABLE');
    expect(changed('further-use.csv', code)).to.throw('REGISTRABLE is not in the contract');
    const purpose = (text: string) => text.replace('MISSING_PERSON', 'CURIOSITY');
    expect(changed('further-use.csv', purpose)).to.throw('CURIOSITY is not in the contract');
    const condition = (text: string) => text.replace('ISSUER_CONSENTS: ', 'ISSUER_MAY_CONSENT: ');
    expect(changed('further-use.csv', condition)).to.throw('must be a condition of the contract');
  });
});
