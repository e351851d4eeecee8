/**
 * How a gateway that asks another gateway tells it under which request the access is logged at home
 * (docs/completeness.md): metadata of gRPC, a header of REST.
 */
import { Refusal } from './refusal.js';

/** Name of the metadata key and of the header. */
export const ASKING_KEY = 'ostiary-asking-request';

/** The request at the asking gateway, as the caller says. */
export interface AskingRequest {
  /** Origin line of the asking gateway's log. */
  readonly origin: string;
  /** Its identifier of the request: a ULID. */
  readonly requestId: string;
}

/** Origins hold neither spaces nor plus signs (C2SP signed-note); a ULID is 26 characters of Crockford's base 32. */
const VALUE = /^([\x21-\x2a\x2c-\x7e]{1,200}) ([0-7][0-9A-HJKMNP-TV-Z]{25})$/;

/** Reads the values of the key: none, or one that is exactly as it must be. Otherwise the refusal of the call. */
export function readAsking(values: readonly string[]): AskingRequest | Refusal | undefined {
  if (values.length === 0) return undefined;
  const [, origin, requestId] = (values.length === 1 ? VALUE.exec(values[0] ?? '') : null) ?? [];
  if (origin !== undefined && requestId !== undefined) return { origin, requestId };
  return wrongAsking('pattern', 'must be given once: the origin of the log, a space, and a ULID');
}

/** Writes the value of the key. */
export const formatAsking = ({ origin, requestId }: AskingRequest): string => `${origin} ${requestId}`;

/** The refusal of a call whose value breaks a rule. */
export function wrongAsking(rule: string, description: string): Refusal {
  return new Refusal('REQUEST_INVALID', `${ASKING_KEY}: ${description}`, {
    violations: [{ field: ASKING_KEY, rule, description }],
  });
}
