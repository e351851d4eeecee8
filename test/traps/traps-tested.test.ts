/** docs/traps-tested.md names a test for every trap: each file, title and case that it names exists. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/shared/project-root.js';

const page = readFileSync(join(projectRoot, 'docs/traps-tested.md'), 'utf8');

/** "- [file](../file): “title”, “title”" or, of a file of cases, "- [file](../file): ID, ID". */
const EVIDENCE = /^- \[([^\]]+)\]\(\.\.\/([^)]+)\): (.+)$/gm;

/** As a title stands in the source, where quotation marks are escaped. */
const inSource = (title: string): RegExp =>
  new RegExp(
    `(it|describe)\\(\\s*[\`'"]${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll("'", "\\\\?'")}[\`'"]`,
  );

describe('docs/traps-tested.md', () => {
  const sections = page.split(/^### /m).slice(1);

  it('names each of the twenty-two traps once', () => {
    const titles = sections.map((section) => section.slice(0, section.indexOf('\n')));
    expect(new Set(titles).size).to.equal(22);
    expect(titles).to.have.length(22);
  });

  for (const section of sections) {
    const [title = '', ...lines] = section.split('\n');
    const named = [...lines.join('\n').matchAll(EVIDENCE)];

    it(`is true of: ${title}`, () => {
      expect(named.length).to.be.above(0);
      for (const [, shown, file = '', what = ''] of named) {
        expect(shown).to.equal(file.split('/').at(-1));
        expect(existsSync(join(projectRoot, file)), file).to.equal(true);
        const source = readFileSync(join(projectRoot, file), 'utf8');
        const isCases = file.endsWith('.json');
        const all = isCases ? what.split(', ') : Array.from(what.matchAll(/“([^”]+)”/g), ([, one = '']) => one);
        expect(all.length).to.be.above(0);
        for (const one of all) {
          const found = isCases ? source.includes(`"${one}"`) : inSource(one).test(source);
          expect(found, `${file}: ${one}`).to.equal(true);
        }
      }
    });
  }
});
