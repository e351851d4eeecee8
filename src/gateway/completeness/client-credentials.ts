/** As whom the gateway asks another one: files of its operator, read for every run, since certificates are renewed. */
import { readFile } from 'node:fs/promises';
import type { PartnerAddress } from '../../audit/completeness/partners.js';
import { readSecret } from '../../audit/vault/key-folder.js';
import type { ClientCredentials } from '../../client/credentials.js';

/** Reads them. Rejects with an error that names the file; the key must be readable by its owner alone. */
export async function readClientCredentials({
  certificateFile,
  keyFile,
  caFile,
}: Pick<PartnerAddress, 'certificateFile' | 'keyFile' | 'caFile'>): Promise<ClientCredentials> {
  const [certificatePem, caPem, key] = await Promise.all([
    readFile(certificateFile, 'utf8'),
    readFile(caFile, 'utf8'),
    readSecret(keyFile, keyFile),
  ]);
  return { certificatePem, caPem, keyPem: key.toString('utf8') };
}
