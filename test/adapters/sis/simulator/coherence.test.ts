/** The simulated SIS is about the people of the world, and about those whom the world says it is about. */
import { expect } from 'chai';
import { generateAlerts } from '../../../../src/adapters/sis/simulator/generate-alerts.js';
import type { Person } from '../../../../src/world/person.js';
import { generatePopulation } from '../../../../src/world/population.js';
import { presencesOf } from '../../../../src/world/presence.js';
import { TODAY } from '../simulated-sis.js';

const SEED = 21;

describe('the alerts of the simulated SIS', () => {
  const people = [...generatePopulation({ seed: SEED, persons: 3_000 })];
  const presenceOf = presencesOf(SEED);
  const due = people.flatMap((person) => presenceOf(person).sis.map((presence) => ({ person, presence })));
  const alerts = [...generateAlerts({ seed: SEED, alerts: due.length, today: TODAY })];
  const pairs = due.map(({ person, presence }, at) => ({ person, presence, alert: alerts[at]! }));

  it('are those that the world says there are, person by person', () => {
    for (const { presence, alert } of pairs) {
      expect(alert.issuingState).to.equal(presence.issuingState);
      expect(alert.subject).to.equal({ person: 'person', thing: 'object', traces: 'unknown-person' }[presence.on]);
      if (presence.on === 'person') expect(alert.category).to.equal(presence.category);
    }
  });

  it('name the person as their papers do, or in their own script, and bear the numbers of their documents', () => {
    const named = ({ surname, latin }: Person) => [surname, latin.surname];
    for (const { person, alert } of pairs) {
      if (alert.subject !== 'person') continue;
      expect(named(person)).to.include(alert.identities[0].surname);
      expect(alert.identities[0].dateOfBirth).to.equal(person.dateOfBirth);
      expect(alert.identities.length).to.equal(1 + person.aliases.length);
      const numbers = person.documents.map(({ number }) => number);
      for (const { number } of alert.documents) expect(numbers).to.include(number);
    }
  });

  it('seek documents that somebody holds, and vehicles that somebody registered', () => {
    let vehicles = 0;
    for (const { person, presence, alert } of pairs) {
      if (alert.subject !== 'object' || presence.on !== 'thing') continue;
      const { object } = alert;
      if (presence.thing === 'document') expect(object.number).to.equal(person.documents[0]!.number);
      if (presence.thing !== 'vehicle') continue;
      vehicles += 1;
      expect(object.vin).to.equal(person.vehicles[0]!.vin);
      expect(object.plate).to.equal(person.vehicles[0]!.plate);
      expect(object.plateState).to.equal(person.residence);
    }
    expect(vehicles).to.be.above(100);
  });
});
