/** The connection to one partner: certificate, key and CA are read anew from time to time, since they are renewed. */
import { createHash } from 'node:crypto';
import type { ClientCredentials } from '../../client/credentials.js';
import { createGrpcClient, type GrpcClient } from '../../client/grpc-client.js';
import type { Clock } from '../../shared/clock.js';
import { pemBlocks } from '../../shared/pem.js';
import { readClientCredentials } from '../completeness/client-credentials.js';
import type { PartnerSettings } from './partner-file.js';

/** Time after which the files are looked at again, in milliseconds. */
const KEPT_MS = 600_000;

/** A connection, and the certificate on it. */
export interface Connected {
  readonly client: GrpcClient;
  /** SHA-256 of the client certificate in base64url (RFC 8705). */
  readonly thumbprint: string;
}

interface Open extends Connected {
  readonly credentials: ClientCredentials;
  readonly untilMs: number;
}

/** Connects when first asked to. */
export class PartnerConnection {
  readonly #settings: PartnerSettings;
  readonly #clock: Clock;
  #open: Promise<Open> | undefined;

  constructor(settings: PartnerSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** The connection. Rejects when a file cannot be read. */
  async connected(): Promise<Connected> {
    const before = this.#open;
    const open = await before;
    if (open !== undefined && this.#clock.now() < open.untilMs) return open;
    // Whoever comes meanwhile takes part in the same renewal.
    if (this.#open === before) {
      this.#open = this.#renew(open);
      // A failure must not stick.
      this.#open.catch(() => {
        this.#open = before;
      });
    }
    return this.connected();
  }

  close(): void {
    void this.#open?.then(
      ({ client }) => client.close(),
      () => undefined,
    );
  }

  async #renew(open: Open | undefined): Promise<Open> {
    const credentials = await readClientCredentials(this.#settings);
    const untilMs = this.#clock.now() + KEPT_MS;
    if (open !== undefined && sameCredentials(open.credentials, credentials)) return { ...open, untilMs };
    const [own] = pemBlocks(credentials.certificatePem, 'CERTIFICATE');
    if (own === undefined) throw new Error('certificateFile: holds no certificate');
    const client = createGrpcClient(this.#settings.address, credentials);
    // Calls in progress on the old connection come to their end.
    open?.client.close();
    return { client, credentials, thumbprint: createHash('sha256').update(own.der).digest('base64url'), untilMs };
  }
}

const sameCredentials = (one: ClientCredentials, other: ClientCredentials): boolean =>
  one.caPem === other.caPem && one.certificatePem === other.certificatePem && one.keyPem === other.keyPem;
