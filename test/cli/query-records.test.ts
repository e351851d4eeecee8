import { expect } from 'chai';
import { TEST_RECORDS } from '../../src/adapters/police-records/simulator/test-records.js';
import { type PoliceRecordsStack, startPoliceRecordsStack } from '../helpers/police-records.js';
import { type CommandResult, runCommand } from './run-command.js';

describe('ostiary query records', function () {
  this.timeout(120_000);
  let stack: PoliceRecordsStack;
  before(async () => (stack = await startPoliceRecordsStack()));
  after(() => stack.stop());

  const query = (...words: string[]): Promise<CommandResult> =>
    runCommand([
      'query',
      'records',
      '--as',
      'XA-POLICE',
      '--pki',
      stack.pkiDirectory,
      '--address',
      stack.address,
      ...words,
    ]);

  it('shows what each state answers, and the entry that proves it', async () => {
    const { code, stdout } = await query(
      '--surname',
      'Voorbeeld-Staal',
      '--date-of-birth',
      '1983-08-24',
      '--wait',
      '20000',
    );
    expect(code, stdout).to.equal(0);
    expect(stdout).to.include('XB: hit, 1 record\n');
    expect(stdout).to.include(`${TEST_RECORDS.delivered} (100 %)`);
    expect(stdout).to.include('XD: no hit\n');
    expect(stdout).to.include('XF: not searched\n');
    expect(stdout).to.match(/request [0-9A-Z]{26}, entry \d+\n$/);
  });

  it('says what is missing, and ends with 1', async () => {
    const { code, stdout } = await query('--surname', 'Voorbeeld-Staal');
    expect(code).to.equal(1);
    expect(stdout).to.include('REQUEST_INVALID');
    expect(stdout).to.include('at least two of first_names, family_names, date_of_birth must be given');
  });
});
