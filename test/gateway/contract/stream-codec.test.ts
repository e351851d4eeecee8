import { expect } from 'chai';
import fc from 'fast-check';
import { Status } from '../../../src/gen/google/rpc/status.js';
import { PushFormat, PushPnrRequest, PushPnrResponse } from '../../../src/gen/ostiary/pnr/v1/push.js';
import { PushPnrsRequest, PushPnrsResponse } from '../../../src/gen/ostiary/pnr/v1/push_stream.js';
import { loadContract } from '../../../src/gateway/contract/contract.js';
import { answerMessage, openMessage, refusalMessage } from '../../../src/gateway/contract/stream-codec.js';
import { Refusal } from '../../../src/shared/refusal.js';

const stream = loadContract().streams.get('/ostiary.pnr.v1.PnrService/PushPnrs')!;
const sequences = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const lanes = fc.integer({ min: 0, max: 63 });

describe('messages of a stream', () => {
  it('are opened as far as the call, whose bytes stay as they came', () => {
    fc.assert(
      fc.property(sequences, lanes, fc.uint8Array({ maxLength: 300 }), (sequence, lane, bytes) => {
        const push = PushPnrRequest.fromPartial({ format: PushFormat.PNRGOV_XML, message: Buffer.from(bytes) });
        const opened = openMessage(stream, PushPnrsRequest.encode({ sequence, lane, push }).finish());
        expect(opened).to.deep.include({ sequence, lane });
        expect(Buffer.from(opened.body as Uint8Array)).to.deep.equal(Buffer.from(PushPnrRequest.encode(push).finish()));
      }),
    );
  });

  it('are opened or refused, whatever their bytes', () => {
    const tag = fc.integer({ min: 0, max: 0x3f });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .array(fc.tuple(tag, fc.uint8Array({ maxLength: 12 })), { maxLength: 5 })
        .map((fields) => Buffer.concat(fields.map(([first, rest]) => Buffer.from([first, ...rest])))),
    );
    fc.assert(
      fc.property(bytes, (damaged) => {
        const { lane, body } = openMessage(stream, damaged);
        expect(lane).to.be.within(0, 63);
        if (body instanceof Refusal) expect(body.reason).to.be.oneOf(['REQUEST_MALFORMED', 'REQUEST_INVALID']);
        else expect(body.length).to.be.below(damaged.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('say by field and rule what is wrong with them', () => {
    const { sequence, body } = openMessage(stream, Buffer.from([0x08, 0x05, 0x10, 0x40, 0x28, 0x01]));
    expect(sequence).to.equal(5n);
    expect((body as Refusal).violations.map(({ field, rule }) => [field, rule])).to.deep.equal([
      ['#5', 'unknown_field'],
      ['lane', 'max'],
      ['push', 'required'],
    ]);
  });

  it('are written as the contract has them', () => {
    fc.assert(
      fc.property(sequences, fc.string(), (sequence, text) => {
        const answer = PushPnrResponse.fromPartial({ pushId: text, duplicate: true });
        expect(
          PushPnrsResponse.decode(answerMessage(sequence, PushPnrResponse.encode(answer).finish())),
        ).to.deep.include({
          sequence,
          result: { $case: 'acknowledgement', value: answer },
        });
        const refusal = Status.fromPartial({ code: 3, message: text });
        expect(PushPnrsResponse.decode(refusalMessage(sequence, Status.encode(refusal).finish()))).to.deep.include({
          sequence,
          result: { $case: 'refusal', value: refusal },
        });
      }),
    );
  });
});
