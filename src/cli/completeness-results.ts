/** audit completeness results: what came of the days that the gateway compared by itself. */
import { listComparisons, type StoredComparison } from '../audit/completeness/comparisons.js';
import { dayOf, startOfDay } from '../audit/completeness/pair.js';
import { readConfig } from '../gateway/config.js';
import { systemClock } from '../shared/clock.js';
import { connectDatabase } from '../shared/database/connect.js';
import { printDifference } from './completeness-own.js';
import { joinDatabase } from './database.js';
import { createTerminal, type Terminal } from './terminal.js';

/** What the command is given. */
export interface ResultsOptions {
  readonly since?: string;
  readonly json?: true;
}

/** Reading results takes no more than the gateway's rights. */
const READ_ROLE = 'ostiary_gateway';
const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Prints the days, the newest first; exit status 1 when the two sides differ on one, or one was not compared. */
export async function printResults({ since, json }: ResultsOptions): Promise<void> {
  const from = since ?? dayOf(systemClock.now() - DEFAULT_DAYS * DAY_MS);
  startOfDay(from);
  const database = await joinDatabase(readConfig(process.env));
  const sql = connectDatabase(database.url, { applicationName: 'ostiary-completeness', max: 1, role: READ_ROLE });
  try {
    const comparisons = await listComparisons(sql, from);
    if (comparisons.some(({ result }) => result?.equal !== true || result.misdated + result.repeated > 0)) {
      process.exitCode = 1;
    }
    const terminal = createTerminal();
    if (json === true) terminal.line(JSON.stringify(comparisons, undefined, 2));
    else for (const comparison of comparisons) printDay(comparison, terminal);
  } finally {
    await sql.end();
    await database.stop();
  }
}

function printDay({ pair, partner, day, attempts, failure, result }: StoredComparison, terminal: Terminal): void {
  const name = `${day}  ${pair.asker}:${pair.answerer} with ${partner}`;
  if (result === undefined) {
    terminal.bad(`${name}: not compared after ${attempts} attempts${failure === undefined ? '' : `: ${failure}`}`);
    return;
  }
  const { equal, ownCount, theirCount, logIndex, difference, misdated, repeated } = result;
  const counts = `${ownCount} accesses here, ${theirCount} on the other side (entry ${logIndex})`;
  if (equal) {
    terminal.good(`${name}: the same, ${counts}`);
  } else {
    terminal.bad(`${name}: not the same, ${counts}`);
    if (difference === undefined) terminal.line('  they differ in too much to name every access: compare by files');
    else {
      const own = new Map(difference.onlyOurs.map((access) => [access.item, access]));
      const items = { onlyOurs: [...own.keys()], onlyTheirs: difference.onlyTheirs, rounds: 0 };
      printDifference(items, own, terminal);
      const unnamed =
        result.onlyOurCount + result.onlyTheirCount - difference.onlyOurs.length - difference.onlyTheirs.length;
      if (unnamed > 0) terminal.line(`  and ${unnamed} more`);
    }
  }
  if (misdated + repeated > 0) {
    terminal.bad(`${name}: ${misdated} accesses logged at another time, ${repeated} with the request of another`);
  }
}
