/** Transactions written down field by field: Decision 2008/616/JHA, Annex, chapter 2. Synthetic. */

/** Bytes of a text in which {FS}, {GS}, {RS} and {US} stand for the separators. */
export const bytesOf = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\{(FS|GS|RS|US)\}/g, (_, name: string) =>
      String.fromCharCode(0x1c + ['FS', 'GS', 'RS', 'US'].indexOf(name)),
    ),
    'latin1',
  );

/** A question about a trace; its records of type 9 and 13 are still to come. */
export const MPS_HEAD =
  '1.001:189{GS}1.002:0300{GS}1.003:1{US}3{RS}2{US}00{RS}9{US}01{RS}13{US}01{GS}1.004:MPS{GS}1.005:20250301{GS}1.006:4{GS}' +
  '1.007:DE/BKA{GS}1.008:NL/NAFIS{GS}1.009:2500000001C{GS}1.011:19.68{GS}1.012:19.68{GS}1.013:INT-I{US}4.22{GS}' +
  '1.014:20250301101500Z{FS}' +
  '2.001:70{GS}2.002:00{GS}2.003:0422{GS}2.007:NL/C2025-000017{GS}2.008:0001{GS}2.009:A{FS}';

/**
 * Minutiae in the legacy block: an ending 10 mm from the left and 5 mm from below that points up, best quality, and a
 * bifurcation 0.25 mm and 12 mm that points left, quality not assessed.
 */
export const LEGACY_MINUTIAE =
  '9.001:102{GS}9.002:01{GS}9.003:4{GS}9.004:S{GS}9.006:00{GS}9.010:2{GS}9.011:0{GS}' +
  '9.012:1{US}10000500090{US}2{US}A{RS}2{US}00251200180{US}1{US}B{FS}';

/** A trace of a finger: 400 by 500 points at 500 per inch, whose image holds separators. */
export const TRACE =
  '13.001:160{GS}13.002:01{GS}13.003:4{GS}13.004:NAFIS{GS}13.005:20250228{GS}13.006:400{GS}13.007:500{GS}13.008:1{GS}' +
  '13.009:500{GS}13.010:500{GS}13.011:WSQ20{GS}13.012:8{GS}13.013:0{GS}13.999:{FS}{GS}{RS}{US}image{FS}';

export const MPS = MPS_HEAD + LEGACY_MINUTIAE + TRACE;

/** No hit. */
export const NO_HIT =
  '1.001:196{GS}1.002:0300{GS}1.003:1{US}1{RS}2{US}00{GS}1.004:SRE{GS}1.005:20250301{GS}1.006:4{GS}1.007:NL/NAFIS{GS}' +
  '1.008:DE/BKA{GS}1.009:2500000077K{GS}1.010:2500000001C{GS}1.011:00.00{GS}1.012:00.00{GS}1.013:INT-I{US}4.22{GS}' +
  '1.014:20250301101720Z{FS}' +
  '2.001:41{GS}2.002:00{GS}2.003:0422{GS}2.064:MPS{RS}N{FS}';

/** A record of type 4 with three bytes of image: IDC 1, rolled, right thumb, 500 per inch, 800 by 750 points, WSQ. */
export const TYPE_4 = Buffer.from('000000150101' + '01ffffffffff' + '00' + '0320' + '02ee' + '01' + '1c1d1e', 'hex');

/** A ten-print question with that one image. */
export const CPS = Buffer.concat([
  bytesOf(
    '1.001:183{GS}1.002:0300{GS}1.003:1{US}2{RS}2{US}00{RS}4{US}01{GS}1.004:CPS{GS}1.005:20250301{GS}1.006:4{GS}' +
      '1.007:DE/BKA{GS}1.008:NL/NAFIS{GS}1.009:2500000001C{GS}1.011:19.68{GS}1.012:19.68{GS}1.013:INT-I{US}4.22{GS}' +
      '1.014:20250301101500Z{FS}' +
      '2.001:56{GS}2.002:00{GS}2.003:0422{GS}2.010:NL/P00000017{GS}2.320:1{FS}',
  ),
  TYPE_4,
]);
