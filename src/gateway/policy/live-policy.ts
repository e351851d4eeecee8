/**
 * The policy in force, and how another one takes its place while calls are served. A folder is watched; what it then holds
 * is read whole, checked whole, written into the audit log, and only then decides. What does not pass leaves the old
 * policy in force. Each question is decided, and logged, by exactly one of them.
 */
import { type AuditLog, type EntryDraft, GATEWAY } from '../../audit/log/entry.js';
import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import { newRequestId } from '../../shared/request-id.js';
import { watchDirectory } from '../listeners/tls/watch-directory.js';
import type { TrafficTables } from '../traffic/traffic-tables.js';
import { type Policy, type PreparedPolicy, preparePolicy } from './decide.js';
import type { LegalBasis, LogTable } from './legal-basis.js';
import { PolicyError, type PolicyFiles, readPolicyFiles } from './policy-files.js';
import { parsePolicySource, SHIPPED_POLICY } from './policy-source.js';

/** What became of a change. */
export type PolicyReload =
  { readonly ok: true; readonly version: string } | { readonly ok: false; readonly problems: readonly string[] };

/** What a live policy works with. */
export interface LivePolicyParts {
  readonly directory: string;
  readonly log: AuditLog;
  readonly clock: Clock;
  /** Hears of every change that was tried. */
  readonly onReload: (result: PolicyReload) => void;
  /** After this time a change that could not be logged is tried again, in milliseconds. */
  readonly retryMs?: number;
}

/** The policy in force. Its version is that of the policy that decides now. */
export interface LivePolicy extends Policy {
  /** The legal-basis table in force now. */
  readonly bases: ReadonlyMap<string, LegalBasis>;
  /** How long entries are kept, by the policy that decides now. */
  readonly logs: LogTable;
  /** How much may be asked, by the policy that decides now. */
  readonly traffic: TrafficTables;
  /** What the folder holds and was refused; undefined when what it holds is in force. */
  refused(): readonly string[] | undefined;
  /** Looks at the folder now. Resolves when what it holds is in force, or refused. */
  reload(): Promise<void>;
  /** Ends the watch and lets go of the policy: nothing is decided any more. */
  close(): void;
}

const RETRY_MS = 5_000;

/** Problems that an entry lists, and the longest; the operator's log has them all. */
const LOGGED_PROBLEMS = 20;
const LOGGED_PROBLEM_LENGTH = 300;

/**
 * Takes the folder's policy into force and watches the folder. Rejects with a PolicyError when it is not valid, and when
 * the audit log cannot say that a policy of the operator's own is in force: then nothing may be decided by it.
 */
export async function openLivePolicy(parts: LivePolicyParts): Promise<LivePolicy> {
  const { directory, log, clock, onReload, retryMs = RETRY_MS } = parts;
  const first = readPolicyFiles(directory);
  let current = preparePolicy(parsePolicySource(first));
  // What came with the software is told by the version that every decision names; what was put in its place is not.
  if (directory !== SHIPPED_POLICY) await log.append(entry(clock, inForce(first, undefined)));
  let refused: { readonly problems: readonly string[]; readonly version: string | undefined } | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function tryFolder(): Promise<void> {
    clearTimeout(retry);
    let files: PolicyFiles | undefined;
    let next: PreparedPolicy | undefined;
    try {
      files = readPolicyFiles(directory);
      if (files.version === current.version) {
        refused = undefined;
        return;
      }
      if (files.version === refused?.version) return;
      next = preparePolicy(parsePolicySource(files));
    } catch (error) {
      await refuse(
        files,
        error instanceof PolicyError ? error.problems : [`the policy cannot be read: ${String(error)}`],
      );
      return;
    }
    try {
      // Durable before the new policy decides its first question.
      await log.append(entry(clock, inForce(files, current.version)));
    } catch {
      next.release();
      onReload({ ok: false, problems: ['the audit log could not say so; it is tried again'] });
      if (!closed) retry = setTimeout(() => void reload(), retryMs).unref();
      return;
    }
    if (closed) {
      next.release();
      return;
    }
    // Decisions are made in one go, so nobody is in the middle of one with the old policy.
    const old = current;
    current = next;
    old.release();
    refused = undefined;
    onReload({ ok: true, version: current.version });
  }

  async function refuse(files: PolicyFiles | undefined, problems: readonly string[]): Promise<void> {
    const known = refused !== undefined && refused.version === files?.version && files !== undefined;
    refused = { problems, version: files?.version };
    if (known) return;
    onReload({ ok: false, problems });
    // Should that fail, the operator's log has it, and what decides has not changed.
    await log.append(entry(clock, refusal(files, current.version, problems))).catch(() => undefined);
  }

  // One look at a time; changes during one make one more.
  let looking: Promise<void> | undefined;
  let again = false;
  function reload(): Promise<void> {
    if (looking !== undefined) {
      again = true;
      return looking;
    }
    looking = tryFolder().finally(() => {
      looking = undefined;
      if (!again) return undefined;
      again = false;
      return reload();
    });
    return looking;
  }

  const stop = watchDirectory(directory, {
    onChange: () => void reload(),
    onProblem: (problem) => onReload({ ok: false, problems: [problem] }),
  });
  return {
    get version() {
      return current.version;
    },
    get bases() {
      return current.source.tables.bases;
    },
    get logs() {
      return current.source.tables.logs;
    },
    get traffic() {
      return current.source.traffic;
    },
    decide: (request) => current.decide(request),
    refused: () => refused?.problems,
    reload,
    close() {
      closed = true;
      clearTimeout(retry);
      stop();
      current.release();
    },
  };
}

function inForce(files: PolicyFiles, previous: string | undefined): JsonObject {
  return {
    event: 'policy-in-force',
    files: Object.fromEntries(files.digests),
    ...(previous !== undefined && { previous_version: previous }),
    version: files.version,
  };
}

function refusal(files: PolicyFiles | undefined, current: string, problems: readonly string[]): JsonObject {
  return {
    event: 'policy-refused',
    ...(files !== undefined && { files: Object.fromEntries(files.digests), refused_version: files.version }),
    problems: problems.slice(0, LOGGED_PROBLEMS).map((problem) => problem.slice(0, LOGGED_PROBLEM_LENGTH)),
    version: current,
  };
}

function entry(clock: Clock, result: JsonObject): EntryDraft {
  return {
    kind: 'config',
    authority: GATEWAY,
    system: 'GATEWAY',
    requestId: newRequestId(clock.now()),
    retention: 'ops',
    sections: { result },
  };
}
