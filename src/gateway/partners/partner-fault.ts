/** Why another gateway gave no answer that can be believed. */
import { type ServiceError, status } from '@grpc/grpc-js';
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

/** It failed again and again, was not asked, and is given time to recover. */
export class PartnerOutOfService extends PartnerFault {
  /** Milliseconds since the epoch. */
  readonly sinceMs: number | undefined;

  constructor(memberState: string, sinceMs: number | undefined) {
    super(
      'UNAVAILABLE',
      'CIRCUIT_OPEN',
      `the gateway of ${memberState} failed repeatedly and is given time to recover`,
    );
    this.sinceMs = sinceMs;
  }
}

/** It could not be asked for what is missing here: a key or certificate of our own. That says nothing of the other gateway. */
export class OwnFault extends PartnerFault {
  constructor(memberState: string, cause: unknown) {
    const message = `the gateway of ${memberState} cannot be asked for want of an own key or certificate`;
    super('UNAVAILABLE', 'OWN_CREDENTIALS', message, { cause });
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

/** What a code of another party may be: it is shown to operators and logged. */
const CODE = /^[A-Z][A-Z_]{0,39}$/;

/** Fields of a message, by which a refusal says what is wrong. */
const FIELD = /^[a-z][a-z0-9_.[\]-]{0,79}$/;

/** Violations that are named. */
const MOST_NAMED = 5;

/**
 * A refusal of another gateway. What it says of a token, a certificate or a message is no decision about the question but
 * a matter between the operators: unavailable. Of its text nothing is repeated, since nobody here knows what is in it.
 */
export function refusedBy(memberState: string, { reason: told, violations }: RefusedCall): PartnerFault {
  const reason = CODE.test(told) ? told : 'UNKNOWN_REASON';
  const outcome = REFUSED.has(reason) ? 'REFUSED' : TIMED_OUT.has(reason) ? 'TIMED_OUT' : 'UNAVAILABLE';
  const fields = violations.map(({ field }) => field).filter((field) => FIELD.test(field));
  const where = fields.length === 0 ? '' : ` (${fields.slice(0, MOST_NAMED).join(', ')})`;
  return new PartnerFault(outcome, reason, `the gateway of ${memberState} refused: ${reason}${where}`);
}

/** DEADLINE_EXCEEDED of gRPC. */
const DEADLINE_EXCEEDED = status.DEADLINE_EXCEEDED;

/** So begins what gRPC itself says when there is no connection; any other text of an error may be the other side's. */
const NO_CONNECTION = 'No connection established';

/** Longest text of an error that is repeated, in characters. */
const MAX_TEXT = 300;

/** Whatever a call ended with, as a fault. */
export function faultOf(memberState: string, error: unknown): PartnerFault {
  if (error instanceof PartnerFault) return error;
  const { code, details } = error instanceof Error ? (error as Partial<ServiceError>) : {};
  if (code === DEADLINE_EXCEEDED) {
    return new PartnerFault('TIMED_OUT', 'TIMED_OUT', `the gateway of ${memberState} did not answer in time`);
  }
  const message = `the gateway of ${memberState} cannot be asked`;
  if (details === undefined) return new PartnerFault('UNAVAILABLE', 'UNREACHABLE', message, { cause: error });
  const text = details.startsWith(NO_CONNECTION) ? details.slice(0, MAX_TEXT) : 'the call failed';
  return new PartnerFault('UNAVAILABLE', 'UNREACHABLE', `${message}: ${text} (gRPC status ${String(code)})`);
}
