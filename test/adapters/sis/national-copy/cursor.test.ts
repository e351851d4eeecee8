import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  type CopyCursor,
  createCopyCursors,
  CURSOR_KEY_BYTES,
} from '../../../../src/adapters/sis/national-copy/cursor.js';

const OFFICE = { authority: 'XA-NSIS', authorityKind: 'NSIS' };
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const anyCursor: fc.Arbitrary<CopyCursor> = fc.record({
  phase: fc.constantFrom('snapshot', 'changes'),
  epoch: uint32,
  position: fc.maxSafeNat(),
  after: uint32,
  categories: uint32,
  letters: uint32,
  objectCategories: fc.nat({ max: 0xffff_ffff }),
});

describe('cursors of national copies', () => {
  const cursors = createCopyCursors(randomBytes(CURSOR_KEY_BYTES));

  it('come back as they were sealed, and know whose they are (property)', () => {
    fc.assert(
      fc.property(anyCursor, (cursor) => {
        const opened = cursors.open(cursors.seal(cursor, OFFICE));
        expect(opened?.cursor).to.deep.equal(cursor);
        expect(opened?.belongsTo(OFFICE)).to.equal(true);
        expect(opened?.belongsTo({ ...OFFICE, authority: 'XB-NSIS' })).to.equal(false);
        expect(opened?.belongsTo({ ...OFFICE, authorityKind: 'NSIS_PARTIAL' })).to.equal(false);
      }),
    );
  });

  it('tell nothing by their length, and are never the same twice (property)', () => {
    fc.assert(
      fc.property(anyCursor, (cursor) => {
        const [one, other] = [cursors.seal(cursor, OFFICE), cursors.seal(cursor, OFFICE)];
        // 12 bytes nonce, 42 sealed, 16 tag.
        expect(one).to.match(/^[A-Za-z0-9_-]{98}$/);
        expect(one).not.to.equal(other);
      }),
    );
  });

  it('are not opened when a bit was changed, by another key, or when it is anything else (property)', () => {
    const others = createCopyCursors(randomBytes(CURSOR_KEY_BYTES));
    fc.assert(
      fc.property(anyCursor, fc.nat(70 * 8 - 1), fc.string(), (cursor, at, text) => {
        const sealed = cursors.seal(cursor, OFFICE);
        const bytes = Buffer.from(sealed, 'base64url');
        bytes[at >> 3]! ^= 1 << (at & 7);
        expect(cursors.open(bytes.toString('base64url'))).to.equal(undefined);
        expect(others.open(sealed)).to.equal(undefined);
        expect(cursors.open(text)).to.equal(undefined);
        expect(cursors.open(`${sealed}=`)).to.equal(undefined);
        expect(cursors.open(sealed.slice(0, -1))).to.equal(undefined);
      }),
    );
  });
});
