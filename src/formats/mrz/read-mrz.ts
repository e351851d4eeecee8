/** Reads machine-readable zones (ICAO Doc 9303, Parts 3 to 7). Never throws: what is wrong is in the diagnostics. */
import { mrzCheckDigit } from '../../matching/identifiers/check-digits.js';
import { readBirth, readExpiry } from './dates.js';
import { codeFault } from './document-codes.js';
import { checkBehind, formatOf, type Layout, LAYOUTS, type MrzFormat, type Span, textAt } from './layout.js';
import type { CheckedField, Mrz, MrzCheck, MrzDiagnostic, MrzReading, MrzRule, MrzSex } from './mrz.js';
import { readName } from './name-field.js';
import { isIssuer, isNationality } from './states.js';

/** Longest text that is looked at; the longest zone has 90 characters and two line ends. */
const MAX_LENGTH = 200;

/** Widths of lines that were joined to one, by the length of the whole. */
const JOINED: ReadonlyMap<number, number> = new Map([
  [90, 30],
  [88, 44],
  [72, 36],
]);

/**
 * Reads a zone: its lines divided by line ends, or all in one. `reference` is the day by which centuries are chosen,
 * YYYY-MM-DD: the day of the flight, else today.
 */
export function readMrz(text: string, reference: string): MrzReading {
  const lines = divide(text);
  const format = formatOf(lines);
  if (format === undefined) {
    const message = 'a zone has 3 lines of 30 characters, 2 of 36 or 2 of 44';
    return { mrz: undefined, checks: [], diagnostics: [{ rule: 'shape', message }] };
  }
  const foreign = lines.flatMap((line, n) =>
    Array.from(line.matchAll(/[^A-Z0-9<]+/g), ({ 0: { length }, index }) => ({
      line: n,
      from: index,
      to: index + length,
    })),
  );
  if (foreign.length > 0) {
    const message = 'a zone holds the letters A to Z, digits and < alone';
    return { mrz: undefined, checks: [], diagnostics: foreign.map((span) => ({ rule: 'characters', message, span })) };
  }
  return new Reader(lines, format, reference).read();
}

function divide(text: string): readonly string[] {
  if (text.length > MAX_LENGTH) return [];
  const lines = text
    .trim()
    .split(/\s*[\r\n]+\s*/)
    .map((line) => line.trim());
  const [only = ''] = lines;
  const width = lines.length === 1 ? JOINED.get(only.length) : undefined;
  if (width === undefined) return lines;
  return Array.from({ length: only.length / width }, (_, n) => only.slice(n * width, (n + 1) * width));
}

/** A document number, and where what follows it in the optional data begins. */
interface NumberRead {
  readonly number: string;
  readonly check: MrzCheck;
  readonly optionalFrom: number;
}

class Reader {
  readonly #lines: readonly string[];
  readonly #format: MrzFormat;
  readonly #layout: Layout;
  readonly #reference: string;
  readonly #diagnostics: MrzDiagnostic[] = [];

  constructor(lines: readonly string[], format: MrzFormat, reference: string) {
    this.#lines = lines;
    this.#format = format;
    this.#layout = LAYOUTS[format];
    this.#reference = reference;
  }

  read(): MrzReading {
    const layout = this.#layout;
    const { number, check, optionalFrom } = this.#readNumber();
    const mrz: Mrz = {
      format: this.#format,
      documentCode: this.#readCode(),
      issuer: this.#readState(layout.issuer, 'issuer', isIssuer),
      name: this.#readName(),
      documentNumber: number,
      nationality: this.#readState(layout.nationality, 'nationality', isNationality),
      dateOfBirth: this.#readDate(layout.birth, 'date_of_birth', readBirth),
      sex: this.#readSex(),
      dateOfExpiry: this.#readDate(layout.expiry, 'date_of_expiry', readExpiry),
      optional: layout.optional.map((span, n) =>
        this.#text(n === 0 ? { ...span, from: span.from + optionalFrom } : span).replace(/^<+|<+$/g, ''),
      ),
    };
    const checks = [check, ...this.#otherChecks()];
    for (const { field, ok } of checks) {
      if (!ok) this.#tell('check_digit', `the check digit of the ${field} is wrong`, this.#checkSpan(field));
    }
    return { mrz, checks, diagnostics: this.#diagnostics };
  }

  #text(span: Span): string {
    return textAt(this.#lines, span);
  }

  #tell(rule: MrzRule, message: string, span: Span): void {
    this.#diagnostics.push({ rule, message, span });
  }

  #readCode(): string {
    const span = this.#layout.documentCode;
    const code = this.#text(span).replace(/<+$/, '');
    const fault = /^[A-Z]+$/.test(code) ? codeFault(code, this.#format) : 'a document code has letters alone';
    if (fault !== undefined) this.#tell('document_code', fault, span);
    return code;
  }

  #readState(span: Span, rule: 'issuer' | 'nationality', isKnown: (code: string) => boolean): string {
    const code = this.#text(span).replace(/<+$/, '');
    if (!isKnown(code)) this.#tell(rule, `no ${rule} has this code`, span);
    return code;
  }

