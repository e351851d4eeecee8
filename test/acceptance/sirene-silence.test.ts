/** What the law draws from silence about an alert, as the data protection officer of its authority finds it. */
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { parseLeaf } from '../../src/audit/leaf/leaf.js';
import {
  AuditReviewServiceService as Review,
  EntrySection,
  OpenEntryRequest,
  SearchEntriesRequest,
} from '../../src/gen/ostiary/audit/v1/review.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import { EnterAlertRequest, SisAlertServiceService as Alerts } from '../../src/gen/ostiary/sis/v1/alerts.js';
import {
  MessageSubject,
  SendFormRequest,
  SireneServiceService as Sirene,
} from '../../src/gen/ostiary/sis/v1/sirene.js';
import { alertOn, keeping, PROPORTIONATE } from '../helpers/alert-entries.js';
import { eventually } from '../helpers/eventually.js';
import { reviewAccess } from '../helpers/questions.js';
import { answerOf } from '../helpers/receipts.js';
import { type ReviewStack, startReviewStack } from '../helpers/review-stack.js';

describe('an alert that silence has deleted', () => {
  let stack: ReviewStack;
  before(async function () {
    this.timeout(60_000);
    // Fifteen days pass in less than two seconds.
    stack = await startReviewStack({ OSTIARY_SIRENE_TIME_LAPSE: '1000000' });
  });
  after(() => stack.stop());

  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> {
    const client = code === 'XA-DPO' ? await stack.grpc(code) : await stack.gateway.grpc(code);
    const token = await (await stack.gateway.identity(code)).mintToken({ officer: `${code}-1` });
    return answerOf(await client.call(method, request, { token, deadlineMs: 15_000 })).response;
  }

  it('is found by whom it was about, under the authority that created it', async () => {
    const { alertReference } = await ask(
      'XA-POLICE',
      Alerts.enterAlert,
      EnterAlertRequest.fromPartial({
        access: keeping('SIS62-34'),
        alert: alertOn('Stilleva', 'JPR'),
        proportionality: PROPORTIONATE,
      }),
    );
    const notice = SendFormRequest.fromPartial({
      access: AccessContext.fromPartial({
        legalBasisId: 'SIS62-7-2',
        purpose: Purpose.SUPPLEMENTARY_INFORMATION,
        caseReference: 'S 17/2026',
        justification: 'the address is known',
        operatingUnit: 'Desk 2',
      }),
      alertReference,
      body: {
        $case: 'message',
        value: { subject: MessageSubject.PURPOSE_ACHIEVED, text: 'she has given her address' },
      },
    });
    const { forms } = await ask('XA-SIRENE', Sirene.sendForm, notice);
    const search = SearchEntriesRequest.fromPartial({
      access: reviewAccess,
      filter: {
        subject: { person: { surname: 'Stilleva', dateOfBirth: '1984-06-17' } },
        kinds: ['follow-up'],
      },
    });
    const found = await eventually(async () => {
      const { entries } = await ask('XA-DPO', Review.searchEntries, search);
      expect(entries).to.have.lengthOf(1);
      return entries[0]!;
    });
    const { requestId, authority } = parseLeaf(found.entry)!;
    expect([requestId, authority]).to.deep.equal([forms[0]!.formId, 'XA-POLICE']);
    const opened = await ask(
      'XA-DPO',
      Review.openEntry,
      OpenEntryRequest.fromPartial({ access: reviewAccess, index: found.index, sections: [EntrySection.RESULT] }),
    );
    const [section] = opened.openings;
    expect(JSON.parse(Buffer.from(section!.content).toString())).to.deep.include({
      alert_reference: alertReference,
      deleted: [alertReference],
      form: 'M',
      status: 'alert-deleted',
    });
  });
});
