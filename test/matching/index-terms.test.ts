import { expect } from 'chai';
import {
  caseTerm,
  documentTerm,
  officerTerm,
  partialPersonTerm,
  personSearchTerms,
  personTerm,
  plateTerm,
  unitTerm,
  vinTerm,
} from '../../src/matching/index-terms.js';
import { names } from '../../src/matching/names/compare-names.js';

describe('index terms', () => {
  it('are equal for equal things, however they are written', () => {
    expect(plateTerm('xa-12 3')).to.deep.equal({ field: 'plate', value: 'XA123' });
    expect(plateTerm('XA.123')).to.deep.equal(plateTerm('xa-12 3'));
    expect(documentTerm('c01x 00t4')).to.deep.equal({ field: 'document', value: 'C01X00T4' });
    expect(vinTerm('wvw-zzz')).to.deep.equal({ field: 'vin', value: 'WVWZZZ' });
    expect(caseTerm('k/2026-17')).to.deep.equal(caseTerm('K 2026 17'));
    expect(unitTerm('unit 7')).to.deep.equal({ field: 'unit', value: 'UNIT7' });
  });

  it('keep an officer’s identifier as it is: another spelling is another officer', () => {
    expect(officerTerm('Officer-17')).to.deep.equal({ field: 'officer', value: 'Officer-17' });
  });

  it('find a person under every transliteration that somebody may have asked with', () => {
    // ICAO Doc 9303-3: Ü becomes UE (recommended), UXX or U.
    const asked = personSearchTerms(names('Müller', 'Eva'), '1980-02-29').map(({ value }) => value);
    expect(asked).to.include.members(['MUELLER:1980-02-29', 'MULLER:1980-02-29', 'MUXXLLER:1980-02-29']);
    for (const spelling of ['Müller', 'Mueller', 'MULLER', 'muxxller']) {
      expect(asked).to.include(personTerm(names(spelling, ''), '1980-02-29').value);
    }
    expect(asked).to.not.include(personTerm(names('Miller', ''), '1980-02-29').value);
    expect(asked).to.not.include(personTerm(names('Müller', ''), '1980-02-28').value);
  });

  it('find a person, too, whom somebody asked about by less than the date of birth', () => {
    const asked = personSearchTerms(names('Müller', 'Eva'), '1980-02-29').map(({ value }) => value);
    for (const partial of ['1980-02-00', '1980-00-29', '1980-00-00']) {
      expect(asked).to.include(personTerm(names('Mueller', ''), partial).value);
    }
    expect(asked).to.not.include(personTerm(names('Müller', ''), '1981-00-00').value);
    expect(new Set(asked).size).to.equal(asked.length);
    // What is asked with an unknown day says nothing of a day.
    const year = personSearchTerms(names('Li', ''), '1980-00-00').map(({ value }) => value);
    expect(year).to.have.members(['LI:1980-00-00', 'LI:0000-00-00', ':1980-00-00']);
  });

  it('find a person, too, whom somebody asked about without a date of birth, or without a surname', () => {
    const asked = personSearchTerms(names('Müller', 'Eva'), '1980-02-29').map(({ value }) => value);
    const { surname } = names('Mueller', '');
    expect(asked).to.include(partialPersonTerm(surname, undefined).value);
    expect(asked).to.include(partialPersonTerm(undefined, '1980-02-29').value);
    expect(asked).to.include(partialPersonTerm(undefined, '1980-00-00').value);
    expect(asked).to.not.include(partialPersonTerm(undefined, '1980-02-28').value);
    // With both it is the term of every other search.
    expect(partialPersonTerm(surname, '1980-02-29')).to.deep.equal(personTerm(names('Müller', ''), '1980-02-29'));
  });
});
