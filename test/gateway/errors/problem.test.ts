import { expect } from 'chai';
import { toProblem } from '../../../src/gateway/errors/problem.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { LOGGED, REQUEST_ID } from '../logged.js';

describe('a refusal over REST', () => {
  it('is a problem document with everything that is known', () => {
    const violation = { field: 'name.surname', rule: 'required', description: 'must be given' };
    const refusal = new Refusal('REQUEST_INVALID', 'breaks rules', {
      violations: [violation],
      retryAfterMs: 1500,
      metadata: { rule: 'x' },
    });
    const { receipt, ...problem } = toProblem(refusal, REQUEST_ID, LOGGED);
    expect(problem).to.deep.equal({
      type: 'urn:ostiary:error:REQUEST_INVALID',
      title: 'The request breaks rules of the contract',
      status: 400,
      detail: 'breaks rules',
      instance: `urn:ulid:${REQUEST_ID}`,
      code: 'REQUEST_INVALID',
      violations: [violation],
      retry_after: 2,
      metadata: { rule: 'x' },
    });
    expect(receipt).to.include({ logOrigin: LOGGED.origin, leafIndex: '41', synthetic: true });
    expect((receipt as { leafHash: string }).leafHash).to.equal(Buffer.alloc(32, 1).toString('base64'));
  });

  it('leaves out what is not known', () => {
    const problem = toProblem(new Refusal('NOT_FOUND', 'none'), REQUEST_ID, undefined);
    expect(problem).to.have.all.keys('type', 'title', 'status', 'detail', 'instance', 'code');
  });

  it('has the status that is sent', () => {
    expect(toProblem(new Refusal('HTTP_UNSUPPORTED', 'GET only'), REQUEST_ID, undefined, 405).status).to.equal(405);
  });

  it('says nothing of what went wrong inside', () => {
    const problem = toProblem(new Refusal('INTERNAL', 'Specimen', { cause: 'Specimen' }), REQUEST_ID, undefined);
    expect(JSON.stringify(problem)).not.to.contain('Specimen');
  });
});
