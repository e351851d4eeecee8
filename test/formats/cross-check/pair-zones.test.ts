import { expect } from 'chai';
import { pairZones } from '../../../src/formats/cross-check/pair-zones.js';
import { ANNA, HEADER, message, read } from '../api/lists.js';

const DAY = '2026-11-26';
const { people } = read(
  message([...HEADER, ...ANNA, 'NAD+FL+++ERIKSSON:ANNA', 'DTM+329:740812', 'DOC+P+L898902C3', 'NAD+FL+++NOBODY']),
);
const [probe, eriksson] = people;
/** The specimen of Doc 9303-4. */
const SPECIMEN = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';

describe('whose document a zone is of', () => {
  it('is told by its number', () => {
    const { of, left } = pairZones(people, [SPECIMEN], DAY);
    expect([...of.keys()]).to.deep.equal([eriksson]);
    expect(of.get(eriksson!)?.statement.documentNumber).to.equal('L898902C3');
    expect(left).to.deep.equal([]);
  });

  it('is told by its number where that was misread, or its check digit was typed, too', () => {
    for (const number of ['L8989O2C3', 'L898902C36']) {
      const typed = { ...eriksson!, birth: undefined, documents: [{ type: 'P', number, issuer: 'UTO' }] };
      expect([...pairZones([probe!, typed], [SPECIMEN], DAY).of.keys()], number).to.deep.equal([typed]);
    }
  });

  it('is told by name and day of birth where the number is another', () => {
    const other = { ...eriksson!, documents: [{ type: 'P', number: 'X1', issuer: 'UTO' }] };
    expect([...pairZones([probe!, other], [SPECIMEN], DAY).of.keys()]).to.deep.equal([other]);
    const namesake = { ...other, surname: 'NIELSEN' };
    expect(pairZones([probe!, namesake], [SPECIMEN], DAY).left.map(({ at }) => at)).to.deep.equal([0]);
  });

  it('is of nobody if it has been paired, or cannot be read', () => {
    const { of, left } = pairZones(people, [SPECIMEN, SPECIMEN, 'P<UTO'], DAY);
    expect(of.size).to.equal(1);
    expect(left.map(({ at, reading }) => [at, reading.mrz?.documentNumber])).to.deep.equal([
      [1, 'L898902C3'],
      [2, undefined],
    ]);
  });
});
