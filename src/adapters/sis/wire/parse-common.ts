import { MatchMode as WireMatchMode } from '../../../gen/ostiary/sis/v1/sis.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import type { MatchMode } from '../domain/search.js';

/** A text of the contract; undefined if it was not given. */
export const given = (text: string): string | undefined => (text === '' ? undefined : text);

/** How closely records must correspond: exactly, unless something else is asked for. */
export function parseMode(mode: WireMatchMode, violations: FieldViolation[]): MatchMode {
  switch (mode) {
    case WireMatchMode.UNSPECIFIED:
    case WireMatchMode.EXACT:
      return 'exact';
    case WireMatchMode.INEXACT:
      return 'inexact';
    case WireMatchMode.RANKED:
      violations.push({ field: 'match_mode', rule: 'persons', description: 'ranks names of persons and nothing else' });
      return 'exact';
    default:
      violations.push({ field: 'match_mode', rule: 'defined_only', description: 'must be a mode of the contract' });
      return 'exact';
  }
}

/** Throws a Refusal that names everything that was found, if anything was. */
export function refuseIfAny(violations: readonly FieldViolation[]): void {
  if (violations.length > 0) throw contradiction(violations);
}

/** The refusal of a question that contradicts itself. */
export const contradiction = (violations: readonly FieldViolation[]): Refusal =>
  new Refusal('REQUEST_INVALID', 'The request contradicts itself', { violations });
