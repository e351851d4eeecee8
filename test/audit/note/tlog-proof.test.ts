import { expect } from 'chai';
import fc from 'fast-check';
import { leafHash } from '../../../src/audit/merkle/hash.js';
import { verifyInclusion } from '../../../src/audit/merkle/verify.js';
import { openCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { parseVerifierKey } from '../../../src/audit/note/key.js';
import { NoteError } from '../../../src/audit/note/signed-note.js';
import { formatTlogProof, looksLikeTlogProof, parseTlogProof } from '../../../src/audit/note/tlog-proof.js';
import { vectorJson, vectorText } from '../vectors.js';

describe('tlog-proof', () => {
  const file = vectorText('computed/leaf-12345.tlog-proof');

  it('proves the entry of the vector', () => {
    const { log_vkey } = vectorJson('computed/checkpoint-keys.json') as { log_vkey: string };
    const { index, proof, checkpoint, extra } = parseTlogProof(file);
    const { size, root } = openCheckpoint(checkpoint, parseVerifierKey(log_vkey));
    expect([index, extra]).to.deep.equal([12_345, undefined]);
    expect(verifyInclusion(index, size, leafHash(Buffer.from('leaf 12345')), proof, root)).to.be.true;
    expect(verifyInclusion(index, size, leafHash(Buffer.from('leaf 12346')), proof, root)).to.be.false;
  });

  it('is written as it was read', () => {
    expect(formatTlogProof(parseTlogProof(file))).to.equal(file);
    const withExtra = file.replace('\nindex', '\nextra aGVsbG8=\nindex');
    expect(Buffer.from(parseTlogProof(withExtra).extra!).toString()).to.equal('hello');
    expect(formatTlogProof(parseTlogProof(withExtra))).to.equal(withExtra);
  });

  it('is refused for every deviation in form', () => {
    const bad: Record<string, string> = {
      'another version': file.replace('@v1', '@v2'),
      'no index': file.replace('index 12345\n', ''),
      'index with a leading zero': file.replace('index 12345', 'index 012345'),
      'index beyond 2^63': file.replace('index 12345', 'index 18446744073709551615'),
      'a hash of 31 bytes': file.replace(/\n[^\n]+=\n\n/, `\n${Buffer.alloc(31).toString('base64')}\n\n`),
      'bad base64': file.replace('VaGB', 'Va-B'),
      'bad extra': file.replace('\nindex', '\nextra !\nindex'),
      'extra after the index': file.replace('index 12345\n', 'index 12345\nextra aGVsbG8=\n'),
      'too many hashes': file.replace(
        'index 12345\n',
        `index 12345\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(63)}`,
      ),
      'no checkpoint': file.slice(0, file.indexOf('\n\n')),
    };
    for (const [name, text] of Object.entries(bad)) expect(() => parseTlogProof(text), name).to.throw(NoteError);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseTlogProof(text)).to.throw(NoteError);
      }),
    );
    expect(looksLikeTlogProof('{}')).to.be.false;
  });
});
