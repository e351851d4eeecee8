/** A question that is to be approved: read as the pipeline will read it, and told apart from every other question. */
import type { ParsedQuestion } from '../../adapters/adapter.js';
import { canonicalJson } from '../../shared/canonical-json.js';
import type { RequestApprovalRequest } from '../../gen/ostiary/approval/v1/approval.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import { type FieldViolation, Refusal } from '../../shared/refusal.js';
import { invalid } from '../contract/codec.js';
import { binaryToJson, jsonToBinary } from '../contract/json.js';
import { parseAccess } from '../exchange/access.js';
import type { Route, SystemRoute } from '../exchange/route.js';
import type { AccessGrounds } from '../policy/request.js';
import { APPROVALS } from './rules.js';

/** A question, read. */
export interface Question {
  readonly route: SystemRoute;
  /** In protobuf, as it was given. */
  readonly message: Uint8Array;
  readonly grounds: AccessGrounds;
  readonly inquiry: ParsedQuestion;
  /** Everything that decides or identifies it, in canonical JSON: equal texts, the same question. */
  readonly identity: string;
}

/** Reads the question of a request for approval. Throws a Refusal whose fields begin with "question.". */
export function readQuestion(routes: ReadonlyMap<string, Route>, request: RequestApprovalRequest): Question {
  const route = routes.get(request.operation);
  if (route?.kind !== 'system' || route.method.system === APPROVALS) {
    throw violation('operation', 'known', 'must be an operation of a system of this gateway');
  }
  if (request.questionMessage.length > 0 && request.questionJson !== '') {
    throw violation('question_json', 'one_of', 'must not be given beside question_message');
  }
  return within(() => {
    const message = messageOf(route, request);
    const decoded = route.codec.decode(message);
    const grounds = parseAccess(decoded);
    if (grounds.approvalId !== undefined) {
      throw violation('access.approval_id', 'absent', 'must not be given: it does not exist yet');
    }
    if (grounds.emergency !== undefined) {
      throw violation('access.break_glass', 'absent', 'must not be given: an emergency does not wait for an approval');
    }
    const inquiry = route.operation.parse(decoded);
    return { route, message, grounds, inquiry, identity: identityOf(route, decoded, grounds) };
  });
}

/** The question in JSON, for people. */
export const questionJson = (route: SystemRoute, message: Uint8Array): string =>
  binaryToJson(route.method.input, message);

/**
 * What a question is, without how it is put: the whole request but its access context, and of that what may decide.
 * Wording, unit, the approval itself and every urgency but imminent danger, on which rows depend, are left out. The message itself and not what the log holds of it, since
 * the log never holds a biometric sample, and an approval for one person's prints must not serve for another's.
 */
export function identityOf(route: SystemRoute, request: object, grounds: AccessGrounds): string {
  const asked = route.codec.encodeRequest({ ...request, access: undefined });
  const { offence } = grounds;
  return canonicalJson(
    present({
      aim: grounds.aim,
      authority_kind: grounds.authorityKind,
      case_reference: grounds.caseReference,
      consent: grounds.consentReference,
      imminent_danger: grounds.urgency === 'IMMINENT_DANGER' ? true : undefined,
      legal_basis: grounds.legalBasisId,
      national_law_empowered: grounds.nationalLawEmpowered,
      offence:
        offence &&
        present({
          code: offence.code,
          listed_as: offence.listedAs,
          maximum_penalty_months: offence.maximumPenaltyMonths,
          terrorist: offence.terrorist,
        }),
      on_behalf_of: grounds.onBehalfOf,
      operation: route.method.path,
      person_category: grounds.personCategory,
      prior_searches: grounds.priorSearches.map(({ kind, reference, result }) => ({ kind, reference, result })),
      purpose: grounds.purpose,
      request: Buffer.from(asked).toString('base64'),
    }),
  );
}

function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

function messageOf(route: SystemRoute, { questionMessage, questionJson: json }: RequestApprovalRequest): Uint8Array {
  return json === '' ? questionMessage : jsonToBinary(route.method.input, Buffer.from(json));
}

/** Names fields of the question as such. */
function within<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    switch (error.reason) {
      case 'REQUEST_INVALID':
        throw invalid(error.violations.map((found) => ({ ...found, field: inQuestion(found.field) })));
      case 'REQUEST_MALFORMED':
        throw violation('question', 'well_formed', 'must be the operation’s request message');
      default:
        throw error;
    }
  }
}

const inQuestion = (field: string): string => (field === '' ? 'question' : `question.${field}`);

function violation(field: string, rule: string, description: string): Refusal {
  const violations: FieldViolation[] = [{ field, rule, description }];
  return invalid(violations);
}
