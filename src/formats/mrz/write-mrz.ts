/** Writes machine-readable zones (ICAO Doc 9303, Parts 3 to 7). */
import { mrzCheckDigit } from '../../matching/identifiers/check-digits.js';
import { writeDate } from './dates.js';
import { checkBehind, LAYOUTS, type MrzFormat, type Span, textAt } from './layout.js';
import type { MrzSex } from './mrz.js';
import { nameComponents, writeName } from './name-field.js';

/** What a document says, as printed. */
export interface TravelDocumentData {
  readonly format: MrzFormat;
  /** One or two letters, e.g. "PP". */
  readonly documentCode: string;
  /** Three letters, or "D". */
  readonly issuer: string;
  /** Surname, in any script. */
  readonly surname: string;
  /** Forenames, in any script; empty for a holder with one name. */
  readonly forenames: string;
  /** Letters, digits, spaces and hyphens; the latter two become fillers. */
  readonly documentNumber: string;
  readonly nationality: string;
  /** YYYY-MM-DD, 00 for an unknown day or month; undefined if unknown. */
  readonly dateOfBirth: string | undefined;
  readonly sex: MrzSex;
  readonly dateOfExpiry: string | undefined;
  /** For the issuer's own use, at most as long as the fields of the format. */
  readonly optional?: readonly string[];
}

/** Lines of the zone. Throws a RangeError for what no zone of the format can hold. */
export function writeMrz(data: TravelDocumentData): readonly string[] {
  const layout = LAYOUTS[data.format];
  const lines = Array.from({ length: layout.lines }, () => '<'.repeat(layout.width));
  const put = (span: Span, text: string, what: string): void => {
    const width = span.to - span.from;
    if (text.length > width) throw new RangeError(`${what}: at most ${width} characters in ${data.format}`);
    if (!/^[A-Z0-9<]*$/.test(text)) throw new RangeError(`${what}: letters A to Z and digits alone`);
    const line = lines[span.line] ?? '';
    lines[span.line] = line.slice(0, span.from) + text.padEnd(width, '<') + line.slice(span.to);
  };
  const digit = (...over: readonly Span[]): string => mrzCheckDigit(over.map((span) => textAt(lines, span)).join(''));

  put(layout.documentCode, data.documentCode, 'document code');
  put(layout.issuer, data.issuer, 'issuer');
  put(layout.name, nameField(data, layout.name.to - layout.name.from), 'name');
  put(layout.nationality, data.nationality, 'nationality');
  put(layout.birth, writeDate(data.dateOfBirth), 'date of birth');
  put(checkBehind(layout.birth), digit(layout.birth), 'date of birth');
  put(layout.sex, data.sex, 'sex');
  put(layout.expiry, writeDate(data.dateOfExpiry), 'date of expiry');
  put(checkBehind(layout.expiry), digit(layout.expiry), 'date of expiry');

  const number = data.documentNumber.toUpperCase().replace(/[ -]/g, '<');
  const { documentNumber, optional } = layout;
  const room = documentNumber.to - documentNumber.from;
  let [first = ''] = data.optional ?? [];
  if (number.length > room && layout.longNumbers) {
    if (/[^A-Z0-9]/.test(number)) throw new RangeError('document number: a long one has letters and digits alone');
    put(documentNumber, number.slice(0, room), 'document number');
    first = `${number.slice(room)}${mrzCheckDigit(number)}<${first}`;
  } else {
    put(documentNumber, number, 'document number');
    put(checkBehind(documentNumber), digit(documentNumber), 'document number');
  }
  for (const [n, span] of optional.entries()) put(span, n === 0 ? first : (data.optional?.[n] ?? ''), 'optional data');
  if (layout.optionalCheck !== undefined) put(layout.optionalCheck, digit(optional[0]), 'optional data');
  if (layout.composite !== undefined) put(layout.composite.at, digit(...layout.composite.over), 'composite');
  return lines;
}

function nameField({ surname, forenames }: TravelDocumentData, width: number): string {
  const primary = nameComponents(surname);
  if (primary.length === 0) throw new RangeError('surname: at least one letter');
  return writeName(primary, nameComponents(forenames), width);
}
