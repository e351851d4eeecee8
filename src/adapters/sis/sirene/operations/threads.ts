import {
  AnswerFormResponse,
  CloseThreadResponse,
  type AnswerFormRequest,
  type CloseThreadRequest,
} from '../../../../gen/ostiary/sis/v1/sirene.js';
import type { AskContext, Operation } from '../../../adapter.js';
import { alertTerms } from '../../audit-terms.js';
import { answerFaults, giveAnswer, type GivenAnswer } from '../answer-form.js';
import type { AskedForm } from '../domain/form.js';
import {
  audit,
  disclose,
  formTerms,
  identityTerms,
  notFound,
  partyOf,
  type SireneParts,
  termsOfAlerts,
  timeOf,
  viewerOf,
} from '../parts.js';
import { inTransaction } from '../store/transaction.js';
import { parseAnswer, refuseIfAny } from '../wire/parse-request.js';
import { printForm } from '../wire/print.js';
import { auditFiles } from './forms.js';

/** What the law is asked for, by what an answer decides on: an act on the alert is not supplementary information. */
const LEGAL_OPERATION = { nothing: 'SUPPL_INFO', flag: 'FLAG', deletion: 'DELETE' } as const;

/** Deleted alerts by which the log finds an answer: the person's, and objects that were to help find them. */
const MOST_TOLD = 10;

/** A form to the caller's bureau. A notice it knows as well, but does not answer. */
async function toBureau(parts: SireneParts, formId: string, context: AskContext, now: number): Promise<AskedForm> {
  const { signal, scope } = context;
  // Who is no bureau asks on its notices alone: to it, forms do not exist.
  if (scope.authorityKind !== 'SIR' && scope.authorityKind !== 'EUROPOL') throw notFound('form');
  const viewer = viewerOf(context);
  const form = await parts.forms.read(formId, viewer, now, signal);
  const thread = form && (await parts.forms.thread(form.threadId, viewer, signal));
  if (form === undefined || thread === undefined) throw notFound('form');
  return { form, thread };
}

/** Makes AnswerForm. */
export const answerFormOperation = (parts: SireneParts): Operation<AnswerFormRequest, AnswerFormResponse> => ({
  parse(request) {
    const answer = parseAnswer(request);
    const { formId } = answer;
    return {
      legalOperations: [LEGAL_OPERATION[answer.decidesOn ?? 'nothing']],
      audit: audit({
        answers: formId,
        attachments: auditFiles(answer.attachments),
        decides_on: answer.decidesOn,
        persons: answer.identities.length,
        resolution: answer.resolution,
      }),
      terms: identityTerms(answer.identities),
      async ask(context) {
        const { signal, scope } = context;
        const now = timeOf(parts, context);
        const notice =
          answer.decidesOn === 'deletion' ? await parts.forms.notice(formId, scope, now, signal) : undefined;
        const asked = notice ?? (await toBureau(parts, formId, context, now));
        const { form } = asked;
        const given: GivenAnswer = {
          ...answer,
          party: notice === undefined ? partyOf(scope) : scope.memberState,
          isCreator: notice !== undefined,
          authority: scope.authority,
          actor: {
            authority: scope.authority,
            authorityKind: scope.authorityKind,
            officer: context.officer.pseudonym,
            requestId: context.requestId,
          },
        };
        refuseIfAny(answerFaults(asked, given, now));
        // Read before the answer may delete the alert: the log finds what was done to it by whom it was about.
        const about = (await termsOfAlerts(parts, [form], context, now)).get(form.alertReference ?? '') ?? [];
        const { sent, deleted, answered } = await inTransaction(parts, context, async (tx) => {
          const done = await giveAnswer(tx, parts, asked, given, now);
          return { ...done, answered: await parts.forms.standing(tx, form.id) };
        });
        const terms = deleted.length > 0 ? deleted.slice(0, MOST_TOLD).flatMap(alertTerms) : about;
        return {
          status: 'HIT',
          response: AnswerFormResponse.fromPartial({
            answer: printForm(sent, now),
            answered: printForm(answered, now),
          }),
          disclosures: [
            disclose(sent.id, sent, [...terms, ...formTerms(sent)]),
            disclose(answered.id, answered, terms),
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
