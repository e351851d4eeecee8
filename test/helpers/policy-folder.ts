/** A policy folder of a test's own: a copy of the shipped one, to be changed and broken. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHIPPED_POLICY } from '../../src/gateway/policy/policy-source.js';

export interface PolicyFolder {
  readonly path: string;
  /** Writes a file of it. */
  write(name: string, content: string | Buffer): Promise<void>;
  /** Replaces text in a file; throws when it is not there. */
  edit(name: string, from: string, to: string): Promise<void>;
  remove(): Promise<void>;
}

export async function copyPolicy(): Promise<PolicyFolder> {
  const parent = await mkdtemp(join(tmpdir(), 'ostiary-policy-'));
  const path = join(parent, 'policy');
  await cp(SHIPPED_POLICY, path, { recursive: true });
  const write = (name: string, content: string | Buffer): Promise<void> => writeFile(join(path, name), content);
  return {
    path,
    write,
    async edit(name, from, to) {
      const text = await readFile(join(path, name), 'utf8');
      if (!text.includes(from)) throw new Error(`${name} does not hold ${from}`);
      await write(
        name,
        text.replace(from, () => to),
      );
    },
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}
