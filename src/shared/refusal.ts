/** Reasons of a refusal: the names of ostiary.common.v1.ErrorReason without their prefix. docs/errors.md explains each. */
export type RefusalReason =
  | 'REQUEST_INVALID'
  | 'REQUEST_MALFORMED'
  | 'REQUEST_TOO_LARGE'
  | 'PEER_UNKNOWN'
  | 'TOKEN_MISSING'
  | 'TOKEN_INVALID'
  | 'TOKEN_NOT_BOUND'
  | 'TOKEN_REPLAYED'
  | 'LEGAL_BASIS_UNKNOWN'
  | 'AUTHORITY_KIND_NOT_ALLOWED'
  | 'OPERATION_NOT_ALLOWED'
  | 'PURPOSE_NOT_ALLOWED'
  | 'THRESHOLD_NOT_MET'
  | 'NOT_FOUND'
  | 'OVERLOADED'
  | 'SYSTEM_UNAVAILABLE'
  | 'SYSTEM_TIMED_OUT'
  | 'AUDIT_UNAVAILABLE'
  | 'DEADLINE_TOO_SHORT'
  | 'CANCELLED'
  | 'OPERATION_UNKNOWN'
  | 'INTERNAL'
  | 'HTTP_UNSUPPORTED'
  | 'LEGAL_BASIS_NOT_IN_FORCE'
  | 'PRECONDITION_NOT_SHOWN'
  | 'APPROVAL_REQUIRED'
  | 'APPROVAL_NOT_VALID'
  | 'BREAK_GLASS_NOT_ALLOWED'
  | 'QUOTA_EXCEEDED'
  | 'RATE_LIMITED'
  | 'FORBIDDEN'
  | 'NOT_OWNER'
  | 'VERSION_STALE'
  | 'RECORD_EXISTS'
  | 'RECORD_INCOMPATIBLE'
  | 'CALLER_TOO_SLOW'
  | 'CURSOR_EXPIRED'
  | 'STREAM_ENDED'
  | 'EARLIER_MESSAGE_REFUSED';

/** One broken rule of one field. Never quotes the value: it may be personal data. */
export interface FieldViolation {
  /** Path in proto names, e.g. "name.date_of_birth" or "categories[2]". */
  readonly field: string;
  /** Name of the rule, e.g. "required", "max_len", "pattern", "unknown_field". */
  readonly rule: string;
  /** What the rule demands, for a person. */
  readonly description: string;
}

/** What a refusal may tell besides its reason. */
export interface RefusalDetails {
  /** Every broken field rule, at once. */
  readonly violations?: readonly FieldViolation[];
  /** Milliseconds after which a retry makes sense. */
  readonly retryAfterMs?: number;
  /** Further facts for a machine: rule and article that denied, system that failed. No personal data. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** What went wrong inside; logged, never sent. */
  readonly cause?: unknown;
  /** A part of a system cannot be asked, and other questions to it can: no circuit opens for it. */
  readonly ofPart?: boolean;
}

/**
 * A call that is not answered: the one error class that crosses module borders. Its message is public and holds no
 * personal data.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  readonly violations: readonly FieldViolation[];
  readonly retryAfterMs: number | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly ofPart: boolean;

  constructor(reason: RefusalReason, message: string, details: RefusalDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.reason = reason;
    this.violations = details.violations ?? [];
    this.retryAfterMs = details.retryAfterMs;
    this.metadata = details.metadata ?? {};
    this.ofPart = details.ofPart ?? false;
  }
}
