import { expect } from 'chai';
import type { Alert } from '../../../../src/adapters/sis/domain/alert.js';
import { missingFields } from '../../../../src/adapters/sis/domain/alert.js';
import { concerns } from '../../../../src/adapters/sis/domain/category.js';
import { OBJECT_CATEGORIES } from '../../../../src/adapters/sis/domain/object-category.js';
import { generateAlerts } from '../../../../src/adapters/sis/simulator/generate-alerts.js';
import { seedSis } from '../../../../src/adapters/sis/simulator/seed.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { replaceAlerts } from '../../../../src/adapters/sis/store/load-alerts.js';
import { isThirdCountryNational } from '../../../../src/world/nationality.js';
import { startSimulatedSis, TODAY, type SimulatedSis } from '../simulated-sis.js';

describe('generateAlerts', () => {
  const alerts = [...generateAlerts({ seed: 3, alerts: 20_000, today: TODAY })];
  const share = (test: (alert: Alert) => boolean) => alerts.filter(test).length / alerts.length;

  it('makes the same alerts from the same seed, and others from another', () => {
    expect([...generateAlerts({ seed: 3, alerts: 100, today: TODAY })]).to.deep.equal(alerts.slice(0, 100));
    const references = new Set(alerts.map(({ reference }) => reference));
    for (const { reference } of generateAlerts({ seed: 4, alerts: 100, today: TODAY })) {
      expect(references.has(reference)).to.equal(false);
    }
  });

  it('refers to alerts by the day-independent pattern of the contract, each once', () => {
    for (const { reference } of alerts) expect(reference).to.match(/^SIM-X[A-D]-[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(new Set(alerts.map(({ reference }) => reference)).size).to.equal(alerts.length);
    const [tomorrow] = generateAlerts({ seed: 3, alerts: 1, today: '2027-02-01' });
    expect(tomorrow!.reference).to.equal(alerts[0]!.reference);
  });

  it('keeps to the law: subjects, minimum data sets, objects that Art. 36 allows, third-country nationals', () => {
    for (const alert of alerts) {
      expect(concerns(alert.category, alert.subject)).to.equal(true);
      expect(missingFields(alert)).to.deep.equal([]);
      if (alert.subject === 'object' && alert.category !== 'OBJ') {
        expect(OBJECT_CATEGORIES[alert.object.letter].checkable).to.equal(true);
      }
      if (alert.subject === 'person' && ['RET', 'REF', 'RSM', 'INF'].includes(alert.category)) {
        expect(alert.identities[0].nationalities.every(isThirdCountryNational)).to.equal(true);
      }
      if (alert.category.startsWith('CHI-') && alert.subject === 'person') {
        expect(Number(alert.identities[0].dateOfBirth.slice(0, 4))).to.be.above(2026 - 18);
      }
    }
  });

  it('mixes persons and objects, all but a few in force', () => {
    expect(share(({ subject }) => subject === 'person')).to.be.within(0.37, 0.43);
    expect(share(({ subject }) => subject === 'object')).to.be.within(0.57, 0.63);
    expect(share(({ category }) => category === 'UNK')).to.be.within(0.0002, 0.003);
    expect(share(({ expiresOn }) => expiresOn <= TODAY)).to.be.within(0.001, 0.01);
    expect(share(({ enteredOn }) => enteredOn > TODAY)).to.equal(0);
  });
});

describe('testAlerts', () => {
  it('keep to the law, and have the references documented', () => {
    const alerts = testAlerts(TODAY);
    expect(alerts.map(({ reference }) => reference)).to.have.members(Object.values(TEST_ALERTS));
    for (const alert of alerts) {
      expect(missingFields(alert)).to.deep.equal([]);
      expect(concerns(alert.category, alert.subject)).to.equal(true);
      expect(alert.expiresOn > TODAY).to.equal(alert.reference !== TEST_ALERTS.formerlyWanted);
    }
  });
});

describe('seedSis', () => {
  let sis: SimulatedSis;
  const clock = { day: TODAY, now: () => Date.parse(`${clock.day}T09:00:00Z`) };
  beforeEach(async () => {
    clock.day = TODAY;
    sis = await startSimulatedSis();
  });
  afterEach(() => sis.close());

  const seed = (alerts: number, number: number) => seedSis({ sql: sis.sql, alerts, seed: number, clock });
  const contents = () => sis.sql`select reference, record from sis.alert order by alert_no`.then((rows) => [...rows]);

  it('loads a world with the test persons in it, and reports progress', async () => {
    const progress: [number, number][] = [];
    await seedSis({ sql: sis.sql, alerts: 6_000, seed: 1, clock, onProgress: (...step) => progress.push(step) });
    const rows = await contents();
    expect(rows).to.have.length(6_000 + Object.keys(TEST_ALERTS).length);
    expect(rows.map(({ reference }) => reference as string)).to.include.members(Object.values(TEST_ALERTS));
    expect(progress.at(-1)).to.deep.equal([rows.length, rows.length]);
    expect(progress.length).to.be.above(1);
  });

  it('leaves the same world alone, and replaces another', async () => {
    expect(await seed(50, 1)).to.equal(true);
    const first = await contents();
    expect(await seed(50, 1)).to.equal(false);
    expect(await seed(60, 1)).to.equal(true);
    expect(await contents()).to.have.length(first.length + 10);
    expect(await seed(50, 2)).to.equal(true);
    expect(await contents()).to.not.deep.equal(first);
    expect(await seed(50, 1)).to.equal(true);
    expect(await contents()).to.deep.equal(first);
  });

  it('makes the world anew before the test persons reach their term', async () => {
    await seed(10, 1);
    clock.day = '2027-02-20';
    expect(await seed(10, 1)).to.equal(false);
    clock.day = '2027-02-21';
    expect(await seed(10, 1)).to.equal(true);
  });

  it('loads once if two processes seed at the same time', async () => {
    expect((await Promise.all([seed(40, 5), seed(40, 5)])).sort()).to.deep.equal([false, true]);
  });

  it('keeps the old world if the new one fails', async () => {
    await seed(10, 1);
    const before = await contents();
    const twice = [...testAlerts(TODAY), ...testAlerts(TODAY)];
    let failed: unknown;
    await sis.sql.begin((tx) => replaceAlerts(tx, twice, () => undefined)).catch((error: unknown) => (failed = error));
    expect(failed).to.have.property('code', '23505');
    expect(await contents()).to.deep.equal(before);
  });

  it('refuses an alert that lacks a mandatory field', async () => {
    const [wanted] = testAlerts(TODAY);
    let failed: unknown;
    await sis.sql
      .begin((tx) => replaceAlerts(tx, [{ ...wanted!, reason: '' }], () => undefined))
      .catch((error: unknown) => (failed = error));
    expect(failed).to.be.instanceOf(RangeError);
  });
});
