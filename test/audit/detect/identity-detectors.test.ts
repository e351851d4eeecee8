import { expect } from 'chai';
import type { JsonObject } from '../../../src/shared/json.js';
import { access, explain, find, settingsOf, STAFF } from './scenario.js';

const staff = { staff: STAFF };
const named = (surname: string, forename?: string, birth?: string): JsonObject => ({
  name: {
    ...(birth !== undefined && { date_of_birth: birth }),
    ...(forename !== undefined && { forename }),
    surname,
  },
});

describe('own-record', () => {
  const own = (query: JsonObject, changes: object = {}) =>
    find('own-record', [access(5, { query, ...changes })], staff);

  for (const [what, query] of Object.entries({
    'name and date of birth': named('Müller-Beispiel', 'Jürgen', '1975-03-14'),
    'the other spelling of an umlaut, capitals, no hyphen': named('MUELLER BEISPIEL', 'JUERGEN', '1975-03-14'),
    'no umlaut at all': named('Muller-Beispiel', 'Jurgen', '1975-03-14'),
    'the second forename': named('Müller-Beispiel', 'Karl', '1975-03-14'),
    'no forename': named('Müller-Beispiel', undefined, '1975-03-14'),
    'a date of which the day is not known': named('Müller-Beispiel', 'Jürgen', '1975-03-00'),
  })) {
    it(`finds ${what}`, () => {
      const [finding, ...others] = own(query);
      expect(others).to.be.empty;
      expect(finding).to.include({ detector: 'own-record', severity: 'high', officer: 'officer-17' });
      expect(finding?.facts).to.deep.equal({ searches: 1, byIdentifier: 0, byNameAndDate: 1, byName: 0 });
      expect(finding?.entries).to.deep.equal([5]);
    });
  }

  it('finds the number of an own document and an own plate, however they are written', () => {
    const findings = find(
      'own-record',
      [
        access(1, { query: { document: { number: 'tb-1234567' } } }),
        access(2, { query: { plate: 'XAAB123', plate_state: 'XA' } }),
        access(3, { query: { document_number: 'TB1234567' } }),
        access(4, { query: { vin: 'TB12345678' } }),
      ],
      staff,
    );
    expect(findings).to.have.lengthOf(1);
    expect(findings[0]?.facts).to.include({ searches: 3, byIdentifier: 3 });
    expect(findings[0]?.entries).to.deep.equal([1, 2, 3]);
  });

  it('is less sure of a full name without date of birth', () => {
    const [finding] = own(named('Müller-Beispiel', 'Jürgen'));
    expect(finding?.severity).to.equal('medium');
    expect(finding?.facts).to.include({ byName: 1, byNameAndDate: 0 });
  });

  it('finds an attempt that was refused, too', () => {
    expect(own(named('Müller-Beispiel', 'Jürgen', '1975-03-14'), { denied: true, found: undefined })).to.have.lengthOf(
      1,
    );
  });

  for (const [what, query] of Object.entries({
    'a namesake with another date of birth': named('Müller-Beispiel', 'Jürgen', '1975-03-15'),
    'another person of the family on the same day': named('Müller-Beispiel', 'Petra', '1975-03-14'),
    'a surname alone': named('Müller-Beispiel'),
    'half of the surname': named('Müller', 'Jürgen', '1975-03-14'),
    'a colleague': named('Esempio', 'Chiara', '1969-07-21'),
    'a stranger': named('Fremd', 'Jürgen', '1975-03-14'),
    'a record that was found': { alert_reference: 'SIM-XB-1' },
  })) {
    it(`does not find ${what}`, () => {
      expect(own(query)).to.be.empty;
    });
  }

  it('knows that the same identifier is somebody else in another authority', () => {
    const query = named('Müller-Beispiel', 'Jürgen', '1975-03-14');
    expect(own(query, { authority: 'XB-BORDER' })).to.be.empty;
    expect(own(named('Przykladowa', 'Zofia', '1988-06-30'), { authority: 'XB-BORDER' })).to.have.lengthOf(1);
  });

  it('says what it compared, and no name', () => {
    const [finding] = own(named('Müller-Beispiel', 'Jürgen', '1975-03-14'));
    expect(explain(finding!)).to.equal(
      "1 search on 2026-11-23 (UTC) fit the officer's own data in the staff list: 0 by a number of a document or " +
        "vehicle, 1 by name and date of birth, 0 by full name alone, which may be a namesake's.",
    );
  });
});

