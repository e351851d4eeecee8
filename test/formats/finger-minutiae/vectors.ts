/** Records written down byte by byte after the standards. */

/**
 * ISO/IEC 19794-2:2005: 400 by 500 points at 197 per cm; right index finger, quality 80; an ending at 100, 120, 45 degrees, a
 * bifurcation at 210, 305, 270 degrees, and another at 50, 60, 180 degrees.
 */
export const ISO_2005 =
  '464d520020323000000000300000019001f400c500c50100' +
  '02005003' +
  '40640078205a' +
  '80d20131c04b' +
  '0032003c8000' +
  '0000';

/**
 * ISO/IEC 19794-2:2011: the same image; taken on 26 November 2026 at 9 o'clock; quality 80 by an algorithm; a trace of a right
 * index finger; an ending at 100, 120, 90 degrees, quality 90, and a bifurcation at 210, 305, 270 degrees, not assessed.
 */
export const ISO_2011 =
  '464d520030333000000000420001' +
  '00' +
  '00000033' +
  '07ea0b1a0900000000' +
  '0000000000' +
  '015000000001' +
  '0200' +
  '00c500c5' +
  '04' +
  '019001f4' +
  '6102' +
  '40640078405a' +
  '80d20131c0fe' +
  '0000';

/** INCITS 378-2004: the same image, product 0x001b 0x0201; left thumb, view 1, rolled; an ending at 100, 120, 90 degrees. */
export const INCITS_2004 =
  '464d520020323000' +
  '0026' +
  '001b0201' +
  '8001' +
  '019001f400c500c5' +
  '0100' +
  '06115001' +
  '406400782d5a' +
  '0000';

export const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');
