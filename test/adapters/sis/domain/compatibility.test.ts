import { expect } from 'chai';
import fc from 'fast-check';
import {
  areCompatible,
  classOf,
  comparePriority,
  type CompatibilityClass,
} from '../../../../src/adapters/sis/domain/compatibility.js';
import type { ObjectAlert, PersonAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { ALERT_CATEGORIES } from '../../../../src/adapters/sis/domain/category.js';
import { testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { TODAY } from '../simulated-sis.js';

/** Implementing Decision 2013/115/EU, 2.2.1: y may stand side by side, n may not. */
const MANUAL = `
         ARR REF MIS-P SPC-imm SPC DSC-imm DSC MIS-N JPR
ARR      y   y   y     n       n   n       n   y     y
REF      y   y   n     n       n   n       n   n     n
MIS-P    y   n   y     n       n   n       n   y     y
SPC-imm  n   n   n     y       y   n       n   n     n
SPC      n   n   n     y       y   n       n   n     n
DSC-imm  n   n   n     n       n   y       y   n     n
DSC      n   n   n     n       n   y       y   n     n
MIS-N    y   n   y     n       n   n       n   y     y
JPR      y   n   y     n       n   n       n   y     y`;

const ALL: readonly CompatibilityClass[] = [
  'ARR',
  'REF',
  'RET',
  'MIS-P',
  'SPC-imm',
  'SPC',
  'INQ-imm',
  'INQ',
  'DSC-imm',
  'DSC',
  'MIS-N',
  'JPR',
  'INF',
];

describe('alerts on one person', () => {
  const [head = '', ...rows] = MANUAL.trim().split('\n');
  const columns = head.trim().split(/\s+/) as CompatibilityClass[];
  for (const row of rows) {
    const [name = '', ...cells] = row.trim().split(/\s+/);
    it(`may stand beside ${name} as the SIRENE Manual has it`, () => {
      expect(cells).to.have.length(columns.length);
      columns.forEach((column, at) => {
        expect(areCompatible(name as CompatibilityClass, column), column).to.equal(cells[at] === 'y');
      });
    });
  }

  it('may stand beside each other from either side, and beside one of their own kind (property)', () => {
    const any = fc.constantFrom(...ALL);
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect(areCompatible(a, b)).to.equal(areCompatible(b, a));
        expect(areCompatible(a, a)).to.equal(true);
        expect(Math.sign(comparePriority(a, b))).to.equal(-Math.sign(comparePriority(b, a)) + 0);
      }),
    );
  });

  it('are never held up by an information alert, and inquiry checks stand beside inquiry checks alone', () => {
    for (const other of ALL) {
      expect(areCompatible('INF', other)).to.equal(true);
      expect(areCompatible('INQ', other), other).to.equal(['INQ', 'INQ-imm', 'INF'].includes(other));
      expect(areCompatible('RET', other), other).to.equal(['RET', 'REF', 'INF'].includes(other));
    }
  });

  it('come in the order of the SIRENE Manual 2.2.2', () => {
    const shuffled = fc.shuffledSubarray([...ALL], { minLength: ALL.length });
    // MIS-N and JPR share a place.
    const place = (one: CompatibilityClass) => (one === 'JPR' ? 'MIS-N' : one);
    fc.assert(
      fc.property(shuffled, (classes) => {
        expect([...classes].sort(comparePriority).map(place)).to.deep.equal(ALL.map(place));
      }),
    );
  });
});

describe('alerts on one object', () => {
  const [evidence, invalidated, seizure] = ['OBJ-evidence', 'OBJ-invalidated', 'OBJ-seizure'] as const;

  it('for evidence, invalidation and seizure go together, and no check beside them', () => {
    for (const one of [evidence, invalidated, seizure]) {
      for (const other of [evidence, invalidated, seizure]) expect(areCompatible(one, other)).to.equal(true);
      for (const check of ['SPC', 'INQ', 'DSC'] as const) expect(areCompatible(one, check)).to.equal(false);
    }
    expect(
      (['DSC', 'SPC-imm', seizure, 'SPC', invalidated, 'DSC-imm', evidence] as const).toSorted(comparePriority),
    ).to.deep.equal([evidence, invalidated, seizure, 'SPC-imm', 'SPC', 'DSC-imm', 'DSC']);
  });
});

describe('the class of an alert', () => {
  const alerts = testAlerts(TODAY);
  const person = alerts[0] as PersonAlert;
  const vehicle = alerts.find(({ subject }) => subject === 'object') as ObjectAlert;

  it('is that of its category, of a missing person for children and vulnerable adults', () => {
    const classes = ALERT_CATEGORIES.filter((category) => !['OBJ', 'UNK'].includes(category)).map((category) => [
      category,
      classOf({ ...person, category }),
    ]);
    expect(Object.fromEntries(classes)).to.deep.equal({
      RET: 'RET',
      REF: 'REF',
      RSM: 'REF',
      ARR: 'ARR',
      'MIS-P': 'MIS-P',
      'MIS-N': 'MIS-N',
      'CHI-ABD': 'MIS-P',
      'CHI-TRV': 'MIS-P',
      'VUL-TRV': 'MIS-P',
      JPR: 'JPR',
      DSC: 'DSC',
      INQ: 'INQ',
      SPC: 'SPC',
      INF: 'INF',
    });
    expect(classOf({ ...person, category: 'SPC', immediateReporting: true })).to.equal('SPC-imm');
  });

  it('is told apart for objects, and none for what helps find a person', () => {
    expect(classOf(vehicle)).to.equal('OBJ-seizure');
    expect(classOf({ ...vehicle, evidence: true })).to.equal('OBJ-evidence');
    expect(
      classOf({ ...vehicle, object: { letter: 'l', number: 'P1234567', documentStatus: 'invalidated' } }),
    ).to.equal('OBJ-invalidated');
    expect(
      classOf({
        ...vehicle,
        evidence: true,
        object: { letter: 'l', number: 'P1234567', documentStatus: 'invalidated' },
      }),
      'evidence comes before invalidation',
    ).to.equal('OBJ-evidence');
    expect(classOf({ ...vehicle, category: 'ARR', locates: person.reference })).to.equal(undefined);
  });
});
