import { expect } from 'chai';
import { errorRates } from '../../../bench/fingerprint/error-rates.js';

describe('error rates of the fingerprint bench', () => {
  it('are none when every mate is above every stranger', () => {
    expect(errorRates([3, 4], [1, 2])).to.deep.equal({ eer: 0, fmr100: 0, fmr1000: 0, zeroFmr: 0 });
  });

  it('are those counted by hand', () => {
    // A thousand strangers at 1 to 1000, ten mates: one below all, one at 985, one at 995, one at 1000, six above.
    const strangers = Array.from({ length: 1_000 }, (_, n) => n + 1);
    const mates = [0, 985, 995, 1_000, 2_000, 2_001, 2_002, 2_003, 2_004, 2_005];
    const rates = errorRates(mates, strangers);
    // Ten strangers may be taken: 991 and above. Two mates are below.
    expect(rates.fmr100).to.be.closeTo(20, 1e-9);
    // One may: 1000, and the mate there is taken, too; three are not.
    expect(rates.fmr1000).to.be.closeTo(30, 1e-9);
    // None may: a mate with as much as the best stranger is refused.
    expect(rates.zeroFmr).to.be.closeTo(40, 1e-9);
    // At 901 and at 902 a tenth of the mates is refused, and 10.0 or 9.9 % of strangers are taken.
    expect(rates.eer).to.be.closeTo(9.95, 0.06);
  });

  it('are a half for a matcher that tells nothing', () => {
    const same = Array.from({ length: 100 }, (_, n) => n);
    expect(errorRates(same, same).eer).to.be.closeTo(50, 1);
  });
});
