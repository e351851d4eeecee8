import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { BadRequest, ErrorInfo, RetryInfo } from '../../../src/gen/google/rpc/error_details.js';
import { Status } from '../../../src/gen/google/rpc/status.js';
import { AuditReceipt } from '../../../src/gen/ostiary/common/v1/receipt.js';
import { DETAILS_KEY, toStatus } from '../../../src/gateway/errors/status.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { LOGGED, REQUEST_ID } from '../logged.js';

/** Details by type name. */
function details(refusal: Refusal, logged: typeof LOGGED | 'not logged' = LOGGED) {
  const sent = toStatus(refusal, REQUEST_ID, logged === 'not logged' ? undefined : logged);
  const encoded = sent.metadata.get(DETAILS_KEY)[0] as Buffer;
  const decoded = Status.decode(encoded);
  expect(decoded.code).to.equal(sent.code);
  expect(decoded.message).to.equal(sent.details);
  const find = (type: string) =>
    decoded.details.find(({ typeUrl }) => typeUrl === `type.googleapis.com/${type}`)?.value;
  const read = <T>(type: string, codec: { decode(bytes: Uint8Array): T }) => {
    const bytes = find(type);
    return bytes && codec.decode(bytes);
  };
  return {
    sent,
    encoded,
    info: read('google.rpc.ErrorInfo', ErrorInfo)!,
    badRequest: read('google.rpc.BadRequest', BadRequest),
    retryInfo: read('google.rpc.RetryInfo', RetryInfo),
    receipt: read('ostiary.common.v1.AuditReceipt', AuditReceipt),
  };
}

/** Bytes that the trailers take in HTTP/2's count (RFC 9113 section 6.5.2: name, value and 32 each). */
function headerListSize({ sent, encoded }: ReturnType<typeof details>): number {
  const fields = [
    ['grpc-status', String(sent.code)],
    ['grpc-message', encodeURI(sent.details)],
    [DETAILS_KEY, encoded.toString('base64')],
  ] as const;
  return fields.reduce((sum, [name, value]) => sum + name.length + value.length + 32, 0);
}

const violations = (count: number, text: string) =>
  Array.from({ length: count }, (_, index) => ({ field: `field_${index}`, rule: 'rule', description: text }));

describe('a refusal over gRPC', () => {
  it('names reason, request and log entry', () => {
    const refusal = new Refusal('PURPOSE_NOT_ALLOWED', 'not for this purpose', { metadata: { rule: 'SIS62-44' } });
    const { sent, info, receipt, badRequest, retryInfo } = details(refusal);
    expect(sent.code).to.equal(status.PERMISSION_DENIED);
    expect(sent.details).to.equal('not for this purpose');
    expect(info).to.include({ reason: 'PURPOSE_NOT_ALLOWED', domain: 'ostiary' });
    expect(info.metadata).to.deep.equal({ rule: 'SIS62-44', request_id: REQUEST_ID, audit_index: '41' });
    expect(receipt?.leafIndex).to.equal(41n);
    expect(badRequest).to.equal(undefined);
    expect(retryInfo).to.equal(undefined);
  });

  it('has neither index nor receipt when nothing was logged', () => {
    const { info, receipt } = details(new Refusal('AUDIT_UNAVAILABLE', 'no log'), 'not logged');
    expect(info.metadata).to.deep.equal({ request_id: REQUEST_ID });
    expect(receipt).to.equal(undefined);
  });

  it('lists violations with the rule before its words', () => {
    const { badRequest } = details(new Refusal('REQUEST_INVALID', 'invalid', { violations: violations(2, 'words') }));
    expect(badRequest?.fieldViolations.map(({ field, description }) => [field, description])).to.deep.equal([
      ['field_0', 'rule: words'],
      ['field_1', 'rule: words'],
    ]);
  });

  it('says how long to wait', () => {
    const { retryInfo } = details(new Refusal('OVERLOADED', 'busy', { retryAfterMs: 1500 }));
    expect(retryInfo?.retryDelay).to.include({ seconds: 1n, nanos: 500_000_000 });
  });

  it('says nothing of what went wrong inside', () => {
    const refusal = new Refusal('INTERNAL', 'cannot read properties of Specimen', { cause: new Error('Specimen') });
    const { sent, encoded } = details(refusal);
    expect(sent.details).to.equal('A fault of the gateway');
    expect(encoded.toString('latin1')).not.to.contain('Specimen');
  });

  it('stays below 8 KiB of trailers, and says how many violations are left out', () => {
    const all = details(new Refusal('REQUEST_INVALID', 'invalid', { violations: violations(100, 'x'.repeat(200)) }));
    const shown = all.badRequest!.fieldViolations;
    expect(headerListSize(all)).to.be.below(8192);
    expect(shown.length).to.be.above(5);
    expect(shown.at(-1)?.description).to.equal(`more: and ${100 - (shown.length - 1)} more violations`);
    expect(all.receipt?.leafIndex).to.equal(41n);
  });

  it('leaves out a receipt that does not fit, never its index', () => {
    const logged = { ...LOGGED, checkpoint: 'x'.repeat(20_000) };
    const all = details(new Refusal('REQUEST_INVALID', 'invalid', { violations: violations(1, 'x') }), logged);
    expect(headerListSize(all)).to.be.below(8192);
    expect(all.receipt).to.equal(undefined);
    expect(all.badRequest?.fieldViolations).to.have.length(1);
    expect(all.info.metadata.audit_index).to.equal('41');
  });

  it('leaves out metadata that do not fit', () => {
    const all = details(new Refusal('NOT_FOUND', 'none', { metadata: { rule: 'x'.repeat(20_000) } }));
    expect(headerListSize(all)).to.be.below(8192);
    expect(all.info.metadata).to.deep.equal({ request_id: REQUEST_ID, audit_index: '41' });
  });

  it('cuts a message that is too long, never within a character', () => {
    expect(details(new Refusal('NOT_FOUND', `x${'\u{1f600}'.repeat(200)}`)).sent.details).to.match(
      /^x\u{1f600}{99}\ufffd$/u,
    );
    const all = details(
      new Refusal('REQUEST_INVALID', 'ü'.repeat(5_000), { violations: violations(100, 'x'.repeat(200)) }),
    );
    expect(headerListSize(all)).to.be.below(8192);
  });
});
