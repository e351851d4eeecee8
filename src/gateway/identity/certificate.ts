/** What a client certificate says about its owner. */
import { createHash, type X509Certificate } from 'node:crypto';
import { SubjectAlternativeNameExtension, X509Certificate as ParsedCertificate } from '../../shared/x509.js';

/** As much of a refused certificate as is worth a line in the log. */
export interface CertificateSummary {
  /** URI names, at most four, each cut at 200 characters: nobody vouches for a refused certificate's contents. */
  readonly subjectUris: readonly string[];
  /** Serial number in hex. */
  readonly serial: string;
  /** SHA-256 of the DER certificate, lower-case hex. */
  readonly sha256: string;
  /** Distinguished name of the issuer on one line, cut at 200 characters. */
  readonly issuer: string;
}

/** What all code needs of an accepted certificate, computed once per connection. */
export interface Thumbprints {
  /** SHA-256 of the DER certificate, base64url without padding (RFC 8705 section 3.1). */
  readonly thumbprint: string;
  /** The same in lower-case hex. */
  readonly sha256: string;
}

const MAX_SUMMARY_URIS = 4;
const MAX_SUMMARY_TEXT = 200;

/** Digest of the certificate in both spellings. */
export function thumbprintsOf(certificate: X509Certificate): Thumbprints {
  const digest = createHash('sha256').update(certificate.raw).digest();
  return { thumbprint: digest.toString('base64url'), sha256: digest.toString('hex') };
}

/**
 * Every URI name in the certificate, from its DER bytes: Node's own rendering of the names is one string that has to be
 * taken apart again. Throws when the certificate's extensions cannot be decoded.
 */
export function subjectUris(certificate: X509Certificate): readonly string[] {
  return new ParsedCertificate(certificate.raw)
    .getExtensions(SubjectAlternativeNameExtension)
    .flatMap(({ names }) => names.items)
    .filter(({ type }) => type === 'url')
    .map(({ value }) => value);
}

/** Describes a refused certificate for the log. */
export function summarize(certificate: X509Certificate, uris: readonly string[]): CertificateSummary {
  return {
    subjectUris: uris.slice(0, MAX_SUMMARY_URIS).map((uri) => uri.slice(0, MAX_SUMMARY_TEXT)),
    serial: certificate.serialNumber,
    sha256: thumbprintsOf(certificate).sha256,
    issuer: certificate.issuer.replaceAll('\n', ', ').slice(0, MAX_SUMMARY_TEXT),
  };
}
