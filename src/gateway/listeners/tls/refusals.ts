/** Why a connection was not admitted, or did not stay. Closed lists: operators filter and count by them. */
import type { CertificateSummary } from '../../identity/certificate.js';
import type { Peer } from '../../identity/peer.js';

/** Why the certificate itself is not good, whoever its owner is. */
export type CertificateFault =
  /** No chain to a trusted certification authority. */
  | 'UNTRUSTED_ISSUER'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'REVOKED'
  /** The revocation list has run out: nobody can say whether the certificate is good. */
  | 'REVOCATION_UNKNOWN'
  /** Not for client authentication, or otherwise against the rules of its chain. */
  | 'CERTIFICATE_UNSUITABLE';

/** Why a connection was refused. */
export type HandshakeRefusalReason =
  | CertificateFault
  | 'NO_CERTIFICATE'
  /** The certificate holds no URI name. */
  | 'SAN_MISSING'
  /** The certificate holds several URI names. */
  | 'SAN_AMBIGUOUS'
  | 'AUTHORITY_UNKNOWN'
  | 'AUTHORITY_SUSPENDED'
  /** TLS failed: version, cipher, application protocol, or no TLS at all. */
  | 'PROTOCOL'
  | 'HANDSHAKE_TIMEOUT'
  /** The client went away during the handshake, as port probes do. */
  | 'ABANDONED'
  /** Another connection comes from the same remote address and port, by way of another local address. */
  | 'REMOTE_AMBIGUOUS'
  /** The listener is full. */
  | 'TOO_MANY_CONNECTIONS'
  /** The authority has its share of connections. */
  | 'AUTHORITY_TOO_MANY_CONNECTIONS'
  /** Connections come faster than handshakes are done. */
  | 'ACCEPT_RATE';

/** A refused connection, for the log. */
export interface HandshakeRefusal {
  readonly reason: HandshakeRefusalReason;
  /** "ip:port" */
  readonly remote: string;
  /** Absent when the client showed none. Nobody vouches for its contents. */
  readonly certificate?: CertificateSummary;
  /** Code of the authority, where the certificate named a registered one. */
  readonly authority?: string;
  /** Error code of the TLS library, for reason PROTOCOL. */
  readonly tlsError?: string;
  /** Connections that this report stands for; more than 1 for refusals before TLS, which come in floods. */
  readonly count: number;
}

/** Why an admitted connection was cut. */
export type CutReason =
  | CertificateFault
  /** The authority is no longer registered. */
  | 'AUTHORITY_UNKNOWN'
  | 'AUTHORITY_SUSPENDED'
  /** Its registration changed: it has to come again to be known by the new one. */
  | 'AUTHORITY_CHANGED'
  /** It sent nothing after the handshake. */
  | 'SILENT';

/** A connection that was admitted and then cut. */
export interface Cut {
  readonly reason: CutReason;
  readonly peer: Peer;
}

/**
 * Reason for a verification error of OpenSSL, by the names Node gives them. What is not listed is a fault of the
 * certificate too, and named UNTRUSTED_ISSUER only where that is what OpenSSL says.
 */
export function certificateFault(verificationError: string): CertificateFault {
  return FAULTS.get(verificationError) ?? 'CERTIFICATE_UNSUITABLE';
}

const FAULTS: ReadonlyMap<string, CertificateFault> = new Map([
  ['CERT_REVOKED', 'REVOKED'],
  ['CERT_HAS_EXPIRED', 'EXPIRED'],
  ['CERT_NOT_YET_VALID', 'NOT_YET_VALID'],
  ['CRL_HAS_EXPIRED', 'REVOCATION_UNKNOWN'],
  ['CRL_NOT_YET_VALID', 'REVOCATION_UNKNOWN'],
  ['CRL_SIGNATURE_FAILURE', 'REVOCATION_UNKNOWN'],
  // A certificate of a foreign authority shows up as a chain that ends nowhere, or as one without a list.
  ['UNABLE_TO_GET_CRL', 'UNTRUSTED_ISSUER'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'UNTRUSTED_ISSUER'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNTRUSTED_ISSUER'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNTRUSTED_ISSUER'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNTRUSTED_ISSUER'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'UNTRUSTED_ISSUER'],
  ['CERT_SIGNATURE_FAILURE', 'UNTRUSTED_ISSUER'],
  ['CERT_UNTRUSTED', 'UNTRUSTED_ISSUER'],
]);
