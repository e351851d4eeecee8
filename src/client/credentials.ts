/** What a client of the gateway needs on disk: its certificate, its key, and the CA it trusts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** PEM texts of one client. */
export interface ClientCredentials {
  /** Certificate chain, the client's own certificate first. */
  readonly certificate: Buffer;
  readonly key: Buffer;
  /** Trust anchor for the gateway's certificate. */
  readonly ca: Buffer;
}

/** Reads a client's files from a PKI folder as `ostiary pki` lays it out. */
export function readClientCredentials(pkiDirectory: string, client: string): ClientCredentials {
  const read = (name: string): Buffer => readFileSync(join(pkiDirectory, name));
  return {
    certificate: read(`clients/${client}.crt`),
    key: read(`clients/${client}.key`),
    ca: read('root-ca.crt'),
  };
}
