import { expect } from 'chai';
import fc from 'fast-check';
import {
  DEFAULT_PLATE_RULE,
  PLATE_RULES,
  plateKey,
} from '../../../../../src/adapters/prum/vehicle/domain/plate-rules.js';

describe('how numbers of a state are compared', () => {
  it('keeps the letters with marks that the numbers of the state have', () => {
    expect(plateKey('DE', 'fü-ab 12')).to.equal('FÜAB12');
    expect(plateKey('DE', 'FU-AB 12')).to.equal('FUAB12');
    expect(plateKey('HR', 'ŠI 123-AB')).to.equal('ŠI123AB');
  });

  it('takes those that they do not have for the bare letter', () => {
    expect(plateKey('DE', 'ŠI 123')).to.equal('SI123');
    expect(plateKey('HR', 'FÜ 123')).to.equal('FU123');
    for (const state of ['GR', 'BG']) expect(plateKey(state, 'ÖHR 7')).to.equal('OHR7');
  });

  it('takes letters that look like Latin ones for these in every state, after all other marks', () => {
    for (const state of ['GR', 'BG', 'DE', 'XB']) {
      expect(plateKey(state, 'ΙΖΗ-5678')).to.equal('IZH5678');
      expect(plateKey(state, 'СВ 1234 АК')).to.equal('CB1234AK');
    }
    expect(plateKey('GR', 'ΆΒ 12')).to.equal('AB12');
  });

  it('keeps every mark in a state of which nothing is known', () => {
    expect(DEFAULT_PLATE_RULE.markedLetters).to.equal(undefined);
    expect(plateKey('XB', 'ŠI ÖHR 7')).to.equal('ŠIÖHR7');
  });

  it('says where every rule is from', () => {
    for (const { source } of [DEFAULT_PLATE_RULE, ...PLATE_RULES.values()]) expect(source).to.not.equal('');
  });

  it('is the same for what it made', () => {
    const state = fc.constantFrom('XB', ...PLATE_RULES.keys());
    fc.assert(
      fc.property(state, fc.string({ unit: 'grapheme', maxLength: 20 }), (memberState, text) => {
        const key = plateKey(memberState, text);
        expect(plateKey(memberState, key)).to.equal(key);
      }),
    );
  });
});
