/** A PKI of one test file, in a folder of its own: any certificate, any list, any registry. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createIntermediate,
  createRoot,
  issueClient,
  issueServer,
  toPem,
  type CertificationAuthority,
  type ClientRequest,
  type Credential,
} from '../../src/pki/certificates.js';
import { issueCrl } from '../../src/pki/revocation.js';
import { systemClock } from '../../src/shared/clock.js';

/** An entry of authorities.json. */
export interface RegistryEntry {
  code: string;
  uri: string;
  memberState: string;
  displayName: string;
  kinds: string[];
  suspended: boolean;
}

export const entry = (code: string, changes: Partial<RegistryEntry> = {}): RegistryEntry => ({
  code,
  uri: uriOf(code),
  memberState: code.slice(0, 2),
  displayName: code,
  kinds: ['POL'],
  suspended: false,
  ...changes,
});

export const uriOf = (code: string): string =>
  `urn:ostiary:authority:${code.slice(0, 2).toLowerCase()}:${code.slice(3).toLowerCase()}`;

export interface TestPki {
  /** The listener's directory. */
  readonly directory: string;
  readonly root: CertificationAuthority;
  readonly intermediate: CertificationAuthority;
  /** A client of an authority; changes may spoil it. */
  client(code: string, changes?: Partial<ClientRequest>): Promise<Credential>;
  /** Lists of root and intermediate as PEM, the latter with these serials. */
  lists(number: number, serials?: readonly string[], nextUpdate?: Date): Promise<string>;
  write(name: string, content: string): Promise<void>;
  writeRegistry(entries: readonly RegistryEntry[]): Promise<void>;
  server(notAfter?: Date): Promise<Credential>;
  remove(): Promise<void>;
}

export const KNOWN = ['XA-POLICE', 'XB-BORDER'];

/** Root, intermediate, server, lists number 1 and a registry of XA-POLICE, XB-BORDER and the suspended XC-LAPSED. */
export async function createTestPki(): Promise<TestPki> {
  const directory = await mkdtemp(join(tmpdir(), 'ostiary-pki-'));
  const root = await createRoot({ clock: systemClock, commonName: 'Test root' });
  const intermediate = await createIntermediate(root, { commonName: 'Test intermediate' });
  const write = (name: string, content: string) => writeFile(join(directory, name), content);
  const pki: TestPki = {
    directory,
    root,
    intermediate,
    client: (code, changes = {}) =>
      issueClient({ ca: intermediate, commonName: code, uris: [uriOf(code)], ...changes }),
    lists: async (number, serials = [], nextUpdate) => {
      const until = nextUpdate === undefined ? {} : { nextUpdate };
      const revoked = serials.map((serial) => ({ serial, revokedAt: new Date() }));
      return (
        (await issueCrl({ ca: root, number, revoked: [], ...until })) +
        (await issueCrl({ ca: intermediate, number, revoked, ...until }))
      );
    },
    write,
    writeRegistry: (entries) => write('authorities.json', JSON.stringify({ version: 1, authorities: entries })),
    server: (notAfter) =>
      issueServer({
        ca: intermediate,
        commonName: 'Test gateway',
        dnsNames: ['localhost'],
        ipAddresses: ['127.0.0.1'],
        ...(notAfter === undefined ? {} : { notAfter }),
      }),
    remove: () => rm(directory, { recursive: true }),
  };
  await write('ca.pem', toPem(root.certificate) + toPem(intermediate.certificate));
  await write('crl.pem', await pki.lists(1));
  await pki.writeRegistry([...KNOWN.map((code) => entry(code)), entry('XC-LAPSED', { suspended: true })]);
  const server = await pki.server();
  await write('server.pem', server.chainPem);
  await write('server.key', server.keyPem);
  return pki;
}