describe('colleague-record', () => {
  it('finds a colleague by name and date of birth', () => {
    const [finding, ...others] = find(
      'colleague-record',
      [
        access(1, { query: named('Esempio', 'Chiara', '1969-07-21') }),
        access(2, { query: named('ESEMPIO', undefined, '1969-07-21') }),
      ],
      staff,
    );
    expect(others).to.be.empty;
    expect(finding).to.deep.include({ severity: 'medium', facts: { searches: 2, colleagues: 1 }, entries: [1, 2] });
  });

  it('does not find namesakes, oneself, or staff of another authority', () => {
    const queries = [
      named('Esempio', 'Chiara'),
      named('Esempio', 'Chiara', '1969-07-22'),
      named('Müller-Beispiel', 'Jürgen', '1975-03-14'),
      named('Przykładowa', 'Zofia', '1988-06-30'),
    ];
    expect(
      find(
        'colleague-record',
        queries.map((query, index) => access(index, { query })),
        staff,
      ),
    ).to.be.empty;
  });
});

describe('same-family', () => {
  const family = (query: JsonObject, settings = settingsOf('same-family', {})) =>
    find('same-family', [access(1, { query })], { ...staff, settings });

  for (const [what, query] of Object.entries({
    'the whole surname': named('Müller-Beispiel', 'Petra', '1999-01-01'),
    'a part of it': named('von Beispiel', 'Petra'),
    'a double name that shares a part': named('Mueller-Fremd', 'Petra'),
    'another surname of the household': named('VZOROVA', 'Božena', '1962-09-27'),
    'a namesake': named('Müller-Beispiel', 'Jürgen', '2001-01-01'),
  })) {
    it(`finds ${what}`, () => {
      const [finding] = family(query);
      expect(finding).to.deep.include({ severity: 'low', facts: { searches: 1, persons: 1 }, entries: [1] });
    });
  }

  for (const [what, query] of Object.entries({
    'the officer themselves': named('Müller-Beispiel', 'Jürgen', '1975-03-14'),
    'a name that only contains it': named('Beispielmann', 'Petra'),
    'a plate': { plate: 'XX-123' },
    'a particle': named('von', 'Petra'),
  })) {
    it(`does not find ${what}`, () => {
      expect(family(query)).to.be.empty;
    });
  }

  it('leaves out surnames that are called common, in every spelling', () => {
    const settings = settingsOf('same-family', { commonSurnames: ['Müller'] });
    expect(family(named('Mueller', 'Petra'), settings)).to.be.empty;
    expect(family(named('Muller', 'Petra'), settings)).to.be.empty;
    expect(family(named('Beispiel', 'Petra'), settings)).to.have.lengthOf(1);
  });

  it('counts persons, not searches', () => {
    const [finding] = find(
      'same-family',
      [
        access(1, { query: named('Beispiel', 'Petra', '1999-01-01') }),
        access(2, { query: named('BEISPIEL', 'PETRA', '1999-01-01') }),
        access(3, { query: named('Beispiel', 'Hans', '1999-01-01') }),
      ],
      staff,
    );
    expect(finding?.facts).to.deep.equal({ searches: 3, persons: 2 });
  });
});

describe('unit-mismatch', () => {
  it('finds units that the staff list does not give the officer', () => {
    const [finding] = find(
      'unit-mismatch',
      [access(1, { unit: 'Patrol 8' }), access(2, { unit: 'PATROL-8' }), access(3), access(4, { unit: 'Homicide' })],
      staff,
    );
    expect(finding).to.deep.include({
      severity: 'high',
      facts: { accesses: 3, units: 2 },
      thresholds: { minAccesses: 1 },
      entries: [1, 2, 4],
    });
  });

  it('does not find any unit of the officer, however it is written, nor officers who are not listed', () => {
    const shown = [
      access(1, { unit: 'patrol  7' }),
      access(2, { unit: 'RESERVE' }),
      access(3, { unit: undefined }),
      access(4, { officer: 'officer-99', unit: 'Homicide' }),
    ];
    expect(find('unit-mismatch', shown, staff)).to.be.empty;
  });
});

describe('unknown-officer', () => {
  it('finds officers whose authority has a staff list without them', () => {
    const [finding, ...others] = find('unknown-officer', [access(1, { officer: 'officer-99' }), access(2)], staff);
    expect(others).to.be.empty;
    expect(finding).to.deep.include({ severity: 'high', officer: 'officer-99', facts: { accesses: 1 }, entries: [1] });
  });

  it('says nothing of authorities without a staff list, nor of calls without an officer', () => {
    const shown = [access(1, { authority: 'XC-VEHICLES' }), access(2, { officer: undefined })];
    expect(find('unknown-officer', shown, staff)).to.be.empty;
  });
});
