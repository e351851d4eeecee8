import { expect } from 'chai';
import { correspondence, qualityOf } from '../../../../src/adapters/police-records/domain/correspondence.js';
import { hidden, name } from '../persons.js';

const DATE = { dateOfBirth: '1975-03-14' };

describe('correspondence of persons', () => {
  it('is the mean likeness of the names compared', () => {
    // Müller/Mueller 0.8000 and an equal first name: 0.9.
    const found = correspondence(hidden(name('Mueller', 'Anna')), hidden(name('Müller', 'Anna')));
    expect(found).to.be.closeTo(0.9, 1e-12);
  });

  it('begins at 80 percent: Müller/Mueller just correspond, Kowalski/Kowalsky do not', () => {
    expect(correspondence(hidden(name('Mueller'), DATE), hidden(name('Müller'), DATE))).to.equal(0.8);
    expect(correspondence(hidden(name('Kowalsky'), DATE), hidden(name('Kowalski'), DATE))).to.equal(undefined);
  });

  it('makes up for one name by the other', () => {
    expect(correspondence(hidden(name('Kowalsky', 'Jan')), hidden(name('Kowalski', 'Jan')))).to.be.closeTo(
      0.8992,
      5e-5,
    );
  });

  it('takes two criteria that both sides have', () => {
    const byNameAndDate = hidden(name('Müller'), DATE);
    expect(correspondence(byNameAndDate, hidden(name('Müller')))).to.equal(undefined);
    expect(correspondence(byNameAndDate, hidden(name('Müller', 'Anna'), DATE))).to.equal(1);
    expect(correspondence(hidden(name('Müller', 'Anna')), hidden(name('Müller'), DATE))).to.equal(undefined);
  });

  it('does not compare a name with the date alone', () => {
    expect(correspondence(hidden(name('Müller'), DATE), hidden(name(undefined, 'Anna'), DATE))).to.equal(undefined);
  });

  for (const [asked, onRecord, agrees] of [
    ['1975-03-14', '1975-03-14', true],
    ['1975-03-14', '1975-03-15', false],
    ['1975-03-14', '1975-03-00', true],
    ['1975-03-14', '1975-00-00', true],
    ['1975-03-14', '1976-00-00', false],
    ['1975-03-00', '1975-03-14', true],
    ['1975-03-00', '1975-04-14', false],
    ['1975-00-00', '1975-04-14', true],
    ['1975-00-00', '1975-00-00', true],
    ['1975-00-00', '1974-12-31', false],
  ] as const) {
    it(`${agrees ? 'takes' : 'does not take'} ${onRecord} for ${asked}`, () => {
      const found = correspondence(
        hidden(name('Müller'), { dateOfBirth: asked }),
        hidden(name('Müller'), { dateOfBirth: onRecord }),
      );
      expect(found).to.equal(agrees ? 1 : undefined);
    });
  }

  it('is found under any name of either side', () => {
    const onRecord = hidden(name('Müller', 'Anna'), { names: [name('Müller', 'Anna'), name('Kowalska', 'Hanna')] });
    expect(correspondence(hidden(name('Kowalska', 'Hanna')), onRecord)).to.equal(1);
    const asked = hidden(name('Novak'), { names: [name('Novak', 'Eva'), name('Müller', 'Anna')] });
    expect(correspondence(asked, onRecord)).to.equal(1);
  });

  it('is excluded by gender, nationality and country of birth only where the record says otherwise', () => {
    const asked = hidden(name('Müller', 'Anna'), { gender: 'female', nationalities: ['DE'], countryOfBirth: 'DE' });
    const onRecord = name('Müller', 'Anna');
    expect(correspondence(asked, hidden(onRecord))).to.equal(1);
    expect(correspondence(asked, hidden(onRecord, { nationalities: ['PL', 'DE'] }))).to.equal(1);
    expect(correspondence(asked, hidden(onRecord, { nationalities: ['PL'] }))).to.equal(undefined);
    expect(correspondence(asked, hidden(onRecord, { gender: 'male' }))).to.equal(undefined);
    expect(correspondence(asked, hidden(onRecord, { countryOfBirth: 'PL' }))).to.equal(undefined);
  });
});

describe('quality of a match', () => {
  for (const [likeness, quality] of [
    [0.8, 80],
    [0.87, 87],
    [0.9999, 99],
    [1, 100],
  ] as const) {
    it(`is ${quality} for a likeness of ${likeness}`, () => {
      expect(qualityOf(likeness)).to.equal(quality);
    });
  }
});
