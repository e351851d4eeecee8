import { expect } from 'chai';
import * as fc from 'fast-check';
import { appendReceipt, encodeReceipt, receiptOf, splitReceipt } from '../../../src/gateway/contract/receipt.js';
import { SearchPersonsResponse } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { toBinary, fromJson } from '@bufbuild/protobuf';
import { LOGGED, REQUEST_ID } from '../logged.js';
import { messageJson } from './arbitrary.js';
import { methodNamed } from './generated.js';

const SEARCH = methodNamed('SearchPersons');

describe('receipts', () => {
  it('carry what a check needs', () => {
    const receipt = receiptOf(LOGGED, REQUEST_ID);
    expect(receipt).to.include({ logOrigin: LOGGED.origin, requestId: REQUEST_ID, leafIndex: 41n, synthetic: true });
    expect(receipt.inclusionProof).to.deep.equal(LOGGED.inclusionProof);
    expect(receipt.resultSection.toString()).to.equal('{"status":"NO_HIT"}');
    expect(receipt.resultSalt).to.deep.equal(Buffer.alloc(32, 4));
  });

  it('leave out what the entry does not open', () => {
    expect(receiptOf({ ...LOGGED, openings: {} }, REQUEST_ID).resultSection).to.have.length(0);
  });

  it('stand behind the answer, whose bytes stay as they were', () => {
    fc.assert(
      fc.property(messageJson(SEARCH.output), (json) => {
        const answer = toBinary(SEARCH.output, fromJson(SEARCH.output, { ...json, receipt: null }));
        const sent = appendReceipt(SEARCH, answer, LOGGED, REQUEST_ID);
        expect(sent.subarray(0, answer.length)).to.deep.equal(Buffer.from(answer));
        const { answer: taken, receipt } = splitReceipt(sent, 1);
        expect(taken).to.deep.equal(Buffer.from(answer));
        expect(Buffer.from(receipt)).to.deep.equal(Buffer.from(encodeReceipt(LOGGED, REQUEST_ID)));
        expect(SearchPersonsResponse.decode(sent).receipt?.leafIndex).to.equal(41n);
      }),
    );
  });

  it('are not added to the answer of an operation without them', () => {
    const answer = Buffer.from('0a0141', 'hex');
    expect(appendReceipt(methodNamed('GetCheckpoint'), answer, LOGGED, REQUEST_ID)).to.equal(answer);
  });

  it('are exactly one', () => {
    const once = appendReceipt(SEARCH, new Uint8Array(), LOGGED, REQUEST_ID);
    expect(() => splitReceipt(new Uint8Array(), 1)).to.throw('exactly one receipt');
    expect(() => splitReceipt(Buffer.concat([once, once]), 1)).to.throw('exactly one receipt');
    expect(() => splitReceipt(once.subarray(0, once.length - 1), 1)).to.throw();
  });
});
