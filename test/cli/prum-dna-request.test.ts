import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PrumDnaMessage } from '../../src/formats/prum-dna/message.js';
import { readComparisonFile } from '../../src/cli/comparison-files.js';
import { readMessageFile } from '../../src/cli/prum-message-file.js';
import { type CommandResult, runCommand } from './run-command.js';

/** Seven loci as a laboratory writes them: three values, a rare one, the order either way. */
const STAIN = {
  VWA: ['17', '16'],
  TH01: ['6', '9.30'],
  D21S11: ['29', '31.2'],
  FGA: ['22', 'r'],
  D8S1179: ['13', '13'],
  D3S1358: ['15', '18'],
  D18S51: ['12', '15'],
  TPOX: ['14', '12', '16'],
  Amelogenin: ['X', 'Y'],
};

describe('ostiary prum dna-request', function () {
  this.timeout(60_000);
  let folder: string;
  let out: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-dna-request-'));
    out = join(folder, 'request.xml');
  });
  after(() => rm(folder, { recursive: true }));

  const file = async (name: string, content: object): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(content));
    return path;
  };
  const request = (files: readonly string[], ...more: string[]): Promise<CommandResult> =>
    runCommand([
      ...['prum', 'dna-request', ...files, '--from', 'XA', '--to', 'XB', '--agency', 'Laboratory of XA', '--out', out],
      ...['--stored-on', '2026-11-20', ...more],
    ]);
  const written = async (): Promise<PrumDnaMessage> => readMessageFile(out, await readFile(out));

  it('writes a profile as it is to be exchanged (Decision 2008/616/JHA, Annex, chapter 1)', async () => {
    const stain = await file('stain.json', { id: 'XA-17', kind: 'unidentified', loci: STAIN });
    const { code, output } = await request([stain], '--request-id', 'XA-2026-1');
    expect(code, output).to.equal(0);
    const { direction, requesting, requested, datas } = await written();
    expect([direction, requested, datas.length]).to.deep.equal(['request', undefined, 1]);
    expect(requesting).to.deep.include({ source: 'XA', destination: 'XB', requestId: 'XA-2026-1' });
    const [{ profile, ...data }] = datas;
    expect(data).to.deep.equal({
      requestType: 'search',
      storedOn: '2026-11-20',
      kind: 'stain',
      agency: 'Laboratory of XA',
      profileIdent: 'XA-17',
      result: { kind: 'undefined' },
    });
    const values = Object.fromEntries(profile.loci.map((locus) => [locus.name, locus.values.join(',')]));
    expect(values).to.deep.equal({
      VWA: '16,17',
      TH01: '6,9.3',
      D21S11: '29,31.2',
      FGA: '22,*',
      D8S1179: '13,13',
      D3S1358: '15,18',
      D18S51: '12,15',
      // Of three values the first stays, and the others become one that stands for any.
      TPOX: '14,*',
      Amelogenin: 'X,Y',
    });
  });

  it('writes several for a comparison of all with all', async () => {
    const one = await file('one.json', { id: 'XA-1', kind: 'unidentified', loci: STAIN });
    const two = await file('two.json', { id: 'XA-2', kind: 'identified', loci: STAIN });
    const { code, output } = await request([one, two], '--comparison');
    expect(code, output).to.equal(0);
    expect((await written()).datas.map(({ kind }) => kind)).to.deep.equal(['stain', 'person']);
    expect((await readComparisonFile(out, 'XB', { unidentifiedAlone: false })).profiles).to.equal(2);
  });

  it('writes nothing that a state would refuse, and says why', async () => {
    const stain = await file('stain.json', { id: 'XA-17', kind: 'unidentified', loci: STAIN });
    const nameless = await file('nameless.json', { kind: 'unidentified', loci: STAIN });
    const mixed = await file('mixed.json', { id: 'XA-3', loci: { ...STAIN, VWA: ['14', '15', '16', '17'] } });
    await rm(out, { force: true });
    for (const [files, more, words] of [
      [[mixed], [], 'mixed.json: may not be exchanged or compared:\n  locus VWA: MIXED_PROFILE'],
      [[nameless], [], 'nameless.json: has no id, under which its agency knows it'],
      [[stain, stain], ['--comparison'], 'stain.json: has the id of another file'],
      [[stain], ['--from', 'xa'], 'header/requesting/source_isocode: state: must be two capital letters'],
      [[stain, await file('other.json', { id: 'XA-18', loci: STAIN })], [], 'datas'],
    ] as const) {
      const { code, output } = await request(files, ...more);
      expect(code, output).to.equal(1);
      expect(output).to.include(words);
    }
    await readFile(out).then(
      () => expect.fail('a file was written'),
      (error: unknown) => expect((error as NodeJS.ErrnoException).code).to.equal('ENOENT'),
    );
  });
});
