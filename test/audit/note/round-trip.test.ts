import { expect } from 'chai';
import fc from 'fast-check';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../../../src/audit/note/checkpoint.js';
import { generateKeyPair, parseSignerKey, parseVerifierKey } from '../../../src/audit/note/key.js';
import { openNote, parseNote, signNote } from '../../../src/audit/note/signed-note.js';
import { formatTlogProof, parseTlogProof } from '../../../src/audit/note/tlog-proof.js';

/** Characters that may stand in a note, blank lines and the signature's own dash among them. */
const noteText = fc
  .string({ unit: fc.constantFrom('a', ' ', '+', '\n', '\u2014', '\u00e9', '\u{1f600}', '\u007f', '\u0085', '\ufeff') })
  .map((text) => `${text}\n`);
/** As they are read: a bigint only where a number would be rounded. */
const size = fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }));
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
const line = fc.string({ minLength: 1 }).filter((text) => !text.includes('\n'));

describe('what is written is read again', () => {
  const { signerKey, verifierKey } = generateKeyPair('log.example');

  it('notes of any text', () => {
    fc.assert(
      fc.property(noteText, (text) => {
        const note = signNote(text, [parseSignerKey(signerKey)]);
        expect(openNote(note, [parseVerifierKey(verifierKey)]).text).to.equal(text);
        expect(openNote(Buffer.from(note), [parseVerifierKey(verifierKey)]).text).to.equal(text);
        expect(parseNote(note).signatures).to.have.length(1);
      }),
    );
  });

  it('checkpoints of any size, and none with a byte more or less in its root', () => {
    fc.assert(
      fc.property(line, size, hash, fc.array(line), (origin, leaves, root, extensions) => {
        const checkpoint: Checkpoint = { origin, size: leaves, root, extensions };
        expect(plain(parseCheckpoint(formatCheckpoint(checkpoint)))).to.deep.equal(plain(checkpoint));
        for (const other of [root.subarray(1), new Uint8Array([...root, 0])]) {
          expect(() => parseCheckpoint(formatCheckpoint({ ...checkpoint, root: other }))).to.throw(/root/);
        }
      }),
    );
    expect(parseCheckpoint(formatCheckpoint({ ...EMPTY, size: Number.MAX_SAFE_INTEGER })).size).to.equal(2 ** 53 - 1);
    for (const bad of [2 ** 53, 2n ** 63n, -1, 0.5, Number.NaN]) {
      expect(() => formatCheckpoint({ ...EMPTY, size: bad }), String(bad)).to.throw(RangeError, /size/);
    }
  });

  it('proofs of any length, with and without extra', () => {
    fc.assert(
      fc.property(
        fc.option(fc.uint8Array(), { nil: undefined }),
        size,
        fc.array(hash, { maxLength: 63 }),
        (extra, index, proof) => {
          const file = formatTlogProof({ extra, index, proof, checkpoint: 'text\n\n\u2014 a AAAAAAA=\n' });
          const read = parseTlogProof(file);
          expect(read.index).to.equal(index);
          expect(read.proof.map((one) => Array.from(one))).to.deep.equal(proof.map((one) => Array.from(one)));
          expect(read.extra && Array.from(read.extra)).to.deep.equal(extra && Array.from(extra));
          expect(formatTlogProof(read)).to.equal(file);
        },
      ),
    );
  });
});

const EMPTY: Checkpoint = { origin: 'log.example', size: 0, root: new Uint8Array(32), extensions: [] };

function plain(checkpoint: Checkpoint): unknown {
  return { ...checkpoint, root: Array.from(checkpoint.root) };
}
