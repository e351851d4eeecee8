import { canonicalIdentifier, compareIdentifiers } from '../../../matching/identifiers/canonical-identifier.js';
import type { ObjectAlert } from './alert.js';
import { SCORES } from './match-person.js';
import type { Match, ObjectHit, ObjectSearch } from './search.js';

type Identifier = 'vin' | 'plate' | 'number';

const NAMES: Readonly<Record<Identifier, string>> = {
  vin: 'vehicle identification number',
  plate: 'plate',
  number: 'number',
};

/** Prepares a question once, then tells for each alert whether and how well it corresponds. */
export function objectMatcher(search: ObjectSearch): (alert: ObjectAlert) => ObjectHit | undefined {
  const asked = (['vin', 'plate', 'number'] as const).flatMap((identifier) => {
    const text = search[identifier];
    return text === undefined ? [] : [{ identifier, canonical: canonicalIdentifier(text) }];
  });
  return (alert) => {
    const match = matchObject(asked, search, alert);
    return match === undefined ? undefined : { alert, match };
  };
}

/**
 * An identifier that the alert does not state speaks neither for nor against it. One that differs is a vehicle with
 * false plates or a plate used twice: never exact, and worth an officer's look only if another identifier is equal.
 */
function matchObject(
  asked: readonly { readonly identifier: Identifier; readonly canonical: string }[],
  search: ObjectSearch,
  { object }: ObjectAlert,
): Match | undefined {
  const compared = asked.flatMap(({ identifier, canonical }) => {
    const held = object[identifier];
    if (held === undefined) return [];
    const otherState =
      identifier === 'plate' &&
      search.plateState !== undefined &&
      object.plateState !== undefined &&
      search.plateState !== object.plateState;
    const how = otherState ? undefined : compareIdentifiers(canonical, canonicalIdentifier(held));
    return [{ how, words: `${NAMES[identifier]} ${how === undefined ? 'differs' : how.replace('_', ' ')}` }];
  });
  const rules = compared.map(({ words }) => words);
  const equal = compared.filter(({ how }) => how === 'equal').length;
  const partial = compared.filter(({ how }) => how !== undefined && how !== 'equal').length;
  const differing = compared.length - equal - partial;
  if (equal > 0 && equal === compared.length) return { kind: 'exact', score: SCORES.exact, rules };
  if (search.mode === 'exact') return undefined;
  if (differing === 0 && compared.length > 0) return { kind: 'inexact', score: SCORES.oneRule, rules };
  return equal > 0 ? { kind: 'inexact', score: SCORES.namesAndDate, rules } : undefined;
}
