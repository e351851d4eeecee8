/** The policies that the cases are put to. */
import { join } from 'node:path';
import { type PreparedPolicy, preparePolicy } from '../../src/gateway/policy/decide.js';
import { type PolicyFiles, readPolicyFiles } from '../../src/gateway/policy/policy-files.js';
import { parsePolicySource, type PolicySource } from '../../src/gateway/policy/policy-source.js';
import { projectRoot } from '../../src/shared/project-root.js';

/** Day on which, in the cases of `cases-once-in-force`, everything begins that has no date yet. */
export const FIRST_DAY = '2030-01-01';

const FOLDER = join(projectRoot, 'data/policy');
const REGIMES = 'regimes.csv';

/** The shipped files. */
export const shippedSource = (): PolicySource => parsePolicySource(readPolicyFiles(FOLDER));

/** The shipped files as an operator will change them: every date that is still open is set. */
export function sourceOnceInForce(): PolicySource {
  const files = readPolicyFiles(FOLDER);
  const text = files.texts.get(REGIMES) ?? '';
  return parsePolicySource(replaced(files, REGIMES, text.replace(/^([A-Z0-9-]+),,/gm, `$1,${FIRST_DAY},`)));
}

/** The policy as it is shipped. */
export const shippedPolicy = (): PreparedPolicy => preparePolicy(shippedSource());

/** The policy once every system has started. */
export const policyOnceInForce = (): PreparedPolicy => preparePolicy(sourceOnceInForce());

function replaced(files: PolicyFiles, name: string, text: string): PolicyFiles {
  return {
    ...files,
    bytes: new Map([...files.bytes, [name, Buffer.from(text)]]),
    texts: new Map([...files.texts, [name, text]]),
  };
}
