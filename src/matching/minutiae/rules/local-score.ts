/**
 * First stage: how alike the surroundings of minutiae are, wherever in the print these lie. Cheap, and good enough to set
 * aside nearly all templates of a gallery.
 */
import { type Cylinders, onesOf } from '../packed.js';
import { likenessOf, pairsThatCount } from './likeness.js';

/** Sectors of 16 directions that lie within a quarter of a turn, on either side. */
export const SECTORS_APART = 4;

/** Mean of the best likenesses of the narrow cylinders of a, each with its most alike of b: 0 to 32,768. */
export function localScore(a: Cylinders, b: Cylinders, anyTurn = false): number {
  const best: number[] = [];
  for (let i = 0; i < a.n; i++) {
    let most = 0;
    for (let j = 0; j < b.n; j++) {
      if (!anyTurn && !areNear((a.direction[i] ?? 0) >>> 4, (b.direction[j] ?? 0) >>> 4)) continue;
      let differing = 0;
      for (let word = 0; word < 4; word++) {
        differing += onesOf((a.narrow[4 * i + word] ?? 0) ^ (b.narrow[4 * j + word] ?? 0));
      }
      most = Math.max(most, likenessOf(differing, a.narrowOnes[i] ?? 0, b.narrowOnes[j] ?? 0));
    }
    best.push(most);
  }
  const counted = pairsThatCount(Math.min(a.n, b.n));
  if (counted === 0) return 0;
  const sum = best
    .sort((one, other) => other - one)
    .slice(0, counted)
    .reduce((all, one) => all + one, 0);
  return Math.floor(sum / counted);
}

function areNear(a: number, b: number): boolean {
  const apart = (a - b) & 15;
  return apart <= SECTORS_APART || apart >= 16 - SECTORS_APART;
}
