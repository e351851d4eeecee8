/** Templates of fingerprint databases in a folder: <finger>_<impression>.iso, in it or in folders of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readFingerRecord } from '../../src/formats/finger-minutiae/read-record.js';
import { templatesOf } from '../../src/formats/finger-minutiae/record.js';
import type { PrintTemplate } from '../../src/formats/finger-minutiae/template.js';
import { enrol } from '../../src/matching/minutiae/enrol.js';

/** A template of a database. The same finger number in two databases is two fingers. */
export interface Sample {
  readonly database: string;
  readonly finger: number;
  readonly impression: number;
  readonly print: PrintTemplate;
  readonly template: Uint8Array;
}

/**
 * Images of FVC2002 before they were resized to 300 x 400 pixels, as all of them were before the minutiae of these templates
 * were taken, whatever their shape.
 */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  DB1_B: [388, 374],
  DB2_B: [296, 560],
  DB3_B: [300, 300],
  DB4_B: [288, 384],
};

const NAME = /^(\d+)_(\d+)\.iso$/;

/** Reads and enrols everything, in the order of databases, fingers and impressions. Undoes the resizing if told to. */
export function readSamples(folder: string, rescale: boolean): readonly Sample[] {
  const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((path): Sample[] => {
    const [, finger, impression] = NAME.exec(basename(path)) ?? [];
    if (finger === undefined || impression === undefined) return [];
    const database = basename(dirname(join(folder, path)));
    const [print] = templatesOf(readFingerRecord(readFileSync(join(folder, path))));
    if (print === undefined) throw new Error(`${path} holds no print`);
    const shaped = rescale ? undoResizing(print, SIZES[database]) : print;
    const numbers = { finger: Number(finger), impression: Number(impression) };
    return [{ database, ...numbers, print: shaped, template: enrol(shaped) }];
  });
  return samples.sort(
    (a, b) => a.database.localeCompare(b.database) || a.finger - b.finger || a.impression - b.impression,
  );
}

function undoResizing(print: PrintTemplate, size: readonly [number, number] | undefined): PrintTemplate {
  if (size === undefined) return print;
  const [sx, sy] = [size[0] / 300, size[1] / 400];
  return {
    ...print,
    minutiae: print.minutiae.map((one) => {
      const angle = (one.angle * Math.PI) / 180;
      const turned = (Math.atan2(Math.sin(angle) * sy, Math.cos(angle) * sx) * 180) / Math.PI;
      const byte = Math.round((turned * 256) / 360) & 255;
      return { ...one, x: one.x * sx, y: one.y * sy, angle: (byte * 360) / 256 };
    }),
  };
}
