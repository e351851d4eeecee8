/** The policy that a gateway collects cosignatures by, in a file (C2SP tlog-policy). */
import { readFile } from 'node:fs/promises';
import { parseVerifierKey } from '../note/key.js';
import { parsePolicy, type Policy } from '../note/policy.js';

/**
 * Reads the policy of the log of this origin. Rejects when it does not name the log's own key, when a witness has no
 * URL, and when it asks for no witness at all: then there is nothing to collect.
 */
export async function loadWitnessPolicy(path: string, verifierKey: string, origin: string): Promise<Policy> {
  const policy = parsePolicy(await readFile(path, 'utf8'));
  const { keyId } = parseVerifierKey(verifierKey);
  if (!policy.logs.some(({ verifier }) => verifier.name === origin && verifier.keyId === keyId)) {
    throw new Error('witness policy: does not name the verifier key of this log');
  }
  if (policy.quorum === undefined) throw new Error('witness policy: the quorum is none');
  for (const { name, url } of policy.witnesses) {
    if (url === undefined || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new Error(`witness policy: witness ${name} has no http or https URL`);
    }
  }
  return policy;
}
