/** A refusal as REST sends it: a problem document (RFC 9457). */
import type { LoggedEntry } from '../../audit/log/entry.js';
import { AuditReceipt } from '../../gen/ostiary/common/v1/receipt.js';
import type { FieldViolation, Refusal, RefusalReason } from '../../shared/refusal.js';
import { receiptOf } from '../contract/receipt.js';
import { ERROR_TABLE, publicMessage } from './table.js';

/** Media type of problem documents. */
export const PROBLEM_TYPE = 'application/problem+json';

/** A problem document. */
export interface Problem {
  /** urn:ostiary:error: and the reason. */
  readonly type: string;
  readonly title: string;
  /** HTTP status code, as sent. */
  readonly status: number;
  readonly detail: string;
  /** urn:ulid: and the identifier of the request. */
  readonly instance: string;
  /** The reason: a name of ostiary.common.v1.ErrorReason without its prefix. */
  readonly code: RefusalReason;
  readonly violations?: readonly FieldViolation[];
  /** Seconds to wait before a retry. */
  readonly retry_after?: number;
  /** Facts for a machine, as in google.rpc.ErrorInfo. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** AuditReceipt of the refusal in protobuf JSON. */
  readonly receipt?: unknown;
}

/**
 * Makes the problem document of a refusal.
 *
 * @param httpStatus where it must differ from the table (405 for HTTP_UNSUPPORTED)
 */
export function toProblem(
  refusal: Refusal,
  requestId: string,
  logged: LoggedEntry | undefined,
  httpStatus: number = ERROR_TABLE[refusal.reason].http,
): Problem {
  return {
    type: `urn:ostiary:error:${refusal.reason}`,
    title: ERROR_TABLE[refusal.reason].title,
    status: httpStatus,
    detail: publicMessage(refusal.reason, refusal.message),
    instance: `urn:ulid:${requestId}`,
    code: refusal.reason,
    ...(refusal.violations.length > 0 && { violations: refusal.violations }),
    ...(refusal.retryAfterMs !== undefined && { retry_after: retryAfterSeconds(refusal.retryAfterMs) }),
    ...(Object.keys(refusal.metadata).length > 0 && { metadata: refusal.metadata }),
    ...(logged && { receipt: AuditReceipt.toJSON(receiptOf(logged, requestId)) }),
  };
}

/** Whole seconds, as the Retry-After header counts (RFC 9110 section 10.2.3); never zero. */
export function retryAfterSeconds(retryAfterMs: number): number {
  return Math.max(1, Math.ceil(retryAfterMs / 1000));
}
