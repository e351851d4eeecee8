/** Rules in files: NAME.json is the rule, NAME.json.sig the signature lines of those who approved it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NoteVerifier } from '../../audit/note/key.js';
import { Criteria, VersionConflict } from '../../matching/criteria/criteria.js';
import { faultText, type RuleFault } from '../../matching/criteria/faults.js';
import { MAX_RULE_BYTES, readRule } from '../../matching/criteria/read-rule.js';
import type { Rule } from '../../matching/criteria/rule.js';
import { projectRoot } from '../../shared/project-root.js';
import { readApprovers, signersIn } from './approvers.js';

export const RULE_SUFFIX = '.json';
export const SIGNATURE_SUFFIX = '.sig';

/** Rules that come with Ostiary, all invented, and the keys of the invented people who approved them. */
export const CRITERIA_FOLDER = join(projectRoot, 'data/criteria');
export const APPROVERS_FILE = join(CRITERIA_FOLDER, 'approvers.keys');

/** Most files of a folder. */
const MAX_FILES = 2_000;
/** Longest file of signatures, in bytes. */
const MAX_SIGNATURE_BYTES = 16_384;

/** Rules of files, and everything that is wrong with them. */
export interface ReadRules {
  readonly rules: readonly Rule[];
  readonly faults: readonly RuleFault[];
}

/** Rules have faults that time did not bring about. */
export class CriteriaError extends Error {
  override readonly name = 'CriteriaError';

  constructor(faults: readonly string[]) {
    super(['the criteria have faults:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
  }
}

/** The files of rules that are meant: of a folder, every *.json in it. Throws an Error for too many. */
export function ruleFiles(paths: readonly string[]): readonly string[] {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith(RULE_SUFFIX))
          .sort()
          .map((name) => join(path, name))
      : [path],
  );
  if (files.length > MAX_FILES) throw new Error(`criteria: more than ${MAX_FILES} files`);
  return files;
}

/** Reads rules. `approvers` undefined: nobody asks who signed. */
export function readRules(
  files: readonly string[],
  today: string,
  approvers: readonly NoteVerifier[] | undefined,
): ReadRules {
  const read = files.map((file) => {
    const signatures = readSmall(`${file}${SIGNATURE_SUFFIX}`, MAX_SIGNATURE_BYTES) ?? '';
    return readRule(readSmall(file, MAX_RULE_BYTES) ?? '', basename(file), {
      today,
      signersOf:
        approvers === undefined
          ? ({ approvedBy }) => approvedBy
          : (_rule, text) => signersIn(signatures, text, approvers),
    });
  });
  return {
    rules: read.flatMap(({ rule }) => rule ?? []),
    faults: read.flatMap(({ faults }) => faults),
  };
}

/**
 * The rules of a folder as the unit uses them, and those whose time has passed, in words. Throws a CriteriaError with
 * everything else that is wrong: a folder with a fault is not used at all.
 */
export function loadCriteria(
  folder: string,
  approversFile: string,
  today: string,
): { readonly criteria: Criteria; readonly expired: readonly string[] } {
  const { rules, faults } = readRules(ruleFiles([folder]), today, readApprovers(approversFile));
  const wrong = faults.filter(({ expired }) => expired !== true);
  if (wrong.length > 0) throw new CriteriaError(wrong.map(faultText));
  try {
    return { criteria: new Criteria(rules), expired: faults.map(faultText) };
  } catch (error) {
    if (error instanceof VersionConflict) throw new CriteriaError([error.message]);
    throw error;
  }
}

/** Content of a file; one byte more than the most if it is longer, undefined if there is none. */
function readSmall(file: string, most: number): string | undefined {
  if (!existsSync(file)) return undefined;
  const { size } = statSync(file);
  return size > most ? ' '.repeat(most + 1) : readFileSync(file, 'utf8');
}
