import { expect } from 'chai';
import { isThirdCountryNational } from '../../src/world/nationality.js';
import { generatePopulation } from '../../src/world/population.js';
import { presencesOf, type PersonCategory, type Presence } from '../../src/world/presence.js';

describe('presencesOf', () => {
  const presenceOf = presencesOf(11);
  const people = [...generatePopulation({ seed: 11, persons: 30_000 })];
  const present = people.map((person) => ({ person, presence: presenceOf(person) }));

  const share = (test: (at: (typeof present)[number]) => boolean, of = present): number =>
    of.filter(test).length / of.length;
  const categoryOf = ({ sis }: Presence): PersonCategory | undefined => {
    const alert = sis.find(({ on }) => on === 'person');
    return alert?.on === 'person' ? alert.category : undefined;
  };

  it('says the same of a person whoever is asked about before, and something else under another seed', () => {
    const again = presencesOf(11);
    for (const at of [29_999, 3, 14_000]) expect(again(people[at]!)).to.deep.equal(present[at]!.presence);
    const others = presencesOf(12);
    expect(people.slice(0, 50).map((person) => others(person))).to.not.deep.equal(
      present.slice(0, 50).map(({ presence }) => presence),
    );
  });

  it('keeps to the shares that are documented', () => {
    expect(share(({ presence }) => categoryOf(presence) !== undefined)).to.be.within(0.32, 0.35);
    expect(share(({ presence }) => presence.sis.some(({ on }) => on === 'thing'))).to.be.within(0.48, 0.52);
    expect(share(({ presence }) => presence.sis.some(({ on }) => on === 'traces'))).to.be.within(0.0003, 0.002);
    expect(share(({ presence }) => presence.sis.length === 0)).to.be.within(0.3, 0.37);
    expect(share(({ presence }) => presence.policeRecords.length > 0)).to.be.within(0.12, 0.25);
  });

  it('gives each category to persons who can be its subject', () => {
    for (const { person, presence } of present) {
      const category = categoryOf(presence);
      const born = Number(person.dateOfBirth.slice(0, 4));
      if (['RET', 'REF', 'RSM'].includes(category ?? '')) {
        expect(isThirdCountryNational(person.nationality)).to.equal(true);
      }
      if (category?.startsWith('CHI-') === true) expect(born).to.be.least(2014);
      if (['ARR', 'JPR', 'DSC', 'INQ', 'SPC', 'VUL-TRV'].includes(category ?? '')) expect(born).to.be.below(2008);
    }
  });

  it('has two states at most alert to a person, both for the same reason', () => {
    let twice = 0;
    for (const { presence } of present) {
      const alerts = presence.sis.flatMap((alert) => (alert.on === 'person' ? [alert] : []));
      expect(alerts.length).to.be.most(2);
      expect(new Set(alerts.map(({ issuingState }) => issuingState)).size).to.equal(alerts.length);
      expect(new Set(alerts.map(({ category }) => category)).size).to.be.most(1);
      if (alerts.length === 2) twice++;
    }
    expect(twice).to.be.above(50);
  });

  it('alerts to no vehicle that nobody has', () => {
    for (const { person, presence } of present) {
      if (presence.sis.some((alert) => alert.on === 'thing' && ['vehicle', 'registration'].includes(alert.thing))) {
        expect(person.vehicles).to.not.deep.equal([]);
      }
    }
  });

  it('makes a wanted person far more likely to be in police records, and never puts a child there', () => {
    const wanted = present.filter(({ presence }) => categoryOf(presence) === 'ARR');
    const without = present.filter(({ presence }) => categoryOf(presence) === undefined);
    const known = ({ presence }: { readonly presence: Presence }) => presence.policeRecords.length > 0;
    expect(share(known, wanted)).to.be.above(0.85);
    expect(share(known, without)).to.be.within(0.08, 0.14);
    const children = present.filter(({ person }) => Number(person.dateOfBirth.slice(0, 4)) > 2012);
    expect(children.length).to.be.above(500);
    expect(share(known, children)).to.equal(0);
  });

  it('has biometric data with states alone that keep a record', () => {
    for (const { presence } of present) {
      const keepers = new Set(presence.policeRecords.map(({ state }) => state));
      const { dna, fingerprints, faces } = presence.biometrics;
      for (const state of [...dna, ...fingerprints, ...faces]) expect(keepers.has(state)).to.equal(true);
    }
    expect(share(({ presence }) => presence.biometrics.fingerprints.length > 0)).to.be.within(0.08, 0.2);
  });
});
