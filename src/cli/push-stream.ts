/** pnr push --stream: sends many messages over one stream, and says of each what became of it as soon as it is known. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { refusalOfStatus, type RequestStream } from '../client/grpc-client.js';
import type { AccessContext } from '../gen/ostiary/common/v1/access.js';
import { PnrServiceService } from '../gen/ostiary/pnr/v1/pnr.js';
import { type PushFormat, PushPnrResponse } from '../gen/ostiary/pnr/v1/push.js';
import type { PushPnrsRequest, PushPnrsResponse } from '../gen/ostiary/pnr/v1/push_stream.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { openGateway } from './gateway-client.js';
import { type CommonOptions, printRefusal } from './query-command.js';

/** What goes with every push. */
export interface Pushed {
  readonly access: AccessContext;
  readonly format: PushFormat;
  /** The files say nothing of each other: they may be worked on at the same time. */
  readonly independent: boolean;
}

/** What one push may have, in bytes: the greatest request less what is not the message. */
const MOST_BYTES = 3_990_000;
/** Lanes that are used where files are independent: as many as a gateway works on at a time, and some more. */
const LANES = 16;

type Pushes = RequestStream<PushPnrsRequest, PushPnrsResponse>;

/**
 * Files in the order in which they are sent: as given, and those of a folder by name, without hidden ones.
 *
 * @throws Error when a file cannot be read or is larger than a push may be, or a folder has none
 */
export async function filesToPush(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) files.push(path);
    else {
      const inside = await readdir(path, { withFileTypes: true });
      const names = inside.filter((entry) => entry.isFile()).map(({ name }) => name);
      const shown = names.filter((name) => !name.startsWith('.'));
      if (shown.length === 0) throw new Error(`${path}: there are no files in this folder`);
      files.push(...shown.sort().map((name) => join(path, name)));
    }
  }
  for (const file of files) {
    if ((await stat(file)).size > MOST_BYTES) {
      throw new Error(`${file}: larger than ${MOST_BYTES} bytes; a larger flight is sent in parts (UNH 0068)`);
    }
  }
  return files;
}

/** Pushes files. Sets the exit code to 1 when one of them was not acknowledged. */
export async function pushFiles(files: readonly string[], pushed: Pushed, options: CommonOptions): Promise<void> {
  const identity = await readDevelopmentClient(resolve(options.pki), options.as, systemClock);
  const client = openGateway(options.address, identity);
  try {
    const token = await identity.mintToken({ officer: options.officer });
    const pushes = client.openStream(PnrServiceService.pushPnrs, { token });
    const [, unacknowledged] = await Promise.all([sendAll(pushes, files, pushed), tellAll(pushes, files)]);
    if (unacknowledged === 0) return;
    process.stderr.write(
      `${unacknowledged} of ${files.length} files were not acknowledged. Send all again: what was is acknowledged alike.\n`,
    );
    process.exitCode = 1;
  } finally {
    client.close();
  }
}

/** No file is read before the one before it has left. */
async function sendAll(pushes: Pushes, files: readonly string[], pushed: Pushed): Promise<void> {
  const { access, format, independent } = pushed;
  let isOver = false;
  for (const [index, file] of files.entries()) {
    if (isOver) return;
    const push = { access, format, message: await readFile(file) };
    isOver = !(await pushes.send({ sequence: BigInt(index + 1), lane: independent ? index % LANES : 0, push }));
  }
  pushes.end();
}

/** Prints one JSON text a line. Resolves to the number of files that were not acknowledged. */
async function tellAll(pushes: Pushes, files: readonly string[]): Promise<number> {
  let unacknowledged = files.length;
  for await (const outcome of pushes.outcomes) {
    if (outcome.kind === 'refusal') {
      print({ problem: printRefusal(outcome.refusal) });
      continue;
    }
    const { sequence, result } = outcome.response;
    const file = files[Number(sequence) - 1];
    if (result?.$case === 'acknowledgement') {
      unacknowledged -= 1;
      print({ file, acknowledgement: PushPnrResponse.toJSON(result.value) });
    } else {
      const refusal = result && refusalOfStatus(result.value);
      print({ file, problem: refusal === undefined ? 'the gateway does not say why' : printRefusal(refusal) });
    }
  }
  return unacknowledged;
}

const print = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
