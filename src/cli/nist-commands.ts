/** nist show: what a file of prints says, without the prints. It asks no system, so nothing is logged. */
import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { readPrint } from '../formats/nist/image-record.js';
import { NistFault } from '../formats/nist/nist-fault.js';
import { readTransaction } from '../formats/nist/prum/read-transaction.js';
import { MAX_FILE_BYTES, readNistFile } from '../formats/nist/read-file.js';
import { readMinutiae } from '../formats/nist/read-minutiae.js';
import { isType4, type NistFile, type NistRecord, type TaggedField } from '../formats/nist/record.js';
import { createTerminal } from './terminal.js';

/** Adds the commands. */
export function addNistCommands(program: Command): void {
  const nist = program.command('nist').description('Look at files of ANSI/NIST-ITL; asks no system');
  nist
    .command('show')
    .description('Print the fields of a file in the traditional encoding, without images and minutiae')
    .argument('<file>', 'the file')
    .option('--json', 'print JSON')
    .action(async (path: string, { json }: { readonly json?: true }) => {
      const shown = showFile(readNistFile(await readAll(path)));
      const terminal = createTerminal();
      if (json === true) terminal.line(JSON.stringify(shown, undefined, 2));
      else for (const line of linesOf(shown)) terminal.line(line);
    });
}

async function readAll(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > MAX_FILE_BYTES) throw new Error(`${path} has more than ${MAX_FILE_BYTES} bytes`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** A file as it is shown. */
interface ShownFile {
  readonly records: readonly ShownRecord[];
  /** Whether it is a transaction of the Prüm profile: its type, or what is wrong with it. */
  readonly profile: { readonly type: string; readonly modes?: readonly string[] } | { readonly fault: string };
}

interface ShownRecord {
  readonly type: number;
  readonly fields: readonly { readonly field: string; readonly value: string }[];
  /** In words: picture or minutiae; undefined where there are none, or what is wrong with them. */
  readonly content: string | undefined;
}

/** Values longer than this are cut off. */
const LONGEST_VALUE = 120;

/** Fields of type 9 that list minutiae, and what else is a print: told by their size only. */
const LISTS = [12, 137, 331];
const DATA = 999;

/** What is shown of a file. */
export function showFile(file: NistFile): ShownFile {
  return {
    records: [file.header, ...file.records].map((record) => showRecord(record, file)),
    profile: showProfile(file),
  };
}

function showRecord(record: NistRecord, file: NistFile): ShownRecord {
  const content = attempt(() => contentOf(record, file));
  if (!isType4(record))
    return { type: record.type, fields: record.fields.map((field) => showField(record.type, field)), content };
  const fields = [
    ['4.002', record.idc],
    ['4.003', record.impression],
    ['4.004', record.positions.join(', ')],
    ['4.005', record.resolution],
    ['4.006', record.width],
    ['4.007', record.height],
    ['4.008', record.compression],
  ] as const;
  return { type: 4, fields: fields.map(([field, value]) => ({ field, value: String(value) })), content };
}

function showField(
  type: number,
  { number, tag, value }: TaggedField,
): { readonly field: string; readonly value: string } {
  if (number === DATA || (type === 9 && LISTS.includes(number)))
    return { field: tag, value: `(${value.length} bytes)` };
  const text = Buffer.from(value).toString('latin1').replaceAll('\x1e', ' | ').replaceAll('\x1f', ' , ');
  // Whatever else is no printable ASCII must not reach a terminal.
  const plain = text.replace(/[^\x20-\x7e]/g, '·');
  return { field: tag, value: plain.length > LONGEST_VALUE ? `${plain.slice(0, LONGEST_VALUE)}…` : plain };
}

function contentOf(record: NistRecord, { records }: NistFile): string | undefined {
  const print = readPrint(record);
  if (print !== undefined) {
    if (print.picture === undefined) return 'no picture: amputated or bandaged';
    const { size, compression, bytes } = print.picture;
    return `picture of ${size.width} by ${size.height} points, ${size.xPerCm} per cm, ${compression}, ${bytes} bytes`;
  }
  if (isType4(record) || record.type !== 9) return undefined;
  const idc = record.fields[1]?.value;
  const linked = records.find(
    (other) => other !== record && !isType4(other) && idc !== undefined && isSame(other.fields[1]?.value, idc),
  );
  const size = linked === undefined ? undefined : readPrint(linked)?.picture?.size;
  const { minutiae, position } = readMinutiae(record, size);
  return `${minutiae.length} minutiae of position ${position}`;
}

const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && Buffer.compare(a, b) === 0;

function attempt(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NistFault) return error.message;
    throw error;
  }
}

function showProfile(file: NistFile): ShownFile['profile'] {
  try {
    const transaction = readTransaction(file);
    const modes = 'modes' in transaction ? { modes: transaction.modes } : {};
    return { type: transaction.type, ...modes };
  } catch (error) {
    if (error instanceof NistFault) return { fault: error.message };
    throw error;
  }
}

function linesOf({ records, profile }: ShownFile): string[] {
  return [
    ...records.flatMap(({ type, fields, content }) => [
      `Type ${type}`,
      ...fields.map(({ field, value }) => `  ${field.padEnd(8)} ${value}`),
      ...(content === undefined ? [] : [`  → ${content}`]),
    ]),
    'fault' in profile
      ? `no transaction of the Prüm profile: ${profile.fault}`
      : `transaction of the Prüm profile: ${[profile.type, ...(profile.modes ?? [])].join(' ')}`,
  ];
}
