/** pnr schedule: tells the unit which flights there are to be, on its database. */
import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { readConfig } from '../gateway/config.js';
import {
  MAX_SCHEDULE_BYTES,
  readSchedule,
  SCHEDULE_COLUMNS,
  type ScheduleChanges,
  ScheduleError,
} from '../gateway/open-pnr-schedule.js';
import { joinDatabase } from './database.js';
import { createTerminal } from './terminal.js';

/** Adds the command to "pnr". */
export function addScheduleCommand(pnr: Command): void {
  pnr
    .command('schedule')
    .description('Tell the unit the schedule of flights, on its database: all of a file or nothing (docs/piu.md)')
    .argument('<file>', `CSV: ${SCHEDULE_COLUMNS.join()}; the last in UTC`)
    .action(async (file: string) => {
      const terminal = createTerminal();
      try {
        const { added, changed, unchanged } = await load(file);
        terminal.good(`${added} flights added, ${changed} changed, ${unchanged} as they were`);
      } catch (error) {
        if (!(error instanceof ScheduleError)) throw error;
        for (const fault of error.faults) terminal.bad(`${file}: ${fault}`);
        terminal.line('  nothing was changed');
        process.exitCode = 1;
      }
    });
}

async function load(file: string): Promise<ScheduleChanges> {
  const { size } = await stat(file);
  // Nobody reads a file that is refused anyway.
  if (size > MAX_SCHEDULE_BYTES) throw new ScheduleError([`has more than ${MAX_SCHEDULE_BYTES} bytes`]);
  const set = readSchedule(await readFile(file));
  const database = await joinDatabase(readConfig(process.env));
  try {
    return await set(database.url);
  } finally {
    await database.stop();
  }
}
