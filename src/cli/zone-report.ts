/** What is told of machine-readable zones of a file, by their lines in it. */
import type { PairedZones, ReadZone } from '../formats/cross-check/pair-zones.js';
import type { MrzCheck, MrzReading } from '../formats/mrz/mrz.js';
import { counted } from './phrases.js';
import type { ZoneText } from './travel-files.js';

/** Lines that a zone has at most. */
const MOST_LINES = 3;

/** A zone that was held against no person. */
export interface LeftZone {
  /** Number of its first line in the file, from 1. */
  readonly line: number;
  /** Why it could not be read; undefined if it could and is of nobody on the list, or of somebody who has one already. */
  readonly unreadable: string | undefined;
  readonly wrongCheckDigits: readonly MrzCheck[];
}

/** Zones of a file that are left over when they were paired with the people of each of these lists. */
export function leftZones(texts: readonly ZoneText[], paired: readonly PairedZones[]): readonly LeftZone[] {
  const [first, ...others] = paired;
  const left = others.map((one) => new Set(one.left.map(({ at }) => at)));
  return (first?.left ?? [])
    .filter(({ at }) => left.every((places) => places.has(at)))
    .flatMap((zone) => {
      const text = texts[zone.at];
      return text === undefined ? [] : [reportOf(text, zone)];
    });
}

const reportOf = (text: ZoneText, { reading }: ReadZone): LeftZone => ({
  line: text.line,
  unreadable: reading.mrz === undefined ? whyUnreadable(text, reading) : undefined,
  wrongCheckDigits: wrongCheckDigits(reading),
});

/** In one line. */
export function describeLeftZone({ line, unreadable, wrongCheckDigits: wrong }: LeftZone): string {
  const why = unreadable === undefined ? NOBODY : `unreadable: ${unreadable}`;
  return [`zone at line ${line}: ${why}`, ...wrong.map(describeCheckDigit)].join('; ');
}

const NOBODY = 'of nobody on the list, or of somebody who has a zone already';

/** Check digits of a zone that are not what they should be. */
export const wrongCheckDigits = ({ checks }: MrzReading): readonly MrzCheck[] => checks.filter(({ ok }) => !ok);

/** In words. */
export const describeCheckDigit = ({ field, found, computed }: MrzCheck): string =>
  `the check digit of the ${field} is ${found} and should be ${computed}`;

function whyUnreadable({ text, line }: ZoneText, { diagnostics }: MrzReading): string {
  const lines = text.split('\n');
  const spans = diagnostics.flatMap(({ span }) => (span === undefined ? [] : [span]));
  const rule = diagnostics[0]?.message ?? '';
  if (spans.length === 0) return `${lengthsOf(lines, line)} (${rule})`;
  // Of a zone whose lines were written as one, places are told by those that it should have.
  if (lines.length === 1) return `line ${line} has other characters (${rule})`;
  const odd = spans.filter((span, at) => spans.findIndex((other) => other.line === span.line) === at);
  const places = odd.map((span) => `line ${line + span.line} has another character at position ${span.from + 1}`);
  return `${places.join(', ')} (${rule})`;
}

const lengthsOf = (lines: readonly string[], first: number): string =>
  lines.length > MOST_LINES
    ? `it has ${lines.length} lines`
    : lines.map(({ length }, at) => `line ${first + at} has ${counted(length, 'character')}`).join(', ');
