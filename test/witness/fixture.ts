/** A small log whose every checkpoint can be had, honest and forged, and a witness that watches it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatAddCheckpoint } from '../../src/audit/note/add-checkpoint.js';
import { formatCheckpoint, signCheckpoint } from '../../src/audit/note/checkpoint.js';
import { type CosignatureAlgorithm, parseCosignatureVerifierKey } from '../../src/audit/note/cosignature.js';
import { generateKeyPair, type NoteVerifier, parseSignerKey, parseVerifierKey } from '../../src/audit/note/key.js';
import { signNote } from '../../src/audit/note/signed-note.js';
import { createKeyFile, loadCosigners } from '../../src/witness/key-file.js';
import { createMemory, openMemory } from '../../src/witness/memory/memory.js';
import { serveWitness, type WitnessServer } from '../../src/witness/server.js';
import { openWitness, type Witness } from '../../src/witness/witness.js';
import { naiveConsistency, naiveLeafHash, naiveRoot } from '../audit/naive-tree.js';

export const ORIGIN = 'log.example/audit';
export const WITNESS = 'witness.example/dpo';

/** A log of leaves that differ between branches. */
export class TestLog {
  readonly origin: string;
  readonly vkey: string;
  readonly #signer: ReturnType<typeof parseSignerKey>;

  constructor(origin: string = ORIGIN) {
    const pair = generateKeyPair(origin);
    this.origin = origin;
    this.vkey = pair.verifierKey;
    this.#signer = parseSignerKey(pair.signerKey);
  }

  get verifier(): NoteVerifier {
    return parseVerifierKey(this.vkey);
  }

  /** Leaves of a tree: those from `forkedAt` on belong to another history. */
  leaves(size: number, forkedAt = Infinity): Buffer[] {
    return Array.from({ length: size }, (_, i) =>
      naiveLeafHash(Buffer.from(`${i < forkedAt ? 'true' : 'false'} ${i}`)),
    );
  }

  root(size: number, forkedAt?: number): Buffer {
    return naiveRoot(this.leaves(size, forkedAt));
  }

  checkpoint(size: number, forkedAt?: number): string {
    return signCheckpoint(size, this.root(size, forkedAt), this.#signer);
  }

  /** A signed checkpoint with any root. */
  checkpointOver(size: number, root: Uint8Array): string {
    return signCheckpoint(size, root, this.#signer);
  }

  /** A signed text that need not be a checkpoint. */
  sign(text: string): string {
    return signNote(text, [this.#signer]);
  }

  proof(first: number, second: number, forkedAt?: number): Buffer[] {
    return first === 0 || first > second ? [] : naiveConsistency(first, this.leaves(second, forkedAt));
  }

  /** An honest request. */
  request(oldSize: number, size: number, forkedAt?: number): string {
    return formatAddCheckpoint(oldSize, this.proof(oldSize, size, forkedAt), this.checkpoint(size, forkedAt));
  }

  text(size: number): string {
    return formatCheckpoint({ origin: this.origin, size, root: this.root(size), extensions: [] });
  }
}

export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

export interface TestWitness {
  readonly url: string;
  readonly witness: Witness;
  readonly server: WitnessServer;
  readonly folder: string;
  readonly keyFile: string;
  readonly stateFolder: string;
  /** One for each key. */
  readonly vkeys: readonly string[];
  readonly faults: unknown[];
  post(body: string | Uint8Array): Promise<Reply>;
  get(path: string): Promise<Reply>;
  /** Stops serving; the memory stays. */
  stop(): Promise<void>;
  /** Serves again out of the same folder, on the same port. */
  restart(): Promise<void>;
  /** Stops, and removes everything. */
  dispose(): Promise<void>;
}

export interface TestWitnessOptions {
  readonly name?: string;
  readonly logs: readonly NoteVerifier[];
  readonly algorithms?: readonly CosignatureAlgorithm[];
  readonly requestTimeoutMs?: number;
  readonly now?: () => number;
}

export async function startTestWitness(options: TestWitnessOptions): Promise<TestWitness> {
  const { name = WITNESS, logs, algorithms = ['ed25519'], requestTimeoutMs, now = () => Date.now() } = options;
  const folder = await mkdtemp(join(tmpdir(), 'ostiary-witness-'));
  const keyFile = join(folder, 'witness.skey');
  const stateFolder = join(folder, 'state');
  const vkeys = await createKeyFile(keyFile, name, algorithms);
  await createMemory(stateFolder, name);
  const faults: unknown[] = [];

  async function open(port: number) {
    const memory = await openMemory(stateFolder, name, [...new Set(logs.map((log) => log.name))]);
    try {
      const witness = await openWitness({ cosigners: await loadCosigners(keyFile), logs, memory, clock: { now } });
      const server = await serveWitness(
        witness,
        { host: '127.0.0.1', port, ...(requestTimeoutMs !== undefined && { requestTimeoutMs }) },
        { answered: () => undefined, failed: (error) => faults.push(error) },
      );
      return { memory, witness, server };
    } catch (error) {
      await memory.close();
      throw error;
    }
  }

  let running: Awaited<ReturnType<typeof open>> | undefined = await open(0);
  const { port } = running.server;
  const url = `http://127.0.0.1:${port}`;
  const ask = async (path: string, init?: RequestInit): Promise<Reply> => {
    const response = await fetch(url + path, init);
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  };
  async function stop(): Promise<void> {
    await running?.server.close();
    await running?.memory.close();
    running = undefined;
  }
  return {
    url,
    get witness() {
      return running!.witness;
    },
    get server() {
      return running!.server;
    },
    folder,
    keyFile,
    stateFolder,
    vkeys,
    faults,
    post: (body) => ask('/add-checkpoint', { method: 'POST', body }),
    get: (path) => ask(path),
    stop,
    async restart() {
      await stop();
      running = await open(port);
    },
    async dispose() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function verifiersOf({ vkeys }: Pick<TestWitness, 'vkeys'>) {
  return vkeys.map(parseCosignatureVerifierKey);
}
