import { expect } from 'chai';
import type { Person } from '../../src/world/person.js';
import type { Presence } from '../../src/world/presence.js';
import { presencesOf } from '../../src/world/presence.js';
import { generatePopulation } from '../../src/world/population.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { runCommand } from './run-command.js';

describe('ostiary world', function () {
  this.timeout(60_000);

  it('prints the people that the simulated systems hold, and where they are known', async () => {
    const { code, stdout } = await runCommand('world --seed 5 --persons 3 --from 2000 --json'.split(' '));
    expect(code).to.equal(0);
    const printed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Person & { presence: Presence });
    const people = [...generatePopulation({ seed: 5, persons: 3, from: 2_000 })];
    expect(printed.map(({ number, surname }) => [number, surname])).to.deep.equal(
      people.map(({ number, surname }) => [number, surname]),
    );
    expect(printed.map(({ presence }) => presence)).to.deep.equal(people.map((person) => presencesOf(5)(person)));
  });

  it('prints a line for each to people', async () => {
    const { code, stdout } = await runCommand('world --persons 30'.split(' '));
    expect(code).to.equal(0);
    expect(stdout.trim().split('\n')).to.have.length(30);
    expect(stdout).to.match(/^1 \| .+ \| \d{4}-\d\d-\d\d \|/);
  });

  for (const [option, value, range] of [
    ['--persons', '-3', '1 to 100,000,000'],
    ['--from', '9007199254740991', '1 to 100,000,000'],
    ['--seed', '1000000000', '0 to 999,999,999'],
  ] as const) {
    it(`says what is wrong with ${option} ${value}`, async () => {
      const { code, output } = await runCommand(['world', option, value]);
      expect(code).to.equal(1);
      expect(output).to.include(option).and.to.include(`It must be an integer from ${range}.`);
    });
  }

  it('prints the test persons and what is known of them', async () => {
    const { code, stdout } = await runCommand('world test-persons'.split(' '));
    expect(code).to.equal(0);
    expect(stdout).to.include(TEST_PERSONS.wanted.surname).and.to.include('`ARR` by XB');
    expect(stdout).to.include(`police records | ${TEST_PERSONS.knownToPolice.surname}`);
    const cases = JSON.parse((await runCommand('world test-persons --json'.split(' '))).stdout) as Readonly<
      Record<string, unknown[]>
    >;
    expect(Object.keys(cases)).to.have.members([
      ...['sis', 'policeRecords', 'dnaProfiles', 'vehicleRegisters', 'faces', 'passengerNameRecords'],
    ]);
    expect(Object.values(cases).flat()).to.have.length(stdout.trim().split('\n').length);
  });

  it('prints a face to search with: of test persons one for all, of others by the seed', async () => {
    const face = async (text: string) => {
      const { stdout } = await runCommand(`world ${text}`.split(' '));
      return JSON.parse(stdout) as { readonly algorithm: string; readonly components: readonly number[] };
    };
    const wanted = await face('face wanted');
    expect(wanted.algorithm).to.equal('SYNTHETIC');
    expect(wanted.components).to.have.lengthOf(128);
    expect(await face('--seed 9 face wanted')).to.deep.equal(wanted);
    expect(await face('--seed 9 face 17')).to.not.deep.equal(await face('face 17'));
    const { code, output } = await runCommand('world face nobody'.split(' '));
    expect(code).to.equal(1);
    expect(output).to.include('knownToPolice');
  });
});
