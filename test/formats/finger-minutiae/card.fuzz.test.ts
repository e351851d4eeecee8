import { expect } from 'chai';
import fc from 'fast-check';
import { readCardMinutiae, writeCardMinutiae } from '../../../src/formats/finger-minutiae/card.js';
import { RecordFault } from '../../../src/formats/finger-minutiae/record.js';
import { fuzzRounds, readOrFault } from '../../helpers/fuzz.js';
import { bytesOf } from './vectors.js';

/** An ending 10 mm from the left and 5 mm from above, and a bifurcation, both at 90 degrees. */
const NORMAL = '43e801f440' + '83e801f440';
const COMPACT = '643250' + '643290';

const isFault = (error: unknown): error is RecordFault => error instanceof RecordFault;

describe('finger minutiae on cards', () => {
  it('are in hundredths of a millimetre in the normal format', () => {
    expect(readCardMinutiae(bytesOf(NORMAL), 'normal')).to.deep.equal([
      { kind: 'ending', x: 1000, y: 500, angle: 90, quality: 'unreported' },
      { kind: 'bifurcation', x: 1000, y: 500, angle: 90, quality: 'unreported' },
    ]);
  });

  it('are in tenths of a millimetre and 64 angles in the compact format', () => {
    expect(readCardMinutiae(bytesOf(COMPACT), 'compact')).to.deep.equal([
      { kind: 'ending', x: 100, y: 50, angle: 90, quality: 'unreported' },
      { kind: 'bifurcation', x: 100, y: 50, angle: 90, quality: 'unreported' },
    ]);
  });

  it('may be none', () => {
    expect(readCardMinutiae(Buffer.alloc(0), 'compact')).to.deep.equal([]);
  });

  it('are refused for a length that is no number of minutiae, for more than 255, and for a reserved kind', () => {
    const fault = (bytes: Uint8Array): unknown => {
      try {
        return readCardMinutiae(bytes, 'compact');
      } catch (error) {
        return isFault(error) ? `${error.rule} ${error.offset}` : error;
      }
    };
    expect(fault(bytesOf(`${COMPACT}64`))).to.equal('length 6');
    expect(fault(Buffer.alloc(256 * 3))).to.equal('too_long 765');
    expect(fault(bytesOf('6432d0'))).to.equal('minutia 2');
  });

  it('cannot lie further out than a byte reaches in the compact format', () => {
    const far = { kind: 'ending', x: 256, y: 0, angle: 0, quality: 'unreported' } as const;
    expect(() => writeCardMinutiae([far], 'compact')).to.throw(RangeError);
  });

  for (const format of ['normal', 'compact'] as const) {
    it(`come back as the same bytes in the ${format} format, whatever they are (property)`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
          const minutiae = readOrFault((card) => readCardMinutiae(card, format), bytes, isFault);
          if (minutiae !== undefined) expect(writeCardMinutiae(minutiae, format).equals(bytes)).to.equal(true);
        }),
        fuzzRounds(),
      );
    });
  }
});
