import {
  AnswerFormResponse,
  CloseThreadResponse,
  type AnswerFormRequest,
  type CloseThreadRequest,
} from '../../../../gen/ostiary/sis/v1/sirene.js';
import type { Operation } from '../../../adapter.js';
import { answerFaults, giveAnswer, type GivenAnswer } from '../answer-form.js';
import {
  audit,
  disclose,
  formTerms,
  identityTerms,
  notFound,
  type SireneParts,
  termsOfAlerts,
  timeOf,
  viewerOf,
} from '../parts.js';
import { inTransaction } from '../store/transaction.js';
import { parseAnswer, refuseIfAny } from '../wire/parse-request.js';
import { printForm } from '../wire/print.js';
import { auditFiles } from './forms.js';

/** Makes AnswerForm. */
export const answerFormOperation = (parts: SireneParts): Operation<AnswerFormRequest, AnswerFormResponse> => ({
  parse(request) {
    const answer = parseAnswer(request);
    const { formId } = answer;
    return {
      legalOperations: ['SUPPL_INFO'],
      audit: audit({
        answers: formId,
        attachments: auditFiles(answer.attachments),
        persons: answer.identities.length,
        resolution: answer.resolution,
      }),
      terms: identityTerms(answer.identities),
      async ask(context) {
        const { signal, scope } = context;
        const now = timeOf(parts, context);
        const viewer = viewerOf(context);
        const form = await parts.forms.read(formId, viewer, now, signal);
        const thread = form && (await parts.forms.thread(form.threadId, viewer, signal));
        if (form === undefined || thread === undefined) throw notFound('form');
        const given: GivenAnswer = {
          ...answer,
          party: viewer.party,
          authority: scope.authority,
          actor: {
            authority: scope.authority,
            authorityKind: scope.authorityKind,
            officer: context.officer.pseudonym,
            requestId: context.requestId,
          },
        };
        refuseIfAny(answerFaults({ form, thread }, given, now));
        // Read before the answer may delete the alert: the log finds what was done to it by whom it was about.
        const about = (await termsOfAlerts(parts, [form], context, now)).get(form.alertReference ?? '') ?? [];
        const [sent, answered] = await inTransaction(parts, context, async (tx) => {
          const answerSent = await giveAnswer(tx, parts, { form, thread }, given, now);
          return [answerSent, await parts.forms.standing(tx, form.id)] as const;
        });
        return {
          status: 'HIT',
          response: AnswerFormResponse.fromPartial({
            answer: printForm(sent, now),
            answered: printForm(answered, now),
          }),
          disclosures: [
            disclose(sent.id, sent, [...about, ...formTerms(sent)]),
            disclose(answered.id, answered, about),
          ],
        };
      },
    };
  },
});

/** Makes CloseThread. */
export const closeThreadOperation = (parts: SireneParts): Operation<CloseThreadRequest, CloseThreadResponse> => ({
  parse({ threadId }) {
    return {
      legalOperations: ['SUPPL_INFO'],
      audit: { closes: threadId },
      async ask(context) {
        const { signal } = context;
        const now = timeOf(parts, context);
        const viewer = viewerOf(context);
        const thread = await parts.forms.thread(threadId, viewer, signal);
        if (thread === undefined) throw notFound('thread');
        if (thread.opener !== viewer.party) {
          refuseIfAny([
            { field: 'thread_id', rule: 'opener', description: 'must be a thread that the caller’s bureau opened' },
          ]);
        }
        const forms = await inTransaction(parts, context, (tx) => parts.forms.close(tx, thread, viewer.party, now));
        if (forms === undefined) {
          refuseIfAny([{ field: 'thread_id', rule: 'state', description: 'must be a thread that is open' }]);
        }
        return {
          status: 'HIT',
          response: CloseThreadResponse.fromPartial({ forms: (forms ?? []).map((form) => printForm(form, now)) }),
          disclosures: (forms ?? []).map((form) => disclose(form.id, form)),
        };
      },
    };
  },
});
