import { expect } from 'chai';
import { readFingerRecord } from '../../src/formats/finger-minutiae/read-record.js';
import { readTransaction } from '../../src/formats/nist/prum/read-transaction.js';
import { readNistFile } from '../../src/formats/nist/read-file.js';
import { runCommand } from './run-command.js';

describe('ostiary world prints', function () {
  this.timeout(60_000);

  const written = async (...words: string[]): Promise<Buffer> => {
    const { code, stdout } = await runCommand(['world', 'prints', ...words, '--out', '-']);
    expect(code).to.equal(0);
    return Buffer.from(stdout, 'base64');
  };

  it('writes ten fingers of a test person', async () => {
    const { views } = readFingerRecord(await written('--of', 'wanted'));
    expect(views.map(({ position }) => position)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('writes a transaction where a finger minutiae record has no room for palms', async () => {
    const file = readNistFile(await written('--of', 'knownToPolice', '--mode', 'LP/ULP'));
    expect(readTransaction(file)).to.deep.include({ type: 'MMS', modes: ['LP/ULP'] });
  });

  it('knows the test persons that have prints', async () => {
    const { code, output } = await runCommand('world prints --of nobody --out -'.split(' '));
    expect(code).to.equal(1);
    expect(output).to.include('knownToPolice');
  });
});
