import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { generateKeyPair } from '../../src/audit/note/key.js';
import { RULE } from '../matching/criteria/rules.js';
import { interchange, record } from '../formats/pnr/messages.js';
import { runCommand } from './run-command.js';

/** In use on whatever day the tests run. */
const YEAR = new Date().getUTCFullYear();
const LASTING = { validFrom: `${YEAR}-01-01`, reviewBy: `${YEAR + 1}-01-01` };

describe('ostiary criteria', function () {
  this.timeout(120_000);
  let folder = '';
  const file = (name: string): string => join(folder, name);
  const write = (name: string, content: object): Promise<void> => writeFile(file(name), JSON.stringify(content));
  const run = (...words: readonly string[]) => runCommand(['criteria', ...words]);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-criteria-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('has two people approve a rule without faults, and checks it', async () => {
    await write('rule.json', { ...RULE, ...LASTING });
    await write('bad.json', { ...RULE, ...LASTING, exonerating: [] });
    const lawyer = generateKeyPair('lawyer-2');
    await writeFile(file('lawyer-2.key'), lawyer.signerKey, { mode: 0o600 });
    const { stdout: analyst } = await run('keygen', '--name', 'analyst-7', '--key', file('analyst-7.key'));
    await writeFile(file('approvers'), `${analyst}${lawyer.verifierKey}\n`);

    const refused = await run('sign', file('bad.json'), '--key', file('analyst-7.key'));
    expect(refused.code).to.equal(1);
    expect(refused.output).to.include('bad.json: exonerating: must say what speaks for the traveller');
    for (const name of RULE.approvedBy) {
      expect((await run('sign', file('rule.json'), '--key', file(`${name}.key`))).code).to.equal(0);
    }
    const { code, stdout } = await run('check', file('rule.json'), file('bad.json'), '--approvers', file('approvers'));
    expect(code).to.equal(1);
    expect(stdout).to.match(/✓ R-2027-014 version 3, active, to be reviewed by \d{4}-01-01: [0-9a-f]{64}\n$/);
    expect(stdout).to.match(/✗ bad\.json: exonerating: /);
  });

  it('tests the rules that come with Ostiary', async () => {
    const { code, stdout } = await run('test', 'data/criteria');
    expect(code).to.equal(0);
    expect(stdout).to.include('  ✓ nothing is told about payment: no-match\n');
  });

  it('tells in numbers what a rule would have found', async () => {
    await write('draft.json', {
      ...RULE,
      status: 'draft',
      scope: { routes: [['VIE', '*']] },
      all: [
        { f: 'party.size', op: '=', v: 1 },
        { f: 'contacts.phones', op: '=', v: 0 },
      ],
      exonerating: [{ f: 'ticketing.issued', op: '=', v: true }],
      minHits: 2,
      tests: [
        { name: 'alone', facts: { 'party.size': 1, 'contacts.phones': 0 }, expect: 'match' },
        { name: 'two', facts: { 'party.size': 2, 'contacts.phones': 0 }, expect: 'no-match' },
        {
          name: 'ticket',
          facts: { 'party.size': 1, 'contacts.phones': 0, 'ticketing.issued': true },
          expect: 'no-match',
        },
      ],
    });
    await writeFile(
      file('push.txt'),
      interchange([...record('TIF+PROBE+ANNA:A:1'), ...record('TIF+PROBE+OTTO:A:1', 'TIF+PROBE+IDA:A:2')]),
    );
    const { code, stdout } = await run('dry-run', file('draft.json'), '--pushes', file('push.txt'));
    expect(code).to.equal(0);
    expect(stdout).to.equal(
      [
        'R-2027-014 version 3: 1 of 2 match, 0 exonerated',
        '    all[0]: met by 1, not told of 0',
        '    all[1]: met by 2, not told of 0',
        '    exonerating[0]: met by 0, not told of 0',
        '',
      ].join('\n'),
    );
  });

  it('names a file that has no flight to try a rule on', async () => {
    await writeFile(file('list.txt'), 'UNB+UNOA:4+ZZ+XAAPIU+261126:0800+77');
    const { code, output } = await run('dry-run', 'data/criteria/R-2026-001.json', '--pushes', file('list.txt'));
    expect(code).to.equal(1);
    expect(output).to.include('list.txt: there is no PNRGOV message of a flight in it');
  });
});
