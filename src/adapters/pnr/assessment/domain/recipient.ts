/** To whom a match may be passed on, and on which legal basis. */
import type { KnownAuthority } from '../../authorities.js';
import { COMPETENT } from '../../operations/who.js';
import type { Unit } from '../../options.js';

/** Legal basis on which a unit tells one of another Member State of its own motion. */
export const OWN_MOTION = 'PNR-9-1';

/** Why somebody is no recipient. */
export interface NoRecipient {
  readonly message: string;
  /** Of Directive (EU) 2016/681. */
  readonly article: string;
}

/** Undefined for whoever may be passed a match on the legal basis: nothing else of the release is looked at. */
export function whyNoRecipient(
  { kinds, memberState }: KnownAuthority,
  legalBasisId: string,
  unit: Unit,
): NoRecipient | undefined {
  if (kinds.some((kind) => kind.startsWith('EUROPOL'))) {
    return {
      message: 'Europol is answered when it asks, and sent nothing of the unit’s own motion',
      article: 'Art. 10',
    };
  }
  const isHome = memberState === unit.memberState;
  if (legalBasisId === OWN_MOTION) {
    return !isHome && kinds.includes('PIU')
      ? undefined
      : { message: 'of its own motion a unit tells units of other Member States', article: 'Art. 9(1)' };
  }
  if (!isHome) {
    const message = `results go to competent authorities of the unit’s own state; other units are told as units (${OWN_MOTION})`;
    return { message, article: 'Arts. 6(6), 9(1)' };
  }
  return kinds.some((kind) => COMPETENT.has(kind))
    ? undefined
    : { message: 'results go to authorities on the state’s list of competent ones', article: 'Arts. 6(6), 7' };
}
