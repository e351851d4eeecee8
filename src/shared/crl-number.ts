import type { X509Crl } from './x509.js';

const CRL_NUMBER_OID = '2.5.29.20';

/** Number of a revocation list (RFC 5280 section 5.2.3), or undefined when it has none. */
export function crlNumber(crl: X509Crl): bigint | undefined {
  const extension = crl.getExtension(CRL_NUMBER_OID);
  if (extension === null) return undefined;
  const der = Buffer.from(extension.value);
  // INTEGER, at most 20 octets by the profile: one length octet, no sign.
  if (der[0] !== 0x02 || der[1] !== der.length - 2 || der.length < 3 || der.length > 22 || (der[2] ?? 0x80) >= 0x80) {
    throw new Error('CRL number: must be a non-negative integer of at most 20 octets');
  }
  return BigInt(`0x${der.subarray(2).toString('hex')}`);
}
