import { expect } from 'chai';
import { demandsOf, missingFields, type PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import {
  ALERT_CATEGORIES,
  CATEGORIES,
  citationOf,
  concerns,
  rulesOf,
  type AlertCategory,
} from '../../../../src/adapters/sis/domain/category.js';
import { OBJECT_CATEGORIES, OBJECT_LETTERS } from '../../../../src/adapters/sis/domain/object-category.js';
import { objectCategoriesOf, visibilityOf } from '../../../../src/adapters/sis/store/visibility.js';
import { AlertCategory as WireCategory } from '../../../../src/gen/ostiary/sis/v1/sis.js';
import { scopeOf } from '../simulated-sis.js';

describe('alert categories', () => {
  // Terms for persons: 1862 Art. 53(2) to (4), 1861 Art. 39, 1860 Art. 19.
  const expected: Readonly<Record<AlertCategory, [string, number]>> = {
    RET: ['Regulation (EU) 2018/1860 Art. 3', 3],
    REF: ['Regulation (EU) 2018/1861 Art. 24', 3],
    RSM: ['Regulation (EU) 2018/1861 Art. 25', 3],
    ARR: ['Regulation (EU) 2018/1862 Art. 26', 5],
    'MIS-P': ['Regulation (EU) 2018/1862 Art. 32(1)(a)', 5],
    'MIS-N': ['Regulation (EU) 2018/1862 Art. 32(1)(b)', 5],
    'CHI-ABD': ['Regulation (EU) 2018/1862 Art. 32(1)(c)', 1],
    'CHI-TRV': ['Regulation (EU) 2018/1862 Art. 32(1)(d)', 1],
    'VUL-TRV': ['Regulation (EU) 2018/1862 Art. 32(1)(e)', 1],
    JPR: ['Regulation (EU) 2018/1862 Art. 34', 3],
    DSC: ['Regulation (EU) 2018/1862 Art. 36', 1],
    INQ: ['Regulation (EU) 2018/1862 Art. 36', 1],
    SPC: ['Regulation (EU) 2018/1862 Art. 36', 1],
    INF: ['Regulation (EU) 2018/1862 Art. 37a', 1],
    OBJ: ['Regulation (EU) 2018/1862 Art. 38', 10],
    UNK: ['Regulation (EU) 2018/1862 Art. 40', 3],
  };

  for (const category of ALERT_CATEGORIES) {
    it(`give ${category} its article, its term and the number that the contract gives it`, () => {
      expect([citationOf(category), rulesOf(category).reviewYears]).to.deep.equal(expected[category]);
      expect(rulesOf(category).number).to.equal(WireCategory[category.replace('-', '_') as keyof typeof WireCategory]);
    });
  }

  it('keep discreet checks and information alerts, and no other, from the subject', () => {
    expect(ALERT_CATEGORIES.filter((category) => rulesOf(category).hiddenFromSubject)).to.deep.equal(['DSC', 'INF']);
  });

  it('concern objects for Arts. 36 and 38, and where an object may be sought to find a person', () => {
    // Arts. 26(5), 32(8), 34(2), 37a(12): not for return, refusals of entry and unknown persons.
    expect(ALERT_CATEGORIES.filter((category) => !concerns(category, 'object'))).to.deep.equal([
      'RET',
      'REF',
      'RSM',
      'UNK',
    ]);
    const checkable = OBJECT_LETTERS.filter((letter) => OBJECT_CATEGORIES[letter].checkable);
    expect(checkable.join('')).to.equal('abceghjklz');
    expect(OBJECT_LETTERS.filter((letter) => !OBJECT_CATEGORIES[letter].seizable)).to.deep.equal(['z']);
    expect(OBJECT_LETTERS.filter((letter) => OBJECT_CATEGORIES[letter].isDocument).join('')).to.equal('klm');
  });

  it('demand their minimum data sets', () => {
    const bare: PersonAlert = {
      reference: '',
      issuingState: 'XA',
      category: 'ARR',
      createdBy: '',
      enteredOn: '2026-01-01',
      expiresOn: '2027-01-01',
      reason: '',
      subject: 'person',
      identities: [{ status: 'confirmed', surname: '', forename: '', dateOfBirth: '', nationalities: [] }],
      documents: [],
      warningMarkers: [],
    };
    expect(missingFields(bare)).to.deep.equal(['surname', 'dateOfBirth', 'reason']);
    expect(missingFields({ ...bare, category: 'REF' })).to.deep.equal([
      'surname',
      'dateOfBirth',
      'reason',
      'decisionReference',
      'refusalBasis',
    ]);
    // 2018/1860 Art. 4(2): a surname, f date of birth, j reason, l decision, m action, x and z of the return decision.
    expect(missingFields({ ...bare, category: 'RET' })).to.deep.equal([
      'surname',
      'dateOfBirth',
      'reason',
      'decisionReference',
      'returnDecision',
    ]);
    expect(demandsOf({ ...bare, category: 'INF' }, 'XA', []).hiddenFromSubject).to.equal(true);
  });
});

describe('visibilityOf', () => {
  const mine = { endUsersOf: 'XA' };

  it('opens nothing for an empty scope, or for codes that are none', () => {
    expect(visibilityOf(scopeOf('XA', []), ['person'])).to.deep.equal({
      categories: 0,
      letters: 1,
      endUsersOf: 'XA',
    });
    expect(visibilityOf(scopeOf('XA', ['XYZ', 'OBJ:y', 'toString']), ['object'])).to.deep.equal({
      categories: 0,
      letters: 0,
      endUsersOf: 'XA',
    });
  });

  it('sets the bit of each category and letter, for the subjects asked about', () => {
    const scope = scopeOf('XA', ['ARR', 'DSC', 'OBJ', 'OBJ-26', 'OBJ-36', 'OBJ:a', 'OBJ:r']);
    expect(visibilityOf(scope, ['person'])).to.deep.equal({ ...mine, categories: (1 << 4) | (1 << 11), letters: 1 });
    expect(visibilityOf(scope, ['object'])).to.deep.equal({
      ...mine,
      // An object may be sought to find somebody who is to be arrested.
      categories: (1 << 4) | (1 << 11) | (1 << 15),
      letters: (1 << 1) | (1 << 18),
    });
    expect(visibilityOf(scope, ['person'], ['DSC', 'UNK'])).to.deep.equal({ ...mine, categories: 1 << 11, letters: 1 });
  });

  it('counts everybody but SIRENE Bureaux among the end-users of the state', () => {
    expect(visibilityOf({ ...scopeOf('XB'), authorityKind: 'JUD' }, ['person']).endUsersOf).to.equal('XB');
    expect(visibilityOf({ ...scopeOf('XB'), authorityKind: 'SIR' }, ['person']).endUsersOf).to.equal('');
  });

  it('opens checks of Art. 36 on persons alone to a scope without OBJ-36, as that of Art. 47', () => {
    const firearms = scopeOf('XA', ['ARR', 'DSC', 'INQ', 'SPC', 'OBJ', 'OBJ:j']);
    expect(visibilityOf(firearms, ['person']).categories).to.equal((1 << 4) | (1 << 11) | (1 << 12) | (1 << 13));
    expect(visibilityOf(firearms, ['object'])).to.deep.equal({
      ...mine,
      categories: 1 << 15,
      letters: 1 << 10,
    });
  });

  it('opens alerts on objects by the ground on which the object is sought, and by no other', () => {
    const every = [
      'ARR',
      'MIS-P',
      'MIS-N',
      'CHI-ABD',
      'CHI-TRV',
      'VUL-TRV',
      'JPR',
      'DSC',
      'INQ',
      'SPC',
      'INF',
      'UNK',
      'REF',
    ];
    const opened = (ground: string): readonly AlertCategory[] => {
      const mask = objectCategoriesOf(scopeOf('XA', [...every, ground, 'OBJ:a']));
      return ALERT_CATEGORIES.filter((category) => (mask >> CATEGORIES[category].number) & 1);
    };
    expect(opened('OBJ-26')).to.deep.equal(['ARR']);
    expect(opened('OBJ-32')).to.deep.equal(['MIS-P', 'MIS-N', 'CHI-ABD', 'CHI-TRV', 'VUL-TRV']);
    expect(opened('OBJ-34')).to.deep.equal(['JPR']);
    expect(opened('OBJ-36')).to.deep.equal(['DSC', 'INQ', 'SPC']);
    expect(opened('OBJ-37A')).to.deep.equal(['INF']);
    expect(opened('OBJ')).to.deep.equal(['OBJ']);
    expect(objectCategoriesOf(scopeOf('XA', ['OBJ-26', 'OBJ:a']))).to.equal(0);
  });
});
