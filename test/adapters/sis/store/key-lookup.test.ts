import { expect } from 'chai';
import { TEST_ALERTS } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import {
  byDocument,
  byName,
  byObject,
  contextOf,
  scopeOf,
  startSimulatedSis,
  type SimulatedSis,
} from '../simulated-sis.js';

describe('look-ups that share a statement', () => {
  let sis: SimulatedSis;
  before(async () => {
    sis = await startSimulatedSis();
  });
  after(() => sis.close());

  it('each get their own answer, in their own scope', async () => {
    const { searchPersons, searchObjects } = sis.adapter.operations;
    const scopes = [scopeOf(), scopeOf('XB', ['ARR', 'OBJ', 'OBJ:a']), scopeOf('XA', [])];
    const wanted = byName('Müller-Beispiel', 'Jürgen', '1975-03-14');
    const questions = [
      { inquiry: searchPersons.parse(wanted), expected: [TEST_ALERTS.wanted, TEST_ALERTS.wanted, ''] },
      { inquiry: searchPersons.parse(byDocument('TC7654321')), expected: [TEST_ALERTS.discreetlyChecked, '', ''] },
      { inquiry: searchPersons.parse(byName('Inconnu', '', '1979-10-25')), expected: ['', '', ''] },
      {
        inquiry: searchObjects.parse(byObject({ plate: 'TT001ST' })),
        expected: [TEST_ALERTS.stolenVehicle, TEST_ALERTS.stolenVehicle, ''],
      },
      {
        inquiry: searchObjects.parse(byObject({ documentNumber: 'TD0000017' })),
        expected: [TEST_ALERTS.stolenDocument, '', ''],
      },
    ];
    const rounds = Array.from({ length: 40 }).flatMap(() =>
      questions.flatMap(({ inquiry, expected }) =>
        scopes.map((scope, at) => ({ inquiry, scope, expected: expected[at]! })),
      ),
    );
    const answers = await Promise.all(rounds.map(({ inquiry, scope }) => inquiry.ask(contextOf(scope))));
    expect(
      answers.map(({ response }) => response.matches.map(({ alertReference }) => alertReference).join()),
    ).to.deep.equal(rounds.map(({ expected }) => expected));
  });
});
