/** A policy's files, read and checked: rules, legal bases and access matrix that fit each other. */
import { join } from 'node:path';
import { projectRoot } from '../../shared/project-root.js';
import { type CedarRules, readCedarRules } from './cedar-rules.js';
import type { Condition } from './facts.js';
import { rowOf } from './facts.js';
import type { AccessMatrix, LegalBasis } from './legal-basis.js';
import { PolicyError, type PolicyFiles, readPolicyFiles } from './policy-files.js';

/** The policy that comes with Ostiary. */
export const SHIPPED_POLICY = join(projectRoot, 'data/policy');

/** Everything that decides. */
export interface PolicySource {
  readonly version: string;
  /** File name → SHA-256 in hex. */
  readonly digests: ReadonlyMap<string, string>;
  readonly rules: CedarRules;
  readonly bases: ReadonlyMap<string, LegalBasis>;
  readonly matrix: AccessMatrix;
}

/** Reads a policy folder. Throws a PolicyError that names file and line of everything that is wrong with it. */
export function readPolicySource(directory: string): PolicySource {
  return parsePolicySource(readPolicyFiles(directory));
}
