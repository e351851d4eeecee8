/** Nothing goes by the clock of the database server but what is named here (ADR 0063). ESLint refuses the same in SQL of src/. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../../src/shared/project-root.js';

const SERVER_CLOCK =
  /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\bcurrent_(date|time|timestamp)\b|\blocaltime(stamp)?\b|(?<!->>? )'(now|today|tomorrow|yesterday)'|\bage\s*\([^,()]*\)/i;

/** Lines of the files of a folder that match, comments aside: "file: line". */
const linesWith = (pattern: RegExp, folder: 'migrations' | 'src'): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(sql|ts)$/.test(file))
    .flatMap((file) =>
      readFileSync(join(projectRoot, folder, file), 'utf8')
        .split('\n')
        .filter((line) => pattern.test(line.replace(/(--|\/\/|^ \*).*/, '')))
        .map((line) => `${folder}/${file}: ${line.trim()}`),
    );

describe('the clock of the database server', () => {
  it('is read by one function of the migrations, for counts that compare processes with each other', () => {
    expect(linesWith(SERVER_CLOCK, 'migrations')).to.deep.equal([
      'migrations/access/0004-quotas.sql: create function access.server_time() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;',
    ]);
  });

  it('decides on quotas, rates and the load of processes alone', () => {
    const used = [...linesWith(/server_time/, 'migrations'), ...linesWith(/server_time/, 'src')];
    expect(new Set(used.map((line) => line.split(':')[0]))).to.deep.equal(
      new Set(['migrations/access/0004-quotas.sql', 'src/gateway/traffic/shared-counts.ts']),
    );
  });
});
