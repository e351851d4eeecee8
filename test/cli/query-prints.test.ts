import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_PRINT_REFERENCES } from '../../src/adapters/prum/fingerprint/simulator/test-prints.js';
import { checkAnswers } from '../../src/formats/nist/prum/answers.js';
import { readTransaction } from '../../src/formats/nist/prum/read-transaction.js';
import type { ResultTransaction, SearchTransaction } from '../../src/formats/nist/prum/transaction.js';
import { readNistFile } from '../../src/formats/nist/read-file.js';
import { dataLayout } from '../../src/gateway/config.js';
import { type PrumStack, startPrumStack } from '../helpers/prum.js';
import { runCommand } from './run-command.js';

interface Candidate {
  readonly referenceNumber: string;
  readonly score: number;
  readonly overallRank?: number;
}

interface State {
  readonly reply: { readonly memberState: string; readonly status: string };
  readonly candidates?: readonly Candidate[];
}

describe('ostiary query prints', function () {
  this.timeout(180_000);
  let stack: PrumStack;
  let folder: string;

  before(async () => {
    stack = await startPrumStack();
    folder = await mkdtemp(join(tmpdir(), 'ostiary-query-prints-'));
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const query = (file: string, ...more: string[]) =>
    runCommand([
      ...['query', 'prints', file, '--as', 'XA-POLICE', '--address', stack.address, '--pki', stack.pkiDirectory],
      ...more,
    ]);
  const fileFor = async (mode: string) => {
    const file = join(folder, `${mode.replace('/', '-')}.probe`);
    const made = await runCommand(['world', 'prints', '--of', 'knownToPolice', '--mode', mode, '--out', file]);
    expect(made.code, made.output).to.equal(0);
    return file;
  };

  it('prints each state on a line and says in words what agrees, and what was saved can be checked', async () => {
    const asked = await query(await fileFor('LT/TP'), '--mode', 'LT/TP', '--states', 'XB', 'XD');
    expect(asked.code, asked.output).to.equal(0);
    const lines = asked.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly state?: State });
    const states = lines.flatMap(({ state }) => state ?? []);
    expect(Object.fromEntries(states.map(({ reply }) => [reply.memberState, reply.status]))).to.deep.equal({
      XB: 'OUTCOME_STATUS_HIT',
      XD: 'OUTCOME_STATUS_NO_HIT',
    });
    const found = states.flatMap(({ candidates }) => candidates ?? []);
    expect(found.map(({ referenceNumber }) => referenceNumber)).to.deep.equal([TEST_PRINT_REFERENCES.fingers]);
    const words = asked.output.slice(asked.stdout.length);
    expect(words).to.include('XD: no hit\n');
    expect(words).to.match(/ {2}DAC-XB-I-00000000000000000TEST00001: 1 of its state, score \d+\.\d\n/);
    expect(words).to.match(/ {4}unknown finger \(0\) on right index finger \(2\): \d+ minutiae agree\n/);
    expect(words).to.match(/ {4}for prum search on PRUM2-11; .*confirm before use/);

    const saved = join(folder, 'answer.ndjson');
    await writeFile(saved, asked.stdout);
    const vkey = join(dataLayout(stack.config.dataDirectory).keys, 'log.vkey');
    const checked = await runCommand(['receipt', 'verify', saved, '--vkey', vkey]);
    expect(checked.code, checked.output).to.equal(0);
  });

  it('takes transactions, and ranks all candidates when asked to', async () => {
    const asked = await query(await fileFor('LP/PP'), '--mode', 'LP/PP', '--states', 'XB', 'XC', '--ranked');
    expect(asked.code, asked.output).to.equal(0);
    const { states } = JSON.parse(asked.stdout) as { readonly states: readonly State[] };
    const found = states.flatMap(({ candidates }) => candidates ?? []);
    expect(found.map(({ referenceNumber, overallRank }) => [referenceNumber, overallRank])).to.deep.equal([
      [TEST_PRINT_REFERENCES.palms, 1],
    ]);
    expect(asked.output.slice(asked.stdout.length)).to.match(/; 1 among all, with \d+\.\d compared here\n/);
  });

  it('writes what states answer to a transaction as files of the exchange', async () => {
    const file = await fileFor('PP/ULP');
    const answers = await mkdtemp(join(folder, 'answers-'));
    const asked = await query(file, '--mode', 'PP/ULP', '--states', 'XC', 'XD', 'XF', '--answers', answers);
    expect(asked.code, asked.output).to.equal(0);
    // XF takes no part, and has sent nothing.
    expect((await readdir(answers)).sort()).to.deep.equal(['XC-01.nist', 'XD-01.nist']);
    const read = async (path: string, options = {}) => readTransaction(readNistFile(await readFile(path)), options);
    const question = (await read(file, { minutiaeOfPersons: true })) as SearchTransaction;
    for (const [state, number] of [
      ['XC', TEST_PRINT_REFERENCES.palmTrace.slice('DAC-XC-'.length)],
      ['XD', undefined],
    ] as const) {
      const answer = (await read(join(answers, `${state}-01.nist`))) as ResultTransaction;
      const destination = { ...question.header.destination, state };
      const put = { ...question, header: { ...question.header, destination } };
      expect(checkAnswers(put, [answer])).to.deep.equal([]);
      expect(answer.references.case?.number).to.equal(number);
      expect(answer.templates.map(({ template }) => template.position)).to.deep.equal(number === undefined ? [] : [21]);
    }
  });

  it('says what a file must be that is neither', async () => {
    const file = join(folder, 'image.png');
    await writeFile(file, Buffer.from([0x89, 0x50, 0x4e, 0x47]));
    const asked = await query(file);
    expect(asked.code).to.equal(1);
    expect(asked.output).to.match(/must be a finger minutiae record .* or a file of ANSI\/NIST-ITL/);
  });
});
