/** Traps about single categories of alerts, as rules of the domain. */
import { expect } from 'chai';
import { ALERT_CATEGORIES, type AlertCategory } from '../../src/adapters/sis/domain/category.js';
import { faultsOf } from '../../src/adapters/sis/domain/entry-rules.js';
import { hiddenFrom, isFlaggable } from '../../src/adapters/sis/domain/flags.js';
import { DELETION_REASONS, endsAlert } from '../../src/adapters/sis/domain/life-cycle.js';
import { generateAlerts } from '../../src/adapters/sis/simulator/generate-alerts.js';
import { testAlerts } from '../../src/adapters/sis/simulator/test-alerts.js';

const TODAY = '2026-11-26';

describe('traps of single categories', () => {
  it('flags exist for alerts of Articles 26, 32, 36 and 37a, and for no other (1862 Art. 24)', () => {
    expect(ALERT_CATEGORIES.filter(isFlaggable)).to.have.members(
      'ARR MIS-P MIS-N CHI-ABD CHI-TRV VUL-TRV DSC INQ SPC INF'.split(' '),
    );
  });

  it('a flag counts in the state that asked for it alone, and hides all but alerts for arrest (1862 Arts. 24, 25)', () => {
    for (const category of ALERT_CATEGORIES.filter(isFlaggable)) {
      const hidden = hiddenFrom({ category, flaggedFor: ['XA'] }, []);
      expect(hidden, category).to.deep.equal(category === 'ARR' ? undefined : ['XA']);
    }
  });

  it('an alert on an unknown person ends when the person is identified, and no other alert does (1862 Art. 55)', () => {
    const ended = ALERT_CATEGORIES.filter((category) => endsAlert(category, 'PERSON_IDENTIFIED'));
    expect(ended).to.deep.equal(['UNK']);
    const own = DELETION_REASONS.filter((reason) => endsAlert('UNK', reason));
    expect(own).to.not.include.members(['WHEREABOUTS_COMMUNICATED']);
  });

  it('no simulated alert is of a category that has not started: information alerts (1862 Art. 79(7))', () => {
    const seen = new Set<AlertCategory>();
    for (const { category } of generateAlerts({ seed: 22, alerts: 5_000, today: TODAY })) seen.add(category);
    expect([...seen]).to.include.members(['ARR', 'RET', 'REF', 'DSC', 'OBJ']);
    expect(seen.has('INF')).to.equal(false);
  });

  it('a DNA profile sits in alerts on missing persons to be protected, and in no other (1862 Art. 42(3))', () => {
    const alerts = testAlerts(TODAY).flatMap((alert) => (alert.subject === 'person' ? [alert] : []));
    const refusing = new Set<AlertCategory>();
    const taking = new Set<AlertCategory>();
    for (const alert of alerts) {
      const faults = faultsOf({ ...alert, biometrics: ['dna_profile'] }, TODAY);
      (faults.some(({ rule }) => rule === 'dna') ? refusing : taking).add(alert.category);
    }
    expect([...taking]).to.deep.equal(['MIS-P']);
    expect([...refusing]).to.include.members(['ARR', 'JPR', 'DSC', 'REF', 'RET', 'MIS-N']);
  });
});
