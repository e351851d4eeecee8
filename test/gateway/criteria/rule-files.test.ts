import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { generateKeyPair, parseSignerKey } from '../../../src/audit/note/key.js';
import { formatSignature } from '../../../src/audit/note/signed-note.js';
import { readApprovers } from '../../../src/gateway/criteria/approvers.js';
import {
  APPROVERS_FILE,
  CRITERIA_FOLDER,
  CriteriaError,
  loadCriteria,
} from '../../../src/gateway/criteria/rule-files.js';
import { parseRuleText, signedTextOf } from '../../../src/matching/criteria/read-rule.js';
import { RULE, TODAY } from '../../matching/criteria/rules.js';

const keys = { 'analyst-7': generateKeyPair('analyst-7'), 'lawyer-2': generateKeyPair('lawyer-2') };
const MALLORY = generateKeyPair('analyst-7');

describe('criteria in files', () => {
  let folder = '';
  let approvers = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ostiary-criteria-'));
    approvers = join(folder, 'approvers.keys');
    writeFileSync(
      approvers,
      `# two people\n${Object.values(keys)
        .map((key) => key.verifierKey)
        .join('\n')}\n`,
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const sign = (content: string, ...signerKeys: readonly string[]): string =>
    signerKeys
      .map((key) => {
        const signer = parseSignerKey(key);
        const signature = signer.sign(Buffer.from(signedTextOf(parseRuleText(content, 'x'))));
        return formatSignature({ name: signer.name, keyId: signer.keyId, signature });
      })
      .join('');

  /** Writes a rule with signatures over another content, if that is given. */
  function write(name: string, changes: object, signerKeys: readonly string[], signed?: string): void {
    const content = JSON.stringify({ ...RULE, ...changes }, undefined, 2);
    writeFileSync(join(folder, `${name}.json`), content);
    writeFileSync(join(folder, `${name}.json.sig`), sign(signed ?? content, ...signerKeys));
  }

  const load = (today = TODAY) => loadCriteria(folder, approvers, today);
  const both = Object.values(keys).map(({ signerKey }) => signerKey);

  it('are used when both people signed them', () => {
    write('one', {}, both);
    expect(load().criteria.rules.map(({ id }) => id)).to.deep.equal(['R-2027-014']);
    expect(load().expired).to.deep.equal([]);
  });

  it('may be spelt otherwise than when they were signed, if they say the same', () => {
    write('one', {}, both, JSON.stringify(Object.fromEntries(Object.entries(RULE).reverse())));
    expect(load().criteria.rules).to.have.length(1);
  });

  for (const [title, changes, signers, signed] of [
    ['nobody signed', {}, [], undefined],
    ['one of two people signed', {}, both.slice(0, 1), undefined],
    ['one person signed twice', {}, [both[0]!, both[0]!], undefined],
    ['a key of the same name signed', {}, [MALLORY.signerKey, both[1]!], undefined],
    ['a rule was changed after it was signed', { minHits: 2 }, both, JSON.stringify(RULE)],
  ] as const) {
    it(`are not used when ${title}`, () => {
      write('one', changes, signers, signed);
      expect(load).to.throw(CriteriaError, /one\.json: approvedBy\[[01]\]: no good signature of /);
    });
  }

  it('have one bad rule keep all from being used', () => {
    write('one', {}, both);
    write('two', { id: 'R-2027-015', exonerating: [] }, both);
    expect(load).to.throw(CriteriaError, 'two.json: exonerating: must say what speaks for the traveller');
  });

  it('are refused in two versions with one number', () => {
    write('one', {}, both);
    write('two', { rationale: 'DOC-9' }, both);
    expect(load).to.throw(CriteriaError, 'R-2027-014 version 3 stands in one.json and two.json, differently');
  });

  it('that had their time do not stop a start, and are told', () => {
    write('one', {}, both);
    const { criteria, expired } = load('2027-09-01');
    expect(expired).to.deep.equal([
      'one.json: reviewBy: has passed on 2027-08-01: review it and approve a new version',
    ]);
    const met = { 'itinerary.oneWay': true, 'booking.leadHours': 20, 'payment.forms': ['CA'] };
    expect(criteria.assess({ from: 'XAA', to: 'VIE' }, '2027-09-01', met, [{}])).to.deep.equal([]);
  });

  it('are approved by people with a name and a key of their own', () => {
    const [first] = readFileSync(approvers, 'utf8').split('\n').slice(1);
    writeFileSync(approvers, `${first}\n${MALLORY.verifierKey}\n`);
    expect(() => readApprovers(approvers)).to.throw(`${approvers}:2: a name or a key stands twice`);
    writeFileSync(approvers, `\nanalyst-7+00000000+AAAA\n`);
    expect(() => readApprovers(approvers)).to.throw(/approvers\.keys:2: verifier key: /);
  });

  it('that come with Ostiary are sound and signed', () => {
    expect(loadCriteria(CRITERIA_FOLDER, APPROVERS_FILE, TODAY).criteria.rules.map(({ id }) => id)).to.deep.equal([
      'R-2026-001',
      'R-2026-002',
      'R-2026-003',
    ]);
  });
});
