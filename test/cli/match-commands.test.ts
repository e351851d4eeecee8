import { expect } from 'chai';
import { Command } from 'commander';
import { addMatchCommands } from '../../src/cli/match-commands.js';
import { runCommand } from './run-command.js';

const match = (...words: string[]) => runCommand(['match', 'names', ...words]);

describe('ostiary match names', function () {
  this.timeout(120_000);

  it('shows a score with its reasons', async () => {
    const { code, stdout } = await match(
      ...['Bob Müller', 'MUELLER, Robert', '--dob-a', '1980-04-05', '--dob-b', '1980-05-04', '--json'],
    );
    expect(code).to.equal(0);
    const result = JSON.parse(stdout) as { score: number; band: string; reasons: string[] };
    expect(result.score).to.be.within(0.85, 0.95);
    expect(result.band).to.equal('strong');
    expect(result.reasons).to.deep.equal([
      'given name: nickname',
      'family name: transliteration variant',
      'date of birth: day and month swapped',
    ]);
  });

  it('prints for people without --json', async () => {
    const { code, stdout } = await match('Bob Müller', '--family-b', 'Mueller', '--given-b', 'Robert');
    expect(code).to.equal(0);
    expect(stdout).to.match(/^score 0\.\d{3} \(strong;/);
    expect(stdout).to.include('BOB ~ ROBERT');
    expect(stdout).to.include('given name: nickname');
  });

  it('applies the rules of the Regulation', async () => {
    const whole = ['--nationality-a', 'XA,XB', '--nationality-b', 'XB', '--gender-a', 'female', '--gender-b', 'female'];
    const { code, stdout } = await match(
      ...['Eva Müller', 'Mueller, Eva', '--mode', 'rules', '--dob-a', '1980-04-05', '--dob-b', '1980-05-04'],
      ...whole,
      '--json',
    );
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({
      mode: 'rules',
      verdict: 'similar',
      names: { verdict: 'similar', rules: ['transliteration'] },
      dateOfBirth: { verdict: 'similar', rules: ['day_month_inverted'] },
      gender: { verdict: 'same', rules: [] },
      origin: { verdict: 'same', rules: [] },
    });
  });

  it('names the rules by which data are similar', async () => {
    const { stdout } = await match(
      ...['Rossi, Anna', 'Anna, Rossi', '--mode', 'rules', '--dob-a', '1980-04-05', '--dob-b', '1980-05-04'],
    );
    expect(stdout).to.match(/^ {2}names +similar by inversion$/m);
    expect(stdout).to.match(/^ {2}date of birth +similar by day and month inverted$/m);
  });

  for (const [words, message] of [
    [['Anna Rossi'], 'Name B is missing'],
    [['Anna Rossi', '...'], 'Name B has no letter or digit'],
    [['Anna Rossi', 'Bruno Rossi', '--family-b', 'Rossi'], 'Name B is given twice'],
    [['Anna Rossi', 'Bruno Rossi', '--dob-a', '1980-02-30'], '--dob-a must be a day of the calendar'],
    [['Anna Rossi', 'Bruno Rossi', '--mode', 'rules', '--kind', 'vessel'], 'The rules are for names of persons only'],
    [['Anna Rossi', '--family-b', 'Rossi', '--kind', 'vessel'], '--family-b and --given-b are for persons only'],
    [['Rossi', 'Rossi', '--kind', 'vessel', '--dob-b', '1980-02-03'], '--dob-b is for persons only'],
    [['Rossi', 'Rossi', '--kind', 'organisation', '--gender-a', 'male'], '--gender-a is for persons only'],
    [['Anna Rossi', 'Bruno Rossi', '--nationality-a', 'XA,Rossiland'], '--nationality-a must be country codes'],
    [['Anna Rossi', 'Bruno Rossi', '--birth-place-b', 'Rossi'], '--birth-place-b is for --mode rules only'],
  ] as const) {
    it(`refuses with "${message}", and never repeats a name`, () => {
      const program = new Command().exitOverride();
      addMatchCommands(program);
      expect(() => program.parse(['match', 'names', ...words], { from: 'user' }))
        .to.throw(Error)
        .with.property('message')
        .that.includes(message)
        .and.does.not.include('Rossi');
    });
  }
});
