import { expect } from 'chai';
import fc from 'fast-check';
import { actionIn } from '../../../../src/adapters/sis/domain/action.js';
import type { PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { ALERT_CATEGORIES, type AlertCategory } from '../../../../src/adapters/sis/domain/category.js';
import { hiddenFrom, isFlaggable } from '../../../../src/adapters/sis/domain/flags.js';
import type { Identity } from '../../../../src/adapters/sis/domain/identity.js';
import {
  DELETION_REASONS,
  endsAlert,
  latestTerm,
  majorityDay,
  nearing,
} from '../../../../src/adapters/sis/domain/life-cycle.js';
import { carriedOutAs } from '../../../../src/adapters/sis/domain/national-law.js';
import { isSameIdentity, isSameSubject } from '../../../../src/adapters/sis/domain/same-identity.js';
import { testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { TODAY } from '../simulated-sis.js';

const alert = testAlerts(TODAY)[0] as PersonAlert;

describe('the term of an alert', () => {
  const term = (category: AlertCategory, decisionValidUntil?: string, onObject = false) =>
    latestTerm('2026-11-23', { category, onObject, decisionValidUntil });

  it('is five years for a refusal or return whose decision is valid for longer than three (1861 Art. 39)', () => {
    for (const category of ['RET', 'REF', 'RSM'] as const) {
      expect(term(category)).to.equal('2029-11-23');
      expect(term(category, '2029-11-23')).to.equal('2029-11-23');
      expect(term(category, '2029-11-24')).to.equal('2031-11-23');
    }
    expect(term('JPR', '2040-01-01')).to.equal('2029-11-23');
  });

  it('is ten years for objects, and that of the person for an object that helps find one', () => {
    expect(term('OBJ', undefined, true)).to.equal('2036-11-23');
    expect(term('DSC', undefined, true)).to.equal('2036-11-23');
    expect(term('DSC')).to.equal('2027-11-23');
    expect(term('ARR', undefined, true)).to.equal('2031-11-23');
  });

  it('draws near four months ahead, and majority does for children alone', () => {
    const ends = (expiresOn: string) => nearing({ ...alert, expiresOn }, '2026-10-31').map(({ kind }) => kind);
    // There is no 31 February: the day after the month counts, rather a day early than late.
    expect(ends('2027-03-03')).to.deep.equal(['expiry']);
    expect(ends('2027-03-04')).to.deep.equal([]);
    const born = (dateOfBirth: string, category: AlertCategory = 'MIS-N') =>
      majorityDay({ ...alert, category, identities: [{ ...alert.identities[0], dateOfBirth }] }, '2026-11-23');
    expect(born('2008-12-24')).to.equal('2026-12-24');
    expect(born('2008-11-23')).to.equal(undefined);
    expect(born('2010-00-00')).to.equal(undefined);
    expect(born('2010-01-01', 'ARR')).to.equal(undefined);
  });
});

describe('what ends an alert', () => {
  it('is a closed list for each category (1862 Art. 55; 1861 Art. 40; 1860 Arts. 6, 8, 14)', () => {
    const always = ['ENTERED_UNLAWFULLY', 'NOT_NEEDED'];
    const reasons = (category: AlertCategory) =>
      DELETION_REASONS.filter((reason) => endsAlert(category, reason) && !always.includes(reason));
    expect(reasons('ARR')).to.deep.equal(['SURRENDERED', 'DECISION_REVOKED']);
    expect(reasons('UNK')).to.deep.equal(['PERSON_IDENTIFIED']);
    expect(reasons('JPR')).to.deep.equal(['DECISION_REVOKED', 'WHEREABOUTS_COMMUNICATED']);
    expect(reasons('RET')).to.include.members(['RETURN_CONFIRMED', 'PERMIT_GRANTED', 'CITIZENSHIP']);
    expect(reasons('OBJ')).to.deep.equal(['DECISION_REVOKED', 'OBJECT_SEIZED']);
    for (const category of ALERT_CATEGORIES) {
      for (const reason of ['ENTERED_UNLAWFULLY', 'NOT_NEEDED'] as const) {
        expect(endsAlert(category, reason)).to.equal(true);
      }
      expect(endsAlert(category, 'MEASURE_ENDED'), category).to.equal(category === 'RSM');
    }
  });
});

describe('flags and unavailability', () => {
  it('are for arrest, missing persons, checks and information alerts (Arts. 24, 25; 2022/1190)', () => {
    expect(ALERT_CATEGORIES.filter((category) => !isFlaggable(category))).to.deep.equal([
      'RET',
      'REF',
      'RSM',
      'JPR',
      'OBJ',
      'UNK',
    ]);
  });

  it('hide an alert from exactly the states that are named, but for a flagged one for arrest (property)', () => {
    const states = fc.uniqueArray(fc.constantFrom<string>('XA', 'XB', 'XC', 'XD'));
    fc.assert(
      fc.property(fc.constantFrom(...ALERT_CATEGORIES), states, states, (category, flaggedFor, unavailable) => {
        const hidden = new Set(hiddenFrom({ category, flaggedFor }, unavailable));
        for (const state of ['XA', 'XB', 'XC', 'XD']) {
          const byFlag = flaggedFor.includes(state) && isFlaggable(category) && category !== 'ARR';
          expect(hidden.has(state)).to.equal(byFlag || unavailable.includes(state));
        }
      }),
    );
    expect(hiddenFrom({ category: 'ARR', flaggedFor: ['XA'] }, [])).to.equal(undefined);
  });
});

describe('the action', () => {
  it('is a lesser check where the law of the state allows no more (Art. 37(6))', () => {
    expect(['XA', 'XC', 'XD'].map((state) => carriedOutAs('SPC', state))).to.deep.equal(['SPC', 'INQ', 'DSC']);
    expect(['XA', 'XC', 'XD'].map((state) => carriedOutAs('INQ', state))).to.deep.equal(['INQ', 'INQ', 'DSC']);
    for (const category of ALERT_CATEGORIES) {
      if (!['SPC', 'INQ'].includes(category)) expect(carriedOutAs(category, 'XD')).to.equal(category);
    }
    expect(actionIn('XC', { ...alert, category: 'SPC' })).to.match(/^Inquiry check/);
    expect(actionIn('XD', { ...alert, category: 'SPC', immediateReporting: true })).to.match(
      /^Discreet check.*; report the hit at once$/,
    );
  });

  it('of a flagged alert for arrest is to communicate the whereabouts, in that state alone (Art. 30)', () => {
    const flagged = { ...alert, flaggedFor: ['XC'] };
    expect(actionIn('XC', flagged)).to.match(/communicate the whereabouts/);
    expect(actionIn('XA', flagged)).to.equal('Arrest for surrender or extradition');
  });
});

describe('the same identity (Delegated Regulation (EU) 2023/333)', () => {
  const base: Identity = {
    status: 'confirmed',
    surname: 'Müller',
    forename: 'Eva',
    dateOfBirth: '1980-04-05',
    gender: 'female',
    nationalities: ['DE', 'FR'],
  };

  it('has names, date of birth, gender and a nationality equal', () => {
    expect(isSameIdentity(base, { ...base, surname: 'MUELLER', nationalities: ['FR'] })).to.equal(true);
    for (const other of [
      { surname: 'Mueler' },
      { forename: 'Ava' },
      { forename: '' },
      { dateOfBirth: '1980-05-04' },
      { gender: 'male' as const },
      { nationalities: ['ES'] },
      { nationalities: [] },
    ]) {
      expect(isSameIdentity(base, { ...base, ...other }), JSON.stringify(other)).to.equal(false);
    }
    const unknown: Identity = { ...base };
    delete (unknown as { gender?: unknown }).gender;
    expect(isSameIdentity(unknown, unknown)).to.equal(false);
  });

  it('counts aliases, and never an identity that is somebody else’s', () => {
    const other: PersonAlert = {
      ...alert,
      identities: [
        { ...base, surname: 'Other' },
        { ...base, status: 'alias' },
      ],
    };
    const same: PersonAlert = { ...alert, identities: [base] };
    const misused: PersonAlert = {
      ...alert,
      identities: [
        { ...base, surname: 'Other' },
        { ...base, status: 'misused' },
      ],
    };
    expect(isSameSubject(other, same)).to.equal(true);
    expect(isSameSubject(misused, same)).to.equal(false);
  });
});
