/** Which certification authorities are trusted, what they revoked, and what follows for one certificate. */
import { X509Certificate } from 'node:crypto';
import { crlNumber } from '../../../shared/crl-number.js';
import { pemBlocks } from '../../../shared/pem.js';
import { X509Certificate as ParsedCertificate, X509Crl } from '../../../shared/x509.js';
import type { CertificateFault } from './refusals.js';

/** A trusted certification authority with its current revocation list. */
export interface TrustedAuthority {
  readonly certificate: X509Certificate;
  readonly list: RevocationList;
}

/** A revocation list whose signature was verified. */
export interface RevocationList {
  readonly pem: string;
  /** RFC 5280 section 5.2.3; 0 for a list without a number. */
  readonly number: bigint;
  /** Time from which the list says nothing any more, milliseconds since the epoch. */
  readonly nextUpdateMs: number;
  /** Serial numbers. A certificate on hold counts as revoked. */
  readonly revoked: ReadonlySet<bigint>;
}

/** Everything a client certificate is checked against. */
export interface Trust {
  readonly authorities: readonly TrustedAuthority[];
  /** When the first of the revocation lists runs out: from then on nobody is admitted. */
  readonly revocationExpiresAtMs: number;
}

/** Outcome of a check: a fault, or the time until which the whole chain is valid. */
export type Verdict =
  { readonly fault: CertificateFault } | { readonly fault: undefined; readonly goodUntilMs: number };

/** Clock difference to a certification authority that is borne. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** Longest chain above a client certificate. */
const MAX_CHAIN_LENGTH = 5;

/**
 * Reads the trusted authorities and their lists. Every authority needs a list, since TLS checks the whole chain; every
 * list needs its authority. Throws an Error naming file and rule.
 */
export async function readTrust(caPem: string, crlPem: string, now: number): Promise<Trust> {
  const certificates = pemBlocks(caPem, 'CERTIFICATE').map(({ der }) => new X509Certificate(der));
  if (certificates.length === 0) throw new Error('ca.pem: holds no certificate');
  const lists = pemBlocks(crlPem, 'X509 CRL').map(({ pem, der }) => readList(pem, new X509Crl(der), now));
  const used = new Set<SignedList>();
  const authorities = await Promise.all(
    certificates.map(async (certificate, position): Promise<TrustedAuthority> => {
      const name = `ca.pem: certificate ${position + 1}`;
      if (!certificate.ca) throw new Error(`${name}: is not of a certification authority`);
      if (Date.parse(certificate.validTo) <= now) throw new Error(`${name}: has expired`);
      const list = await newestListOf(new ParsedCertificate(certificate.raw), lists, used);
      if (list === undefined) throw new Error(`crl.pem: holds no list signed by ${name}`);
      return { certificate, list };
    }),
  );
  if (used.size !== lists.length) throw new Error('crl.pem: holds a list that no certificate in ca.pem signed');
  const trust = { authorities, revocationExpiresAtMs: Math.min(...authorities.map(({ list }) => list.nextUpdateMs)) };
  authorities.forEach(({ certificate }, position) => {
    const { fault } = isRoot(certificate) ? { fault: undefined } : judge(certificate, trust, now);
    if (fault !== undefined) throw new Error(`ca.pem: certificate ${position + 1}: ${fault}`);
  });
  return trust;
}

/**
 * Says whether a certificate is good now: a chain of valid signatures and dates up to a trusted root, with no link
 * revoked. OpenSSL has said the same at the handshake; only this can be asked again later, for a connection that lives
 * on, or for a resumed session, whose certificate OpenSSL does not look at again.
 */
export function judge(certificate: X509Certificate, trust: Trust, now: number, above = 0): Verdict {
  const validToMs = Date.parse(certificate.validTo);
  if (Date.parse(certificate.validFrom) > now) return { fault: 'NOT_YET_VALID' };
  if (validToMs <= now) return { fault: 'EXPIRED' };
  let verdict: Verdict = { fault: 'UNTRUSTED_ISSUER' };
  if (above > MAX_CHAIN_LENGTH) return verdict;
  for (const issuer of trust.authorities) {
    if (!certificate.checkIssued(issuer.certificate) || !certificate.verify(issuer.certificate.publicKey)) continue;
    if (issuer.list.revoked.has(serialOf(certificate.serialNumber))) return { fault: 'REVOKED' };
    if (isRoot(certificate)) return { fault: undefined, goodUntilMs: validToMs };
    verdict = judge(issuer.certificate, trust, now, above + 1);
    if (verdict.fault === undefined) {
      return { fault: undefined, goodUntilMs: Math.min(validToMs, verdict.goodUntilMs) };
    }
  }
  return verdict;
}

/**
 * Throws when a list in the new set is older than the one in force: an old list put back would make revoked certificates
 * good again.
 */
export function assertNoRollback(inForce: Trust, next: Trust): void {
  for (const { certificate, list } of next.authorities) {
    const before = inForce.authorities.find((known) => known.certificate.fingerprint256 === certificate.fingerprint256);
    if (before !== undefined && list.number < before.list.number) {
      throw new Error('crl.pem: a list has a lower number than the one in force');
    }
  }
}

interface SignedList {
  readonly crl: X509Crl;
  readonly list: RevocationList;
}

function readList(pem: string, crl: X509Crl, now: number): SignedList {
  const { nextUpdate } = crl;
  if (nextUpdate === undefined) throw new Error('crl.pem: a list without nextUpdate');
  if (nextUpdate.getTime() <= now) throw new Error('crl.pem: a list has run out (nextUpdate)');
  if (crl.thisUpdate.getTime() > now + CLOCK_SKEW_MS)
    throw new Error('crl.pem: a list is from the future (thisUpdate)');
  // A critical extension narrows a list to one scope or to changes; read as a full list it would clear the revoked.
  if (crl.extensions.some(({ critical }) => critical)) throw new Error('crl.pem: a list with a critical extension');
  const revoked = new Set(crl.entries.map(({ serialNumber }) => serialOf(serialNumber)));
  return { crl, list: { pem, number: crlNumber(crl) ?? 0n, nextUpdateMs: nextUpdate.getTime(), revoked } };
}

async function newestListOf(
  authority: ParsedCertificate,
  lists: readonly SignedList[],
  used: Set<SignedList>,
): Promise<RevocationList | undefined> {
  let newest: RevocationList | undefined;
  for (const candidate of lists) {
    const { crl, list } = candidate;
    if (crl.issuer !== authority.subject || !(await crl.verify({ publicKey: authority }))) continue;
    used.add(candidate);
    if (newest === undefined || list.number > newest.number) newest = list;
  }
  return newest;
}

function isRoot(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate);
}

function serialOf(hex: string): bigint {
  return BigInt(`0x${hex}`);
}
