import { expect } from 'chai';
import { TEST_FACES } from '../../src/adapters/prum/face/simulator/test-faces.js';
import { type PrumStack, startPrumStack } from '../helpers/prum.js';
import { type CommandResult, runCommand } from './run-command.js';

describe('ostiary query faces', () => {
  let stack: PrumStack;
  before(async function () {
    this.timeout(180_000);
    stack = await startPrumStack();
  });
  after(() => stack.stop());

  const query = (...more: string[]): Promise<CommandResult> =>
    runCommand([
      ...['query', 'faces', '--as', 'XA-POLICE', '--address', stack.address, '--pki', stack.pkiDirectory],
      ...more,
    ]);

  it('prints each state on a line with its candidates, then the receipt', async () => {
    const answer = await query('impersonated', '--states', 'XC', 'XD');
    expect(answer.code, answer.output).to.equal(0);
    const lines = answer.stdout.trimEnd().split('\n');
    const documents = lines.map(
      (line) =>
        JSON.parse(line) as {
          readonly state?: { readonly candidates?: readonly { readonly referenceNumber: string }[] };
          readonly receipt?: object;
        },
    );
    expect(documents).to.have.lengthOf(3);
    const found = documents.flatMap(({ state }) => state?.candidates ?? []);
    expect(found.map(({ referenceNumber }) => referenceNumber)).to.deep.equal([
      TEST_FACES.rightOne,
      TEST_FACES.lookAlike,
    ]);
    expect(Object.keys(documents.at(-1) ?? {})).to.deep.equal(['receipt']);
  }).timeout(180_000);

  it('prints a refusal as the line that ends the answer', async () => {
    const refused = await query('17', '--penalty-months', '11');
    expect(refused.code).to.equal(1);
    const { problem } = JSON.parse(refused.stdout.trim()) as { readonly problem: { readonly reason: string } };
    expect(problem.reason).to.equal('THRESHOLD_NOT_MET');
  }).timeout(180_000);
});
