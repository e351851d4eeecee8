/**
 * The one table of refusals: what each reason means and how each face says it. docs/errors.md is made from it
 * (npm run docs).
 */
import { status } from '@grpc/grpc-js';
import type { RefusalReason } from '../../shared/refusal.js';

/** One reason of refusal. */
export interface ErrorRow {
  /** gRPC status code. */
  readonly grpc: status;
  /** HTTP status code, after the mapping of google.rpc.Code; departures say why. */
  readonly http: number;
  /** Short, fixed summary (RFC 9457 "title"). */
  readonly title: string;
  /** Whether the same call may succeed later without being changed. */
  readonly retryable: boolean;
  /** What happened and what the caller can do. */
  readonly description: string;
}

export const ERROR_TABLE: Readonly<Record<RefusalReason, ErrorRow>> = {
  REQUEST_INVALID: {
    grpc: status.INVALID_ARGUMENT,
    http: 400,
    title: 'The request breaks rules of the contract',
    retryable: false,
    description:
      'One or more fields break a rule. The violations name every field and rule at once, never the value. Correct them all and call again.',
  },
  REQUEST_MALFORMED: {
    grpc: status.INVALID_ARGUMENT,
    http: 400,
    title: 'The request cannot be read',
    retryable: false,
    description:
      'The bytes are not well-formed protobuf or JSON, or could be read in more than one way (a field given twice, a key given twice). Usually a fault of the client library.',
  },
  REQUEST_TOO_LARGE: {
    grpc: status.RESOURCE_EXHAUSTED,
    http: 413,
    title: 'The request is too large',
    retryable: false,
    description:
      'The message is larger than the limit in the integrator guide. It was not decoded. 413 rather than 429, since waiting does not help.',
  },
  PEER_UNKNOWN: {
    grpc: status.UNAUTHENTICATED,
    http: 401,
    title: 'The authority is not known here',
    retryable: false,
    description: 'The authority named by the client certificate is not registered, or is suspended.',
  },
  TOKEN_MISSING: {
    grpc: status.UNAUTHENTICATED,
    http: 401,
    title: 'An officer token is needed',
    retryable: false,
    description: 'Send the officer’s token as "authorization: Bearer …".',
  },
  TOKEN_INVALID: {
    grpc: status.UNAUTHENTICATED,
    http: 401,
    title: 'The officer token is not valid',
    retryable: false,
    description:
      'The signature, key, form, audience or lifetime of the token does not hold; the message says which. Get a new token from the authority’s identity provider.',
  },
  TOKEN_NOT_BOUND: {
    grpc: status.UNAUTHENTICATED,
    http: 401,
    title: 'The officer token belongs to another certificate',
    retryable: false,
    description:
      'The token is bound to another client certificate (RFC 8705) or was issued by another authority’s identity provider.',
  },
  TOKEN_REPLAYED: {
    grpc: status.UNAUTHENTICATED,
    http: 401,
    title: 'The token identifier was used before',
    retryable: false,
    description:
      'Another token carried the same identifier ("jti"), here or at another gateway of the same log. Get a new token.',
  },
  LEGAL_BASIS_UNKNOWN: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'No such legal basis for this system',
    retryable: false,
    description: 'The row named in the access context does not exist, or is not a legal basis for the system asked.',
  },
  AUTHORITY_KIND_NOT_ALLOWED: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'This kind of authority may not rely on the legal basis',
    retryable: false,
    description:
      'The legal basis is not for the kind in which the caller asks, or the caller is not registered under that kind. The metadata name the rule.',
  },
  OPERATION_NOT_ALLOWED: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'The legal basis does not allow this operation',
    retryable: false,
    description: 'The legal basis exists but does not cover what was asked. The metadata name the rule.',
  },
  PURPOSE_NOT_ALLOWED: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'The legal basis does not serve this purpose',
    retryable: false,
    description: 'Purpose limitation: the purpose stated is not one that the legal basis serves.',
  },
  THRESHOLD_NOT_MET: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'A condition of the legal basis is not shown to be met',
    retryable: false,
    description:
      'The legal basis has a condition, such as the seriousness of the offence, that the access context does not show. The metadata name the condition.',
  },
  NOT_FOUND: {
    grpc: status.NOT_FOUND,
    http: 404,
    title: 'Not found',
    retryable: false,
    description:
      'The thing named does not exist, or the caller may not see it; the answer is the same. A search without a match is never this error: it is an answer with no hit.',
  },
  OVERLOADED: {
    grpc: status.RESOURCE_EXHAUSTED,
    http: 429,
    title: 'Too many calls at once',
    retryable: true,
    description: 'The gateway, the authority’s share of it, or the system is at its limit. Wait as told, then retry.',
  },
  SYSTEM_UNAVAILABLE: {
    grpc: status.UNAVAILABLE,
    http: 503,
    title: 'The system cannot be reached',
    retryable: true,
    description:
      'The system’s circuit is open or the system is down. This says nothing about whether it holds data. Where the metadata name a part of the system, only questions that need that part are refused. Where the metadata name IDENTITY-PROVIDER or TOKEN-MEMORY, the officer could not be known: the keys of the authority’s identity provider, or the gateway’s memory of tokens, could not be reached.',
  },
  SYSTEM_TIMED_OUT: {
    grpc: status.DEADLINE_EXCEEDED,
    http: 504,
    title: 'The system did not answer in time',
    retryable: true,
    description:
      'The system was asked, but its answer did not come in time. This says nothing about whether it holds data.',
  },
  AUDIT_UNAVAILABLE: {
    grpc: status.UNAVAILABLE,
    http: 503,
    title: 'The audit log cannot be written',
    retryable: true,
    description:
      'What cannot be logged is not answered. Nothing was disclosed; where the answer comes in parts, nothing beyond those that came.',
  },
  DEADLINE_TOO_SHORT: {
    grpc: status.DEADLINE_EXCEEDED,
    http: 504,
    title: 'Too little time was left to ask',
    retryable: true,
    description: 'The deadline left no time to ask the system and log the outcome. Allow more time.',
  },
  CANCELLED: {
    grpc: status.CANCELLED,
    http: 499,
    title: 'The caller gave up',
    retryable: true,
    description: 'The call was cancelled or its connection closed before the answer. The access stays in the log.',
  },
  OPERATION_UNKNOWN: {
    grpc: status.UNIMPLEMENTED,
    http: 404,
    title: 'No such operation',
    retryable: false,
    description:
      'The contract has no such operation. 404 rather than 501, since to HTTP it is a path that does not exist.',
  },
  INTERNAL: {
    grpc: status.INTERNAL,
    http: 500,
    title: 'A fault of the gateway',
    retryable: false,
    description:
      'Something went wrong inside. Nothing was disclosed; where the answer comes in parts, nothing beyond those that came. Report the request identifier to the operator; nothing else is told.',
  },
  HTTP_UNSUPPORTED: {
    grpc: status.UNIMPLEMENTED,
    http: 415,
    title: 'HTTP method or media type not supported',
    retryable: false,
    description:
      'The path exists, but not with this method (405), or the body is not uncompressed application/json (415). Never sent over gRPC.',
  },
  LEGAL_BASIS_NOT_IN_FORCE: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'The legal basis does not apply at this time',
    retryable: false,
    description: 'The rule has not begun to apply, or has ended. The metadata name the rule and the day.',
  },
  PRECONDITION_NOT_SHOWN: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'Something that must come first is not shown',
    retryable: false,
    description:
      'The legal basis asks for an earlier search, a flag, a consent or a category of person that the access context does not show. The metadata name the rule and what is missing.',
  },
  APPROVAL_REQUIRED: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'The approval of another body is needed',
    retryable: false,
    description:
      'The legal basis asks for the approval of the body named in the metadata. Request it with ApprovalService, then ask again with access.approval_id.',
  },
  APPROVAL_NOT_VALID: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'The approval does not cover this question',
    retryable: false,
    description:
      'The approval does not exist for this authority, is not granted, has expired, was used, or was granted for another question. The answer is the same for one that never existed.',
  },
  BREAK_GLASS_NOT_ALLOWED: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'Emergency access is not possible',
    retryable: false,
    description:
      'The legal basis knows no emergency access, the officer may not use it, or the review of an earlier emergency access is overdue.',
  },
  QUOTA_EXCEEDED: {
    grpc: status.RESOURCE_EXHAUSTED,
    http: 429,
    title: 'The quota is used up',
    retryable: true,
    description:
      'The answering side declares how many such questions it takes in a period. The metadata name the quota; retry when the next period begins.',
  },
  RATE_LIMITED: {
    grpc: status.RESOURCE_EXHAUSTED,
    http: 429,
    title: 'The authority asks too fast',
    retryable: true,
    description: 'The authority asks faster than its rate allows, over all its connections. Wait as told, then retry.',
  },
  FORBIDDEN: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'A rule forbids this question',
    retryable: false,
    description:
      'A rule forbids the question whatever permits it. The metadata name the rule and its article. This says nothing about whether data exist.',
  },
  NOT_OWNER: {
    grpc: status.PERMISSION_DENIED,
    http: 403,
    title: 'The record belongs to another state',
    retryable: false,
    description:
      'Only the Member State that entered a record may change or delete it. Tell that state by supplementary information, through your SIRENE Bureau for SIS.',
  },
  VERSION_STALE: {
    grpc: status.ABORTED,
    http: 409,
    title: 'The record was changed meanwhile',
    retryable: false,
    description:
      'The change was made for another version than the record has by now (metadata current_version). Read the record again, look at what became of it, and decide anew.',
  },
  RECORD_EXISTS: {
    grpc: status.ALREADY_EXISTS,
    http: 409,
    title: 'There is such a record already',
    retryable: false,
    description:
      'What was to be entered stands there already: in SIS, your Member State has an alert on the same subject, and may have one only. The metadata name it where your legal basis lets you see it. After an answer that was lost on its way this tells that the act was done.',
  },
  RECORD_INCOMPATIBLE: {
    grpc: status.FAILED_PRECONDITION,
    http: 409,
    title: 'A record of another state stands in the way',
    retryable: false,
    description:
      'In SIS: an alert of another Member State on the same subject may not stand beside this one. Consult through your SIRENE Bureau by the form that the metadata name; with its outcome the alert can be entered. 409 rather than 400, since the request itself is right.',
  },
  CALLER_TOO_SLOW: {
    grpc: status.DEADLINE_EXCEEDED,
    http: 504,
    title: 'The answer was read too slowly',
    retryable: true,
    description:
      'The answer comes in parts, and the caller had not read one of them when the time of the call was over. The parts that were sent are disclosed, and logged. Read faster, or allow more time. Over REST it comes as the last line of an answer, never as the status of one.',
  },
  CURSOR_EXPIRED: {
    grpc: status.FAILED_PRECONDITION,
    http: 410,
    title: 'The cursor cannot be gone on from',
    retryable: false,
    description:
      'What a copy would still lack cannot be told from here: the changes are not kept any more, the data were loaded anew, or the copy may hold other categories. The metadata say which. Begin the copy again. 410 rather than 400: what the cursor points to is gone for good.',
  },
  STREAM_ENDED: {
    grpc: status.UNAVAILABLE,
    http: 503,
    title: 'The gateway has ended the stream',
    retryable: true,
    description:
      'A stream of requests is ended when it is old enough, when nothing comes over it, or when its connection or the gateway goes out of service (metadata cause: LIFETIME, IDLE, CONNECTION_CLOSING, GATEWAY_CLOSING). Every message taken by then has been acknowledged. Open another stream and send again what was not acknowledged. Never sent over REST.',
  },
  EARLIER_MESSAGE_REFUSED: {
    grpc: status.UNAVAILABLE,
    http: 503,
    title: 'An earlier message of the lane was not taken',
    retryable: true,
    description:
      'A message of a stream that came before this one in its lane was refused for now. This one was not judged, so that it is not taken before that one. Open another stream, or use another lane, and send both again in their order. Never sent over REST.',
  },
};

/** What a caller is told: an internal fault says nothing of itself, whatever message it carries. */
export function publicMessage(reason: RefusalReason, message: string): string {
  return reason === 'INTERNAL' ? ERROR_TABLE.INTERNAL.title : message;
}
