/** audit …, receipt …: what is done with the log. */
import type { Command } from 'commander';
import { addAuditCommands } from './audit-commands.js';
import { addCompletenessCommands } from './completeness-commands.js';
import { addDetectCommands } from './detect-commands.js';
import { addErasureCommands } from './erasure-commands.js';
import { addUnwrapsCommand } from './unwraps-command.js';

/** Adds the commands. */
export function addAuditRoom(program: Command): void {
  addAuditCommands(program);
  addErasureCommands(program);
  addDetectCommands(program);
  addUnwrapsCommand(program);
  addCompletenessCommands(program);
}
