/** Objects that are to help find a person (Arts. 26(5), 32(8), 34(2), 37a(12)): who sees the alert on the person sees them. */
import { expect } from 'chai';
import type { AlertCategory } from '../../../src/adapters/sis/domain/category.js';
import { TEST_ALERTS, testAlerts } from '../../../src/adapters/sis/simulator/test-alerts.js';
import { GetAlertRequest } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { locatorOf } from './locator.js';
import {
  byObject,
  contextOf,
  scopeOf,
  startSimulatedSis,
  TODAY,
  type SimulatedSis,
  changeAlerts,
  NOON,
} from './simulated-sis.js';

const GROUNDS: readonly [category: AlertCategory, ground: string][] = [
  ['ARR', 'OBJ-26'],
  ['MIS-P', 'OBJ-32'],
  ['MIS-N', 'OBJ-32'],
  ['CHI-ABD', 'OBJ-32'],
  ['CHI-TRV', 'OBJ-32'],
  ['VUL-TRV', 'OBJ-32'],
  ['JPR', 'OBJ-34'],
  ['INF', 'OBJ-37A'],
];

describe('objects that help find a person', () => {
  let sis: SimulatedSis;
  before(async () => {
    sis = await startSimulatedSis();
    await sis.load([
      ...testAlerts(TODAY),
      ...GROUNDS.map(([category], at) => locatorOf(TEST_ALERTS.wanted, category, at)),
    ]);
    const [one = '', other = ''] = [TEST_ALERTS.wanted, locatorOf(TEST_ALERTS.wanted, 'ARR', 0).reference].sort();
    await changeAlerts(sis.sql, (tx) => tx`insert into sis.link values (${one}, ${other}, ${new Date(NOON)})`);
  });
  after(() => sis.close());

  async function seen(at: number, categories: readonly string[]): Promise<readonly string[]> {
    const { reference, object } = locatorOf(TEST_ALERTS.wanted, 'ARR', at);
    const scope = scopeOf('XA', categories);
    const { searchObjects, getAlert } = sis.adapter.operations;
    const found = await searchObjects.parse(byObject({ vin: object.vin! })).ask(contextOf(scope));
    const read = await getAlert
      .parse(GetAlertRequest.fromPartial({ alertReference: reference }))
      .ask(contextOf(scope))
      .then(
        ({ response }) => response.alert?.alertReference,
        (error: unknown) => (error as Refusal).reason,
      );
    return [...found.response.matches.map(({ alertReference }) => alertReference), read ?? ''];
  }

  GROUNDS.forEach(([category, ground], at) => {
    it(`of ${category} are seen on ${ground}, by nobody who lacks it, the category or the letter`, async () => {
      const { reference } = locatorOf(TEST_ALERTS.wanted, category, at);
      expect(await seen(at, [category, ground, 'OBJ:a'])).to.deep.equal([reference, reference]);
      for (const missing of [category, ground, 'OBJ:a']) {
        const rest = [...scopeOf().categories].filter((code) => code !== missing);
        expect(await seen(at, rest), missing).to.deep.equal(['NOT_FOUND']);
      }
      // Who sees checks on objects, and nothing else of them.
      expect(await seen(at, [category, 'DSC', 'OBJ', 'OBJ-36', 'OBJ:a'])).to.deep.equal(['NOT_FOUND']);
    });
  });

  it('are named as links of the alert on the person to those who see them, and leave no trace to others', async () => {
    const links = async (categories: readonly string[]) => {
      const request = GetAlertRequest.fromPartial({ alertReference: TEST_ALERTS.wanted });
      const { response } = await sis.adapter.operations.getAlert
        .parse(request)
        .ask(contextOf(scopeOf('XA', categories)));
      return response.alert!.links.map(({ alertReference }) => alertReference);
    };
    expect(await links(['ARR', 'OBJ-26', 'OBJ:a'])).to.deep.equal([locatorOf(TEST_ALERTS.wanted, 'ARR', 0).reference]);
    expect(await links(['ARR', 'OBJ', 'OBJ-36', 'OBJ:a'])).to.deep.equal([]);
  });
});
