/** The list of decisions has each of them, under its own title. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/shared/project-root.js';

const folder = join(projectRoot, 'docs/adr');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

describe('docs/adr/README.md', () => {
  const files = readdirSync(folder)
    .filter((file) => file !== 'README.md')
    .sort();

  it('lists every page by its number and title, in order', () => {
    const listed = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('- '));
    const expected = files.map((file) => {
      const [, number, title] = /^# (\d{4}): (.+)$/m.exec(read(file)) ?? [];
      return `- ${number}: [${title}](${file})`;
    });
    expect(listed).to.deep.equal(expected);
  });

  it('finds each under the number of its file, and each number once', () => {
    const numbers = files.map((file) => /^\d{4}(?=-[a-z0-9-]+\.md$)/.exec(file)?.[0]);
    expect(numbers).not.to.include(undefined);
    expect(new Set(numbers).size).to.equal(files.length);
    for (const [at, file] of files.entries()) expect(read(file).startsWith(`# ${numbers[at]}: `), file).to.equal(true);
  });
});
