/** Why another gateway gave no answer that can be believed. */
import type { RefusedCall } from '../../client/grpc-client.js';
import type { RefusalReason } from '../../shared/refusal.js';

/** What becomes of the question. */
export type PartnerStatus = 'TIMED_OUT' | 'REFUSED' | 'UNAVAILABLE';

/** Another gateway did not answer. */
export class PartnerFault extends Error {
  override readonly name = 'PartnerFault';
  readonly status: PartnerStatus;
  /** What the log is told: a code. */
  readonly reason: string;

  constructor(status: PartnerStatus, reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.reason = reason;
  }
}

/** The other gateway decided, by its policy, that it need not answer. */
const REFUSED: ReadonlySet<string> = new Set<RefusalReason>([
  'LEGAL_BASIS_UNKNOWN',
  'LEGAL_BASIS_NOT_IN_FORCE',
  'AUTHORITY_KIND_NOT_ALLOWED',
  'OPERATION_NOT_ALLOWED',
  'PURPOSE_NOT_ALLOWED',
  'THRESHOLD_NOT_MET',
  'PRECONDITION_NOT_SHOWN',
  'APPROVAL_REQUIRED',
  'APPROVAL_NOT_VALID',
  'QUOTA_EXCEEDED',
  'FORBIDDEN',
]);

/** It had not enough time. */
const TIMED_OUT: ReadonlySet<string> = new Set<RefusalReason>(['SYSTEM_TIMED_OUT', 'DEADLINE_TOO_SHORT', 'CANCELLED']);

/**
 * A refusal of another gateway. What it says of a token, a certificate or a message is no decision about the question but
 * a matter between the operators: unavailable.
 */
export function refusedBy(memberState: string, { reason, message, violations }: RefusedCall): PartnerFault {
  const status = REFUSED.has(reason) ? 'REFUSED' : TIMED_OUT.has(reason) ? 'TIMED_OUT' : 'UNAVAILABLE';
  const fields = violations.map(({ field, description }) => ` (${field} ${description})`).join('');
  return new PartnerFault(status, reason, `the gateway of ${memberState} refused: ${message}${fields}`);
}

/** DEADLINE_EXCEEDED of gRPC. */
const DEADLINE_EXCEEDED = 4;

/** Whatever a call ended with, as a fault. */
export function faultOf(memberState: string, error: unknown): PartnerFault {
  if (error instanceof PartnerFault) return error;
  if (codeOf(error) === DEADLINE_EXCEEDED) {
    return new PartnerFault('TIMED_OUT', 'TIMED_OUT', `the gateway of ${memberState} did not answer in time`);
  }
  const message = `the gateway of ${memberState} cannot be asked`;
  return new PartnerFault('UNAVAILABLE', 'UNREACHABLE', message, { cause: error });
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
