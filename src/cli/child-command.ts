import type { Command } from 'commander';

/** A command under a parent; made when no other room has made it yet. */
export function childCommand(parent: Command, name: string, description: string): Command {
  return parent.commands.find((command) => command.name() === name) ?? parent.command(name).description(description);
}
