import {
  GetAttachmentResponse,
  GetFormResponse,
  ListFormsResponse,
  SendFormResponse,
  type GetAttachmentRequest,
  type GetFormRequest,
  type ListFormsRequest,
  type SendFormRequest,
} from '../../../../gen/ostiary/sis/v1/sirene.js';
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import type { JsonValue } from '../../../../shared/json.js';
import type { Operation } from '../../../adapter.js';
import type { AttachedFile } from '../domain/form.js';
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
import { sendForm } from '../send-form.js';
import { parseForm, parseFormQuery } from '../wire/parse-request.js';
import { printFile, printForm } from '../wire/print.js';
import { nextPage } from './hits.js';

/** Attachments as the log has them: never their content. */
export const auditFiles = (files: readonly AttachedFile[]): JsonValue | undefined =>
  files.length === 0 ? undefined : files.map(({ sha256, size, type }) => ({ sha256, size, type }));

/** Makes SendForm. */
export const sendFormOperation = (parts: SireneParts): Operation<SendFormRequest, SendFormResponse> => ({
  parse(request) {
    const form = parseForm(request, parts.clock.now());
    return {
      // To ask for a flag is an act of its own in the law (Art. 24).
      legalOperations: [form.body.letter === 'F' ? 'FLAG' : 'SUPPL_INFO'],
      audit: audit({
        alert_reference: form.alertReference,
        attachments: auditFiles(form.attachments),
        form: form.body.letter,
        persons: form.identities.length,
        recipients: form.recipients,
        thread: form.threadId,
        urgent: form.urgentReason !== undefined,
      }),
      terms: identityTerms(form.identities),
      ...(form.alertReference !== undefined && { ownerState: form.alertReference.slice(4, 6) }),
      async ask(context) {
        const { forms, terms } = await sendForm(parts, form, context);
        const now = parts.clock.now();
        return {
          status: 'HIT',
          response: SendFormResponse.fromPartial({ forms: forms.map((sent) => printForm(sent, now)) }),
          disclosures: forms.map((sent) => disclose(sent.id, sent, [...terms, ...formTerms(sent)])),
        };
      },
    };
  },
});

/** Makes ListForms. */
export const listFormsOperation = (parts: SireneParts): Operation<ListFormsRequest, ListFormsResponse> => ({
  parse(request) {
    const query = parseFormQuery(request);
    const notices = query.box === 'notices';
    return {
      // A notice asks its authority whether an alert is to be deleted: it reads it on the basis on which it may do so.
      legalOperations: [notices ? 'DELETE' : 'SUPPL_INFO'],
      audit: audit({
        alert_reference: query.alertReference,
        before: query.before,
        box: query.box,
        list: 'forms',
        only_overdue: query.onlyOverdue,
        states: query.states,
        thread: query.threadId,
      }),
      async ask(context) {
        const now = timeOf(parts, context);
        const { scope } = context;
        const viewer = notices ? { party: scope.memberState, scope } : viewerOf(context);
        const forms = await parts.forms.list(query, viewer, now, context.signal);
        const terms = notices ? await termsOfAlerts(parts, forms, context, now) : undefined;
        const status = forms.length > 0 ? 'HIT' : 'NO_HIT';
        return {
          status,
          response: ListFormsResponse.fromPartial({
            outcome: { system: 'SIS', status: OutcomeStatus[status] },
            forms: forms.map((form) => printForm(form, now)),
            nextPageToken: nextPage(forms, query.size),
          }),
          disclosures: forms.map((form) =>
            disclose(form.id, form, [...(terms?.get(form.alertReference ?? '') ?? []), ...formTerms(form)]),
          ),
        };
      },
    };
  },
});

/** Makes GetForm. */
export const getFormOperation = (parts: SireneParts): Operation<GetFormRequest, GetFormResponse> => ({
  parse({ formId }) {
    return {
      legalOperations: ['READ', 'SUPPL_INFO'],
      audit: { form_id: formId },
      async ask(context) {
        const now = timeOf(parts, context);
        const form = await parts.forms.read(formId, viewerOf(context), now, context.signal);
        if (form === undefined) throw notFound('form');
        const terms = await termsOfAlerts(parts, [form], context, now);
        return {
          status: 'HIT',
          response: GetFormResponse.fromPartial({ form: printForm(form, now) }),
          disclosures: [disclose(form.id, form, [...(terms.get(form.alertReference ?? '') ?? []), ...formTerms(form)])],
        };
      },
    };
  },
});

/** Makes GetAttachment. */
export const getAttachmentOperation = (parts: SireneParts): Operation<GetAttachmentRequest, GetAttachmentResponse> => ({
  parse({ formId, number }) {
    return {
      legalOperations: ['READ', 'SUPPL_INFO'],
      audit: { attachment: number, form_id: formId },
      async ask(context) {
        const now = timeOf(parts, context);
        const form = await parts.forms.read(formId, viewerOf(context), now, context.signal);
        if (form === undefined) throw notFound('form');
        const file = await parts.forms.attachment(formId, number, context.signal);
        if (file === undefined) throw notFound('attachment');
        const terms = await termsOfAlerts(parts, [form], context, now);
        return {
          status: 'HIT',
          response: GetAttachmentResponse.fromPartial({ file: printFile(form, file) }),
          disclosures: [disclose(form.id, form, [...(terms.get(form.alertReference ?? '') ?? []), ...formTerms(form)])],
        };
      },
    };
  },
});
