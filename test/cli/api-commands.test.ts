import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ANSWER, answer } from '../formats/api/answers.js';
import { ANNA, HEADER, message } from '../formats/api/lists.js';
import { interchange, record } from '../formats/pnr/messages.js';
import { runCommand } from './run-command.js';

const LIST = message([
  ...HEADER,
  'NAD+FL+++ERIKSSON:ANNA',
  'ATT+2++F',
  'DTM+329:740812',
  'GEI+4+173',
  'NAT+2+UTO',
  'RFF+AVF:AB12CD',
  'DOC+P+L8989O2C3',
  'DTM+36:320415',
  'LOC+91+AT',
  'NAD+FL+++PROBE:BERTA',
  'CNT+42:2',
]);
const PUSH = interchange(
  record(
    'TIF+ERIKSSON+ANNAMRS:A:1',
    'SSR+DOCS:HK::ZZ:::::/P/AUT/L898902C3/UTO/12AUG74/F/15APR32/ERIKSSON/ANNA/MARIA',
    'TIF+OTHER+CARLAMRS:A:2',
  ),
);
const ZONE =
  'P<AUTERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\nL898902C36UTO7408122F3204153<<<<<<<<<<<<<<04\r\n\r\nNO ZONE\r\n';

/** One passenger of whom everything is told; the document has expired. */
const GOOD = message([
  ...HEADER,
  ...ANNA.map((segment) => (segment.startsWith('DTM+36') ? 'DTM+36:250101' : segment)),
  'CNT+42:1',
]);

describe('ostiary api validate, check and answer', function () {
  this.timeout(120_000);
  let folder = '';
  const file = (name: string): string => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-api-'));
    await writeFile(file('list.txt'), LIST);
    await writeFile(file('push.txt'), PUSH);
    await writeFile(file('zones.txt'), ZONE);
    await writeFile(file('garbage.txt'), 'garbage');
    await writeFile(file('wrong.txt'), ZONE.replace('7408122F', '7408123F'));
    await writeFile(file('good.txt'), GOOD);
    await writeFile(file('answer.txt'), answer(ANSWER));
  });
  after(() => rm(folder, { recursive: true }));

  it('say what the law asks for and is not there', async () => {
    const { code, stdout } = await runCommand(['api', 'validate', file('list.txt'), '--law', '2004/82']);
    expect(code).to.equal(1);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      '! person 1, document 1: issuer two letters',
      '! person 2: date of birth missing (Directive 2004/82/EC, Art. 3(2))',
      '! person 2: nationality missing (Directive 2004/82/EC, Art. 3(2))',
      '! person 2: document type missing (Directive 2004/82/EC, Art. 3(2))',
      '! person 2: document number missing (Directive 2004/82/EC, Art. 3(2))',
      '2 people, 5 findings',
    ]);
  });

  it('print each traveller with what agrees and what does not', async () => {
    const { code, stdout } = await runCommand([
      ...['api', 'check', '--pnr', file('push.txt'), '--api', file('list.txt'), '--mrz', file('zones.txt')],
    ]);
    expect(code).to.equal(0);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      '1. ERIKSSON, ANNA, booked as AB12CD (by document number)',
      '   booking and api: doubtful',
      '     surname          same             ERIKSSON',
      '     given names      truncated        ANNA MARIA | ANNA (fewer names)',
      '     date of birth    same             1974-08-12',
      '     sex              same             F',
      '     nationality      same             UTO',
      '     document type    same             P',
      '     document number  similar          L898902C3 | L8989O2C3 (confusable)',
      '     issuer           same             AUT | AT (two letters)',
      '     date of expiry   same             2032-04-15',
      '   booking and mrz: same',
      '     surname          same             ERIKSSON',
      '     given names      same             ANNA MARIA',
      '     date of birth    same             1974-08-12',
      '     sex              same             F',
      '     nationality      same             UTO',
      '     document type    same             P',
      '     document number  same             L898902C3',
      '     issuer           same             AUT',
      '     date of expiry   same             2032-04-15',
      '   api and mrz: doubtful',
      '     surname          same             ERIKSSON',
      '     given names      truncated        ANNA | ANNA MARIA (fewer names)',
      '     date of birth    same             1974-08-12',
      '     sex              same             F',
      '     nationality      same             UTO',
      '     document type    same             P',
      '     document number  similar          L8989O2C3 | L898902C3 (confusable, the check digit fits second)',
      '     issuer           same             AT | AUT (two letters)',
      '     date of expiry   same             2032-04-15',
      '2. PROBE, BERTA: in no booking',
      'OTHER, CARLA, booked as AB12CD: not on the list',
      'zone at line 4: unreadable: line 4 has 7 characters (a zone has 3 lines of 30 characters, 2 of 36 or 2 of 44)',
    ]);
  });

  it('print one JSON text a line', async () => {
    const { stdout } = await runCommand([
      ...['api', 'check', '--json', '--pnr', file('push.txt'), '--api', file('list.txt'), '--mrz', file('zones.txt')],
    ]);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map((line) => Object.keys(line))).to.deep.equal([
      ['check'],
      ['onlyOnList', 'wrongCheckDigits'],
      ['onlyBooked'],
      ['zone'],
    ]);
    expect(lines[0]).to.have.nested.property('check.comparisons.length', 3);
    expect(lines[3]).to.have.nested.property('zone.line', 4);
  });

  it('fail for a zone that cannot be read, and name it; the noun is in the number of what is counted', async () => {
    const { code, stdout } = await runCommand(['api', 'validate', file('good.txt'), '--mrz', file('garbage.txt')]);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      '? person 1, document 1: date of expiry expired (Regulation (EU) 2025/13, Art. 4(2)(d))',
      '1 person, 1 finding',
      '! zone at line 1: unreadable: line 1 has 7 characters (a zone has 3 lines of 30 characters, 2 of 36 or 2 of 44)',
    ]);
    expect(code).to.equal(1);
  });

  it('print a check digit of a zone that is wrong', async () => {
    const { stdout } = await runCommand([
      ...['api', 'check', '--pnr', file('push.txt'), '--api', file('list.txt'), '--mrz', file('wrong.txt')],
    ]);
    // 740812 weighs 7·7 + 4·3 + 0·1 + 8·7 + 1·3 + 2·1 = 122.
    expect(stdout.split('\n')).to.include('   mrz: the check digit of the date of birth is 3 and should be 2');
  });

  it('print who may board', async () => {
    const { stdout } = await runCommand(['api', 'answer', file('answer.txt')]);
    expect(stdout.trimEnd().split('\n')).to.deep.equal([
      'CUSRES D:05B, answer to TX7',
      '  ZZ123 VIE–XAA',
      '  1. AB12CD U1: ok (0Z), OK TO BOARD',
      '  2. AB12CD U2: no-board (1Z), NO BOARD: CALL 0043155501',
    ]);
  });

  it('name a file that has no list in it', async () => {
    const { code, output } = await runCommand(['api', 'validate', file('push.txt')]);
    expect(code).to.equal(1);
    expect(output).to.include('push.txt: there is no PAXLST message in it');
    const asked = await runCommand(['api', 'answer', file('push.txt')]);
    expect(asked.code).to.equal(1);
    expect(asked.output).to.include('push.txt: there is no CUSRES message in it');
  });
});
