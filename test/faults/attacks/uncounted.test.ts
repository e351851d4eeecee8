/**
 * Attacks with the keys of the review machine, through our own code: openings that no entry speaks of, and a ledger made
 * to fit. `ostiary audit unwraps` compares the two (docs/threats-tested.md).
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { parseLeaf } from '../../../src/audit/leaf/leaf.js';
import type { UnwrapReport } from '../../../src/audit/review/unwraps.js';
import { openPayload } from '../../../src/audit/vault/open-payload.js';
import { openVaultToRead } from '../../../src/audit/vault/open-vault.js';
import { dayOf, officerDigest, type UnwrapPurpose } from '../../../src/audit/vault/unwrap-ledger.js';
import { dataLayout } from '../../../src/gateway/config.js';
import {
  AuditReviewServiceService as Review,
  EntrySection,
  ExportEntriesRequest,
  ExportFormat,
  OpenEntryRequest,
  ReportSubjectAccessRequest,
  SearchEntriesRequest,
  SetHoldRequest,
} from '../../../src/gen/ostiary/audit/v1/review.js';
import type { AuditReceipt } from '../../../src/gen/ostiary/common/v1/receipt.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { systemClock } from '../../../src/shared/clock.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { newRequestId } from '../../../src/shared/request-id.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { runCommand } from '../../cli/run-command.js';
import { policeAccess } from '../../helpers/peers.js';
import { personSearch, reviewAccess } from '../../helpers/questions.js';
import { answerOf } from '../../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../../helpers/review-stack.js';

const EXAMINER = ['--as', 'XA-DPO', '--officer', 'dpo-2', '--reason', 'daily self-monitoring'];
const DAY_MS = 86_400_000;
/** As many as make a finding of the story that they share. */
const ACCESSES = 6;
const STORY = 'tip from a reliable source about stolen goods';

