/** audit completeness exchange: the comparison of one day with a gateway, by hand. */
import { resolve } from 'node:path';
import { loadVerifierKey } from '../audit/log/log-key.js';
import { parseVerifierKey } from '../audit/note/key.js';
import { exchangeDay } from '../gateway/completeness/exchange-day.js';
import { readDevelopmentClient } from '../pki/development-client.js';
import { systemClock } from '../shared/clock.js';
import { type OwnOptions, printDifference, stateOwnDay, warnOfEscapes } from './completeness-own.js';
import { openGateway } from './gateway-client.js';
import { createTerminal } from './terminal.js';

/** What the command is given. */
export interface ExchangeOptions extends OwnOptions {
  readonly theirVkey: string;
  readonly as: string;
  readonly address: string;
  readonly pki: string;
}

/** States the own day, asks for the other side's statement, and prints where they differ. */
export async function exchangeByHand(options: ExchangeOptions): Promise<void> {
  const own = await stateOwnDay(options);
  const { collected, statement } = own;
  const verifier = parseVerifierKey(await loadVerifierKey(resolve(options.theirVkey)));
  const client = openGateway(
    options.address,
    await readDevelopmentClient(resolve(options.pki), options.as, systemClock),
  );
  const terminal = createTerminal();
  try {
    const { theirs, equal, difference } = await exchangeDay(client, own, verifier);
    terminal.line(
      `${options.pair} on ${options.day}: ${statement.count} accesses here, ${theirs.count} on the other side`,
    );
    if (equal) {
      terminal.good('both sides logged the same accesses');
    } else {
      process.exitCode = 1;
      terminal.bad('the two sides did not log the same accesses');
      if (difference === undefined) terminal.line('  they differ in too much to name every access: compare by files');
      else printDifference(difference, new Map(collected.accesses.map((access) => [access.item, access])), terminal);
    }
    warnOfEscapes(collected);
  } finally {
    client.close();
  }
}
