import { expect } from 'chai';
import { LOCI, locusOf } from '../../../src/matching/dna/loci.js';
import { readProfile, type RawProfile } from '../../../src/matching/dna/profile.js';
import { EIGHT, profileOf, raw, type Values } from './profiles.js';

const codesOf = (profile: RawProfile): readonly string[] => {
  const reading = readProfile(profile);
  return 'rejections' in reading
    ? reading.rejections.map(({ code, locus }) => (locus ? `${code} ${locus}` : code))
    : [];
};
const pairAt = (value: string, locus = 'D21S11'): unknown =>
  profileOf({ ...EIGHT, D16S539: '11,12', [locus]: value }).pairs.get(locus as 'VWA');

describe('the loci of the exchange set', () => {
  it('are 29, by any of their names', () => {
    expect(new Set(LOCI).size).to.equal(29);
    for (const [alias, locus] of [
      ['vWA', 'VWA'],
      ['TH0-1', 'TH01'],
      ['CSF1P0', 'CSF1PO'],
      ['F13A01', 'F13A1'],
      ['FES/FPS', 'FES'],
      ['fesfps', 'FES'],
      ['PENTAD', 'Penta D'],
      ['PENTA_E', 'Penta E'],
      ['AMEL', 'Amelogenin'],
      ['amelogenin', 'Amelogenin'],
      ['GABRB15', 'GABA'],
      ['d 1 s 1656', 'D1S1656'],
    ] as const) {
      expect(locusOf(alias), alias).to.equal(locus);
    }
    expect(locusOf('D6S1043')).to.equal(undefined);
  });
});

describe('reading a profile', () => {
  it('orders the values, and takes n.0 for n', () => {
    expect(pairAt('31.2,29')).to.deep.equal([290, 312]);
    expect(pairAt(' 29.0 ,29')).to.deep.equal([290, 290]);
  });

  it('takes what is no number, and 0, 1 and 99, for any value', () => {
    for (const value of ['o', 'f', 'r', 'na', 'nr', 'un', '*', '0', '1', '99', '99.0']) {
      expect(pairAt(`29,${value}`), value).to.deep.equal([290, '*']);
    }
  });

  it('keeps the first of three values, and takes the others for any value', () => {
    expect(pairAt('14,12,16', 'TPOX')).to.deep.equal([140, '*']);
  });

  it('leaves a locus blank that has one value, none, or nothing but wildcards', () => {
    for (const value of ['29', '29,', '', '*,*', 'na,0', '*,29,30']) expect(pairAt(value), value).to.equal(undefined);
  });

  it('rejects mixtures, impossible values, unknown and repeated loci, all at once and in this order', () => {
    expect(
      codesOf(raw({ ...EIGHT, D18S51: '15.4,16', FGA: '20,21,22,23', D6S1043: '11,12', vwa: '16,17' })),
    ).to.deep.equal(['UNKNOWN_LOCUS D6S1043', 'REPEATED_LOCUS vwa', 'MIXED_PROFILE FGA', 'INVALID_ALLELE D18S51']);
  });

  it('allows as many bases in an incomplete repeat as the repeat unit has room for', () => {
    expect(codesOf(raw({ ...EIGHT, D18S51: '15.3,16' }))).to.deep.equal([]);
    expect(codesOf(raw({ ...EIGHT, 'Penta E': '15.4,16' }))).to.deep.equal([]);
    for (const [locus, value] of [
      ['D18S51', '15.4'],
      ['Penta E', '15.5'],
      ['D18S51', '15.25'],
      ['D18S51', '120'],
    ] as const) {
      expect(codesOf(raw({ ...EIGHT, [locus]: `${value},16` })), value).to.deep.equal([`INVALID_ALLELE ${locus}`]);
    }
  });

  it('wants six fully designated loci, and of a reference profile six of the seven of the European Standard Set', () => {
    const { VWA, TH01, D21S11, FGA, D8S1179, D3S1358, D19S433 } = EIGHT as Record<string, string>;
    const five = { VWA: VWA!, TH01: TH01!, D21S11: D21S11!, FGA: FGA!, D8S1179: D8S1179! };
    const cases: readonly [Values, RawProfile['kind'], readonly string[]][] = [
      [five, 'unidentified', ['TOO_FEW_LOCI']],
      [{ ...five, Amelogenin: 'X,Y' }, 'unidentified', ['TOO_FEW_LOCI']],
      [{ ...five, D3S1358: '15,*' }, 'unidentified', ['TOO_FEW_LOCI']],
      [{ ...five, D19S433: D19S433! }, 'unidentified', []],
      [{ ...five, D19S433: D19S433! }, 'reference', ['ESS_INCOMPLETE']],
      [{ ...five, D3S1358: D3S1358! }, 'reference', []],
    ];
    for (const [values, kind, codes] of cases) expect(codesOf(raw(values, kind))).to.deep.equal(codes);
  });

  it('reads the sex marker from two values of X and Y, or not at all', () => {
    for (const [value, sex] of [
      ['Y,X', 'X,Y'],
      ['x,x', 'X,X'],
      ['X', undefined],
      ['X,*', undefined],
      ['X,Y,Y', undefined],
    ] as const) {
      expect(profileOf({ ...EIGHT, Amelogenin: value }).sex, value).to.equal(sex);
    }
  });
});
