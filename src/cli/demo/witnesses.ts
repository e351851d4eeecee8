/** Two witnesses in processes of their own: the data protection officer's and the supervisory authority's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeyFile } from '../../witness/key-file.js';
import { createMemory } from '../../witness/memory/memory.js';

/** A witness at work. */
export interface DemoWitness {
  /** For a person. */
  readonly owner: string;
  /** Name in its key. */
  readonly name: string;
  readonly url: string;
  readonly vkey: string;
}

/** The witnesses, and the policy that asks for both. */
export interface DemoWitnesses {
  readonly running: readonly DemoWitness[];
  /** C2SP tlog-policy: the witnesses are called w0, w1, in order. */
  readonly policy: string;
  /** Ends both, and resolves once they are gone. */
  stop(): Promise<void>;
}

const OWNERS = [
  { id: 'dpo', owner: 'the data protection officer', name: 'witness.dpo.example/synthetic' },
  { id: 'dpa', owner: 'the supervisory authority', name: 'witness.dpa.example/synthetic' },
] as const;

/** Makes keys and memories under `directory`, starts a process for each, and writes the policy. */
export async function startDemoWitnesses(
  directory: string,
  logVkey: string,
  policyFile: string,
): Promise<DemoWitnesses> {
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(end));
  };
  try {
    const logVkeyFile = join(directory, 'log.vkey');
    await writeFile(logVkeyFile, `${logVkey}\n`);
    const running = await Promise.all(
      OWNERS.map(async ({ id, owner, name }): Promise<DemoWitness> => {
        const key = join(directory, `${id}.skey`);
        const state = join(directory, id);
        await createMemory(state, name);
        const [vkey = ''] = await createKeyFile(key, name, ['ed25519']);
        const child = spawnSelf([
          ...['witness', 'serve', '--key', key, '--state', state],
          ...['--log', logVkeyFile, '--listen', '127.0.0.1:0'],
        ]);
        children.push(child);
        return { owner, name, url: `http://127.0.0.1:${await portOf(child)}`, vkey };
      }),
    );
    const policy = policyText(logVkey, running);
    await writeFile(policyFile, policy);
    return { running, policy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function policyText(logVkey: string, witnesses: readonly DemoWitness[]): string {
  const lines = witnesses.map(({ vkey, url }, i) => `witness w${i} ${vkey} ${url}`);
  const names = witnesses.map((_, i) => `w${i}`).join(' ');
  return `log ${logVkey}\n${lines.join('\n')}\ngroup both all ${names}\nquorum both\n`;
}

/** This program once more, as it was started: built, or from source. It ends when its connection to us does. */
function spawnSelf(parameters: readonly string[]): ChildProcess {
  const [, program = ''] = process.argv;
  return spawn(process.execPath, [...process.execArgv, program, ...parameters], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function portOf(child: ChildProcess): Promise<number> {
  const opened = once(child, 'message').then(([message]) => (message as { port: number }).port);
  const ended = once(child, 'exit').then(() => undefined);
  const port = await Promise.race([opened, ended]);
  if (port === undefined) throw new Error('a witness did not start');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
