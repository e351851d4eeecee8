import { readFile } from 'node:fs/promises';
import { type X509Certificate, X509Crl, type X509CrlEntry } from '../shared/x509.js';
import type { Clock } from '../shared/clock.js';
import { pemBlocks } from '../shared/pem.js';
import { crlNumber } from '../shared/crl-number.js';
import { writePublic } from './files.js';
import { pkiLayout } from './layout.js';
import { readCertificate, readIntermediate } from './read-authority.js';
import { issueCrl } from './revocation.js';

/**
 * Revokes a client certificate of a development PKI: writes a new list of the intermediate authority, numbered one
 * higher, in place of the old. A running gateway notices it and cuts the client's connections. Revoking twice is no
 * error.
 */
export async function revokeDevelopmentClient(directory: string, code: string, clock: Clock): Promise<void> {
  const layout = pkiLayout(directory);
  const ca = await readIntermediate(layout, clock);
  const client = await readCertificate(layout.client(code).certificate);
  const lists = pemBlocks(await readFile(layout.revocationLists, 'utf8'), 'X509 CRL');
  const current = lists.map(({ der }) => new X509Crl(der));
  const position = current.findIndex((crl) => crl.issuer === ca.certificate.subject);
  const old = current[position];
  if (old === undefined) throw new Error('the intermediate authority has no revocation list');

  const known = old.entries.filter((entry) => !sameSerial(entry, client));
  const renewed = await issueCrl({
    ca,
    number: Number(crlNumber(old) ?? 0n) + 1,
    revoked: [
      ...known.map((entry) => ({ serial: entry.serialNumber, revokedAt: entry.revocationDate })),
      { serial: client.serialNumber, revokedAt: new Date(clock.now()) },
    ],
  });
  await writePublic(layout.revocationLists, lists.map(({ pem }, at) => (at === position ? renewed : pem)).join(''));
}

function sameSerial(entry: X509CrlEntry, certificate: X509Certificate): boolean {
  return BigInt(`0x${entry.serialNumber}`) === BigInt(`0x${certificate.serialNumber}`);
}
