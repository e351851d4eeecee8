import fc from 'fast-check';
import type { FingerRecord, FingerView } from '../../../src/formats/finger-minutiae/record.js';
import type { ImageSize, Minutia } from '../../../src/formats/finger-minutiae/template.js';
import { writeFingerRecord } from '../../../src/formats/finger-minutiae/write-record.js';

const below = (limit: number): fc.Arbitrary<number> => fc.nat(limit - 1);
const u16 = below(0x10000);

const image: fc.Arbitrary<ImageSize> = fc.record({
  width: fc.integer({ min: 1, max: 0x4000 }),
  height: fc.integer({ min: 1, max: 0x4000 }),
  xPerCm: u16,
  yPerCm: u16,
});

const kind = fc.constantFrom('other', 'ending', 'bifurcation');
const rated = fc.integer({ min: 1, max: 100 });

const minutiae = (
  { width, height }: ImageSize,
  turn: number,
  quality: fc.Arbitrary<Minutia['quality']>,
): fc.Arbitrary<readonly Minutia[]> =>
  fc.array(
    fc.record({
      kind,
      x: below(width),
      y: below(height),
      angle: below(turn).map((units) => (units * 360) / turn),
      quality,
    }),
    { maxLength: 30 },
  );

const extended = fc
  .array(fc.tuple(u16, fc.uint8Array({ maxLength: 20 })), { maxLength: 3 })
  .map((blocks) =>
    Buffer.concat(
      blocks.flatMap(([type, data]) => [
        Buffer.of(type >> 8, type & 0xff, (data.length + 4) >> 8, (data.length + 4) & 0xff),
        data,
      ]),
    ),
  );

const seen = (
  impressions: number,
): Record<'position' | 'view' | 'impression', fc.Arbitrary<number>> & {
  extended: fc.Arbitrary<FingerView['extended']>;
} => ({ position: below(11), view: below(16), impression: below(impressions), extended });

const oneImage = (turn: 256 | 180) =>
  image.chain((size) =>
    fc.record({
      certification: below(16),
      device: below(0x1000),
      image: fc.constant(size),
      views: fc.array(
        fc.record({
          ...seen(16),
          quality: below(101),
          minutiae: minutiae(size, turn, fc.oneof(rated, fc.constant('unreported' as const))),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
  );

const representation = fc.tuple(image, fc.constantFrom(5 as const, 6 as const)).chain(([size, minutiaBytes]) =>
  fc.record({
    ...seen(256),
    image: fc.constant(size),
    minutiaBytes: fc.constant(minutiaBytes),
    minutiae: minutiae(
      size,
      256,
      minutiaBytes === 5
        ? fc.constant('unreported' as const)
        : fc.oneof(below(101), fc.constantFrom('unreported' as const, 'failed' as const)),
    ),
    capturedAt: fc.uint8Array({ minLength: 9, maxLength: 9 }).map((bytes) => Buffer.from(bytes)),
    technology: below(256),
    vendor: u16,
    device: u16,
    qualities: fc.array(fc.record({ value: fc.oneof(below(101), fc.constant(255)), vendor: u16, algorithm: u16 }), {
      maxLength: 3,
    }),
    endings: below(16),
  }),
);

const certificates = fc.array(fc.record({ authority: u16, scheme: below(256) }), { maxLength: 3 });

/** Records of all three formats. */
export const fingerRecords: fc.Arbitrary<FingerRecord> = fc.oneof(
  oneImage(256).map((record) => ({ format: 'ISO/IEC 19794-2:2005' as const, ...record })),
  fc
    .tuple(oneImage(180), fc.record({ owner: u16, type: u16 }))
    .map(([record, product]) => ({ format: 'INCITS 378-2004' as const, product, ...record })),
  fc
    .tuple(fc.boolean(), fc.array(fc.tuple(representation, certificates), { minLength: 1, maxLength: 5 }))
    .map(([certified, views]) => ({
      format: 'ISO/IEC 19794-2:2011' as const,
      certified,
      views: views.map(([view, certificates]) => ({ ...view, certificates: certified ? certificates : [] })),
    })),
);

/** Their bytes. */
export const fingerRecordBytes = fingerRecords.map((record) => writeFingerRecord(record));
