/** Whom a reference of a record means: senders write 1, 001 and 1.1, not always alike in one record. */
import type { Traveller } from './pnr.js';

/** Finds the travellers that a reference names, which is as normalReference gives it. */
export type NamedTravellers = (reference: string) => readonly Traveller[];

/** Travellers among whom one is looked for one by one: most records have fewer. */
const FEW = 16;

/**
 * Those who have the very same reference, else the only one whose reference is the same but for what stands behind a dot. None
 * for an empty one.
 */
export function travellersByReference(travellers: readonly Traveller[]): NamedTravellers {
  if (travellers.length <= FEW) {
    const among = (is: (own: string) => boolean): readonly Traveller[] =>
      travellers.filter(({ reference: own }) => own !== '' && is(own));
    return finder(
      (reference) => among((own) => own === reference),
      (simple) => among((own) => simpleOf(own) === simple),
    );
  }
  const [exact, simple] = [new Map<string, Traveller[]>(), new Map<string, Traveller[]>()];
  for (const one of travellers) {
    if (one.reference === '') continue;
    add(exact, one.reference, one);
    add(simple, simpleOf(one.reference), one);
  }
  return finder(
    (reference) => exact.get(reference) ?? [],
    (reference) => simple.get(reference) ?? [],
  );
}

const finder =
  (exact: NamedTravellers, simple: NamedTravellers): NamedTravellers =>
  (reference) => {
    const found = exact(reference);
    if (found.length > 0 || reference === '') return found;
    const [only, ...others] = simple(simpleOf(reference));
    // 1.1 and 1.2 are two travellers; either may be 1 where the other is not.
    const isMeant =
      only !== undefined && others.length === 0 && !(only.reference.includes('.') && reference.includes('.'));
    return isMeant ? [only] : [];
  };

function add(index: Map<string, Traveller[]>, key: string, one: Traveller): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, [one]);
  else found.push(one);
}

const simpleOf = (reference: string): string => {
  const dot = reference.indexOf('.');
  return dot < 0 ? reference : reference.slice(0, dot);
};
