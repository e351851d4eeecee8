import { expect } from 'chai';
import { vinCheckDigit } from '../../src/matching/identifiers/vin.js';
import { mrzCheckDigit } from '../../src/matching/identifiers/check-digits.js';
import { isBirthDate } from '../../src/matching/dates/birth-date.js';
import type { Person } from '../../src/world/person.js';
import { BLOCK_SIZE, generatePopulation, personAt } from '../../src/world/population.js';
import { STATES } from '../../src/world/states.js';
import { TEST_DOCUMENTS, TEST_PERSONS, TEST_VEHICLES } from '../../src/world/test-persons.js';

describe('generatePopulation', () => {
  const people = [...generatePopulation({ seed: 7, persons: 5_000 })];

  it('makes the same people from the same seed, and others from another', () => {
    expect([...generatePopulation({ seed: 7, persons: 200 })]).to.deep.equal(people.slice(0, 200));
    const others = [...generatePopulation({ seed: 8, persons: 200 })];
    expect(others.filter((other, at) => other.surname === people[at]!.surname).length).to.be.below(50);
  });

  it('makes as many as asked for, numbered, and none before they are taken', () => {
    expect(people).to.have.length(5_000);
    expect(people.map(({ number }) => number)).to.deep.equal(people.map((_, at) => at + 1));
    expect(generatePopulation({ seed: 1, persons: Number.MAX_SAFE_INTEGER }).next().value?.number).to.equal(1);
  });

  it('makes any part without what comes before it, the same as in the whole', () => {
    for (const from of [1, 2, 777, 1_000, 1_001, 3_500]) {
      expect([...generatePopulation({ seed: 7, persons: 1_200, from })]).to.deep.equal(
        people.slice(from - 1, from + 1_199),
      );
    }
    expect(personAt(7, 4_321)).to.deep.equal(people[4_320]);
    expect(personAt(7, 9_876_543).number).to.equal(9_876_543);
  });

  it('names people in eight scripts, and in Latin with marks', () => {
    const share = (test: (person: Person) => boolean) => people.filter(test).length / people.length;
    expect(share(({ surname }) => /\p{Script=Cyrillic}/u.test(surname))).to.be.within(0.1, 0.3);
    for (const script of ['Greek', 'Arabic', 'Georgian', 'Armenian', 'Han', 'Hangul']) {
      const written = new RegExp(`^[\\p{Script=${script}}\\p{M} -]+$`, 'u');
      expect(
        share(({ surname }) => written.test(surname)),
        script,
      ).to.be.within(0.002, 0.1);
    }
    expect(share(({ surname }) => /[À-ɏ]/u.test(surname))).to.be.within(0.15, 0.6);
  });

  it('gives dates that exist, a few of them partial', () => {
    for (const { dateOfBirth } of people) expect(isBirthDate(dateOfBirth), dateOfBirth).to.equal(true);
    expect(people.filter(({ dateOfBirth }) => dateOfBirth.endsWith('-00')).length / people.length).to.be.within(
      0.005,
      0.05,
    );
  });

  it('makes families of several, some people with aliases and with vehicles', () => {
    const families = new Set(people.map(({ family }) => family)).size;
    expect(people.length / families).to.be.within(1.5, 3.5);
    expect(people.filter(({ aliases }) => aliases.length > 0).length / people.length).to.be.within(0.02, 0.08);
    expect(people.filter(({ vehicles }) => vehicles.length > 0).length / people.length).to.be.within(0.15, 0.6);
  });

  it('issues documents with valid check digits, plates and VINs, by synthetic states only', () => {
    for (const { documents, vehicles, residence } of people) {
      expect(STATES).to.include(residence);
      for (const { number, checkDigit, issuingState } of documents) {
        expect(number).to.match(/^[A-Z]{2}\d{7}$/);
        expect(checkDigit).to.equal(mrzCheckDigit(number));
        expect(STATES).to.include(issuingState);
      }
      for (const { vin, plateState } of vehicles) {
        expect(vin).to.match(/^ZZX[A-HJ-NPR-Z0-9]{14}$/);
        expect(STATES).to.include(plateState);
        if (plateState === 'XD') expect(vin.charAt(8)).to.equal(vinCheckDigit(vin));
      }
    }
  });

  it('gives no document, plate or certificate twice', () => {
    const documents = people.flatMap((person) => person.documents.map(({ number }) => number));
    expect(new Set(documents).size).to.equal(documents.length);
    const vehicles = people.flatMap((person) => person.vehicles);
    expect(new Set(vehicles.map(({ plate, plateState }) => plateState + plate)).size).to.equal(vehicles.length);
    expect(new Set(vehicles.map(({ certificateNumber }) => certificateNumber)).size).to.equal(vehicles.length);
    expect(new Set(vehicles.map(({ vin }) => vin)).size).to.equal(vehicles.length);
  });

  it('makes children of parents of an age to have them, who bear a name of theirs', () => {
    const families = new Map<number, Person[]>();
    for (const person of people) families.set(person.family, [...(families.get(person.family) ?? []), person]);
    const yearOf = ({ dateOfBirth }: Person) => Number(dateOfBirth.slice(0, 4));
    let children = 0;
    for (const [first, ...others] of families.values()) {
      for (const child of others.filter((other) => yearOf(other) - yearOf(first!) >= 16)) {
        children += 1;
        expect(yearOf(child) - yearOf(first!)).to.be.within(19, 45);
        const parents = others.filter((other) => Math.abs(yearOf(other) - yearOf(first!)) <= 4).concat(first!);
        // Endings differ between women and men: the first three letters tell.
        const starts = parents.flatMap(({ surname }) => surname.split(' ').map((part) => part.slice(0, 3)));
        expect(starts, child.surname).to.include(child.surname.split(' ')[0]!.slice(0, 3));
      }
    }
    expect(children).to.be.above(500);
  });

  it('keeps the name before marriage of those who changed it', () => {
    const changed = people.filter(({ surnameAtBirth }) => surnameAtBirth !== undefined);
    expect(changed.length / people.length).to.be.within(0.08, 0.25);
    // A block may end between two spouses.
    for (const person of changed.filter(({ number }) => number % BLOCK_SIZE !== 0)) {
      expect(people.some((other) => other.family === person.family && other.number !== person.number)).to.equal(true);
    }
  });

  it('never makes a test person, or what belongs to one', () => {
    const surnames = new Set(people.map(({ surname }) => surname));
    for (const { surname } of Object.values(TEST_PERSONS)) expect(surnames.has(surname), surname).to.equal(false);
    const numbers = new Set(people.flatMap(({ documents }) => documents.map(({ number }) => number)));
    expect(numbers.has(TEST_DOCUMENTS.stolen.number)).to.equal(false);
    const vins = new Set(people.flatMap(({ vehicles }) => vehicles.map(({ vin }) => vin)));
    for (const { vin } of Object.values(TEST_VEHICLES)) expect(vins.has(vin)).to.equal(false);
  });
});
