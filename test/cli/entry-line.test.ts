import { expect } from 'chai';
import { entryLine } from '../../src/cli/entry-line.js';
import { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';

describe('where an answer stands in the log', () => {
  it('is told with what nobody has done yet, and that there is no receipt where there is none', () => {
    const receipt = AuditReceipt.fromPartial({ logOrigin: 'ostiary.test/log', leafIndex: 17n });
    expect(entryLine(receipt)).to.equal('entry 17 of ostiary.test/log, not verified (--json has the receipt)');
    expect(entryLine(undefined)).to.equal('without a receipt');
  });
});
