/** Puts the rules in use to a record. Pure: what becomes of the matches is decided elsewhere. */
import type { Atom } from '../../../../matching/criteria/condition.js';
import type { Criteria } from '../../../../matching/criteria/criteria.js';
import type { FactValue } from '../../../../matching/criteria/fields.js';
import type { KeptRecord, KeptTraveller } from '../../domain/kept-record.js';
import type { Flight } from '../../domain/push.js';
import type { Trips } from './earlier-trips.js';
import type { FoundMatch, Ground } from './match.js';
import { recordFacts } from './record-facts.js';

/** Matches of a record with criteria on a day; with earlier trips of its travellers, in the order of their facts. */
export function assessRecord(
  criteria: Criteria,
  record: KeptRecord,
  flight: Flight,
  day: string,
  trips: readonly (Trips | undefined)[],
): FoundMatch[] {
  const { booking, travellers } = recordFacts(record, flight, trips);
  const route = { from: flight.origin, to: flight.destination };
  // Groups are no travellers, and have no facts of their own.
  const references = travellerReferences(record).filter(({ kind }) => kind !== 'G');
  return criteria.assess(route, day, booking, travellers).map(({ rule, traveller, judgement }) => ({
    system: 'criteria',
    source: rule.id,
    version: rule.version,
    sha256: rule.sha256,
    traveller: traveller === undefined ? '' : (references[traveller]?.reference ?? ''),
    evidence: judgement.matched.map(({ atom, value }) => JSON.stringify([atom.path, value ?? null])),
    sealed: {
      title: rule.title,
      purposes: rule.purpose,
      grounds: judgement.matched.map(({ atom, value, holds }) => groundOf(atom, value, !holds)),
      unmet: judgement.unmet.map(({ atom, value }) => groundOf(atom, value, false)),
    },
  }));
}

/** How matches refer to the travellers of a record: as the record does or, where it does not, by their place. */
export const travellerReferences = ({
  sealed,
}: Pick<KeptRecord, 'sealed'>): readonly { readonly reference: string; readonly kind: string }[] =>
  sealed.a.travellers.map(({ reference, kind }, at) => ({ reference: reference === '' ? `#${at}` : reference, kind }));

/**
 * Name of the traveller with a reference, undefined where there is none, or more than one; of a booking as a whole the names
 * of all, in any order.
 */
export function subjectOf(record: Pick<KeptRecord, 'sealed'>, reference: string): string | undefined {
  if (reference === '') return record.sealed.a.travellers.map(nameOf).sort().join('\n');
  const references = travellerReferences(record);
  const [traveller, ...others] = record.sealed.a.travellers.filter((_, at) => references[at]?.reference === reference);
  if (traveller === undefined || others.length > 0) return undefined;
  return nameOf(traveller);
}

const nameOf = ({ surname, givenNames }: KeptTraveller): string => `${surname}/${givenNames}`.toUpperCase();

const groundOf = (
  { path, field, operator, constant }: Atom,
  value: FactValue | undefined,
  negated: boolean,
): Ground => ({
  ...{ path, field, operator, negated },
  ...(constant !== undefined && { constant }),
  ...(value !== undefined && { value }),
});
