/** Issues certificate revocation lists (RFC 5280 section 5). */
import {
  AuthorityKeyIdentifierExtension,
  Extension,
  PemConverter,
  X509CrlGenerator,
  X509CrlReason,
} from '../shared/x509.js';
import type { CertificationAuthority } from './certificates.js';
import { SIGNING_ALGORITHM } from './keys.js';

const CRL_NUMBER_OID = '2.5.29.20';
const BACKDATE_MS = 5 * 60 * 1000;

/** Time between this list and the next when none is asked for. */
export const CRL_LIFETIME_MS = 365 * 24 * 60 * 60 * 1000;

/** A certificate that is no longer good. */
export interface Revocation {
  /** Serial number, hex. */
  readonly serial: string;
  readonly revokedAt: Date;
}

/** What a list says. */
export interface CrlRequest {
  readonly ca: CertificationAuthority;
  /** Must grow from list to list (RFC 5280 section 5.2.3); up to 2^31 - 1 here. */
  readonly number: number;
  readonly revoked: readonly Revocation[];
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date;
}

/** Issues a complete revocation list as PEM. */
export async function issueCrl(request: CrlRequest): Promise<string> {
  const thisUpdate = request.thisUpdate ?? new Date(request.ca.clock.now() - BACKDATE_MS);
  const crl = await X509CrlGenerator.create({
    issuer: request.ca.certificate.subjectName,
    thisUpdate,
    nextUpdate: request.nextUpdate ?? new Date(thisUpdate.getTime() + CRL_LIFETIME_MS),
    signingAlgorithm: SIGNING_ALGORITHM,
    signingKey: request.ca.signingKey,
    entries: request.revoked.map(({ serial, revokedAt }) => ({
      serialNumber: serial,
      revocationDate: revokedAt,
      reason: X509CrlReason.keyCompromise,
    })),
    extensions: [
      await AuthorityKeyIdentifierExtension.create(request.ca.certificate),
      new Extension(CRL_NUMBER_OID, false, derInteger(request.number)),
    ],
  });
  // RFC 7468 section 7: the label is "X509 CRL"; the library's own would be "CRL".
  return `${PemConverter.encode(crl.rawData, 'X509 CRL').trimEnd()}\n`;
}

/** DER INTEGER of four octets or fewer, without redundant leading zeros (X.690 section 8.3.2). */
function derInteger(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff) throw new RangeError('CRL number out of range');
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  let start = 0;
  while (start < 3 && bytes[start] === 0 && (bytes[start + 1] ?? 0) < 0x80) start += 1;
  const content = bytes.subarray(start);
  return Uint8Array.from([0x02, content.length, ...content]);
}
