/**
 * The folder that a witness remembers in:
 *
 *   witness.json     whose memory it is, and of which logs: made by keygen, so that a folder that was lost or mistyped
 *                    is never taken for a witness that has seen nothing
 *   lock             the process at work
 *   <sha256 of the origin, hex>/   one folder for each log
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { originHash } from '../../audit/note/add-checkpoint.js';
import { createOnce } from '../../shared/create-once.js';
import { lockMemory } from './lock.js';
import { OriginMemory } from './origin-memory.js';
import { DamagedMemory } from './state-file.js';
import { parseJson } from '../../shared/parse-json.js';

/** Open memory of a witness. */
export interface WitnessMemory {
  /** Reads what is remembered of a log, anew. Rejects with DamagedMemory. */
  load(origin: string): Promise<OriginMemory>;
  /** Gives the folder back. */
  close(): Promise<void>;
}

const REGISTER = 'witness.json';
const registerSchema = z.strictObject({ witness: z.string().min(1), origins: z.array(z.string().min(1)) });
type Register = z.infer<typeof registerSchema>;

/** Makes an empty memory for a witness of this name. Rejects when the folder holds one. */
export async function createMemory(folder: string, witness: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await createOnce(join(folder, REGISTER), formatRegister({ witness, origins: [] })))) {
    throw new Error('witness: the folder holds a memory already');
  }
  await syncFolder(dirname(folder));
}

/**
 * Opens the memory of the witness of this name for these logs. Rejects when there is none, when it is another
 * witness's, when another process works on it, and with DamagedMemory when it is not what was written.
 */
export async function openMemory(folder: string, witness: string, origins: readonly string[]): Promise<WitnessMemory> {
  // Before the lock, which would make its file in any folder.
  await readRegister(folder);
  const unlock = await lockMemory(join(folder, 'lock'));
  try {
    const register = await readRegister(folder);
    if (register.witness !== witness) throw new Error('witness: the folder is the memory of another witness');
    const fresh = origins.filter((origin) => !register.origins.includes(origin));
    for (const origin of fresh) {
      await mkdir(folderOf(folder, origin), { recursive: true, mode: 0o700 });
      await syncFolder(folder);
      await OriginMemory.create(folderOf(folder, origin), origin);
    }
    if (fresh.length > 0) await writeRegister(folder, { witness, origins: [...register.origins, ...fresh] });
    for (const origin of origins) await removeDrafts(folderOf(folder, origin));
  } catch (error) {
    await unlock();
    throw error;
  }
  return {
    load: (origin) => OriginMemory.load(folderOf(folder, origin), origin),
    close: unlock,
  };
}

async function readRegister(folder: string): Promise<Register> {
  let text: string;
  try {
    text = await readFile(join(folder, REGISTER), 'utf8');
  } catch (error) {
    throw new DamagedMemory('the folder holds no memory of a witness; keygen makes one', { cause: error });
  }
  const parsed = registerSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new DamagedMemory('witness.json is damaged');
  return parsed.data;
}

function formatRegister(register: Register): string {
  return `${JSON.stringify(register, undefined, 2)}\n`;
}

async function writeRegister(folder: string, register: Register): Promise<void> {
  const draft = join(folder, `${REGISTER}.${randomUUID()}.tmp`);
  await createOnce(draft, formatRegister(register));
  await rename(draft, join(folder, REGISTER));
  await syncFolder(folder);
}

/** What a crash left half written was never answered for. */
async function removeDrafts(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw new DamagedMemory('the memory of a log is gone', { cause: error });
  }
  for (const name of names.filter((each) => each.endsWith('.tmp'))) await rm(join(folder, name), { force: true });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function folderOf(folder: string, origin: string): string {
  return join(folder, originHash(origin));
}
