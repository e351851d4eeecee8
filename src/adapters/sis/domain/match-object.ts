import { canonicalIdentifier } from '../../../matching/identifiers/canonical-identifier.js';
import { confusionKey } from '../../../matching/identifiers/confusable.js';
import { plateForm } from '../../../matching/identifiers/plate.js';
import type { ObjectAlert } from './alert.js';
import { SCORES } from './match-person.js';
import { isWithin, overlap } from './number-range.js';
import { IDENTIFIERS } from './object-identifier.js';
import type { AlertObject, IdentifierKind } from './object-category.js';
import type { AskedIdentifier, Match, ObjectCriteria, ObjectHit, ObjectSearch } from './search.js';

/** How an identifier asked for corresponds to the one on record. */
type Correspondence =
  'equal' | 'within' | 'overlap' | 'spelling' | 'confusable' | 'begins_with' | 'ends_with' | 'differs';

const WORDS: Readonly<Record<Correspondence, string>> = {
  equal: 'equal',
  within: 'within the range on record',
  overlap: 'ranges have numbers in common',
  spelling: 'equal but for marks on letters',
  confusable: 'equal but for characters that are easily confused',
  begins_with: 'begins with what was asked',
  ends_with: 'ends with what was asked',
  differs: 'differs',
};

/** As good as the identifier itself. */
const WHOLE: ReadonlySet<Correspondence> = new Set(['equal', 'within', 'overlap', 'spelling']);

interface Asked extends AskedIdentifier {
  readonly canonical: string;
  readonly canonicalTo: string | undefined;
}

/** Prepares a question once, then tells for each alert whether and how well it corresponds. */
export function objectMatcher(search: ObjectSearch): (alert: ObjectAlert) => ObjectHit | undefined {
  const asked = search.identifiers.map((identifier): Asked => {
    const { canonical } = IDENTIFIERS[identifier.kind];
    return {
      ...identifier,
      canonical: canonical(identifier.text),
      canonicalTo: identifier.to === undefined ? undefined : canonical(identifier.to),
    };
  });
  return (alert) => {
    const match = agrees(search, alert.object) ? matchObject(asked, search, alert.object) : undefined;
    return match === undefined ? undefined : { alert, match };
  };
}

/**
 * An identifier that the alert does not state speaks neither for nor against it. One that differs is a vehicle with
 * false plates or a plate used twice: never exact, and worth an officer's look only if another identifier is equal.
 */
function matchObject(asked: readonly Asked[], search: ObjectSearch, object: AlertObject): Match | undefined {
  const compared = asked.flatMap((identifier) => {
    const how = compare(identifier, search.criteria, object);
    return how === undefined ? [] : [{ kind: identifier.kind, how }];
  });
  const rules = [
    ...compared.map(({ kind, how }) => `${IDENTIFIERS[kind].words}: ${WORDS[how]}`),
    ...cautions(
      compared.map(({ kind }) => kind),
      object,
    ),
  ];
  const whole = compared.filter(({ how }) => WHOLE.has(how));
  const differing = compared.filter(({ how }) => how === 'differs').length;
  if (whole.length > 0 && whole.length === compared.length) {
    return whole.some(({ how }) => how === 'spelling')
      ? { kind: 'transliterated', score: SCORES.transliterated, rules }
      : { kind: 'exact', score: SCORES.exact, rules };
  }
  if (search.mode === 'exact' || compared.length === 0) return undefined;
  if (differing === 0) return { kind: 'inexact', score: SCORES.oneRule, rules };
  return whole.length > 0 ? { kind: 'inexact', score: SCORES.namesAndDate, rules } : undefined;
}

/** Undefined if the object does not state the identifier. */
function compare(asked: Asked, { plateState }: ObjectCriteria, object: AlertObject): Correspondence | undefined {
  const text = object[asked.kind];
  if (text === undefined) return undefined;
  if (asked.kind === 'plate' && isOther(plateState, object.plateState)) return 'differs';
  const { canonical, rangeEnd, minPart } = IDENTIFIERS[asked.kind];
  const [first, last] = [canonical(text), canonical((rangeEnd && object[rangeEnd]) ?? text)];
  if (asked.canonicalTo !== undefined) {
    return overlap([asked.canonical, asked.canonicalTo], [first, last]) ? 'overlap' : 'differs';
  }
  if (asked.canonical === first) return 'equal';
  if (last !== first && isWithin(asked.canonical, first, last)) return 'within';
  if (asked.kind === 'plate' && plateForm(asked.text).variants.some((one) => plateForm(text).variants.includes(one))) {
    return 'spelling';
  }
  if (confusionKey(asked.canonical) === confusionKey(first)) return 'confusable';
  if (Array.from(asked.canonical).length < minPart) return 'differs';
  if (first.startsWith(asked.canonical)) return 'begins_with';
  return first.endsWith(asked.canonical) ? 'ends_with' : 'differs';
}

/** What is often taken for a hit and is none: plates are used again and copied, VINs are copied (SIRENE Manual 8.2). */
function cautions(compared: readonly IdentifierKind[], object: AlertObject): readonly string[] {
  if (object.vin === undefined || object.plate === undefined) return [];
  const missing = (['vin', 'plate'] as const).find((kind) => !compared.includes(kind));
  return missing === undefined || compared.length === 0
    ? []
    : [`${IDENTIFIERS[missing].words}: on record and not asked; compare it before you act`];
}

/** The criteria narrow a search only where the record states otherwise. */
function agrees({ criteria, letters }: ObjectSearch, object: AlertObject): boolean {
  return (
    (letters === undefined || letters.includes(object.letter)) &&
    !isOther(criteria.issuingCountry, object.issuingCountry) &&
    !isOther(criteria.currency, object.currency) &&
    !isOther(criteria.make, object.make) &&
    !isOther(criteria.model, object.model) &&
    !isOther(criteria.calibre, object.calibre)
  );
}

const isOther = (asked: string | undefined, held: string | undefined): boolean =>
  asked !== undefined && held !== undefined && canonicalIdentifier(asked) !== canonicalIdentifier(held);
