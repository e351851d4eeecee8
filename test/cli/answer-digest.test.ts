import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { digestOfFile } from '../../src/cli/answer-digest.js';
import { loadContract } from '../../src/gateway/contract/contract.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import { SearchPersonsResponse } from '../../src/gen/ostiary/sis/v1/sis.js';

const contract = loadContract();
const response = SearchPersonsResponse.fromPartial({ outcome: { system: 'SIS', status: OutcomeStatus.NO_HIT } });
// Field 2, a message: "SIS" in its field 1, NO_HIT (2) in its field 2.
const logged = createHash('sha256')
  .update(Buffer.from([0x12, 7, 0x0a, 3, 0x53, 0x49, 0x53, 0x10, 2]))
  .digest('hex');
const answer = (more: object): string =>
  JSON.stringify({ receipt: {}, ...(SearchPersonsResponse.toJSON(response) as object), ...more });

describe('the digest of an answer in a file', () => {
  it('is that of the response in protobuf without its receipt', () => {
    expect(digestOfFile(contract, answer({}), logged)).to.equal(logged);
  });

  it('is another when the answer was changed', () => {
    const changed = answer({ outcome: { system: 'SIS', status: 'OUTCOME_STATUS_HIT' } });
    expect(digestOfFile(contract, changed, logged)).not.to.equal(logged);
  });

  it('is never passed over for an answer that fits no operation', () => {
    expect(digestOfFile(contract, answer({ note: 1 }), logged)).to.equal('unreadable');
  });

  it('is not asked of what is no answer', () => {
    for (const text of ['c2sp.org/tlog-proof@v1', '{"leafHash":""}', '{"receipt":{},"code":"NOT_FOUND"}']) {
      expect(digestOfFile(contract, text, logged)).to.equal(undefined);
    }
    expect(digestOfFile(contract, answer({}), undefined)).to.equal(undefined);
  });
});
