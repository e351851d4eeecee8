import { expect } from 'chai';
import { TEST_PERSONS, TEST_VEHICLES } from '../../src/world/test-persons.js';
import { startVehicleStack, type VehicleStack } from '../helpers/prum-vehicles.js';
import { type CommandResult, runCommand } from './run-command.js';

describe('ostiary query vehicles', function () {
  this.timeout(180_000);
  let stack: VehicleStack;

  before(async () => {
    stack = await startVehicleStack('PRUM-II');
  });
  after(() => stack.stop());

  const query = (...options: string[]): Promise<CommandResult> =>
    runCommand([
      ...['query', 'vehicles', '--as', 'XA-NCP', '--address', stack.address, '--pki', stack.pkiDirectory, ...options],
    ]);
  const lines = ({ stdout }: CommandResult): readonly Record<string, unknown>[] =>
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('asks by number, by vehicle and by person, on the legal basis for each', async () => {
    const { plate, vin } = TEST_VEHICLES.discreetlyChecked;
    const number = await query('--number', plate, '--states', 'XB');
    expect(number.code, number.output).to.equal(0);
    expect(JSON.stringify(lines(number))).to.include(vin);
    const byVin = await query('--vin', vin, '--states', 'XB', 'XC');
    expect(lines(byVin).map((line) => Object.keys(line).at(-1))).to.include('receipt');
    expect(lines(byVin)).to.have.length(3);
    const { surname, forename, dateOfBirth } = TEST_PERSONS.knownToPolice;
    const person = await query('--surname', surname, '--forename', forename, '--date-of-birth', dateOfBirth);
    expect(person.code, person.output).to.equal(0);
    expect(person.stdout).to.include('VEHICLE_REGISTER_ANSWER_MULTIPLE');
  });

  it('prints a refusal with its reason, and asks for one state where one is needed', async () => {
    const refused = await query('--number', 'TTT*', '--states', 'XB');
    expect(refused.code).to.equal(1);
    expect(refused.stdout).to.include('REQUEST_INVALID');
    const suggested = await query('--number', 'TT8 OO1B', '--states', 'XB', '--suggest', '--law-allows');
    expect(suggested.stdout).to.include('LEGAL_BASIS_NOT_IN_FORCE');
    const nowhere = await query('--number', 'TTT 0002');
    expect(nowhere.code).to.not.equal(0);
    expect(nowhere.output).to.include('exactly one state');
  });
});
