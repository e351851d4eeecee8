/** world dna: profiles to search for in the simulated exchange of DNA profiles (docs/test-persons.md). */
import { Argument, type Command } from 'commander';
import { DNA_CASES } from '../world/test-dna-cases.js';
import { TEST_DNA } from '../world/test-dna.js';
import { createTerminal } from './terminal.js';

/** Adds the command. */
export function addWorldDna(world: Command): void {
  world
    .command('dna')
    .description('Print a test profile, as "match dna" and "query dna" read it (docs/test-persons.md)')
    .addArgument(new Argument('<profile>', 'which').choices(DNA_CASES.map(({ ask }) => ask)))
    .action((profile: string) => {
      const terminal = createTerminal();
      for (const { ask, kind } of DNA_CASES.filter((one) => one.ask === profile)) {
        terminal.line(JSON.stringify({ id: `TEST-${ask}`, kind, loci: TEST_DNA[ask] }));
      }
    });
}
