/** This side of a comparison, as the command line has it: its accesses of a day, and its statement about them. */
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { collectFromList, collectFromLog, type Collected, type OwnAccess } from '../audit/completeness/collect.js';
import type { Difference } from '../audit/completeness/bisection.js';
import { MAX_LIST_BYTES } from '../audit/completeness/files.js';
import { type Item, type ItemSet, itemSet, rootOf } from '../audit/completeness/items.js';
import { isOver } from '../audit/completeness/own-days.js';
import { loadPairKey } from '../audit/completeness/pair-key.js';
import { type Pair, parsePair, type Side, startOfDay } from '../audit/completeness/pair.js';
import { signStatement, type Statement } from '../audit/completeness/statement.js';
import { loadLogSigner, type LogSigner, SIGNER_FILE } from '../audit/log/log-key.js';
import { dataLayout, readConfig } from '../gateway/config.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import { joinDatabase } from './database.js';
import { createTerminal, type Terminal } from './terminal.js';

/** Reading leaves takes no more than the gateway's rights. */
const READ_ROLE = 'ostiary_gateway';

/** Whose accesses of which day. */
export interface OwnOptions {
  readonly pair: string;
  readonly day: string;
  readonly key: string;
  readonly side: string;
  readonly requests?: string;
  readonly skey?: string;
}

/** This side's day. */
export interface OwnSide {
  readonly statement: Statement;
  /** The statement, signed. */
  readonly note: string;
  readonly items: ItemSet;
  readonly collected: Collected;
}

/** Reads this side's day from the log, or from a list of requests, and states it. */
export async function stateOwnDay(options: OwnOptions): Promise<OwnSide> {
  const pair = parsePair(options.pair);
  const side = sideOf(options.side);
  const { day } = options;
  startOfDay(day);
  if (!isOver(day, systemClock.now())) throw new Error('--day: is not over yet');
  const key = await loadPairKey(resolve(options.key), pair);
  const { collected, signer } = await collect(options, pair, key);
  const items = itemSet(collected.accesses.map(({ item }) => item));
  const { treeSize } = collected;
  const statement = { origin: signer.name, pair, side, day, treeSize, count: items.length, root: rootOf(items) };
  return { statement, note: signStatement(statement, signer), items, collected };
}

async function collect(
  { requests, skey, day }: OwnOptions,
  pair: Pair,
  key: Uint8Array,
): Promise<{ collected: Collected; signer: LogSigner }> {
  if (requests !== undefined) {
    if (skey === undefined) throw new Error('--requests needs --skey: a statement is signed by whoever makes it');
    const signer = await loadLogSigner(resolve(skey));
    return { collected: collectFromList(await readList(requests), { pair, day, key }), signer };
  }
  const config = readConfig(process.env);
  const signer = await loadLogSigner(join(dataLayout(config.dataDirectory).keys, SIGNER_FILE));
  const database = await joinDatabase(config);
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-completeness', max: 1, role: READ_ROLE });
  try {
    return { collected: await collectFromLog(sql, { pair, day, key }), signer };
  } finally {
    await sql.end();
    await database.stop();
  }
}

/** What escapes the comparison must not do so unseen. */
export function warnOfEscapes({ misdated, repeated }: Collected): void {
  const terminal = createTerminal();
  if (misdated.length > 0) {
    terminal.bad(
      `${misdated.length} accesses were logged at another time than their request was made: ${some(misdated)}`,
    );
  }
  if (repeated.length > 0) {
    terminal.bad(`${repeated.length} accesses have the request of another and count once: ${some(repeated)}`);
  }
  if (misdated.length + repeated.length > 0) process.exitCode = 1;
}

/** Names each access that one side lacks; on the own side with its place. */
export function printDifference(
  { onlyOurs, onlyTheirs }: Difference,
  own: ReadonlyMap<Item, OwnAccess>,
  terminal: Terminal,
): void {
  for (const item of onlyOurs) terminal.bad(`only here: ${item}${placeOf(item, own)}`);
  for (const item of onlyTheirs) terminal.bad(`only there: ${item}`);
}

/** Where an access stands, and what may explain that the other side does not know it. */
function placeOf(item: Item, own: ReadonlyMap<Item, OwnAccess>): string {
  const access = own.get(item);
  if (access === undefined) return '';
  return `  entry ${access.index}, ${OUTCOME_WORDS[access.outcome ?? 'none']}`;
}

const OUTCOME_WORDS = {
  answered: 'answered: the other side must know it',
  failed: 'failed: the question may not have reached the other side',
  refused: 'refused',
  unknown: 'outcome not known: the question may not have reached the other side',
  none: 'no outcome recorded',
} as const;

/** Reads a list of this side or the other; not beyond the longest. */
export async function readList(file: string): Promise<string> {
  const path = resolve(file);
  if ((await stat(path)).size > MAX_LIST_BYTES) throw new Error('list: too long');
  return readFile(path, 'utf8');
}

function sideOf(text: string): Side {
  if (text === 'asking' || text === 'answering') return text;
  throw new Error('--side: must be asking or answering');
}

/** Indices that are shown where there may be very many. */
const SHOWN = 20;

function some(indices: readonly number[]): string {
  const rest = indices.length - SHOWN;
  return `${indices.slice(0, SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
