/** world prints: files to search with in the simulated exchange of fingerprints (docs/test-persons.md). */
import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { probeFile } from '../adapters/prum/fingerprint/simulator/probe-file.js';
import { SEARCH_MODES, type SearchMode } from '../formats/nist/prum/search-modes.js';
import { TEST_PRINT_PERSONS, type TestPrintPerson } from '../world/test-prints.js';
import { createTerminal } from './terminal.js';

interface PrintsOptions {
  readonly of: TestPrintPerson;
  readonly mode: SearchMode;
  readonly out: string;
}

/** Adds the command. */
export function addWorldPrints(world: Command): void {
  world
    .command('prints')
    .description('Write prints of a test person, to search with: a finger minutiae record, of palms a transaction')
    .addOption(new Option('--of <person>', 'whose').choices(TEST_PRINT_PERSONS).makeOptionMandatory())
    .addOption(
      new Option('--mode <mode>', 'what to search with and in').choices(Object.keys(SEARCH_MODES)).default('TP/TP'),
    )
    .requiredOption('--out <file>', 'where to; - for standard output in base64')
    .action(async ({ of, mode, out }: PrintsOptions) => {
      const bytes = probeFile(of, mode);
      if (out === '-') createTerminal().line(bytes.toString('base64'));
      else await writeFile(out, bytes);
    });
}
