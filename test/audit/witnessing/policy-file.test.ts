import { expect } from 'chai';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateCosignerKey } from '../../../src/audit/note/cosignature.js';
import { loadWitnessPolicy } from '../../../src/audit/witnessing/policy-file.js';
import { ORIGIN, TestLog } from '../../witness/fixture.js';

describe('a policy file', () => {
  const { vkey } = new TestLog();
  const witness = generateCosignerKey('witness.example/1', 'ed25519').verifierKey;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ostiary-policy-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function load(text: string): Promise<string> {
    const path = join(folder, 'policy');
    await writeFile(path, text);
    return loadWitnessPolicy(path, vkey, ORIGIN).then(
      ({ witnesses }) => witnesses.map(({ url }) => url).join(),
      (error: unknown) => (error as Error).message,
    );
  }

  const rows: readonly (readonly [what: string, text: string, outcome: string])[] = [
    ['is read', `log ${vkey}\nwitness w ${witness} https://w.example/x\nquorum w\n`, 'https://w.example/x'],
    [
      'must name the log',
      `log ${new TestLog('other.example/log').vkey}\nwitness w ${witness} https://w.example\nquorum w\n`,
      'witness policy: does not name the verifier key of this log',
    ],
    [
      'must name the key of the log, not only its origin',
      `log ${new TestLog().vkey}\n# ${vkey}\nwitness w ${witness} https://w.example\nquorum w\n`,
      'witness policy: does not name the verifier key of this log',
    ],
    [
      'must say where a witness is',
      `log ${vkey}\nwitness w ${witness}\nquorum w\n`,
      'witness policy: witness w has no http or https URL',
    ],
    [
      'must say so in a way that we speak',
      `log ${vkey}\nwitness w ${witness} ftp://w.example\nquorum w\n`,
      'witness policy: witness w has no http or https URL',
    ],
    ['must ask for a witness', `log ${vkey}\nquorum none\n`, 'witness policy: the quorum is none'],
  ];
  for (const [what, text, outcome] of rows) {
    it(what, async () => {
      expect(await load(text)).to.equal(outcome);
    });
  }
});
