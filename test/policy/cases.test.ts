import { expect } from 'chai';
import { join } from 'node:path';
import { checkCase, loadCases, type PolicyCase, requestOf } from '../../src/gateway/policy/cases.js';
import { type Policy, preparePolicy } from '../../src/gateway/policy/decide.js';
import { PolicyDenial } from '../../src/gateway/policy/denial.js';
import { projectRoot } from '../../src/shared/project-root.js';
import { FIRST_DAY, policyOnceInForce, shippedPolicy, shippedSource, sourceOnceInForce } from './policies.js';

const folder = (name: string): string => join(projectRoot, 'test/policy', name);
const inForce = loadCases(folder('cases'));
const onceInForce = loadCases(folder('cases-once-in-force'));
const all = [...inForce, ...onceInForce];

describe('cases written from the articles', () => {
  const policy = shippedPolicy();
  after(() => {
    policy.release();
  });
  for (const asked of inForce) {
    it(`${asked.id} ${asked.why} (${asked.article})`, () => {
      expect(checkCase(policy, asked)).to.deep.equal([]);
    });
  }
});

describe(`cases written from articles that are not yet in force, asked as if they began on ${FIRST_DAY}`, () => {
  const policy = policyOnceInForce();
  after(() => {
    policy.release();
  });
  for (const asked of onceInForce) {
    it(`${asked.id} ${asked.why} (${asked.article})`, () => {
      expect(checkCase(policy, asked)).to.deep.equal([]);
    });
  }
});

describe('the collection of cases', () => {
  it('holds at least 300, each with an identifier of its own', () => {
    expect(new Set(all.map(({ id }) => id)).size).to.equal(all.length);
    expect(all.length).to.be.greaterThanOrEqual(300);
  });

  it('names the article and says why in a sentence, each sentence once per article', () => {
    for (const { id, article, why } of all) {
      expect(article.trim(), id).to.match(/\d/);
      expect(why, id).to.match(/^[A-Z].{15,}\.$/);
    }
    const sentences = all.map(({ article, why }) => `${article}: ${why}`);
    expect(sentences.filter((sentence, at) => sentences.indexOf(sentence) !== at)).to.deep.equal([]);
  });

  it('shows both sides of every legal basis', () => {
    const missing = [...shippedSource().tables.bases.keys()].filter((id) => {
      const effects = new Set(
        all.filter(({ grounds }) => grounds.legalBasisId === id).map((asked) => asked.expect.effect),
      );
      return effects.size < 2;
    });
    expect(missing).to.deep.equal([]);
  });

  it('permits nothing before its day: what is not yet in force is refused by the shipped policy', () => {
    const policy = shippedPolicy();
    const early = onceInForce.filter((asked) => asked.expect.effect === 'permit' && asked.today >= FIRST_DAY);
    for (const asked of early) {
      expect(decisionOf(policy, asked), asked.id).to.be.oneOf(['deny LEGAL_BASIS_NOT_IN_FORCE', 'deny FORBIDDEN']);
    }
    expect(early.length).to.be.greaterThan(50);
    policy.release();
  });
});

describe('decisions kept in memory', () => {
  for (const [name, source, cases] of [
    ['shipped', shippedSource, inForce],
    ['once in force', sourceOnceInForce, onceInForce],
  ] as const) {
    it(`are those that would be made afresh, whatever was asked before (${name})`, () => {
      const fresh = preparePolicy(source(), { cachedDecisions: 0 });
      const kept = preparePolicy(source());
      const expected = new Map(cases.map((asked) => [asked.id, decisionOf(fresh, asked)]));
      for (const order of [cases, cases.toReversed(), cases]) {
        for (const asked of order) expect(decisionOf(kept, asked), asked.id).to.equal(expected.get(asked.id));
      }
      fresh.release();
      kept.release();
    });
  }
});

/** Effect, and what the caller is told or may see, as one text. */
function decisionOf(policy: Policy, asked: PolicyCase): string {
  try {
    const { scope, obligations } = policy.decide(requestOf(asked));
    return `permit ${[...scope.categories].sort().join(' ')} ${obligations.join(' ')}`.trimEnd();
  } catch (error) {
    if (!(error instanceof PolicyDenial)) throw error;
    return `deny ${error.reason}`;
  }
}
