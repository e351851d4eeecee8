/**
 * Writes into the audit log what never became a call: refused handshakes, cut connections, broken framing. Whoever can
 * reach the port can cause these, so their number is bounded: beyond it they are counted, and the counts are logged.
 */
import { type AuditLog, UNIDENTIFIED } from '../../audit/log/entry.js';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import { createEntryBudget } from '../entry-budget.js';
import { openRefusalEntries } from '../refusal-entries.js';
import type { Cut, HandshakeRefusal } from './tls/refusals.js';
import type { TransportRefusal } from './transport-refusal.js';

/** Takes what the listeners report. */
export interface RefusalLog {
  handshakeRefused(refusal: HandshakeRefusal): void;
  connectionCut(cut: Cut): void;
  transportRefused(refusal: TransportRefusal): void;
  /** Writes the counts that are still open. */
  close(): Promise<void>;
}

/** Makes the refusal log. `onFailure` hears of entries that could not be written. */
export function createRefusalLog(log: AuditLog, clock: Clock, onFailure: (error: unknown) => void): RefusalLog {
  const entries = openRefusalEntries(log, clock, onFailure);

  const notListed = (counts: JsonObject): void =>
    entries.write(UNIDENTIFIED, {}, { status: 'REFUSALS_NOT_LISTED', counts });
  // Showing nothing costs a stranger nothing: a flood of it must not hide what became of a certificate.
  const nameless = createEntryBudget(clock, notListed);
  const named = createEntryBudget(clock, notListed);

  function record(refused: Refused): void {
    const { authority, who, status, detail, count = 1 } = refused;
    const budget = authority !== undefined || who.certificate !== undefined ? named : nameless;
    if (budget.take(status, count)) entries.write(authority ?? UNIDENTIFIED, who, { status, ...detail });
  }

  return {
    handshakeRefused({ reason, remote, certificate, authority, tlsError, count }) {
      const who = { remote, ...(certificate !== undefined && { certificate: { ...certificate } }) };
      const detail = { count, ...(tlsError !== undefined && { tls_error: tlsError }) };
      record({ authority, who, status: reason, detail, count });
    },
    connectionCut({ reason, peer }) {
      const who = { remote: peer.remote, client_cert_sha256: peer.certificateSha256 };
      record({ authority: peer.authority.code, who, status: 'CONNECTION_CUT', detail: { detail: reason } });
    },
    transportRefused({ peer, transport, what }) {
      const who = peer === undefined ? {} : { remote: peer.remote, client_cert_sha256: peer.certificateSha256 };
      const detail = { transport, detail: what };
      record({ authority: peer?.authority.code, who, status: 'TRANSPORT_REFUSED', detail });
    },
    async close() {
      nameless.flush();
      named.flush();
      await entries.settled();
    },
  };
}

/** One refusal, before it is known whether it gets an entry. */
interface Refused {
  /** Undefined when nobody was named. */
  readonly authority: string | undefined;
  readonly who: JsonObject;
  readonly status: string;
  readonly detail: JsonObject;
  /** Refusals that this one stands for. Default 1. */
  readonly count?: number;
}
