import { expect } from 'chai';
import { compileWireCheck } from '../../../src/gateway/contract/wire.js';
import { methodNamed } from './generated.js';

/** SearchPersonsRequest: access = 1, name = 2 { surname = 1, gender = 4 }, max_candidates = 5, categories = 6. */
const check = compileWireCheck(methodNamed('SearchPersons').input);
const fault = (hex: string) => check(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('the wire format, read strictly', () => {
  const wellFormed = [
    ['nothing', ''],
    ['a nested string', '12 03 0a 01 41'],
    ['an empty nested message', '12 00'],
    ['a packed list', '32 02 01 02'],
    ['a list item by item', '30 01 30 02'],
    ['a list both ways', '32 01 01 30 02'],
    [
      'an unknown varint, fixed64, string and fixed32, left to validation',
      '98 06 01 99 06 0000000000000000 9a 06 00 9d 06 00000000',
    ],
    ['a negative enum in ten bytes', '12 0b 20 ff ff ff ff ff ff ff ff ff 01'],
    ['fields in any order', '28 05 12 03 0a 01 41'],
  ] as const;
  for (const [name, hex] of wellFormed) {
    it(`takes ${name}`, () => expect(fault(hex)).to.equal(undefined));
  }

  const malformed = [
    ['a string that is cut off', '12 03 0a 05 41', 'ends within'],
    ['a nested message that is cut off', '12 05 0a 01 41', 'ends within'],
    ['a string that runs over the end of its message', '12 02 0a 02 41 42', 'ends within'],
    ['a packed list that ends within a number', '32 02 01 80', 'varint'],
    ['a tag alone', '12', 'cut off'],
    ['a varint of eleven bytes', '28 80 80 80 80 80 80 80 80 80 80 01', 'varint'],
    ['a tag beyond 32 bits', 'ff ff ff ff 7f', 'too large'],
    ['a length beyond the message', '12 ff ff ff ff 0f', 'ends within'],
    ['field number 0', '00', 'field number 0'],
    ['a group', '13 14', 'wire type'],
    ['an unknown group', '9b 06 9c 06', 'wire type 3'],
    ['an end of a group, at which decoders stop reading', '0c 28 05', 'wire type'],
    ['an unknown wire type', '9e 06', 'wire type 6'],
    ['a field with the wrong wire type', '2a 01 05', 'field 5 of ostiary.sis.v1.SearchPersonsRequest has the wrong'],
    [
      'a message given twice',
      '12 03 0a 01 41 12 03 0a 01 42',
      'field 2 of ostiary.sis.v1.SearchPersonsRequest is given',
    ],
    ['a number given twice', '28 05 28 05', 'field 5'],
    ['a nested string given twice', '12 06 0a 01 41 0a 01 42', 'field 1 of ostiary.sis.v1.NameCriteria is given twice'],
  ] as const;
  for (const [name, hex, text] of malformed) {
    it(`refuses ${name}`, () => expect(fault(hex)).to.contain(text));
  }
});
