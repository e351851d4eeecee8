import { join } from 'node:path';

/** Where the development PKI lies unless told otherwise. */
export const DEFAULT_PKI_DIRECTORY = 'certs-dev';

/** Password of the development PKCS#12 bundles: public, like everything in them is for development only. */
export const BUNDLE_PASSWORD = 'ostiary';

/** Where the files of a development PKI lie. certs-dev/README.md explains each. */
export interface PkiLayout {
  /** Written last: names every other file and the time until which all of it is good. */
  readonly manifest: string;
  readonly rootCertificate: string;
  readonly rootKey: string;
  readonly intermediateCertificate: string;
  readonly intermediateKey: string;
  /** Everything the gateway reads, and nothing else. */
  readonly gateway: string;
  readonly caBundle: string;
  readonly revocationLists: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  readonly registry: string;
  /** Files of one client. */
  client(code: string): ClientLayout;
}

/** Where one client's files lie. */
export interface ClientLayout {
  readonly directory: string;
  readonly certificate: string;
  readonly key: string;
  readonly bundle: string;
  /** Private key with which the authority's identity provider signs now. */
  readonly tokenKey: string;
  /** Public keys with which it signed before, until the last token of each has expired; there once it has rotated. */
  readonly retiredTokenKeys: string;
}

/** Layout under a directory. */
export function pkiLayout(directory: string): PkiLayout {
  const gateway = join(directory, 'gateway');
  return {
    manifest: join(directory, 'pki.json'),
    rootCertificate: join(directory, 'ca', 'root.pem'),
    rootKey: join(directory, 'ca', 'root.key'),
    intermediateCertificate: join(directory, 'ca', 'intermediate.pem'),
    intermediateKey: join(directory, 'ca', 'intermediate.key'),
    gateway,
    caBundle: join(gateway, 'ca.pem'),
    revocationLists: join(gateway, 'crl.pem'),
    serverCertificate: join(gateway, 'server.pem'),
    serverKey: join(gateway, 'server.key'),
    registry: join(gateway, 'authorities.json'),
    client: (code) => {
      const folder = join(directory, 'clients', code.toLowerCase());
      return {
        directory: folder,
        certificate: join(folder, 'client.pem'),
        key: join(folder, 'client.key'),
        bundle: join(folder, 'client.p12'),
        tokenKey: join(folder, 'officer-token.jwk.json'),
        retiredTokenKeys: join(folder, 'officer-token.retired.json'),
      };
    },
  };
}
