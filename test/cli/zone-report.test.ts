import { expect } from 'chai';
import { zonesIn } from '../../src/cli/travel-files.js';
import { describeLeftZone, leftZones } from '../../src/cli/zone-report.js';
import { pairZones } from '../../src/formats/cross-check/pair-zones.js';
import { ANNA, HEADER, message, read } from '../formats/api/lists.js';

const DAY = '2026-11-26';
const [FIRST, SECOND] = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const SHAPE = 'a zone has 3 lines of 30 characters, 2 of 36 or 2 of 44';
const CHARACTERS = 'a zone holds the letters A to Z, digits and < alone';
const NOBODY = 'of nobody on the list, or of somebody who has a zone already';

const { people } = read(message([...HEADER, ...ANNA]));
const eriksson = { ...people[0]!, documents: [{ type: 'P', number: 'L898902C3', issuer: 'UTO' }] };

/** What is told of the zones of a file for these lists of people. */
function told(file: string, ...lists: readonly (typeof people)[]): readonly string[] {
  const zones = zonesIn(file);
  const texts = zones.map(({ text }) => text);
  const paired = lists.map((list) => pairZones(list, texts, DAY));
  return leftZones(zones, paired).map(describeLeftZone);
}

describe('zones that are left over', () => {
  it('are told by their lines in the file, with the lengths that no zone has', () => {
    expect(told(`\n${FIRST}\r\n${SECOND}0\r\n \t\r\n\r\nx\n`, people)).to.deep.equal([
      `zone at line 2: unreadable: line 2 has 44 characters, line 3 has 45 characters (${SHAPE})`,
      `zone at line 6: unreadable: line 6 has 1 character (${SHAPE})`,
    ]);
    expect(told('A\nB\nC\nD', people)).to.deep.equal([`zone at line 1: unreadable: it has 4 lines (${SHAPE})`]);
  });

  it('are told with where they have characters that no zone has', () => {
    const odd = [FIRST.replace('<ANNA', '<aNNa'), SECOND.replace('UTO', '?TO')];
    expect(told(odd.join('\n'), people)).to.deep.equal([
      `zone at line 1: unreadable: line 1 has another character at position 16, line 2 has another character at position 11 (${CHARACTERS})`,
    ]);
    expect(told(odd.join(''), people)).to.deep.equal([
      `zone at line 1: unreadable: line 1 has other characters (${CHARACTERS})`,
    ]);
  });

  it('are told with their wrong check digits if they are of nobody', () => {
    // 740812 weighs 7·7 + 4·3 + 0·1 + 8·7 + 1·3 + 2·1 = 122. The composite covers its digit, too, which weighs 3 there.
    expect(told(`${FIRST}\n${SECOND.replace('7408122', '7408123')}`, people)).to.deep.equal([
      `zone at line 1: ${NOBODY}; the check digit of the date of birth is 3 and should be 2; the check digit of the composite is 0 and should be 3`,
    ]);
  });

  it('are of nobody on any of several lists', () => {
    const file = `${FIRST}\n${SECOND}`;
    expect(told(file, people, people)).to.deep.equal([`zone at line 1: ${NOBODY}`]);
    expect(told(file, people, [eriksson])).to.deep.equal([]);
    expect(told(file, [eriksson], people)).to.deep.equal([]);
  });
});
