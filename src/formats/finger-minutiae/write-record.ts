/** Writes finger minutiae records: what was read comes out as the same bytes. */
import { type MinutiaForm, minutiaBytes, within } from './minutia-bytes.js';
import {
  INCITS_2004,
  INCITS_HEADER_BYTES,
  ISO_2005,
  ISO_2011_HEADER_BYTES,
  iso2011,
  ISO_HEADER_BYTES,
  MAX_RECORD_BYTES,
  MAX_VIEWS,
} from './read-record.js';
import type { FingerRecord, Incits2004Record, Iso2005Record, Iso2011Record, Representation } from './record.js';
import type { ImageSize, Minutia } from './template.js';

/** The bytes of a record. Throws a RangeError where the format has no room for what it says. */
export function writeFingerRecord(record: FingerRecord): Buffer {
  const views = record.views.length;
  if (views === 0 || views > MAX_VIEWS) throw new RangeError(`A record has from 1 to ${MAX_VIEWS} views`);
  const bytes = record.format === 'ISO/IEC 19794-2:2011' ? writeIso2011(record) : writeOneImage(record);
  if (bytes.length > MAX_RECORD_BYTES) throw new RangeError(`A record has at most ${MAX_RECORD_BYTES} bytes`);
  return bytes;
}

function writeOneImage(record: Iso2005Record | Incits2004Record): Buffer {
  const { certification, device, image } = record;
  const form = record.format === 'INCITS 378-2004' ? INCITS_2004 : ISO_2005;
  const views = record.views.map(({ position, view, impression, quality, minutiae, extended }) =>
    Buffer.concat([
      u8(within(position, 10)),
      u8((within(view, 15) << 4) | within(impression, 15)),
      u8(within(quality, 100)),
      ...writeMinutiae(minutiae, form),
      ...writeExtended(extended),
    ]),
  );
  const body = Buffer.concat([
    u16((within(certification, 15) << 12) | within(device, 0x0fff)),
    u16(image.width),
    u16(image.height),
    u16(image.xPerCm),
    u16(image.yPerCm),
    u8(views.length),
    u8(0),
    ...views,
  ]);
  return Buffer.concat([Buffer.from('FMR\0 20\0', 'latin1'), ...lengthAndProduct(record, body.length), body]);
}

/** Bytes of a header that stand behind length and product. */
const IMAGE_HEADER_BYTES = 12;

function lengthAndProduct(record: Iso2005Record | Incits2004Record, body: number): Buffer[] {
  if (record.format === 'ISO/IEC 19794-2:2005') return [u32(body + ISO_HEADER_BYTES - IMAGE_HEADER_BYTES)];
  const product = [u16(record.product.owner), u16(record.product.type)];
  const length = body + INCITS_HEADER_BYTES - IMAGE_HEADER_BYTES;
  return length < 0x10000 ? [u16(length), ...product] : [u16(0), u32(length + 4), ...product];
}

function writeIso2011({ certified, views }: Iso2011Record): Buffer {
  const written = views.map((view) => writeRepresentation(view, certified));
  const length = written.reduce((sum, view) => sum + view.length, ISO_2011_HEADER_BYTES);
  const head = Buffer.from('FMR\x00030\0', 'latin1');
  return Buffer.concat([head, u32(length), u16(views.length), u8(certified ? 1 : 0), ...written]);
}

function writeRepresentation(view: Representation, certified: boolean): Buffer {
  const { image, qualities, certificates } = view;
  if (view.capturedAt.length !== 9) throw new RangeError('The time of capture has nine bytes');
  if (!certified && certificates.length > 0) throw new RangeError('Only a certified record has certificates');
  const body = Buffer.concat([
    view.capturedAt,
    u8(view.technology),
    u16(view.vendor),
    u16(view.device),
    u8(qualities.length),
    ...qualities.flatMap(({ value, vendor, algorithm }) => [u8(value), u16(vendor), u16(algorithm)]),
    ...(certified ? [u8(certificates.length)] : []),
    ...certificates.flatMap(({ authority, scheme }) => [u16(authority), u8(scheme)]),
    u8(within(view.position, 10)),
    u8(within(view.view, 15)),
    ...writeScale(image),
    u8(view.impression),
    u16(image.width),
    u16(image.height),
    u8((view.minutiaBytes << 4) | within(view.endings, 15)),
    ...writeMinutiae(view.minutiae, iso2011(view.minutiaBytes)),
    ...writeExtended(view.extended),
  ]);
  return Buffer.concat([u32(body.length + 4), body]);
}

const writeScale = ({ xPerCm, yPerCm }: ImageSize): Buffer[] => [u16(xPerCm), u16(yPerCm)];

const writeMinutiae = (minutiae: readonly Minutia[], form: MinutiaForm): Buffer[] => [
  u8(minutiae.length),
  ...minutiae.map((minutia) => minutiaBytes(minutia, form)),
];

const writeExtended = (extended: Uint8Array): Uint8Array[] => [u16(extended.length), extended];

const u8 = (value: number): Buffer => Buffer.of(within(value, 0xff));

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(within(value, 0xffff));
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(within(value, 0xffff_ffff));
  return bytes;
}
