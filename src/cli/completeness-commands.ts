/** audit completeness: what two sides logged about each other's accesses, compared (docs/completeness.md). */
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  formatItems,
  formatOwn,
  ITEMS_SUFFIX,
  OWN_SUFFIX,
  parseItems,
  parseOwn,
  STATEMENT_SUFFIX,
} from '../audit/completeness/files.js';
import { createPairKey } from '../audit/completeness/pair-key.js';
import { parsePair } from '../audit/completeness/pair.js';
import { compareStatements, reconcileLists } from '../audit/completeness/reconcile.js';
import { openStatement, type Statement } from '../audit/completeness/statement.js';
import { loadVerifierKey, VERIFIER_FILE } from '../audit/log/log-key.js';
import { parseVerifierKey } from '../audit/note/key.js';
import { dataLayout, readConfig } from '../gateway/config.js';
import { childCommand } from './child-command.js';
import { exchangeByHand } from './completeness-exchange.js';
import { printResults } from './completeness-results.js';
import { type OwnOptions, printDifference, readList, stateOwnDay, warnOfEscapes } from './completeness-own.js';
import { DEFAULT_PKI_DIRECTORY } from '../pki/layout.js';
import { createTerminal } from './terminal.js';

interface CommitOptions extends OwnOptions {
  readonly out: string;
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

  withOwnSide(
    completeness
      .command('commit')
      .description('State how many accesses of a day this side logged, and the root over them'),
  )
    .option('--out <folder>', 'where to write statement and lists', '.')
    .action(commit);

  withOwnSide(
    completeness
      .command('exchange')
      .description('Compare a day with a gateway over the network, and name each access that one side lacks'),
  )
    .requiredOption('--their-vkey <file>', 'verifier key of the other side')
    .requiredOption('--as <code>', 'the authority as which to connect, e.g. XA-POLICE')
    .option('--address <host:port>', 'gateway', 'localhost:8443')
    .option('--pki <folder>', 'development PKI', DEFAULT_PKI_DIRECTORY)
    .action(exchangeByHand);

  completeness
    .command('results')
    .description('Print what came of the days that the gateway compared by itself')
    .option('--since <day>', 'first day, YYYY-MM-DD in UTC; default 30 days ago')
    .option('--json', 'print them in JSON, with both statements')
    .action(printResults);

  completeness
    .command('reconcile')
    .description('Compare two statements; when they differ and their lists lie beside them, name each access')
    .argument('<ours>', 'our statement (.note)')
    .argument('<theirs>', 'their statement (.note)')
    .requiredOption('--their-vkey <file>', 'verifier key of the other side')
    .option('--our-vkey <file>', 'verifier key of this side; default: log.vkey in the data folder')
    .action(reconcile);
}

function withOwnSide(command: Command): Command {
  return command
    .requiredOption('--pair <asker:answerer>', 'asking authority and whom it asks, e.g. XA-POLICE:SIS')
    .requiredOption('--day <day>', 'YYYY-MM-DD in UTC; must be over')
    .requiredOption('--key <file>', 'key of the pair')
    .option('--side <side>', 'asking or answering', 'asking')
    .option('--requests <file>', 'identifiers of requests, one a line, of a side that keeps another kind of log')
    .option('--skey <file>', 'with --requests: the key that signs; its name stands in the statement');
}

async function commit(options: CommitOptions): Promise<void> {
  const { statement, note, items, collected } = await stateOwnDay(options);
  const { pair, day, side, root } = statement;
  const folder = resolve(options.out);
  await mkdir(folder, { recursive: true });
  const base = join(folder, `${pair.asker}_${pair.answerer}_${day}_${side}`);
  await writePrivate(`${base}${STATEMENT_SUFFIX}`, note);
  await writePrivate(`${base}${ITEMS_SUFFIX}`, formatItems(items));
  await writePrivate(`${base}${OWN_SUFFIX}`, formatOwn(collected.accesses));

  const terminal = createTerminal();
  terminal.good(`${items.length} accesses of ${options.pair} on ${day}, root ${root}`);
  terminal.line(`  for the other side:                ${base}${STATEMENT_SUFFIX}`);
  terminal.line(`  for the other side if they differ: ${base}${ITEMS_SUFFIX}`);
  terminal.line(`  for nobody else:                   ${base}${OWN_SUFFIX}`);
  warnOfEscapes(collected);
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
  printDifference(difference, parseOwn(await readList(beside(oursFile, OWN_SUFFIX))), terminal);
}

async function readStatement(file: string, vkey: string): Promise<Statement> {
  return openStatement(await readFile(resolve(file)), parseVerifierKey(await loadVerifierKey(vkey)));
}

const listBeside = (statement: string): string => beside(statement, ITEMS_SUFFIX);

function beside(statement: string, suffix: string): string {
  const path = resolve(statement);
  if (!path.endsWith(STATEMENT_SUFFIX)) throw new Error(`a statement's file ends in ${STATEMENT_SUFFIX}`);
  return `${path.slice(0, -STATEMENT_SUFFIX.length)}${suffix}`;
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
