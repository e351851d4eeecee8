import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { interchange, record } from '../formats/pnr/messages.js';
import { document, xmlRecord } from '../formats/pnr/xml-messages.js';
import { runCommand } from './run-command.js';

const PAXLST = [
  'UNB+UNOA:4+ZZ+XAAPIU+261126:0800+77++APIS',
  'UNH+1+PAXLST:D:12B:UN:IATA+ZZ123/261126/0930',
  'BGM+745',
  'TDT+20+ZZ123+++ZZ',
  'LOC+125+VIE',
  'DTM+189:2611260930:201',
  'LOC+87+XAA',
  'DTM+232:2611261105:201',
  'NAD+FL+++PROBE:ANNA',
  'DTM+329:640231',
  'UNT+9+1',
  'UNZ+1+77',
  '',
].join("'");

const XML = document(
  xmlRecord('AB12CD', '<Passenger RPH="1"><GivenName>ANNA</GivenName><Surname>PROBE</Surname></Passenger>'),
  xmlRecord('BROKEN', '<'),
);

const PUSH = interchange(record('TIF+PROBE+ANNAMRS:A:1', 'XYZ+1'));

/** Names that would colour, ring and turn about, and a document of no issuer. */
const ODD = PAXLST.replace('PROBE:ANNA', 'PR\x1b[31mOBE:AN\x07NA').replace('DTM+329:640231', 'DOC+P+330102546');

describe('ostiary pnr parse and api parse', function () {
  this.timeout(120_000);
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-travel-'));
    await writeFile(join(folder, 'push.txt'), PUSH);
    await writeFile(join(folder, 'list.txt'), PAXLST);
    await writeFile(join(folder, 'push.xml'), XML);
    await writeFile(join(folder, 'odd.txt'), ODD);
  });
  after(() => rm(folder, { recursive: true }));

  it('print the records of a push, and what is odd about it', async () => {
    const { code, stdout } = await runCommand(['pnr', 'parse', join(folder, 'push.txt')]);
    expect(code).to.equal(0);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      'PNRGOV 13:1, full push: ZZ123 VIE–XAA 2026-11-26 09:30, 1 record declared',
      `! TAG_UNKNOWN at byte ${PUSH.indexOf('XYZ')} (segment 10, record 1)`,
      '  1. ZZ AB12CD',
      '     PROBE, ANNA (A)',
    ]);
  });

  it('print one JSON text a line', async () => {
    const { stdout } = await runCommand(['pnr', 'parse', '--json', join(folder, 'push.txt')]);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => Object.keys(line))).to.deep.equal([['push'], ['diagnostic'], ['record']]);
    expect(lines[2]).to.have.nested.property('record.travellers[0].givenNames', 'ANNA');
  });

  it('print a push in XML, whose encoding they find out', async () => {
    const { stdout } = await runCommand(['pnr', 'parse', join(folder, 'push.xml')]);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      'PNRGOV XML 13.1, other push: ZZ123 VIE–XAA 2026-11-26 09:30, 2 records declared',
      '  1. ZZ AB12CD',
      '     PROBE, ANNA (kind not told)',
      `! XML_INVALID at byte ${XML.lastIndexOf('<PNR>')} (record 2)`,
    ]);
  });

  it('print the people on a list', async () => {
    const { stdout } = await runCommand(['api', 'parse', join(folder, 'list.txt')]);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      'PAXLST D:12B, passengers',
      '  ZZ ZZ123 VIE–XAA 2026-11-26 09:30 to 2026-11-26 11:05, across the border',
      `! DATE_INVALID at byte ${PAXLST.indexOf('DTM+329')} (segment 10, person 1)`,
      '  1. PROBE, ANNA (passenger)',
      `! UNT_COUNT at byte ${PAXLST.indexOf('UNT')} (segment 11)`,
    ]);
  });

  it('print nothing that a terminal obeys, and one blank where no issuer is told', async () => {
    const { stdout } = await runCommand(['api', 'parse', join(folder, 'odd.txt')]);
    expect(stdout.split('\n')).to.include('  1. PR·[31mOBE, AN·NA (passenger) P 330102546');
  });

  it('fail for a file of another type, with its diagnostics printed, and say what reads it', async () => {
    const list = join(folder, 'list.txt');
    const { code, stdout, output } = await runCommand(['pnr', 'parse', '--json', list]);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout.split('\n')[0]!)).to.have.nested.property('diagnostic.fault', 'NOT_PNRGOV');
    expect(output.slice(stdout.length)).to.equal(`ostiary: ${list} holds PAXLST: see ostiary api parse\n`);
    const push = join(folder, 'push.txt');
    const other = await runCommand(['api', 'parse', push]);
    expect(other.code).to.equal(1);
    expect(other.output).to.include(`ostiary: ${push} holds PNRGOV: see ostiary pnr parse\n`);
  });

  it('name a file that is not there', async () => {
    const { code, output } = await runCommand(['pnr', 'parse', join(folder, 'none.txt')]);
    expect(code).not.to.equal(0);
    expect(output).to.include('none.txt');
  });
});
