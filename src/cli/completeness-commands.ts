/** audit completeness: what two sides logged about each other's accesses, compared (docs/completeness.md). */
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { collectFromList, collectFromLog, type Collected, type OwnAccess } from '../audit/completeness/collect.js';
import {
  formatItems,
  formatOwn,
  ITEMS_SUFFIX,
  MAX_LIST_BYTES,
  OWN_SUFFIX,
  parseItems,
  parseOwn,
  STATEMENT_SUFFIX,
} from '../audit/completeness/files.js';
import { type Item, itemSet, rootOf } from '../audit/completeness/items.js';
import { createPairKey, loadPairKey } from '../audit/completeness/pair-key.js';
import { endOfDay, type Pair, parsePair, type Side, startOfDay } from '../audit/completeness/pair.js';
import { compareStatements, reconcileLists } from '../audit/completeness/reconcile.js';
import { openStatement, signStatement, type Statement } from '../audit/completeness/statement.js';
import { loadLogSigner, loadVerifierKey, SIGNER_FILE, VERIFIER_FILE } from '../audit/log/log-key.js';
import { parseVerifierKey } from '../audit/note/key.js';
import { dataLayout, readConfig } from '../gateway/config.js';
import { connectDatabase } from '../shared/database/connect.js';
import { childCommand } from './child-command.js';
import { joinDatabase } from './database.js';
import { createTerminal } from './terminal.js';

/** Reading leaves takes no more than the gateway's rights. */
const READ_ROLE = 'ostiary_gateway';
/** A request made at the end of a day may be logged a little later. */
const SETTLING_MS = 600_000;

interface CommitOptions {
  readonly pair: string;
  readonly day: string;
  readonly key: string;
  readonly out: string;
  readonly side: string;
  readonly requests?: string;
  readonly skey?: string;
}

interface ReconcileOptions {
  readonly theirVkey: string;
  readonly ourVkey?: string;
}

/** Adds the commands. */
export function addCompletenessCommands(program: Command): void {
  const completeness = childCommand(program, 'audit', 'Check the audit log')
    .command('completeness')
    .description('Compare with the other side whether both logged the same accesses (docs/completeness.md)');

  completeness
    .command('key')
    .description('Make the secret key of a pair; hand it to the other side over a safe channel, once')
    .requiredOption('--pair <asker:answerer>', 'asking authority and whom it asks, e.g. XA-POLICE:SIS')
    .requiredOption('--out <file>', 'where to write it')
    .action(async ({ pair, out }: { pair: string; out: string }) => {
      await createPairKey(resolve(out), parsePair(pair));
      createTerminal().good(`key of ${pair}: ${resolve(out)} (for the two sides alone)`);
    });

  completeness
    .command('commit')
    .description('State how many accesses of a day this side logged, and the root over them')
    .requiredOption('--pair <asker:answerer>', 'asking authority and whom it asks, e.g. XA-POLICE:SIS')
    .requiredOption('--day <day>', 'YYYY-MM-DD in UTC; must be over')
    .requiredOption('--key <file>', 'key of the pair')
    .option('--side <side>', 'asking or answering', 'asking')
    .option('--out <folder>', 'where to write statement and lists', '.')
    .option('--requests <file>', 'identifiers of requests, one a line, of a system that keeps another kind of log')
    .option('--skey <file>', 'with --requests: the key that signs; its name stands in the statement')
    .action(commit);

  completeness
    .command('reconcile')
    .description('Compare two statements; when they differ and their lists lie beside them, name each access')
    .argument('<ours>', 'our statement (.note)')
    .argument('<theirs>', 'their statement (.note)')
    .requiredOption('--their-vkey <file>', 'verifier key of the other side')
    .option('--our-vkey <file>', 'verifier key of this side; default: log.vkey in the data folder')
    .action(reconcile);
}

async function commit(options: CommitOptions): Promise<void> {
  const pair = parsePair(options.pair);
  const side = sideOf(options.side);
  const { day } = options;
  startOfDay(day);
  if (Date.now() < endOfDay(day) + SETTLING_MS) throw new Error('--day: is not over yet');
  const key = await loadPairKey(resolve(options.key), pair);
  const { collected, origin, sign } = await collect(options, pair, key);
  const items = itemSet(collected.accesses.map(({ item }) => item));
  const statement: Statement = {
    origin,
    pair,
    side,
    day,
    treeSize: collected.treeSize,
    count: items.length,
    root: rootOf(items),
  };

  const folder = resolve(options.out);
  await mkdir(folder, { recursive: true });
  const base = join(folder, `${pair.asker}_${pair.answerer}_${day}_${side}`);
  await writePrivate(`${base}${STATEMENT_SUFFIX}`, sign(statement));
  await writePrivate(`${base}${ITEMS_SUFFIX}`, formatItems(items));
  await writePrivate(`${base}${OWN_SUFFIX}`, formatOwn(collected.accesses));

  const terminal = createTerminal();
  terminal.good(`${items.length} accesses of ${options.pair} on ${day}, root ${statement.root}`);
  terminal.line(`  for the other side:               ${base}${STATEMENT_SUFFIX}`);
  terminal.line(`  for the other side if they differ: ${base}${ITEMS_SUFFIX}`);
  terminal.line(`  for nobody else:                  ${base}${OWN_SUFFIX}`);
  warn(collected);
}

