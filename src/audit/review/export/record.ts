/** What every export format is made from: a leaf, and what the recipient may see of the sealed sections. */
import type { JsonObject, JsonValue } from '../../../shared/json.js';
import type { OpenedPayload } from '../payload.js';
import type { FoundEntry } from '../query.js';

/** The Directive's verbs of processing, as far as a gateway knows them ((EU) 2016/680 Art. 25(1)). */
export type Verb = 'query' | 'read' | 'create' | 'update' | 'delete' | 'other';

/** One entry, ready to be written in any format. What the recipient may not see is not in it. */
export interface ExportRecord {
  readonly entry: FoundEntry;
  readonly verb: Verb;
  /** False when it was refused, failed, or is not known to have succeeded. */
  readonly succeeded: boolean;
  /** Path of the operation; undefined in an export of leaves alone. */
  readonly operation: string | undefined;
  readonly purpose: string | undefined;
  readonly legalBasis: string | undefined;
  readonly caseReference: string | undefined;
  /** For a cleared recipient alone. */
  readonly officer: string | undefined;
  readonly unit: string | undefined;
  /** Address of the client ("ip:port"); for a cleared recipient alone, since it may be somebody's desk. */
  readonly remote: string | undefined;
}

/** What a recipient may see. */
export interface Clearance {
  /** Officers, units and addresses. */
  readonly officers: boolean;
}

/** Makes a record. `payload` is undefined in an export of leaves alone. */
export function exportRecord(
  entry: FoundEntry,
  payload: OpenedPayload | undefined,
  { officers }: Clearance,
): ExportRecord {
  const section = (name: 'who' | 'what' | 'why'): JsonObject | undefined => payload?.sections.get(name)?.value;
  const [who, what, why] = [section('who'), section('what'), section('why')];
  return {
    entry,
    verb: verbOf(entry.leaf.kind, what?.legal_operations),
    succeeded: entry.outcome === 'answered' || (entry.outcome === undefined && saysAllByItself(entry.leaf.kind)),
    operation: text(what?.operation),
    purpose: text(why?.purpose),
    legalBasis: text(why?.legal_basis),
    caseReference: text(why?.case_reference),
    officer: officers ? text(who?.officer) : undefined,
    unit: officers ? text(who?.unit) : undefined,
    remote: officers ? text(who?.remote) : undefined,
  };
}

const ACCESS_KINDS: readonly string[] = ['intent', 'part', 'outcome', 'orphan', 'access-denied'];

/** Whether an entry of a kind is about an access to a system. */
export const isAccess = (kind: string): boolean => ACCESS_KINDS.includes(kind);

/** Of an access, the outcome tells how it ended; a part was sent, however the whole ended. */
const saysAllByItself = (kind: string): boolean => !isAccess(kind) || kind === 'part';

const READING = ['READ', 'NOTICE', 'LOG_READ'];

function verbOf(kind: string, operations: JsonValue | undefined): Verb {
  if (kind === 'key-destroyed' || kind === 'erasure-run') return 'delete';
  if (!isAccess(kind)) return 'other';
  const needed = Array.isArray(operations) ? (operations as readonly JsonValue[]) : [];
  if (needed.includes('ENTER')) return 'create';
  if (needed.includes('UPDATE')) return 'update';
  if (needed.includes('DELETE')) return 'delete';
  if (READING.some((operation) => needed.includes(operation))) return 'read';
  return 'query';
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Leaf hash in lower-case hex. */
export const leafHashHex = ({ leafHash }: FoundEntry): string => Buffer.from(leafHash).toString('hex');
