/** Where the fields of a machine-readable zone lie: ICAO Doc 9303, Parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas). */

/** Format of a machine-readable zone. */
export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV-A' | 'MRV-B';

/** Part of a line: lines and positions count from 0, `to` is the first position after it. */
export interface Span {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** Fields in the order in which the standard names them. */
export interface Layout {
  readonly lines: number;
  readonly width: number;
  readonly documentCode: Span;
  readonly issuer: Span;
  readonly name: Span;
  readonly documentNumber: Span;
  readonly nationality: Span;
  readonly birth: Span;
  readonly sex: Span;
  readonly expiry: Span;
  /** One or two fields for the issuer's own use. */
  readonly optional: readonly [Span, ...Span[]];
  /** Check digit over the optional data: TD3 alone. */
  readonly optionalCheck?: Span;
  /** What the composite check digit covers, in its order, and where it stands; visas have none. */
  readonly composite?: { readonly over: readonly Span[]; readonly at: Span };
  /** A document number too long for its field goes on in the first optional field (Parts 5 and 6). */
  readonly longNumbers: boolean;
}

/** A span as the standard counts: lines and positions from 1, both ends included. */
const at = (line: number, first: number, last: number = first): Span => ({ line: line - 1, from: first - 1, to: last });

const twoLines = (width: number, optionalEnd: number): Omit<Layout, 'optionalCheck' | 'composite' | 'longNumbers'> => ({
  lines: 2,
  width,
  documentCode: at(1, 1, 2),
  issuer: at(1, 3, 5),
  name: at(1, 6, width),
  documentNumber: at(2, 1, 9),
  nationality: at(2, 11, 13),
  birth: at(2, 14, 19),
  sex: at(2, 21),
  expiry: at(2, 22, 27),
  optional: [at(2, 29, optionalEnd)],
});

/** Every format. The check digit of number, birth and expiry stands right behind its field. */
export const LAYOUTS: Readonly<Record<MrzFormat, Layout>> = {
  TD1: {
    lines: 3,
    width: 30,
    documentCode: at(1, 1, 2),
    issuer: at(1, 3, 5),
    name: at(3, 1, 30),
    documentNumber: at(1, 6, 14),
    nationality: at(2, 16, 18),
    birth: at(2, 1, 6),
    sex: at(2, 8),
    expiry: at(2, 9, 14),
    optional: [at(1, 16, 30), at(2, 19, 29)],
    composite: { over: [at(1, 6, 30), at(2, 1, 7), at(2, 9, 15), at(2, 19, 29)], at: at(2, 30) },
    longNumbers: true,
  },
  TD2: {
    ...twoLines(36, 35),
    composite: { over: [at(2, 1, 10), at(2, 14, 20), at(2, 22, 35)], at: at(2, 36) },
    longNumbers: true,
  },
  TD3: {
    ...twoLines(44, 42),
    optionalCheck: at(2, 43),
    composite: { over: [at(2, 1, 10), at(2, 14, 20), at(2, 22, 43)], at: at(2, 44) },
    longNumbers: false,
  },
  'MRV-A': { ...twoLines(44, 44), longNumbers: false },
  'MRV-B': { ...twoLines(36, 36), longNumbers: false },
};

/** Format of lines of this number and width; the first letter tells visas from the rest. Undefined if there is none. */
export function formatOf(lines: readonly string[]): MrzFormat | undefined {
  const [first = ''] = lines;
  const isVisa = first.startsWith('V');
  return (Object.keys(LAYOUTS) as MrzFormat[]).find((format) => {
    const layout = LAYOUTS[format];
    return (
      layout.lines === lines.length &&
      format.startsWith('MRV') === isVisa &&
      lines.every(({ length }) => length === layout.width)
    );
  });
}

/** Text of a span. */
export const textAt = (lines: readonly string[], { line, from, to }: Span): string =>
  (lines[line] ?? '').slice(from, to);

/** The check digit behind a field. */
export const checkBehind = ({ line, to }: Span): Span => ({ line, from: to, to: to + 1 });
