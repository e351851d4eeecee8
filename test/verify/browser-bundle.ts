/** The bundle for browsers, run where there is nothing but the language and what every browser has. */
import { transformSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { projectRoot } from '../../src/shared/project-root.js';

export type Verifier = typeof import('../../src/verify/index.js');

/** The bundle's text, as the build makes it. */
export function buildBundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-bundle-'));
  try {
    const file = join(folder, 'verify.js');
    execFileSync(process.execPath, [join(projectRoot, 'scripts', 'bundle-verify.mjs'), file]);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loads the bundle into a realm of its own, without process, Buffer, require or any module of Node. */
export function loadBundle(bundle: string): Verifier {
  const { code } = transformSync(bundle, { format: 'iife', globalName: 'verifier' });
  // What the web platform gives to every page. Its own Uint8Array, so that what comes from outside is foreign to it.
  const { TextEncoder, TextDecoder, atob, btoa, crypto } = globalThis;
  const realm = createContext({ TextEncoder, TextDecoder, atob, btoa, crypto });
  return runInContext(`${code}; verifier`, realm) as Verifier;
}
