/** One access as the detectors see it: the opened sections of an intent and of its outcome (docs/audit-log.md). */
import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { SectionName } from '../log/entry.js';
import type { Leaf } from '../leaf/leaf.js';

/** How fast an answer was asked for; the names of ostiary.common.v1.Urgency. */
export type ObservedUrgency = 'ROUTINE' | 'LIVE_CHECK' | 'IMMINENT_DANGER';

/** An access, or an attempt that was refused. What the log does not tell is undefined. */
export interface ObservedAccess {
  /** Index of the intent, or of the refusal. */
  readonly index: number;
  /** Time in that entry, milliseconds since the epoch. */
  readonly time: number;
  /** The gateway refused it: no system was asked. */
  readonly denied: boolean;
  readonly authority: string;
  readonly system: string;
  /** Unique within the authority only. */
  readonly officer: string | undefined;
  /** Unit for which the officer says they ask. */
  readonly unit: string | undefined;
  readonly caseReference: string | undefined;
  readonly justification: string | undefined;
  readonly urgency: ObservedUrgency | undefined;
  /** What was searched for, in the system's own terms. */
  readonly query: JsonObject | undefined;
  /** Whether something was found; undefined when nobody knows, because no answer was given. */
  readonly found: boolean | undefined;
}

/** Opened sections of an entry, as far as it has any. */
export type Sections = Readonly<Partial<Record<SectionName, JsonObject>>>;

const URGENCIES: readonly ObservedUrgency[] = ['ROUTINE', 'LIVE_CHECK', 'IMMINENT_DANGER'];

/** Puts together what an intent or a refusal and, if there is one, its outcome say. */
export function observe(index: number, leaf: Leaf, asked: Sections, answered: Sections | undefined): ObservedAccess {
  const { who, what, why } = asked;
  return {
    index,
    time: leaf.time,
    denied: leaf.kind === 'access-denied',
    authority: leaf.authority,
    system: leaf.system,
    officer: text(who?.officer),
    unit: text(who?.unit),
    caseReference: text(why?.case_reference),
    justification: text(why?.justification),
    urgency: URGENCIES.find((known) => known === why?.urgency),
    query: object(what?.query),
    found: found(text(answered?.result?.status)),
  };
}

/** A system that says "not found" has answered, too. */
function found(status: string | undefined): boolean | undefined {
  if (status === 'HIT') return true;
  return status === 'NO_HIT' || status === 'NOT_FOUND' ? false : undefined;
}

/** A string with something in it. */
export function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A JSON object. */
export function object(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !isList(value) ? value : undefined;
}

const isList = (value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] => Array.isArray(value);
