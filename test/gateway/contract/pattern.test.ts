import { expect } from 'chai';
import { compilePattern } from '../../../src/gateway/contract/pattern.js';

describe('patterns of the contract', () => {
  const accepted = [
    ['[A-Z]{2}', ['XA'], ['X', 'XAB', 'xa', 'XA\n']],
    ['[A-Z0-9]+(-[A-Z0-9]+)*', ['A', 'SIS62-44-1-B'], ['', '-A', 'A-', 'A--B']],
    ['[A-Za-z0-9][A-Za-z0-9 ./-]*', ['a', '1 ./-'], ['', ' a']],
    ['SIM-[A-Z]{2}-[0-9A-HJKMNP-TV-Z]{26}', [`SIM-XA-${'0'.repeat(26)}`], [`SIM-XA-${'I'.repeat(26)}`]],
    ['a{1,3}b', ['ab', 'aaab'], ['b', 'aaaab']],
    ['a{0,2}', ['', 'a', 'aa'], ['aaa']],
    ['(M|F)?', ['', 'M', 'F'], ['MF']],
    ['\\d{4}\\.\\d', ['2026.1'], ['2026a1', '٢٠٢٦.١']],
  ] as const;
  for (const [pattern, matching, failing] of accepted) {
    it(`accepts /${pattern}/ and anchors it`, () => {
      const compiled = compilePattern(pattern);
      for (const text of matching) expect(compiled.test(text), text).to.equal(true);
      for (const text of failing) expect(compiled.test(text), text).to.equal(false);
    });
  }

  const refused = [
    ['nested loops', '(a+)+'],
    ['a loop over alternatives with a common beginning', '(a|ab)*'],
    ['adjacent loops over the same characters', '[A-Z]*[A-Z0-9]*'],
    ['an optional character before the same one', 'a?a'],
    ['a bounded loop before the same character', 'a{1,3}a'],
    ['a loop over something that may be empty', '(a?)*'],
    ['the dot', 'a.b'],
    ['a negated class', '[^a]'],
    ['a look-ahead', '(?=a)a'],
    ['a lazy quantifier', 'a+?'],
    ['a back-reference', '(a)\\1'],
    ['a class escape other than \\d', '\\w'],
    ['an anchor of its own', '^a$'],
    ['an unbalanced group', '(a'],
    ['an unbalanced closing', 'a)'],
    ['an unbalanced class', '[a'],
    ['an empty class', '[]'],
    ['a repetition of nothing', 'a{0}'],
    ['a bare quantifier', '*a'],
  ] as const;
  for (const [name, pattern] of refused) {
    it(`refuses ${name}`, () => expect(() => compilePattern(pattern)).to.throw(/may backtrack or is not in/));
  }
});
