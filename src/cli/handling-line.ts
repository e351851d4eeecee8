/** How a record must be handled, in one line for people. */
import { Purpose } from '../gen/ostiary/common/v1/access.js';
import { type Handling, HandlingCode, UseCondition } from '../gen/ostiary/common/v1/handling.js';

/** "For X on BASIS, also for Y. Codes. Any other use: CONDITION (article)." */
export function handlingLine({ codes, purpose, legalBasisId, furtherPurposes, otherUses }: Handling): string {
  const also = furtherPurposes.map(nameOf(Purpose));
  const other = otherUses.map(({ condition, article }) => `${nameOf(UseCondition)(condition)} (${article})`);
  return [
    `for ${nameOf(Purpose)(purpose)} on ${legalBasisId}${also.length > 0 ? `, also for ${also.join(', ')}` : ''}`,
    ...(codes.length > 0 ? [codes.map(nameOf(HandlingCode)).join(', ')] : []),
    `any other use: ${other.length > 0 ? other.join(' or ') : 'none'}`,
  ].join('; ');
}

/** Names of a wire enum in words: NO_NATIONAL_COPY is "no national copy". */
export function nameOf(wire: Readonly<Record<string, number | string>>): (number: number) => string {
  const names = new Map(
    Object.entries(wire).map(([name, number]) => [number, name.replaceAll('_', ' ').toLowerCase()]),
  );
  return (number) => names.get(number) ?? String(number);
}
