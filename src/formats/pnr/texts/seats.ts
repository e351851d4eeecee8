import { withoutZeros } from './names.js';

/** A seat without leading zeros; empty where none was given ("XXX"). */
export function readSeat(text: string): string {
  const seat = withoutZeros(text.trim());
  return /^X+$/.test(seat) ? '' : seat;
}
