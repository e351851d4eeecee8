/** A policy for trying things out: the shipped one, with regimes begun that no act has set a date for yet. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, dataLayout } from '../gateway/config.js';
import { SHIPPED_POLICY } from '../gateway/policy/policy-source.js';

/** Regimes of simulated systems that are not in force, and the day on which they begin in a sandbox. */
export const SANDBOX_REGIMES: ReadonlyMap<string, string> = new Map([
  ['EPRIS', '2026-01-01'],
  ['PRUM-II', '2026-01-01'],
]);

const REGIMES_FILE = 'regimes.csv';

/**
 * Writes the policy into a folder, over what is there. Rejects when a regime is unknown or has a date already, so
 * that nothing is begun twice.
 */
export async function writeSandboxPolicy(
  folder: string,
  begin: ReadonlyMap<string, string> = SANDBOX_REGIMES,
): Promise<void> {
  const shipped = await readFile(join(SHIPPED_POLICY, REGIMES_FILE), 'utf8');
  const lines = shipped.split('\n');
  for (const [regime, day] of begin) {
    const at = lines.findIndex((line) => line.startsWith(`${regime},,`));
    if (at < 0) throw new Error(`${REGIMES_FILE}: there is no regime ${regime} without a date`);
    lines[at] = `${regime},${day},${(lines[at] ?? '').slice(regime.length + 2)}`;
  }
  await cp(SHIPPED_POLICY, folder, { recursive: true });
  await writeFile(join(folder, REGIMES_FILE), lines.join('\n'));
}

/** The configuration of a development gateway: on a sandbox policy, unless the operator has named one. */
export async function withSandboxPolicy(config: Config): Promise<Config> {
  if (config.policyDirectory !== SHIPPED_POLICY) return config;
  const policyDirectory = dataLayout(config.dataDirectory).sandboxPolicy;
  // What another version of the gateway left there must not decide.
  await rm(policyDirectory, { recursive: true, force: true });
  await writeSandboxPolicy(policyDirectory);
  return { ...config, policyDirectory };
}
