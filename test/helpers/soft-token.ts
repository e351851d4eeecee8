/**
 * A token of SoftHSM2, which is optional, as is the package pkcs11js. OSTIARY_TEST_PKCS11_MODULE names another library.
 * Tests that cannot run say so.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const LABEL = 'ostiary-synthetic';
export const PIN = '1234';
/** The library; undefined when there is none. */
export const MODULE = [
  process.env.OSTIARY_TEST_PKCS11_MODULE ?? '',
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
].find((path) => path !== '' && existsSync(path));

export function isPackageThere(): boolean {
  try {
    createRequire(import.meta.url).resolve('pkcs11js');
    return true;
  } catch {
    return false;
  }
}

/** Why a test with a token cannot run; undefined when it can. */
export function whyNoToken(): string | undefined {
  if (!isPackageThere()) return 'pkcs11js is not installed';
  return MODULE === undefined ? 'SoftHSM2 not found' : undefined;
}

/** Makes the token in a folder, for this process and its children. */
export async function makeToken(folder: string): Promise<void> {
  await mkdir(join(folder, 'tokens'));
  process.env.SOFTHSM2_CONF = join(folder, 'softhsm2.conf');
  await writeFile(process.env.SOFTHSM2_CONF, `directories.tokendir = ${join(folder, 'tokens')}\n`);
  await run('softhsm2-util', ['--init-token', '--free', '--label', LABEL, '--so-pin', '5678', '--pin', PIN]);
}

export function forgetToken(): void {
  delete process.env.SOFTHSM2_CONF;
}