/** What escapes the comparison must not do so unseen. */
function warn({ misdated, repeated }: Collected): void {
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

interface CollectedBy {
  readonly collected: Collected;
  readonly origin: string;
  readonly sign: (statement: Statement) => string;
}

async function collect({ requests, skey, day }: CommitOptions, pair: Pair, key: Uint8Array): Promise<CollectedBy> {
  if (requests !== undefined) {
    if (skey === undefined) throw new Error('--requests needs --skey: a statement is signed by whoever makes it');
    const signer = await loadLogSigner(resolve(skey));
    const collected = collectFromList(await readList(requests), { pair, day, key });
    return { collected, origin: signer.name, sign: (statement) => signStatement(statement, signer) };
  }
  const config = readConfig(process.env);
  const signer = await loadLogSigner(join(dataLayout(config.dataDirectory).keys, SIGNER_FILE));
  const database = await joinDatabase(config);
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-completeness', max: 1, role: READ_ROLE });
  try {
    const collected = await collectFromLog(sql, { pair, day, key });
    return { collected, origin: signer.name, sign: (statement) => signStatement(statement, signer) };
  } finally {
    await sql.end();
    await database.stop();
  }
}

async function reconcile(oursFile: string, theirsFile: string, options: ReconcileOptions): Promise<void> {
  const ourVkey =
    options.ourVkey === undefined
      ? join(dataLayout(readConfig(process.env).dataDirectory).keys, VERIFIER_FILE)
      : resolve(options.ourVkey);
  const ours = await readStatement(oursFile, ourVkey);
  const theirs = await readStatement(theirsFile, resolve(options.theirVkey));
  const terminal = createTerminal();
  const comparison = compareStatements(ours, theirs);
  if (comparison.kind === 'incomparable') throw new Error(`the statements cannot be compared: ${comparison.why}`);
  const { pair, day } = ours;
  terminal.line(
    `${pair.asker}:${pair.answerer} on ${day}: ${ours.count} accesses here, ${theirs.count} on the other side`,
  );
  if (comparison.kind === 'equal') {
    terminal.good('both sides logged the same accesses');
    return;
  }
  process.exitCode = 1;
  terminal.bad('the two sides did not log the same accesses');
  const [ourList, theirList] = [listBeside(oursFile), listBeside(theirsFile)];
  if (!(await exists(ourList)) || !(await exists(theirList))) {
    terminal.line(`  exchange the lists (${ITEMS_SUFFIX}), put each beside its statement, and run this again`);
    return;
  }
  const difference = await reconcileLists(
    { statement: ours, items: parseItems(await readList(ourList)) },
    { statement: theirs, items: parseItems(await readList(theirList)) },
  );
  const own = parseOwn(await readList(beside(oursFile, OWN_SUFFIX)));
  for (const item of difference.onlyOurs) terminal.bad(`only here: ${item}${placeOf(item, own)}`);
  for (const item of difference.onlyTheirs) terminal.bad(`only there: ${item}`);
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

async function readStatement(file: string, vkey: string): Promise<Statement> {
  return openStatement(await readFile(resolve(file)), parseVerifierKey(await loadVerifierKey(vkey)));
}

const listBeside = (statement: string): string => beside(statement, ITEMS_SUFFIX);

function beside(statement: string, suffix: string): string {
  const path = resolve(statement);
  if (!path.endsWith(STATEMENT_SUFFIX)) throw new Error(`a statement's file ends in ${STATEMENT_SUFFIX}`);
  return `${path.slice(0, -STATEMENT_SUFFIX.length)}${suffix}`;
}

async function readList(file: string): Promise<string> {
  const path = resolve(file);
  if ((await stat(path)).size > MAX_LIST_BYTES) throw new Error('list: too long');
  return readFile(path, 'utf8');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** Writes a file for its owner alone, in place of an older one. */
async function writePrivate(path: string, content: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(content);
  } finally {
    await file.close();
  }
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
