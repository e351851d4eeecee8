/** A folder of criteria, approved by two invented people. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateKeyPair, parseSignerKey } from '../../src/audit/note/key.js';
import { formatSignature } from '../../src/audit/note/signed-note.js';
import { signedTextOf } from '../../src/matching/criteria/read-rule.js';
import type { JsonObject } from '../../src/shared/json.js';

/** Writes rules that both sign. Resolves to the variables of a gateway that uses them. */
export async function writeCriteria(
  folder: string,
  rules: readonly (JsonObject & { readonly id: string })[],
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const pairs = ['analyst-7', 'lawyer-2'].map(generateKeyPair);
  const approvers = join(folder, 'approvers.keys');
  await writeFile(approvers, pairs.map(({ verifierKey }) => `${verifierKey}\n`).join(''));
  for (const rule of rules) {
    const file = join(folder, `${rule.id}.json`);
    const text = Buffer.from(signedTextOf(rule));
    const lines = pairs.map(({ signerKey }) => {
      const signer = parseSignerKey(signerKey);
      return formatSignature({ name: signer.name, keyId: signer.keyId, signature: signer.sign(text) });
    });
    await writeFile(file, JSON.stringify(rule));
    await writeFile(`${file}.sig`, lines.join(''));
  }
  return { OSTIARY_PNR_CRITERIA_DIR: folder, OSTIARY_PNR_CRITERIA_APPROVERS: approvers };
}
