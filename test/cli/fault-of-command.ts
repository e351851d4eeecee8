/** What the command line says of words that it does not take. */
import { Command } from 'commander';

/**
 * The first line of it. Nobody is asked.
 *
 * @throws Error when the command takes the words
 */
export async function faultOf(add: (parent: Command) => unknown, ...words: readonly string[]): Promise<string> {
  const parent = new Command();
  add(parent);
  let said = '';
  const silence = (command: Command): void => {
    command
      .exitOverride()
      .configureOutput({ writeErr: (text) => (said += text), outputError: (text) => (said += text) });
    command.commands.forEach(silence);
  };
  silence(parent);
  try {
    await parent.parseAsync(words, { from: 'user' });
  } catch (error) {
    return said === '' ? String(error) : said.slice(0, said.indexOf('\n'));
  }
  throw new Error('the command was taken');
}
