import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ErrorReason } from '../../../src/gen/ostiary/common/v1/errors.js';
import { errorsDocument } from '../../../src/gateway/errors/document.js';
import { ERROR_TABLE } from '../../../src/gateway/errors/table.js';
import { projectRoot } from '../../../src/shared/project-root.js';

describe('the table of errors', () => {
  it('has exactly the reasons of the contract', () => {
    const inContract = Object.keys(ErrorReason).filter((name) => name !== 'UNSPECIFIED' && name !== 'UNRECOGNIZED');
    expect(Object.keys(ERROR_TABLE)).to.have.members(inContract);
  });

  /** From google.rpc.Code, as gateways map it to HTTP; departures are named in the table. */
  const HTTP_OF_GRPC: Readonly<Record<number, number>> = {
    1: 499,
    3: 400,
    4: 504,
    5: 404,
    6: 409,
    7: 403,
    8: 429,
    9: 400,
    10: 409,
    12: 501,
    13: 500,
    14: 503,
    16: 401,
  };
  const DEPARTURES = [
    'REQUEST_TOO_LARGE',
    'OPERATION_UNKNOWN',
    'HTTP_UNSUPPORTED',
    'RECORD_INCOMPATIBLE',
    'CURSOR_EXPIRED',
  ];

  for (const [reason, row] of Object.entries(ERROR_TABLE)) {
    it(`${reason}: says the same over gRPC and HTTP`, () => {
      if (DEPARTURES.includes(reason)) expect(row.http).not.to.equal(HTTP_OF_GRPC[row.grpc]);
      else expect(row.http).to.equal(HTTP_OF_GRPC[row.grpc]);
      expect(row.description).to.match(/\.$/);
      expect(row.title).not.to.match(/\.$/);
    });
  }

  it('never tells a client to repeat what it must change', () => {
    for (const [reason, row] of Object.entries(ERROR_TABLE)) {
      if (row.retryable) expect([1, 4, 8, 14], reason).to.include(row.grpc);
    }
  });

  it('is what docs/errors.md says (npm run docs)', () => {
    expect(readFileSync(join(projectRoot, 'docs/errors.md'), 'utf8')).to.equal(errorsDocument());
  });
});
