/** What a data protection officer learns of the story so far: who looked at a person, and why. */
import type { MethodDefinition } from '@grpc/grpc-js';
import { createGrpcClient } from '../../client/grpc-client.js';
import {
  AuditReviewServiceService as Review,
  EntrySection,
  OpenEntryRequest,
  ReportSubjectAccessRequest,
  SearchEntriesRequest,
} from '../../gen/ostiary/audit/v1/review.js';
import { AccessContext, Purpose } from '../../gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../../gen/ostiary/common/v1/receipt.js';
import { readDevelopmentClient } from '../../pki/development-client.js';
import { systemClock } from '../../shared/clock.js';
import { TEST_PERSONS } from '../../world/test-persons.js';
import type { Terminal } from '../terminal.js';
import type { ReceiptCheck } from './check-receipt.js';

/** What the chapter needs. */
export interface ReviewStage {
  readonly terminal: Terminal;
  /** Port of the review service. */
  readonly port: number;
  readonly pkiDirectory: string;
  readonly receipts: ReceiptCheck;
}

const access = AccessContext.fromPartial({
  legalBasisId: 'SIS62-12-6',
  purpose: Purpose.DATA_PROTECTION_REVIEW,
  caseReference: 'COMPLAINT-2026-7',
  justification: 'the person asks who looked at their file',
  operatingUnit: 'Data protection',
});

/** Tells the chapter. Rejects when anything turns out otherwise than it must. */
export async function tellOfReview({ terminal, port, pkiDirectory, receipts }: ReviewStage): Promise<void> {
  const identity = await readDevelopmentClient(pkiDirectory, 'XA-DPO', systemClock);
  const client = createGrpcClient(`localhost:${port}`, identity);
  const token = await identity.mintToken({ officer: 'dpo-1' });
  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> {
    const outcome = await client.call(method, request, { token });
    if (outcome.kind === 'refusal') throw new Error(`XA-DPO was refused: ${outcome.refusal.message}`);
    receipts.ofAnswer(outcome.response.receipt, outcome.bytes);
    return outcome.response;
  }
  try {
    const { surname, dateOfBirth } = TEST_PERSONS.wanted;
    const subject = { person: { surname, dateOfBirth } };
    terminal.line(`  → SearchEntries about ${surname}, ${dateOfBirth}: found by keyed tokens, nothing is opened`);
    const found = await ask(Review.searchEntries, SearchEntriesRequest.fromPartial({ access, filter: { subject } }));
    const [entry] = found.entries;
    if (entry === undefined) throw new Error('the demo expected an access to be found');
    for (const { index, time, authority, system } of found.entries) {
      terminal.line(`  ← entry ${index}: ${time}, ${authority} asked ${system}`);
    }
    terminal.line(`  → OpenEntry ${entry.index}, sections who and why`);
    const opened = await ask(
      Review.openEntry,
      OpenEntryRequest.fromPartial({
        access,
        index: entry.index,
        sections: [EntrySection.WHO, EntrySection.WHY],
      }),
    );
    for (const { content } of opened.openings) terminal.line(`  ← ${content.toString('utf8')}`);
    terminal.line('  → ReportSubjectAccess, for the person');
    const report = await ask(Review.reportSubjectAccess, ReportSubjectAccessRequest.fromPartial({ access, subject }));
    for (const { time, authority, purpose } of report.accesses) {
      terminal.line(`  ← ${time}, ${authority}, ${purpose} (the officer stays covered)`);
    }
  } finally {
    client.close();
  }
}
