import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { policeAccess } from '../helpers/peers.js';
import { personSearch } from '../helpers/questions.js';
import { answerOf } from '../helpers/receipts.js';
import { type CommandResult, runCommand } from './run-command.js';

interface Listed {
  readonly id: number;
  readonly detector: string;
  readonly entries: number[];
  readonly explanation: string;
}

/** Searches by a real gateway, judged from the command line: what the pipeline logs is what the detectors read. */
describe('ostiary audit detect', function () {
  this.timeout(120_000);
  let stack: GatewayStack;
  let folder: string;
  let environment: Record<string, string>;
  const detect = (...options: string[]): Promise<CommandResult> =>
    runCommand(['audit', 'detect', ...options], environment);
  const who = ['--as', 'XA-DPO', '--officer', 'dpo-1', '--reason', 'weekly self-monitoring'];

  before(async () => {
    stack = await startGatewayStack();
    folder = await mkdtemp(join(tmpdir(), 'ostiary-detect-'));
    environment = {
      OSTIARY_DATA_DIR: stack.config.dataDirectory,
      OSTIARY_CREDENTIALS_DIR: stack.config.credentialsDirectory,
      OSTIARY_DATABASE_URL: stack.databaseUrl,
    };
    const { surname, dateOfBirth } = TEST_PERSONS.wanted;
    await writeFile(
      join(folder, 'staff.json'),
      JSON.stringify({
        version: 1,
        officers: [
          {
            authority: 'XA-POLICE',
            officer: 'officer-17',
            surname,
            dateOfBirth,
            units: [policeAccess().operatingUnit],
          },
        ],
      }),
    );
    const police = await stack.grpc('XA-POLICE');
    const token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    for (const person of [TEST_PERSONS.wanted, TEST_PERSONS.missingChild]) {
      answerOf(await police.call(SisServiceService.searchPersons, personSearch(person), { token }));
    }
  });

  after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('finds, lists and shows, and names the officer to whoever may know', async () => {
    const ran = await detect('run', ...who, '--staff', join(folder, 'staff.json'), '--json');
    expect(ran.code, ran.output).to.equal(0);
    const report = JSON.parse(ran.stdout) as { opened: number; findings: (Listed & { officer: string })[] };
    expect(report.opened).to.equal(2);
    expect(report.findings.map(({ detector, officer }) => [detector, officer])).to.deep.equal([
      ['own-record', 'officer-17'],
    ]);

    const listed = await detect('list', '--as', 'XA-DPO', '--detector', 'own-record', '--json');
    expect(listed.code, listed.output).to.equal(0);
    const [finding, ...others] = JSON.parse(listed.stdout) as Listed[];
    expect(others).to.be.empty;
    expect(finding!.entries).to.deep.equal(report.findings[0]!.entries);
    expect(listed.stdout).to.not.include('officer-17');

    const shown = await detect('show', String(finding!.id), '--open', ...who);
    expect(shown.output).to.include(finding!.explanation).and.to.include('officer: officer-17');

    // Whoever oversees others sees nothing of it: neither in the list nor by its number.
    const foreign = await detect('list', '--as', 'XB-DPO', '--json');
    expect(JSON.parse(foreign.stdout)).to.deep.equal([]);
    const wanted = await detect('list', '--as', 'XB-DPO', '--authority', 'XA-POLICE');
    expect(wanted.code).to.equal(1);
    expect(wanted.output).to.include('does not oversee XA-POLICE');
    const hidden = await detect('show', String(finding!.id), '--as', 'XB-DPO');
    const missing = await detect('show', '999999', '--as', 'XB-DPO');
    expect(hidden.code).to.equal(1);
    expect(hidden.output).to.equal(missing.output);
    expect((await detect('list')).code, 'nobody in particular').not.to.equal(0);
  });

  it('opens nothing for an authority that oversees none, or not these', async () => {
    const police = await detect('run', '--as', 'XA-POLICE', '--officer', 'officer-17', '--reason', 'curiosity, mostly');
    expect(police.code).to.equal(1);
    expect(police.output).to.include('not registered as overseeing');
    const foreign = await detect('run', ...who, '--authority', 'XB-BORDER');
    expect(foreign.code).to.equal(1);
    expect(foreign.output).to.include('does not oversee XB-BORDER');
  });

  it('refuses settings with a fault, before anything is opened', async () => {
    await writeFile(join(folder, 'settings.json'), '{"detectors":{"fishing":{"minNoHits":-1}}}');
    const refused = await detect('run', ...who, '--config', join(folder, 'settings.json'));
    expect(refused.code).to.equal(1);
    expect(refused.output).to.include('detectors.fishing.minNoHits');
  });
});
