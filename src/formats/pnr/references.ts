/** Whom a reference of a record means: senders write 1, 001 and 1.1, not always alike in one record. */
import type { Traveller } from './pnr.js';

/**
 * Travellers by the references that services and check-ins name them by, as normalReference gives them: who has the very same,
 * else the only one whose reference is the same but for what stands behind a dot. None for an empty reference.
 */
export function travellersByReference(travellers: readonly Traveller[]): (reference: string) => readonly Traveller[] {
  const exact = new Map<string, Traveller[]>();
  const simple = new Map<string, Traveller[]>();
  for (const one of travellers) {
    if (one.reference === '') continue;
    add(exact, one.reference, one);
    add(simple, simpleOf(one.reference), one);
  }
  return (reference) => {
    const found = exact.get(reference);
    if (found !== undefined) return found;
    const alike = simple.get(simpleOf(reference)) ?? [];
    // 1.1 and 1.2 are two travellers, and not what the other has who is 1.
    return alike.length === 1 && !alike.some((one) => one.reference.includes('.') && reference.includes('.'))
      ? alike
      : [];
  };
}

function add(index: Map<string, Traveller[]>, key: string, one: Traveller): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, [one]);
  else found.push(one);
}

const simpleOf = (reference: string): string => reference.split('.', 1)[0] ?? '';
