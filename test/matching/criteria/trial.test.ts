import { expect } from 'chai';
import type { Facts } from '../../../src/matching/criteria/fields.js';
import { Trial } from '../../../src/matching/criteria/trial.js';
import { ruleOf } from './rules.js';

const MET: Facts = { 'itinerary.oneWay': true, 'booking.leadHours': 20, 'payment.forms': ['CA'] };
const person = (years: number, nationality: string, changes: Facts = {}): Facts => ({
  'traveller.ageYears': years,
  'traveller.nationality': nationality,
  ...changes,
});

describe('a dry run of criteria', () => {
  it('counts matches, exonerations and what each condition tells', () => {
    const trial = new Trial([ruleOf()]);
    trial.add({ from: 'XAA', to: 'VIE' }, MET, [
      ...Array.from({ length: 5 }, () => person(20, 'XAA')),
      person(50, 'XBB', { 'traveller.frequentFlyer': true }),
    ]);
    trial.add({ from: 'XAA', to: 'VIE' }, { ...MET, 'booking.leadHours': 500 }, [person(17, 'XCC')]);
    trial.add({ from: 'VIE', to: 'XAA' }, MET, [person(20, 'XAA')]);
    const [report] = trial.report();
    expect(report).to.include({ rule: 'R-2027-014', version: 3, asked: 7, matches: 5, exonerated: 1 });
    expect(report?.atoms).to.deep.equal([
      { path: 'all[0]', met: 7, unknown: 0, isCommon: true },
      { path: 'all[1]', met: 6, unknown: 0, isCommon: false },
      { path: 'all[2].any[0]', met: 7, unknown: 0, isCommon: true },
      { path: 'all[2].any[1]', met: 0, unknown: 7, isCommon: false },
      { path: 'exonerating[0]', met: 1, unknown: 6, isCommon: false },
    ]);
  });

  it('tells groups of five or more, and smaller ones only together', () => {
    const trial = new Trial([ruleOf()]);
    const travellers = [
      ...Array.from({ length: 5 }, () => person(20, 'XAA')),
      ...Array.from({ length: 4 }, () => person(30, 'XBB')),
      person(65, 'XCC', { 'traveller.frequentFlyer': true }),
    ];
    trial.add({ from: 'XAA', to: 'VIE' }, MET, travellers);
    const [report] = trial.report();
    expect(report?.byAge).to.deep.equal([
      { group: '18 to 29', travellers: 5, matches: 5 },
      { group: 'others', travellers: 5, matches: 4 },
    ]);
    trial.add({ from: 'XAA', to: 'VIE' }, MET, [person(30, 'XBB')]);
    // One traveller is left of a group of her own, and is not told.
    expect(trial.report()[0]?.byNationality).to.deep.equal([
      { group: 'XAA', travellers: 5, matches: 5 },
      { group: 'XBB', travellers: 5, matches: 5 },
    ]);
  });
});
