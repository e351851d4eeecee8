/**
 * Writes into the audit log what never became a call: refused handshakes, cut connections, broken framing. Whoever can
 * reach the port can cause these, so their number is bounded: beyond it they are counted, and the count is logged.
 */
import { newRequestId } from '../../shared/request-id.js';
import { type AuditLog, type EntryDraft, UNIDENTIFIED } from '../../audit/log/entry.js';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import type { Cut, HandshakeRefusal } from './tls/refusals.js';
import type { TransportRefusal } from './transport-refusal.js';

/** Entries of their own that refusals may cause within one window; the rest share one entry. */
const ENTRIES_PER_WINDOW = 50;

/** Length of the window, in milliseconds. */
const WINDOW_MS = 10_000;

/** Takes what the listeners report. */
export interface RefusalLog {
  handshakeRefused(refusal: HandshakeRefusal): void;
  connectionCut(cut: Cut): void;
  transportRefused(refusal: TransportRefusal): void;
  /** Writes the count that is still open. */
  close(): Promise<void>;
}

/** Makes the refusal log. `onFailure` hears of entries that could not be written. */
export function createRefusalLog(log: AuditLog, clock: Clock, onFailure: (error: unknown) => void): RefusalLog {
  let windowEndsMs = 0;
  let written = 0;
  let suppressed = 0;
  let timer: NodeJS.Timeout | undefined;
  const pending = new Set<Promise<void>>();

  function append(authority: string, who: JsonObject, result: JsonObject): void {
    const draft: EntryDraft = {
      kind: 'access-denied',
      authority,
      system: 'GATEWAY',
      requestId: newRequestId(clock.now()),
      retention: 'ops',
      outcome: 'refused',
      sections: { who, result },
    };
    const writing: Promise<void> = log
      .append(draft)
      .then(() => undefined, onFailure)
      .finally(() => pending.delete(writing));
    pending.add(writing);
  }

  function flushSuppressed(): void {
    clearTimeout(timer);
    timer = undefined;
    if (suppressed === 0) return;
    append(UNIDENTIFIED, {}, { status: 'REFUSALS_NOT_LISTED', count: suppressed });
    suppressed = 0;
  }

  function record(authority: string, who: JsonObject, result: JsonObject, count = 1): void {
    const now = clock.now();
    if (now >= windowEndsMs) {
      flushSuppressed();
      windowEndsMs = now + WINDOW_MS;
      written = 0;
    }
    if (written < ENTRIES_PER_WINDOW) {
      written += 1;
      append(authority, who, result);
      return;
    }
    suppressed += count;
    timer ??= setTimeout(flushSuppressed, WINDOW_MS).unref();
  }

  return {
    handshakeRefused({ reason, remote, certificate, authority, tlsError, count }) {
      const who = { remote, ...(certificate !== undefined && { certificate: { ...certificate } }) };
      const result = { status: reason, count, ...(tlsError !== undefined && { tls_error: tlsError }) };
      record(authority ?? UNIDENTIFIED, who, result, count);
    },
    connectionCut({ reason, peer }) {
      const who = { remote: peer.remote, client_cert_sha256: peer.certificateSha256 };
      record(peer.authority.code, who, { status: 'CONNECTION_CUT', detail: reason });
    },
    transportRefused({ peer, transport, what }) {
      const who = peer === undefined ? {} : { remote: peer.remote, client_cert_sha256: peer.certificateSha256 };
      record(peer?.authority.code ?? UNIDENTIFIED, who, { status: 'TRANSPORT_REFUSED', transport, detail: what });
    },
    async close() {
      flushSuppressed();
      await Promise.all(pending);
    },
  };
}
