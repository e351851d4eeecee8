/** A question that is answered in parts, from the command line to the check of what was saved. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { dataLayout } from '../../src/gateway/config.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { type PoliceRecordsStack, startPoliceRecordsStack } from '../helpers/police-records.js';
import { type CommandResult, runCommand } from './run-command.js';

describe('ostiary query records', () => {
  let stack: PoliceRecordsStack;
  let folder: string;

  before(async function () {
    this.timeout(180_000);
    stack = await startPoliceRecordsStack();
    folder = await mkdtemp(join(tmpdir(), 'ostiary-records-'));
  });
  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const { surname, forename, dateOfBirth } = TEST_PERSONS.knownToPolice;
  const query = (...more: string[]): Promise<CommandResult> =>
    runCommand([
      ...['query', 'records', '--as', 'XA-POLICE', '--address', stack.address, '--pki', stack.pkiDirectory],
      ...['--surname', surname, '--forename', forename, '--date-of-birth', dateOfBirth, ...more],
    ]);

  /** Checks lines as a caller saved them. */
  async function verify(lines: readonly string[]): Promise<CommandResult> {
    const file = join(folder, 'answer.ndjson');
    await writeFile(file, lines.map((line) => `${line}\n`).join(''));
    const vkey = join(dataLayout(stack.config.dataDirectory).keys, 'log.vkey');
    return runCommand(['receipt', 'verify', file, '--vkey', vkey]);
  }

  it('prints each state on a line, and what was saved can be checked, whole and in order only', async () => {
    const answer = await query();
    expect(answer.code, answer.output).to.equal(0);
    const lines = answer.stdout.trimEnd().split('\n');
    const documents = lines.map((line) => JSON.parse(line) as { state?: { memberState: string }; receipt?: object });
    expect(documents.map(({ state }) => state?.memberState).slice(0, -1)).to.have.members([
      'XB',
      'XC',
      'XD',
      'XE',
      'XF',
    ]);
    expect(Object.keys(documents.at(-1) ?? {})).to.deep.equal(['receipt']);

    const whole = await verify(lines);
    expect(whole.code, whole.output).to.equal(0);
    expect(whole.output).to.contain('the answer is the one that was logged, to the byte');
    // Every other way to change it: test/acceptance/parts.test.ts and test/audit/receipt.
    const [one = '', two = '', ...others] = lines;
    const moved = await verify([two, one, ...others]);
    expect(moved.code).to.equal(1);
    expect(moved.output).to.contain('the answer is not the one that was logged');
  }).timeout(180_000);

  it('prints a refusal as the line that ends the answer, with a receipt that can be checked', async () => {
    const refused = await query('--penalty-months', '6');
    expect(refused.code).to.equal(1);
    const [line = ''] = refused.stdout.trimEnd().split('\n');
    const { problem } = JSON.parse(line) as { problem: { reason: string } };
    expect(problem.reason).to.equal('THRESHOLD_NOT_MET');
    expect((await verify([line])).code).to.equal(0);
  }).timeout(180_000);
});
