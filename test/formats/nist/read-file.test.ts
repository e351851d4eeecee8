import { expect } from 'chai';
import { NistFault } from '../../../src/formats/nist/nist-fault.js';
import { MAX_FILE_BYTES, readNistFile } from '../../../src/formats/nist/read-file.js';
import { writeNistFile } from '../../../src/formats/nist/write-file.js';
import { bytesOf, CPS, MPS, MPS_HEAD, NO_HIT, TRACE, TYPE_4 } from './samples.js';

const faultOf = (bytes: Uint8Array): string => {
  try {
    readNistFile(bytes);
    return 'none';
  } catch (error) {
    if (!(error instanceof NistFault)) throw error;
    return `${error.code} ${error.field ?? '-'} ${error.offset}`;
  }
};
const changed = (text: string, from: string, to: string): Buffer => {
  expect(text).to.include(from);
  return bytesOf(text.replace(from, to));
};

describe('reading files of ANSI/NIST-ITL', () => {
  it('gives the fields of tagged records, and where they lie', () => {
    const { header, records } = readNistFile(bytesOf(NO_HIT));
    expect(header).to.deep.include({ type: 1, offset: 0 });
    expect(header.fields[1]).to.deep.equal({ number: 2, tag: '1.002', value: Buffer.from('0300'), offset: 16 });
    expect(records).to.have.length(1);
    expect(records[0]).to.deep.include({ type: 2, offset: 196 });
  });

  it('takes separators inside an image as part of it', () => {
    const { records } = readNistFile(bytesOf(MPS));
    expect(records.map(({ type }) => type)).to.deep.equal([2, 9, 13]);
    const trace = records[2]!;
    expect('fields' in trace && trace.fields.at(-1)).to.deep.include({
      number: 999,
      value: bytesOf('{FS}{GS}{RS}{US}image'),
    });
  });

  it('gives records of type 4', () => {
    expect(readNistFile(CPS).records[1]).to.deep.equal({
      type: 4,
      idc: 1,
      impression: 1,
      positions: [1, 255, 255, 255, 255, 255],
      resolution: 0,
      width: 800,
      height: 750,
      compression: 1,
      data: Buffer.of(0x1c, 0x1d, 0x1e),
      offset: 183 + 56,
    });
  });

  it('takes the short numbers of fields of older files, and writes them again', () => {
    const old = bytesOf('1.01:38{GS}1.02:0201{GS}1.03:1{US}1{RS}2{US}0{GS}1.04:X{FS}2.01:15{GS}2.02:0{FS}');
    expect(readNistFile(old).header.fields.map(({ number }) => number)).to.deep.equal([1, 2, 3, 4]);
    expect(writeNistFile(readNistFile(old)).equals(old)).to.equal(true);
  });

  for (const [what, bytes] of Object.entries({ MPS: bytesOf(MPS), NO_HIT: bytesOf(NO_HIT), CPS })) {
    it(`is undone by writing: ${what}`, () => {
      expect(writeNistFile(readNistFile(bytes)).equals(bytes)).to.equal(true);
    });

    it(`ends in a fault wherever the file is cut off: ${what}`, () => {
      for (let length = 0; length < bytes.length; length++) {
        const fault = faultOf(bytes.subarray(0, length));
        expect(fault, String(length)).to.match(/^1\d\d /);
      }
    });
  }

  const tail = bytesOf(TRACE);
  const faults: readonly [what: string, bytes: Uint8Array, fault: string][] = [
    ['nothing', Buffer.alloc(0), '117 - 0'],
    ['another format', Buffer.from('FMR\0 20\0'), '117 - 0'],
    ['a first record of another type', bytesOf('2.001:8{FS}'), '102 - 0'],
    ['a record that does not begin with its length', changed(NO_HIT, '1.001', '1.002'), '101 1.002 0'],
    ['a length that is no number', changed(NO_HIT, ':196', ':1x6'), '108 1.001 0'],
    ['a record that is longer than it says', changed(NO_HIT, ':196', ':195'), '117 1.001 0'],
    ['a record that is shorter than it says', changed(NO_HIT, ':41', ':42'), '117 2.001 196'],
    ['a length beyond the file', changed(NO_HIT, ':196', ':999'), '117 1.001 0'],
    ['a field twice', changed(NO_HIT, '1.006', '1.005'), '104 1.005 61'],
    ['a field of another type', changed(NO_HIT, '2.064', '3.064'), '102 - 225'],
    ['a number of a field that is none', changed(NO_HIT, '2.064', '2.0x4'), '117 - 225'],
    ['a content that does not begin with 1', changed(NO_HIT, '1.003:1', '1.003:2'), '115 1.003 27'],
    ['a content that miscounts', changed(NO_HIT, '1{US}1', '1{US}2'), '105 1.003 27'],
    ['a content of a type that is no print', changed(NO_HIT, '2{US}00', '7{US}00'), '102 1.003 27'],
    ['a record that the content does not list', Buffer.concat([bytesOf(MPS), tail]), `117 - ${bytesOf(MPS).length}`],
    ['a record that is not there', bytesOf(MPS_HEAD), '117 - 259'],
    ['another IDC than the content lists', changed(NO_HIT, '2.002:00', '2.002:07'), '115 2.002 211'],
    ['a record without an IDC', changed(NO_HIT, '2.002:00', '2.009:00'), '101 2.002 196'],
    [
      'a type 4 with another IDC',
      Buffer.concat([CPS.subarray(0, -17), Buffer.of(9), CPS.subarray(-16)]),
      '115 4.002 239',
    ],
    [
      'a type 4 shorter than its header',
      Buffer.concat([CPS.subarray(0, -TYPE_4.length + 3), Buffer.of(17), TYPE_4.subarray(4)]),
      '117 4.001 239',
    ],
  ];
  for (const [what, bytes, fault] of faults) {
    it(`names code, field and place: ${what}`, () => {
      expect(faultOf(bytes)).to.equal(fault);
    });
  }

  it('refuses what no file needs: many bytes, fields, or records', () => {
    expect(faultOf(Buffer.alloc(MAX_FILE_BYTES + 1))).to.equal(`107 - ${MAX_FILE_BYTES}`);
    const fields = Array.from({ length: 1001 }, (_, n) => `{GS}1.${n + 1000}:`).join('');
    const body = `{GS}1.002:0300${fields}{FS}`;
    expect(faultOf(bytesOf(`1.001:${bytesOf(body).length + 10}${body}`))).to.match(/^104 1\.1998 /);
    const pairs = `1{US}201${'{RS}2{US}00'.repeat(201)}`;
    const many = `{GS}1.003:${pairs}{FS}`;
    expect(faultOf(bytesOf(`1.001:${bytesOf(many).length + 10}${many}`))).to.equal('110 1.003 17');
    const long = `{GS}1.003:${'1'.repeat(262_145)}{FS}`;
    expect(faultOf(bytesOf(`1.001:${bytesOf(long).length + 12}${long}`))).to.equal('107 1.003 19');
  });

  it('never quotes a value', () => {
    try {
      readNistFile(changed(NO_HIT, '2.002:00', '2.002:XX'));
      expect.fail('read');
    } catch (error) {
      expect(error).to.be.instanceOf(NistFault).with.property('message').that.does.not.include('XX');
    }
  });
});