  #readName(): Mrz['name'] {
    const span = this.#layout.name;
    const { orderly, ...name } = readName(this.#text(span));
    if (name.primary.length === 0) this.#tell('name', 'there is no primary identifier', span);
    else if (!orderly) this.#tell('name', 'a name has letters, divided by one or two fillers', span);
    return name;
  }

  #readSex(): MrzSex {
    const span = this.#layout.sex;
    const text = this.#text(span);
    if (text === 'M' || text === 'F' || text === '<') return text;
    this.#tell('sex', text === 'X' ? 'X stands in print; in the zone it is <' : 'sex is F, M or <', span);
    return '<';
  }

  #readDate(
    span: Span,
    rule: 'date_of_birth' | 'date_of_expiry',
    read: (text: string, reference: string) => string | undefined,
  ): string | undefined {
    const text = this.#text(span);
    const date = read(text, this.#reference);
    if (date === undefined && text !== '<<<<<<') this.#tell(rule, 'six digits YYMMDD, < for what is unknown', span);
    return date;
  }

  /** Nine characters; in TD1 and TD2 a filler in place of the check digit says that it goes on in the optional data. */
  #readNumber(): NumberRead {
    const span = this.#layout.documentNumber;
    const field = this.#text(span);
    const found = this.#text(checkBehind(span));
    const short = field.replace(/<+$/, '');
    if (this.#layout.longNumbers && found === '<' && short.length === field.length) {
      const [rest = ''] = /^[A-Z0-9]{2,}/.exec(this.#text(this.#layout.optional[0])) ?? [];
      if (rest !== '') {
        const number = short + rest.slice(0, -1);
        // The digit is computed without the filler that stands in its place.
        return {
          number,
          check: checkOf('document number', rest.slice(-1), mrzCheckDigit(number)),
          optionalFrom: rest.length,
        };
      }
    }
    if (short === '') this.#tell('document_number', 'there is no document number', span);
    // Fillers inside are spaces and hyphens of the printed number (Doc 9303-3, 4.6).
    return {
      number: short,
      check: checkOf('document number', found, mrzCheckDigit(field)),
      optionalFrom: 0,
    };
  }

  #otherChecks(): readonly MrzCheck[] {
    const { birth, expiry, optional, optionalCheck, composite } = this.#layout;
    const checks = [this.#check('date of birth', [birth], checkBehind(birth))];
    checks.push(this.#check('date of expiry', [expiry], checkBehind(expiry)));
    if (optionalCheck !== undefined) {
      const check = this.#check('optional data', [optional[0]], optionalCheck);
      // The digit of an empty field may be left out (Doc 9303-4, 4.2.2.2).
      const leftOut = check.found === '<' && /^<+$/.test(this.#text(optional[0]));
      checks.push(leftOut ? { ...check, ok: true } : check);
    }
    if (composite !== undefined) checks.push(this.#check('composite', composite.over, composite.at));
    return checks;
  }

  #check(field: CheckedField, over: readonly Span[], at: Span): MrzCheck {
    return checkOf(field, this.#text(at), mrzCheckDigit(over.map((span) => this.#text(span)).join('')));
  }

  #checkSpan(field: CheckedField): Span {
    const { documentNumber, birth, expiry, optionalCheck, composite } = this.#layout;
    switch (field) {
      case 'document number':
        return checkBehind(documentNumber);
      case 'date of birth':
        return checkBehind(birth);
      case 'date of expiry':
        return checkBehind(expiry);
      case 'optional data':
        return optionalCheck ?? documentNumber;
      case 'composite':
        return composite?.at ?? documentNumber;
    }
  }
}

const checkOf = (field: CheckedField, found: string, computed: string): MrzCheck => ({
  field,
  found,
  computed,
  ok: found === computed,
});
