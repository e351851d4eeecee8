/** A refusal as gRPC sends it: status code, message, and google.rpc details in the trailers. */
import { Metadata } from '@grpc/grpc-js';
import type { StatusObject } from '@grpc/grpc-js';
import type { LoggedEntry } from '../../audit/log/entry.js';
import { BadRequest, ErrorInfo, RetryInfo } from '../../gen/google/rpc/error_details.js';
import { Status } from '../../gen/google/rpc/status.js';
import type { FieldViolation, Refusal } from '../../shared/refusal.js';
import { encodeReceipt } from '../contract/receipt.js';
import { more } from '../contract/violations.js';
import { ERROR_TABLE, publicMessage } from './table.js';

/** Metadata key of the encoded google.rpc.Status. */
export const DETAILS_KEY = 'grpc-status-details-bin';

/** Name space of the reasons. */
export const ERROR_DOMAIN = 'ostiary';

/**
 * Most bytes of an encoded google.rpc.Status. HTTP/2 peers commonly take 8 KiB of headers; base64 makes a third more of
 * it, and the message, percent-encoded to nine characters each at worst, comes on top.
 */
export const MAX_STATUS_BYTES = 4_600;

const MAX_MESSAGE_CHARS = 200;

interface Detail {
  readonly typeUrl: string;
  readonly value: Buffer;
}

/** A refusal in the words of google.rpc. */
export interface EncodedStatus {
  readonly code: StatusObject['code'];
  readonly message: string;
  /** A google.rpc.Status with both and with the details. */
  readonly bytes: Uint8Array;
}

/**
 * Encodes a refusal. Details: ErrorInfo (reason, domain, metadata with request_id and audit_index),
 * BadRequest, RetryInfo, and the AuditReceipt of the refusal when it was logged. What does not fit is left out: first
 * violations, and the last one says how many; then the receipt, whose index stays in the metadata.
 */
export function encodeStatus(refusal: Refusal, requestId: string, logged: LoggedEntry | undefined): EncodedStatus {
  const code = ERROR_TABLE[refusal.reason].grpc;
  const message = cut(publicMessage(refusal.reason, refusal.message));
  const encode = (details: readonly Detail[]) =>
    Status.encode(Status.fromPartial({ code, message, details: [...details] })).finish();

  const known = { request_id: requestId, ...(logged && { audit_index: String(logged.index) }) };
  const full = [errorInfo(refusal, { ...refusal.metadata, ...known }), ...retryInfo(refusal)];
  const receipt = logged && detail('ostiary.common.v1.AuditReceipt', encodeReceipt(logged, requestId));
  const bytes =
    (receipt && fit(refusal.violations, [...full, receipt], encode)) ??
    fit(refusal.violations, full, encode) ??
    encode([errorInfo(refusal, known)]);
  return { code, message, bytes };
}

/** A refusal as grpc-js takes it, with the encoded status in the trailers. */
export function toStatus(refusal: Refusal, requestId: string, logged: LoggedEntry | undefined): StatusObject {
  const { code, message, bytes } = encodeStatus(refusal, requestId, logged);
  const metadata = new Metadata();
  metadata.set(DETAILS_KEY, Buffer.from(bytes));
  return { code, details: message, metadata };
}

/** Cut between characters: grpc-js cannot percent-encode half a surrogate pair. */
function cut(message: string): string {
  return Buffer.from(message.slice(0, MAX_MESSAGE_CHARS)).toString();
}

/** Encodes the details with as many violations as fit; undefined when they do not fit even without any. */
function fit(
  violations: readonly FieldViolation[],
  details: readonly Detail[],
  encode: (details: readonly Detail[]) => Uint8Array,
): Uint8Array | undefined {
  let kept = violations.length;
  for (;;) {
    const left = violations.length - kept;
    const shown = left === 0 ? violations : [...violations.slice(0, kept), more(left)];
    const encoded = encode([...details, ...badRequest(shown)]);
    if (encoded.length <= MAX_STATUS_BYTES) return encoded;
    if (kept === 0) return undefined;
    kept = Math.floor(kept * 0.9);
  }
}

function errorInfo(refusal: Refusal, metadata: Record<string, string>): Detail {
  const info = ErrorInfo.fromPartial({ reason: refusal.reason, domain: ERROR_DOMAIN, metadata });
  return detail('google.rpc.ErrorInfo', ErrorInfo.encode(info).finish());
}

function badRequest(violations: readonly FieldViolation[]): Detail[] {
  if (violations.length === 0) return [];
  // google.rpc has no place for the rule's name, so it leads the description.
  const fieldViolations = violations.map(({ field, rule, description }) => ({
    field,
    description: `${rule}: ${description}`,
  }));
  return [detail('google.rpc.BadRequest', BadRequest.encode(BadRequest.fromPartial({ fieldViolations })).finish())];
}

function retryInfo(refusal: Refusal): Detail[] {
  if (refusal.retryAfterMs === undefined) return [];
  const wait = Math.max(0, Math.ceil(refusal.retryAfterMs));
  const retryDelay = { seconds: BigInt(Math.floor(wait / 1000)), nanos: (wait % 1000) * 1_000_000 };
  return [detail('google.rpc.RetryInfo', RetryInfo.encode(RetryInfo.fromPartial({ retryDelay })).finish())];
}

function detail(type: string, bytes: Uint8Array): Detail {
  return { typeUrl: `type.googleapis.com/${type}`, value: Buffer.from(bytes) };
}
