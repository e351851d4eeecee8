import { expect } from 'chai';
import type { Alert } from '../../../src/adapters/sis/domain/alert.js';
import type { AlertCategory } from '../../../src/adapters/sis/domain/category.js';
import { testAlerts } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { MAX_COMPARED } from '../../../src/adapters/sis/store/alert-store.js';
import { MatchMode } from '../../../src/gen/ostiary/sis/v1/sis.js';
import {
  byDocument,
  byName,
  byObject,
  contextOf,
  REGISTRATION_SCOPE,
  scopeOf,
  startSimulatedSis,
  TODAY,
  type SimulatedSis,
} from './simulated-sis.js';

/** Alerts of the category on the same subjects as the test alerts, so many of each; their references come first. */
function twins(category: AlertCategory, count: number): Alert[] {
  return testAlerts(TODAY)
    .filter(({ subject }) => subject !== 'unknown-person')
    .flatMap((original, at) =>
      Array.from({ length: count }, (_, twin) => {
        const id = `${category.replace('I', 'J')}0000000000000000${String(at).padStart(3, '0')}${String(twin).padStart(4, '0')}`;
        return { ...original, category, reference: `SIM-XD-${id}` };
      }),
    );
}

describe('hidden alerts', () => {
  let sis: SimulatedSis;
  before(async () => {
    sis = await startSimulatedSis();
  });
  after(() => sis.close());

  const person = byName('Müller-Beispiel', 'Jürgen', '1975-03-14');
  const inexact = { matchMode: MatchMode.INEXACT };
  const withoutChecks = scopeOf('XA', ['ARR', 'MIS-P', 'MIS-N', 'JPR', 'REF', 'RET', 'OBJ', 'OBJ:a', 'OBJ:l']);

  /** Whole answers to callers who may not see Art. 36 alerts; one of them may see no person either. */
  const allAnswers = () => {
    const { searchPersons, searchObjects } = sis.adapter.operations;
    return Promise.all([
      searchPersons.parse(person).ask(contextOf(withoutChecks)),
      searchPersons.parse({ ...person, ...inexact }).ask(contextOf(withoutChecks)),
      searchPersons.parse({ ...person, ...inexact, maxCandidates: 1 }).ask(contextOf(withoutChecks)),
      searchPersons.parse(byName('Mueller Beispiel', 'Juergen', '1975-00-00')).ask(contextOf(withoutChecks)),
      searchPersons.parse(byDocument('TB1234567')).ask(contextOf(withoutChecks)),
      searchPersons.parse(byName('Esempio', 'Chiara', '1969-07-21', inexact)).ask(contextOf(withoutChecks)),
      searchPersons.parse(person).ask(contextOf(REGISTRATION_SCOPE)),
      searchObjects.parse(byObject({ plate: 'TT-001-ST' })).ask(contextOf(withoutChecks)),
      searchObjects
        .parse(byObject({ vin: 'ZZXTEST', ...inexact, maxCandidates: 2 }))
        .ask(contextOf(REGISTRATION_SCOPE)),
      searchObjects.parse(byObject({ vin: 'ZZXTEST', ...inexact })).ask(contextOf(REGISTRATION_SCOPE)),
      searchObjects.parse(byObject({ documentNumber: 'TD0000017' })).ask(contextOf(withoutChecks)),
    ]);
  };

  it('leave no trace: count, order, truncation and everything else are as if they did not exist', async () => {
    const visible = testAlerts(TODAY).filter(({ category }) => category !== 'DSC');
    await sis.load(visible);
    const without = await allAnswers();
    expect(without.map(({ status }) => status)).to.deep.equal([
      ...Array<string>(5).fill('HIT'),
      ...Array<string>(2).fill('NO_HIT'),
      ...Array<string>(4).fill('HIT'),
    ]);
    // More than one search compares: were they counted before they are filtered, they would crowd out the others.
    await sis.load([...twins('DSC', 400), ...twins('SPC', 60), ...visible]);
    const [row] = await sis.sql<{ hidden: number }[]>`
      select count(*)::int as hidden from sis.alert where category in (11, 13)`;
    expect(row!.hidden).to.be.above(MAX_COMPARED);
    expect(await allAnswers()).to.deep.equal(without);
  });
});