describe('unwraps that no entry speaks of', function () {
  this.timeout(180_000);
  let stack: ReviewStack;
  let vault: string;
  const intents: number[] = [];
  // Acts are compared over both days, should midnight come.
  const since = dayOf(Date.now());

  before(async () => {
    stack = await startReviewStack();
    ({ vault } = dataLayout(stack.gateway.config.dataDirectory));
    const police = await stack.gateway.grpc('XA-POLICE');
    const token = await (await stack.gateway.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    for (let n = 0; n < ACCESSES; n++) {
      const access = policeAccess({ caseReference: `CASE-2026-7100${n}`, justification: STORY });
      const question = personSearch(TEST_PERSONS.wanted, { access });
      const { receipt } = answerOf(await police.call(SisServiceService.searchPersons, question, { token }));
      intents.push(receipt.leafIndex - 1);
    }
  });
  after(() => stack.stop());

  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> {
    const client = await stack.grpc('XA-DPO');
    const token = await (await stack.gateway.identity('XA-DPO')).mintToken({ officer: 'dpo-1' });
    return answerOf(await client.call(method, request, { token, deadlineMs: 15_000 })).response;
  }

  const command = (...words: string[]) =>
    runCommand(words, {
      OSTIARY_DATA_DIR: stack.gateway.config.dataDirectory,
      OSTIARY_CREDENTIALS_DIR: stack.gateway.config.credentialsDirectory,
      OSTIARY_DATABASE_URL: stack.gateway.databaseUrl,
    });

  async function done(...words: string[]): Promise<void> {
    const { code, output } = await command(...words);
    expect(code, output).to.equal(0);
  }

  async function compared(): Promise<{ code: number | null; report: UnwrapReport }> {
    const { code, output, stdout } = await command('audit', 'unwraps', ...EXAMINER, '--since', since, '--json');
    expect(stdout, output).to.match(/^\{/);
    return { code, report: JSON.parse(stdout) as UnwrapReport };
  }

  /** Opens entries with our own key provider, and writes nothing into the log. */
  async function pry(requestId: string, purpose: UnwrapPurpose, entries: readonly number[]): Promise<void> {
    const sql = connectDatabase(stack.gateway.databaseUrl, { applicationName: 'test-insider', max: 1 });
    const act = { requestId, authority: 'XA-DPO', officer: 'dpo-1', purpose };
    const { keys, close } = await openVaultToRead(vault, systemClock, undefined, act);
    try {
      for (const index of entries) {
        const [row] = await sql<{ body: Buffer; bucket: string; sealed: Buffer }[]>`
          SELECT e.body, p.bucket, p.sealed FROM audit.log_entry e JOIN audit.log_payload p USING (idx)
           WHERE e.idx = ${index}`;
        const opening = await openPayload(index, parseLeaf(row!.body)!, row, { sql, keys });
        expect(opening.kind).to.equal('opened');
      }
    } finally {
      close();
      await sql.end();
    }
  }

  /** Acts of an honest day: every way to open that there is. */
  const HONEST: Readonly<Record<string, () => Promise<unknown>>> = {
    'opening an entry': () =>
      ask(
        Review.openEntry,
        OpenEntryRequest.fromPartial({
          access: reviewAccess,
          index: BigInt(intents[0]!),
          sections: [EntrySection.WHO],
        }),
      ),
    'a search by what is sealed': () =>
      ask(
        Review.searchEntries,
        SearchEntriesRequest.fromPartial({ access: reviewAccess, filter: { legalBasisId: 'SIS62-44-1-A' } }),
      ),
    'a report for a data subject': () => {
      const { surname, dateOfBirth } = TEST_PERSONS.wanted;
      const subject = { person: { surname, dateOfBirth } };
      return ask(Review.reportSubjectAccess, ReportSubjectAccessRequest.fromPartial({ access: reviewAccess, subject }));
    },
    'an export': () =>
      ask(
        Review.exportEntries,
        ExportEntriesRequest.fromPartial({
          access: reviewAccess,
          format: ExportFormat.CSV,
          recipient: 'Court of Xanadu',
        }),
      ),
    'a hold': () =>
      ask(
        Review.setHold,
        SetHoldRequest.fromPartial({
          access: { ...reviewAccess, caseReference: 'MON-2026-3' },
          indexes: intents.map(BigInt),
          until: dayOf(Date.now() + 30 * DAY_MS),
        }),
      ),
    'a hold by command': () =>
      done(
        ...['audit', 'hold', 'set', '--case', 'MON-2026-4', '--officer', 'dpo-1', '--reason', 'monitoring'],
        ...['--until', dayOf(Date.now() + 30 * DAY_MS), '--entries', `${intents[0]},${intents[2]}`],
      ),
    'a run of the detectors': () => done('audit', 'detect', 'run', ...EXAMINER),
    'naming the officer of a finding': async () => {
      const { stdout } = await command('audit', 'detect', 'list', '--as', 'XA-DPO', '--json');
      const [{ id }] = JSON.parse(stdout) as [{ id: number }];
      await done('audit', 'detect', 'show', String(id), '--open', ...EXAMINER);
    },
    'a replay': () => done('policy', 'replay', '--policy', 'data/policy', ...EXAMINER),
    'a verification': () => done('audit', 'verify', '--open'),
    'a comparison': () => done('audit', 'unwraps', ...EXAMINER),
  };

  it('do not exist on an honest day: every act is counted, and borne out by the log', async () => {
    for (const act of Object.values(HONEST)) await act();
    const { code, report } = await compared();
    expect(report.differences).to.deep.equal([]);
    expect(report.damaged).to.deep.equal([]);
    expect(code).to.equal(0);
    // A verification counts ahead for as many payloads, and no entry speaks of it.
    expect(report.verified.reduce((sum, { counted }) => sum + counted, 0)).to.equal(1_024);
    expect(report.agreed).to.equal(Object.keys(HONEST).length - 1);
  });

  it('who open with the keys of the review machine, and log nothing, are named with day and number', async () => {
    const requestId = newRequestId(Date.now());
    await pry(requestId, 'open', intents.slice(0, 3));
    const { code, report } = await compared();
    const [difference, ...others] = report.differences;
    expect(others).to.deep.equal([]);
    const { day, ...rest } = difference!;
    expect(day >= since).to.equal(true);
    expect(rest).to.deep.equal({
      kind: 'UNLOGGED',
      officer: await officerDigest(vault, 'XA-DPO', 'dpo-1'),
      counted: 3,
      logged: 0,
      requests: [requestId],
    });
    expect(code).to.equal(1);

    const { code: worded, output } = await command('audit', 'unwraps', ...EXAMINER, '--since', since);
    expect(worded).to.equal(1);
    expect(output).to.include(`${day}: officer ${rest.officer} unwrapped 3, the log says 0: 3 too many (${requestId})`);
    const { stdout } = await command('audit', 'unwraps', ...EXAMINER, '--digest-of', 'dpo-1');
    expect(stdout.trim()).to.equal(rest.officer);
  });

  it('who hide behind the request of an act that was logged are named with what it did not say', async () => {
    const { receipt } = await askReceipt();
    await pry(receipt, 'open', intents.slice(0, 2));
    const { code, report } = await compared();
    const [difference] = report.differences;
    expect(code).to.equal(1);
    expect(difference!.requests).to.include(receipt);
    expect([difference!.counted, difference!.logged]).to.deep.equal([3 + 3, 1]);
  });

  it('who take what they did out of the ledger, or change it, are named', async () => {
    // The review service wrote down, in one file, what officers did over the network.
    const folder = join(vault, 'unwraps', since);
    const texts = await Promise.all(
      (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    );
    const [name, whole] = texts.reduce((one, other) => (other[1].length > one[1].length ? other : one));
    const path = join(folder, name);
    const lines = whole.split('\n').slice(0, -1);

    await writeFile(path, [lines[1], ...lines.slice(1), ''].join('\n'));
    expect((await compared()).report.damaged).to.deep.equal([
      `unwraps/${since}/${name}: line 1 is not what was written`,
    ]);

    await writeFile(path, whole.slice(0, -20));
    expect((await compared()).report.damaged).to.deep.equal([`unwraps/${since}/${name}: its last line is cut off`]);

    // Whole lines, or the whole file: what is left is sound in itself, but the log knows better.
    await writeFile(path, '');
    expect((await compared()).report.damaged).to.deep.equal([`unwraps/${since}/${name}: is empty`]);
    for (const take of [() => writeFile(path, `${lines[0]}\n`), () => rm(path)]) {
      await take();
      const { code, report } = await compared();
      expect(code).to.equal(1);
      expect(report.damaged).to.deep.equal([]);
      const missing = report.differences.filter(({ kind }) => kind === 'UNCOUNTED');
      expect(missing.flatMap(({ requests }) => requests)).to.include(lines[1]!.split(' ')[0]);
    }
  });

  /** Opens an entry as one does; resolves to its request. */
  async function askReceipt(): Promise<{ receipt: string }> {
    const client = await stack.grpc('XA-DPO');
    const token = await (await stack.gateway.identity('XA-DPO')).mintToken({ officer: 'dpo-1' });
    const open = OpenEntryRequest.fromPartial({
      access: reviewAccess,
      index: BigInt(intents[0]!),
      sections: [EntrySection.WHY],
    });
    const { receipt } = answerOf(await client.call(Review.openEntry, open, { token, deadlineMs: 15_000 }));
    return { receipt: receipt.requestId };
  }
});
