/** docs/configuration.md, made from the configuration's own table. */
import { VARIABLES } from './config-variables.js';

/** The page. */
export function configurationDocument(): string {
  const sections = Object.entries(VARIABLES).map(
    ([name, { fallback, meaning }]) =>
      `## ${name}\n\n${meaning}\n\n${fallback === '' ? 'Default: empty.' : `Default: \`${fallback}\`.`}\n`,
  );
  return [
    '# Configuration\n',
    'Made from `src/gateway/config-variables.ts` by `npm run docs`; do not edit.\n',
    'The gateway reads environment variables that begin with `OSTIARY_`. One that is not listed here, or has a value it\ncannot have, stops the start with a message that names every fault. Secrets are files, never variables; the one\nexception is the password inside `OSTIARY_DATABASE_URL`.\n',
    ...sections,
  ].join('\n');
}
