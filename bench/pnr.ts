/**
 * Reading pushes of passenger name records: npm run bench:pnr. Bytes a second cut into segments and records a second read
 * into the model, on one thread, held against the package `edifact` on the same messages in the same run; then the memory
 * that a long interchange takes; and passengers a second of lists (advance passenger information) through their checks.
 */
import { Parser } from 'edifact';
import { EdifactTokenizer } from '../src/formats/edifact/tokenizer.js';
import { PnrgovReader } from '../src/formats/pnr/pnrgov/pnrgov-reader.js';
import { measureLists } from './pnr/lists.js';
import { writePnrgov } from '../src/formats/pnr/pnrgov/write/write-pnrgov.js';
import { writePnrgovXml } from '../src/formats/pnr/xml/write-pnrgov-xml.js';
import { PnrgovXmlReader } from '../src/formats/pnr/xml/pnrgov-xml-reader.js';
import type { Pnr, PnrPush } from '../src/formats/pnr/pnr.js';
import { message } from './pnr/messages.js';
import { printResult } from './support/result.js';

const TODAY = '2026-11-26';
/** Seconds that each measurement takes at least, after a warm-up of the same length. */
const SECONDS = 1.5;
/** Megabytes of the interchange whose memory is watched. */
const LONG_MB = 100;
const MB = 1e6;

const ignore = (): void => undefined;

function tokenise(bytes: Buffer): number {
  let components = 0;
  const tokenizer = new EdifactTokenizer({
    segment: (segment) => (components += segment.count),
    diagnostic: ignore,
  });
  tokenizer.push(bytes);
  tokenizer.end();
  return components;
}

function parseWithPeer(text: string): number {
  let components = 0;
  const parser = new Parser();
  parser.encoding('UNOY');
  parser.on('component', () => (components += 1));
  parser.write(text);
  parser.end();
  return components;
}

function readRecords(bytes: Buffer): number {
  let records = 0;
  const reader = new PnrgovReader({ push: ignore, record: () => (records += 1), diagnostic: ignore }, TODAY);
  reader.write(bytes);
  reader.end();
  return records;
}

function readXml(bytes: Buffer): number {
  let records = 0;
  const reader = new PnrgovXmlReader({ push: ignore, record: () => (records += 1), diagnostic: ignore }, TODAY);
  reader.write(bytes);
  reader.end();
  return records;
}

/** Times a second that it can be done. */
function rateOf(work: () => number): number {
  let done = 0;
  const until = (end: number): void => {
    done = 0;
    while (performance.now() < end) {
      if (work() === 0) throw new Error('nothing was read');
      done += 1;
    }
  };
  until(performance.now() + SECONDS * 1000);
  const from = performance.now();
  until(from + SECONDS * 1000);
  return done / ((performance.now() - from) / 1000);
}

console.log('message         bytes   records   ours MB/s   edifact MB/s   records/s mapped');
let cut = 0;
let peer = 0;
for (const [name, records, travellers] of [
  ['one record', 1, 5],
  ['127 records', 127, 1],
  ['1000 records', 1_000, 2],
] as const) {
  const bytes = message(records, travellers);
  const text = bytes.toString('latin1');
  cut = (rateOf(() => tokenise(bytes)) * bytes.length) / MB;
  peer = (rateOf(() => parseWithPeer(text)) * bytes.length) / MB;
  const mapped = rateOf(() => readRecords(bytes)) * records;
  const cells = [bytes.length, records, cut.toFixed(0), peer.toFixed(0), mapped.toFixed(0)];
  console.log(name.padEnd(13) + cells.map((cell, at) => String(cell).padStart([8, 10, 12, 15, 19][at] ?? 0)).join(''));
}

const piece = message(1_000, 2);
const pieces = Math.ceil((LONG_MB * MB) / piece.length);
const body = piece.subarray(0, piece.lastIndexOf('UNT'));
const records = piece.subarray(piece.indexOf('SRC'), piece.lastIndexOf('UNT'));
let read = 0;
let most = 0;
globalThis.gc?.();
const before = process.memoryUsage();
const held = (): number => {
  const now = process.memoryUsage();
  return now.heapUsed + now.external - before.heapUsed - before.external;
};
const reader = new PnrgovReader({ push: ignore, record: () => (read += 1), diagnostic: ignore }, TODAY);
for (let n = 0; n < pieces; n++) {
  const bytes = n === 0 ? body : records;
  for (let at = 0; at < bytes.length; at += 65_536) reader.write(bytes.subarray(at, at + 65_536));
  if (n % 10 === 9) {
    globalThis.gc?.();
    most = Math.max(most, held());
  }
}
reader.end();
console.log(
  `${((pieces * piece.length) / MB).toFixed(0)} MB in one message, ${read} records: at most ${(most / MB).toFixed(1)} MB held more than before`,
);

const pnrs: Pnr[] = [];
let push: PnrPush | undefined;
// Copies: of a reader whose objects live long V8 expects that they always do, and allocates them where garbage is dear.
const collector = new PnrgovReader(
  { push: (one) => (push = one), record: (pnr) => pnrs.push(structuredClone(pnr)), diagnostic: ignore },
  TODAY,
);
collector.write(message(1_000, 2));
collector.end();
if (push === undefined) throw new Error('nothing was read');
const whole = { push, records: pnrs };
const xml = Buffer.from(writePnrgovXml(whole, '13.1').text);
const options = { version: '15:1', reference: '1', preparedAt: { day: TODAY } } as const;
console.log(
  `1000 records in XML, ${(xml.length / MB).toFixed(1)} MB: ${(rateOf(() => readXml(xml)) * pnrs.length).toFixed(0)} records/s mapped`,
);
console.log(
  `written: ${(rateOf(() => writePnrgov(whole, options).length) * pnrs.length).toFixed(0)} records/s in EDIFACT, ${(
    rateOf(() => writePnrgovXml(whole, '13.1').text.length) * pnrs.length
  ).toFixed(0)} in XML`,
);
console.log('targets: 100 MB/s cut on large messages, 10,000 records/s mapped, memory flat');
measureLists(rateOf);
printResult({ bench: 'pnr', metric: 'tokenised', value: cut, unit: 'MB/s', reference: peer, ratio: cut / peer });
