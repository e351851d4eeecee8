/** Bytes that come near to a format, for tests of its parser: npm run test:fuzz tries many of them. */
import { expect } from 'chai';
import fc from 'fast-check';

/** Runs of a property: OSTIARY_FUZZ_ROUNDS says how many; without it few enough for the suite. */
export const fuzzRounds = (few = 300): { readonly numRuns: number } => ({
  numRuns: Number(process.env.OSTIARY_FUZZ_ROUNDS ?? few),
});

/** What may become of bytes on their way. */
type Damage =
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'set'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'repeat'; readonly at: number; readonly length: number };

/** Numbers that lengths and counts lie with, and the separators of text formats. */
const TELLING = [
  '00',
  'ff',
  '7f',
  '80',
  'ffff',
  '0000',
  'ffffffff',
  '00000000',
  '7fffffff',
  '1c',
  '1d',
  '1e',
  '1f',
  '3939',
];

const someBytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
  fc.constantFrom(...TELLING).map((hex) => new Uint8Array(Buffer.from(hex, 'hex'))),
);
/** A place in the bytes, as a share of their length. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('set' as const), at: place, bytes: someBytes }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: someBytes }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, length: fc.nat(64) }),
);

/** Whole files, damaged up to six times: cut off, overwritten, with bytes put in or said again. */
export const damaged = (whole: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(whole, fc.array(damage, { minLength: 1, maxLength: 6 }))
    .map(([bytes, damages]) => damages.reduce(apply, bytes));

function apply(bytes: Uint8Array, harm: Damage): Uint8Array {
  const at = Math.floor(harm.at * bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (harm.kind === 'cut') return before;
  if (harm.kind === 'set') return Buffer.concat([before, harm.bytes, after.subarray(harm.bytes.length)]);
  const put = harm.kind === 'insert' ? harm.bytes : after.subarray(0, harm.length);
  return Buffer.concat([before, put, after]);
}

/**
 * Reads bytes, which either gives a value or throws a fault of the parser's own that lies within them. Undefined for a fault.
 */
export function readOrFault<Value>(
  read: (bytes: Uint8Array) => Value,
  bytes: Uint8Array,
  isFault: (error: unknown) => error is { readonly offset: number },
): Value | undefined {
  try {
    return read(bytes);
  } catch (error) {
    if (!isFault(error)) throw error;
    expect(error.offset).to.be.within(0, bytes.length);
    return undefined;
  }
}
