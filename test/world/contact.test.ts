import { expect } from 'chai';
import { luhnCheckDigit } from '../../src/matching/identifiers/check-digits.js';
import { contactsOf } from '../../src/world/contact.js';
import { generatePopulation } from '../../src/world/population.js';

describe('contactsOf', () => {
  const people = [...generatePopulation({ seed: 5, persons: 2_000 })];
  const contactOf = contactsOf(5);
  const contacts = people.map((person) => contactOf(person));

  it('gives a family one address, in the state where it lives', () => {
    for (const [at, person] of people.entries()) {
      const { address } = contacts[at]!;
      expect(address.state).to.equal(person.residence);
      expect(address).to.deep.equal(contacts[person.family - 1]!.address);
    }
  });

  it('reaches nobody: an unassigned country code, a reserved domain, a card of no network', () => {
    for (const { phone, email, card } of contacts) {
      expect(phone).to.match(/^\+999[1-4]\d{8}$/);
      expect(email).to.match(/^[a-z]+(\.[a-z]+)*\.\d+@x[a-d]\.example$/);
      expect(card).to.match(/^9999\d{12}$/);
      expect(card.at(-1)).to.equal(luhnCheckDigit(card.slice(0, -1)));
    }
    expect(new Set(contacts.map(({ email }) => email)).size).to.equal(people.length);
  });

  it('says the same again, of whomever is asked first', () => {
    expect(contactsOf(5)(people[1_234]!)).to.deep.equal(contacts[1_234]);
  });
});
