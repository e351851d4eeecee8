import { expect } from 'chai';
import { probeFile } from '../../../../src/adapters/prum/fingerprint/simulator/probe-file.js';
import { parseSearch } from '../../../../src/adapters/prum/fingerprint/wire/parse-search.js';
import { PrintProbe, PrintSearchMode } from '../../../../src/gen/ostiary/prum/v1/fingerprint.js';

describe('files of test persons', () => {
  for (const [mode, wire, format, positions] of [
    ['TP/TP', 'TP_TP', 'ISO/IEC 19794-2:2005', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['LT/UL', 'LT_UL', 'ISO/IEC 19794-2:2005', [0]],
    ['PP/ULP', 'PP_ULP', 'ANSI/NIST-ITL', [21, 23]],
    ['LP/PP', 'LP_PP', 'ANSI/NIST-ITL', [21]],
    ['LP/ULP', 'LP_ULP', 'ANSI/NIST-ITL', [21]],
  ] as const) {
    it(`can be searched with in the mode ${mode}`, () => {
      const bytes = probeFile('knownToPolice', mode);
      const probe = PrintProbe.fromPartial({
        mode: PrintSearchMode[wire],
        ...(format === 'ANSI/NIST-ITL' ? { nistTransaction: bytes } : { fingerMinutiaeRecord: bytes }),
      });
      const { sample, prints } = parseSearch({ probe, memberStates: ['XB'], maxCandidates: 0 });
      expect(sample.format).to.equal(format);
      expect(prints.map(({ position }) => position)).to.deep.equal(positions);
    });
  }
});
