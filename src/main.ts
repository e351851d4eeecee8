#!/usr/bin/env node
/** The command line. Each command lives in src/cli/. */
import { Command } from 'commander';
import { addRooms } from './cli/rooms.js';

const program = new Command('ostiary')
  .description('Gateway for law-enforcement information exchange. All data are synthetic.')
  .showHelpAfterError();

try {
  await addRooms(program, process.argv[2]);
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`ostiary: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
