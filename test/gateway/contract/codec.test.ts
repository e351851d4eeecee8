import { equals, fromBinary, fromJson, toBinary } from '@bufbuild/protobuf';
import type { Message } from '@bufbuild/protobuf';
import { expect } from 'chai';
import * as fc from 'fast-check';
import type { SearchPersonsRequest } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { MAX_REQUEST_BYTES } from '../../../src/gateway/contract/codec.js';
import { compileWireCheck } from '../../../src/gateway/contract/wire.js';
import type { ContractMethod } from '../../../src/gateway/contract/contract.js';
import { codecOf, codeOf, contract, methodNamed, refusalOf } from './generated.js';
import { messageJson } from './arbitrary.js';
import { fuzzRounds } from '../../helpers/fuzz.js';
import { searchPersons } from './requests.js';

const SEARCH = methodNamed('SearchPersons');

describe('decoding of requests', () => {
  it('gives the generated message', () => {
    const decoded = codecOf(SEARCH).decode(searchPersons({ maxCandidates: 7 })) as SearchPersonsRequest;
    expect(decoded.name?.surname).to.equal('Specimen');
    expect(decoded.maxCandidates).to.equal(7);
  });

  it('reads from the middle of a larger buffer', () => {
    const bytes = searchPersons();
    const larger = Buffer.concat([Buffer.alloc(9, 0xff), bytes, Buffer.alloc(9, 0xff)]);
    const decoded = codecOf(SEARCH).decode(larger.subarray(9, 9 + bytes.length)) as SearchPersonsRequest;
    expect(decoded.name?.surname).to.equal('Specimen');
  });

  it('takes a message of the greatest size and refuses the next, undecoded', () => {
    expect(refusalOf('SearchPersons', Buffer.alloc(MAX_REQUEST_BYTES))?.reason).to.equal('REQUEST_MALFORMED');
    expect(refusalOf('SearchPersons', Buffer.alloc(MAX_REQUEST_BYTES + 1))?.reason).to.equal('REQUEST_TOO_LARGE');
  });

  it('refuses every message that is cut short within a field', () => {
    const bytes = searchPersons();
    const whole = new Set([0, bytes.length, 2 + bytes[1]!]);
    for (let length = 0; length < bytes.length; length++) {
      const reason = refusalOf('SearchPersons', bytes.subarray(0, length))?.reason;
      expect(reason, String(length)).to.equal(whole.has(length) ? 'REQUEST_INVALID' : 'REQUEST_MALFORMED');
    }
  });

  for (const method of contract.methods.values()) {
    it(`${method.name}: any bytes are decoded or refused, never anything else`, () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void refusalOf(method.name, bytes)));
    });

    /** A message of the right shape, with a few bytes changed or none. */
    const damaged = fc
      .tuple(messageJson(method.input), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }))
      .map(([json, changes]) => {
        const bytes = toBinary(method.input, fromJson(method.input, json));
        if (bytes.length > 0) for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      });

    it(`${method.name}: a damaged message is decoded or refused, never anything else`, () => {
      fc.assert(
        fc.property(damaged, (bytes) => void refusalOf(method.name, bytes)),
        fuzzRounds(60),
      );
    });

    it(`${method.name}: what the wire check lets pass, another implementation reads alike`, () => {
      const check = compileWireCheck(method.input);
      const { requestDeserialize, requestSerialize } = codeOf(method);
      fc.assert(
        fc.property(damaged, (bytes) => {
          if (check(bytes) !== undefined) return;
          const again = requestSerialize(requestDeserialize(Buffer.from(bytes)));
          const theirs = readElsewhere(method, bytes);
          // The other implementation takes no strings that are not UTF-8; neither do we. Unknown fields are left out: they
          // are refused by name, wherever they stand.
          if (theirs === undefined) expect(refusalOf(method.name, bytes)?.reason).to.equal('REQUEST_INVALID');
          else expect(equals(method.input, fromBinary(method.input, again), theirs)).to.equal(true);
        }),
        fuzzRounds(60),
      );
    });
  }
});

function readElsewhere(method: ContractMethod, bytes: Uint8Array): Message | undefined {
  try {
    return fromBinary(method.input, bytes);
  } catch {
    return undefined;
  }
}
