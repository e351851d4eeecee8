import { expect } from 'chai';
import { pseudonymSpelling } from '../../../src/matching/pseudonyms/spelling.js';

describe('spelling of a name for its pseudonym', () => {
  for (const [name, spelling] of [
    ['Weiß', 'WEISS'],
    ['STRAẞE', 'STRASSE'],
    ['Sørensen', 'SORENSEN'],
    ['Ærø', 'AERO'],
    ['Œuvray', 'OEUVRAY'],
    ['Łukasz', 'LUKASZ'],
    ['Đorđević', 'DORDEVIC'],
    ['Þórsdóttir', 'THORSDOTTIR'],
    ["O'Connor-Smith", 'OCONNORSMITH'],
    ['van der  Berg', 'VANDERBERG'],
    // Letter and accent apart, as some keyboards write them.
    ['Mu\u0308ller', 'MULLER'],
    // ICAO Doc 9303-3, Cyrillic.
    ['Щербаков', 'SHCHERBAKOV'],
    // Two scripts in one name.
    ['Юлий Müller', 'IULIIMULLER'],
    ['12 34', ''],
  ] as const) {
    it(`${name} is ${spelling === '' ? 'nothing' : spelling}`, () => {
      expect(pseudonymSpelling(name)).to.equal(spelling);
    });
  }
});
