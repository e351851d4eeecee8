/** Attacks by people who may do what they do: what gives them away is what they leave in the log. */
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { openKeyUnwrapper } from '../../../src/audit/vault/file-keys.js';
import { ROOT_PRIVATE_FILE } from '../../../src/audit/vault/key-folder.js';
import { EPOCH_ID_BYTES, KEY_BYTES, unwrapKey } from '../../../src/audit/vault/keys.js';
import { splitPayload } from '../../../src/audit/vault/seal.js';
import { dataLayout } from '../../../src/gateway/config.js';
import {
  AuditReviewServiceService as Review,
  EntrySection,
  GetFindingRequest,
  ListFindingsRequest,
  OpenEntryRequest,
  SearchEntriesRequest,
} from '../../../src/gen/ostiary/audit/v1/review.js';
import { AccessContext } from '../../../src/gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../../../src/gen/ostiary/common/v1/receipt.js';
import { SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { runCommand } from '../../cli/run-command.js';
import { policeAccess } from '../../helpers/peers.js';
import { personSearch, reviewAccess } from '../../helpers/questions.js';
import { answerOf } from '../../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../../helpers/review-stack.js';

const CASES = 6;
const STORY = 'tip from a reliable source about stolen goods';

describe('insiders', function () {
  this.timeout(120_000);
  let stack: ReviewStack;
  /** Intents of the officer, in order. */
  const intents: number[] = [];

  /** An officer looks at whom they like, under one invented story for ever new cases. */
  before(async () => {
    stack = await startReviewStack();
    const police = await stack.gateway.grpc('XA-POLICE');
    const token = await (await stack.gateway.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
    for (let n = 0; n < CASES; n++) {
      const access = policeAccess({ caseReference: `CASE-2026-7000${n}`, justification: STORY });
      const question = personSearch(TEST_PERSONS.wanted, { access });
      const { receipt } = answerOf(await police.call(SisServiceService.searchPersons, question, { token }));
      intents.push(receipt.leafIndex - 1);
    }
  });
  after(() => stack.stop());

  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> {
    const client = await stack.grpc(code);
    const token = await (await stack.gateway.identity(code)).mintToken({ officer: `${code}-1` });
    return answerOf(await client.call(method, request, { token, deadlineMs: 15_000 })).response;
  }

  it('who give false purposes are found by the pattern that they leave, and by the entries behind it', async () => {
    const { databaseUrl, config } = stack.gateway;
    const { code, output } = await runCommand(
      ['audit', 'detect', 'run', '--as', 'XA-DPO', '--officer', 'dpo-1', '--reason', 'weekly self-monitoring'],
      {
        OSTIARY_DATA_DIR: config.dataDirectory,
        OSTIARY_CREDENTIALS_DIR: config.credentialsDirectory,
        OSTIARY_DATABASE_URL: databaseUrl,
      },
    );
    expect(code, output).to.equal(0);
    const list = ListFindingsRequest.fromPartial({ access: reviewAccess, detectors: ['copied-justification'] });
    const { findings } = await ask('XA-DPO', Review.listFindings, list);
    expect(findings.map(({ authority, entryCount }) => [authority, entryCount])).to.deep.equal([['XA-POLICE', CASES]]);
    const get = GetFindingRequest.fromPartial({ access: reviewAccess, id: findings[0]!.id });
    const { entries } = await ask('XA-DPO', Review.getFinding, get);
    expect(entries.map(({ index }) => Number(index)).reverse()).to.deep.equal(intents);
  });

  it('who read too much as data protection officers are seen by their supervisory authority, act by act', async () => {
    const curious = AccessContext.fromPartial({ ...reviewAccess, justification: 'general interest in the matter' });
    for (const index of intents) {
      const open = { access: curious, index: BigInt(index), sections: [EntrySection.WHO, EntrySection.WHY] };
      await ask('XA-DPO', Review.openEntry, OpenEntryRequest.fromPartial(open));
    }
    const search = SearchEntriesRequest.fromPartial({
      access: reviewAccess,
      filter: { officer: 'XA-DPO-1', authorities: ['XA-DPO'], kinds: ['intent'] },
      pageSize: 400,
    });
    const { entries } = await ask('XA-SUPERVISOR', Review.searchEntries, search);
    const opened: number[] = [];
    for (const { index } of entries) {
      const sections = [EntrySection.WHAT, EntrySection.WHY];
      const open = OpenEntryRequest.fromPartial({ access: reviewAccess, index, sections });
      const { openings } = await ask('XA-SUPERVISOR', Review.openEntry, open);
      const [what, why] = openings.map(
        ({ content }) => JSON.parse(content.toString()) as { query?: { index?: string }; justification?: string },
      );
      if (why?.justification === curious.justification) opened.push(Number(what?.query?.index ?? 0));
    }
    expect(opened.reverse()).to.deep.equal(intents);
  });

  it('who steal what a gateway has of the keys, and the database with it, open nothing', async () => {
    const loot = await mkdtemp(join(tmpdir(), 'ostiary-loot-'));
    const sql = connectDatabase(stack.gateway.databaseUrl, { applicationName: 'test-thief', max: 1 });
    try {
      // A gateway has everything but the data protection officer's private key (docs/retention-and-erasure.md).
      await cp(dataLayout(stack.gateway.config.dataDirectory).vault, loot, { recursive: true });
      await rm(join(loot, ROOT_PRIVATE_FILE));
      const refused = await openKeyUnwrapper(loot).then(
        () => 'opened',
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(refused).to.equal('ENOENT');

      const rows = await sql<{ sealed: Buffer }[]>`SELECT sealed FROM audit.log_payload ORDER BY idx LIMIT 3`;
      const wrapped = rows.map(({ sealed }) => splitPayload(sealed)!.wrappedKey.subarray(EPOCH_ID_BYTES));
      const files = await readdir(loot, { recursive: true, withFileTypes: true });
      let tried = 0;
      for (const file of files.filter((entry) => entry.isFile())) {
        const bytes = await readFile(join(file.parentPath, file.name));
        for (let at = 0; at + KEY_BYTES <= bytes.length; at++) {
          const key = bytes.subarray(at, at + KEY_BYTES);
          for (const one of wrapped) expect(unwrapKey(key, one)).to.equal(undefined);
          tried += 1;
        }
      }
      expect(tried).to.be.greaterThan(100);
    } finally {
      await sql.end();
      await rm(loot, { recursive: true, force: true });
    }
  });
});
