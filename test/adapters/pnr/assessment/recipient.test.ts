/** To whom results go, and of which article the refusal speaks. */
import { expect } from 'chai';
import { whyNoRecipient } from '../../../../src/adapters/pnr/assessment/domain/recipient.js';

const UNIT = { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' };

describe('the recipient of a match', () => {
  for (const [code, kinds, basis, article] of [
    ['XA-CRIME', ['LEA_UNIT'], 'PNR-6-6', undefined],
    ['XA-COURT', ['JUD'], 'PNR-6-6', undefined],
    ['XA-AIR', ['CARRIER'], 'PNR-6-6', 'Arts. 6(6), 7'],
    ['XA-POLICE', ['POL'], 'PNR-6-6', 'Arts. 6(6), 7'],
    ['XA-PIU-DPO', ['DPO'], 'PNR-6-6', 'Arts. 6(6), 7'],
    ['XB-CRIME', ['LEA_UNIT'], 'PNR-6-6', 'Arts. 6(6), 9(1)'],
    ['XB-PIU', ['PIU'], 'PNR-6-6', 'Arts. 6(6), 9(1)'],
    ['XB-PIU', ['POL', 'PIU'], 'PNR-9-1', undefined],
    ['XA-PIU', ['PIU'], 'PNR-9-1', 'Art. 9(1)'],
    ['XB-CRIME', ['LEA_UNIT'], 'PNR-9-1', 'Art. 9(1)'],
    ['XA-CRIME', ['LEA_UNIT'], 'PNR-9-1', 'Art. 9(1)'],
    ['EU-EUROPOL', ['EUROPOL'], 'PNR-9-1', 'Art. 10'],
    ['EU-EUROPOL', ['EUROPOL'], 'PNR-6-6', 'Art. 10'],
  ] as const) {
    it(`${article === undefined ? 'may' : 'may not'} be ${code} (${kinds.join(', ')}) on ${basis}`, () => {
      expect(whyNoRecipient({ code, kinds, memberState: code.slice(0, 2) }, basis, UNIT)?.article).to.equal(article);
    });
  }
});
