/** Who is at the other end of a connection: decided once at the handshake, from the certificate and the registry. */
import type { SigningKey } from './signing-keys.js';

/** An authority in the registry. */
export interface Authority {
  /** Code used in the log, e.g. "XA-POLICE": capital letters, digits, hyphens. */
  readonly code: string;
  /** URI in its certificate: urn:ostiary:authority:<cc>:<name>. */
  readonly uri: string;
  /** Member state, ISO 3166-1 alpha-2 or EU for Union bodies. */
  readonly memberState: string;
  readonly displayName: string;
  /** Kinds under which it is registered, e.g. ["POL"]. */
  readonly kinds: readonly string[];
  /** Suspended authorities are refused like unknown ones, and logged. */
  readonly suspended: boolean;
  /** Issuer of its officers' tokens; undefined when no officer of it can ask. */
  readonly tokenIssuer: TokenIssuer | undefined;
  /**
   * For a DPO or supervisory authority: codes of the authorities whose entries it may read. Where the registry says
   * "overseesState", all of its Member State.
   */
  readonly oversees: readonly string[];
}

/** Whose tokens are believed for an authority's officers, and where its keys are had from. */
export type TokenIssuer = RegisteredKeysIssuer | PublishedKeysIssuer;

/** An issuer whose keys stand in the registry. */
export interface RegisteredKeysIssuer {
  /** "iss". */
  readonly issuer: string;
  readonly keys: readonly SigningKey[];
}

/** An issuer that publishes its keys. */
export interface PublishedKeysIssuer {
  /** "iss". */
  readonly issuer: string;
  /** Address of its JWK set; https. */
  readonly jwksUri: string;
  /** Certification authorities that its server is checked against instead of the public ones, PEM. */
  readonly jwksCa?: string;
}

/** The admitted owner of a connection. */
export interface Peer {
  readonly authority: Authority;
  /** SHA-256 of the DER certificate, base64url without padding: compared with cnf.x5t#S256 (RFC 8705). */
  readonly certificateThumbprint: string;
  /** The same digest in lower-case hex, as logged. */
  readonly certificateSha256: string;
  /** Serial number in hex. */
  readonly certificateSerial: string;
  /** Remote address and port, "ip:port". */
  readonly remote: string;
}

/** An officer, known from a verified token. */
export interface Officer {
  /** Pseudonymous, unique identifier within the authority ("sub"). */
  readonly id: string;
  /** Roles the token carries. */
  readonly roles: readonly string[];
  /** Unit the token carries, if any. */
  readonly unit: string | undefined;
}
