import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { subjectUris, summarize, thumbprintsOf } from '../../identity/certificate.js';
import type { Peer } from '../../identity/peer.js';
import type { Credentials } from './credentials.js';
import { certificateFault, type HandshakeRefusal, type HandshakeRefusalReason } from './refusals.js';
import { judge } from './trust.js';

/** What the listener speaks: gRPC over HTTP/2, REST over HTTP/1.1. */
export type ApplicationProtocol = 'h2' | 'http/1.1';

/**
 * In order of preference. gRPC clients offer h2 alone; what offers both, such as curl or a browser, wants REST, which
 * is HTTP/1.1 here.
 */
export const APPLICATION_PROTOCOLS: readonly ApplicationProtocol[] = ['http/1.1', 'h2'];

/** A client that may stay. */
export interface Admitted {
  readonly kind: 'admitted';
  readonly peer: Peer;
  readonly protocol: ApplicationProtocol;
  readonly certificate: X509Certificate;
  /** When its certificate, or one above it, runs out. */
  readonly goodUntilMs: number;
}

/** A client that may not. */
export interface Refused {
  readonly kind: 'refused';
  readonly refusal: HandshakeRefusal;
}

/**
 * Decides on a client whose handshake is done. The handshake let everybody through, so that it can be said here who is
 * refused and why; nothing may touch the socket before this has admitted it.
 */
export function admit(socket: TLSSocket, remote: string, credentials: Credentials, now: number): Admitted | Refused {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return { kind: 'refused', refusal: { reason: 'NO_CERTIFICATE', remote, count: 1 } };

  const uris = readableUris(certificate);
  const refuse = (reason: HandshakeRefusalReason, authority?: string): Refused => ({
    kind: 'refused',
    refusal: {
      reason,
      remote,
      certificate: summarize(certificate, uris),
      ...(authority === undefined ? {} : { authority }),
      count: 1,
    },
  });

  if (!socket.authorized) return refuse(certificateFault(verificationError(socket)));
  const verdict = judge(certificate, credentials.trust, now);
  if (verdict.fault !== undefined) return refuse(verdict.fault);
  if (credentials.trust.revocationExpiresAtMs <= now) return refuse('REVOCATION_UNKNOWN');

  const [uri] = uris;
  if (uri === undefined) return refuse('SAN_MISSING');
  if (uris.length > 1) return refuse('SAN_AMBIGUOUS');
  const authority = credentials.registry.byUri.get(uri);
  if (authority === undefined) return refuse('AUTHORITY_UNKNOWN');
  if (authority.suspended) return refuse('AUTHORITY_SUSPENDED', authority.code);
  const protocol = protocolOf(socket);
  if (protocol === undefined) return refuse('PROTOCOL', authority.code);

  const { thumbprint, sha256 } = thumbprintsOf(certificate);
  const peer: Peer = {
    authority,
    certificateThumbprint: thumbprint,
    certificateSha256: sha256,
    certificateSerial: certificate.serialNumber,
    remote,
  };
  return { kind: 'admitted', peer, protocol, certificate, goodUntilMs: verdict.goodUntilMs };
}

/** Many HTTP/1.1 clients, Node's own among them, do not negotiate; HTTP/2 has to be (RFC 9113 section 3.2). */
function protocolOf({ alpnProtocol }: TLSSocket): ApplicationProtocol | undefined {
  if (alpnProtocol === false || alpnProtocol === null) return 'http/1.1';
  return APPLICATION_PROTOCOLS.find((name) => name === alpnProtocol);
}

/** A certificate whose names cannot be read has none: it is refused as SAN_MISSING, if for nothing else. */
function readableUris(certificate: X509Certificate): readonly string[] {
  try {
    return subjectUris(certificate);
  } catch {
    return [];
  }
}

/** OpenSSL's error name. Node's types promise an Error, its server side assigns the name. */
function verificationError(socket: TLSSocket): string {
  const error: unknown = socket.authorizationError;
  if (typeof error === 'string') return error;
  return error instanceof Error ? error.message : 'UNSPECIFIED';
}
