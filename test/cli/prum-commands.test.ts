import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PrumDnaMessage } from '../../src/formats/prum-dna/message.js';
import { writeMessage } from '../../src/formats/prum-dna/write-message.js';
import { TEST_DNA } from '../../src/world/test-dna.js';
import { runCommand } from './run-command.js';

const MESSAGE: PrumDnaMessage = {
  direction: 'request',
  ref: '1',
  generator: 'test',
  schemaVersion: '1.0',
  requesting: { source: 'XA', destination: 'XB', requestId: 'XA-2026-1', date: '2026-11-26', time: '09:30:00' },
  requested: undefined,
  datas: [
    {
      requestType: 'search',
      storedOn: '2026-11-20',
      kind: 'stain',
      agency: 'Laboratory of XA',
      profileIdent: 'XA-17',
      profile: {
        profileId: 'XA-17',
        marker: '',
        loci: Object.entries(TEST_DNA.fewLoci).map(([name, values]) => ({ name, values: [...values] })),
      },
      result: { kind: 'undefined' },
    },
  ],
};

describe('ostiary prum dna-message', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'ostiary-prum-'))));
  after(() => rm(folder, { recursive: true }));

  it('says what a message holds, as JSON', async () => {
    const path = join(folder, 'request.xml');
    await writeFile(path, writeMessage(MESSAGE));
    const { code, stdout } = await runCommand(['prum', 'dna-message', path, '--json']);
    expect(code).to.equal(0);
    const told = JSON.parse(stdout) as { requesting: object; datas: { rejections: unknown[]; profile: object }[] };
    expect(told.requesting).to.deep.equal(MESSAGE.requesting);
    expect(told.datas[0]?.profile).to.deep.equal(MESSAGE.datas[0].profile);
    expect(told.datas[0]?.rejections).to.deep.equal([]);
  });

  it('names file, place, line and rule of what is wrong', async () => {
    const path = join(folder, 'broken.xml');
    await writeFile(path, writeMessage(MESSAGE).replace('<reqtype>3</reqtype>', '<reqtype>9</reqtype>'));
    const { code, output } = await runCommand(['prum', 'dna-message', path]);
    expect(code).to.equal(1);
    expect(output).to.match(/broken\.xml: is no message/);
    expect(output).to.match(/line \d+, datas\[1\]\/reqtype: code: must be one of 3, 4/);
  });
});
