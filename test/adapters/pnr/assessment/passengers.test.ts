/** What databases are searched for: nothing that they refuse, or the record would be due for ever. */
import { expect } from 'chai';
import fc from 'fast-check';
import { passengersOf } from '../../../../src/adapters/pnr/assessment/domain/passengers.js';
import type { KeptRecord } from '../../../../src/adapters/pnr/domain/kept-record.js';
import { parsePersonSearch } from '../../../../src/adapters/sis/wire/parse-persons.js';
import { SearchPersonsRequest } from '../../../../src/gen/ostiary/sis/v1/sis.js';

const BIRTH = '1974-08-12';

/** A record of one traveller without documents. */
const of = (surname: string, givenNames: string): Pick<KeptRecord, 'sealed'> => ({
  sealed: {
    a: { travellers: [{ reference: '1', surname, givenNames, title: '', kind: 'A', birth: BIRTH }] },
    f: { documents: [] },
  } as unknown as KeptRecord['sealed'],
});

const comparisons = (surname: string, givenNames: string) =>
  passengersOf(of(surname, givenNames)).flatMap((passenger) => passenger.comparisons);

describe('what is compared of a passenger', () => {
  it('is the name with the date of birth', () => {
    expect(comparisons('PROBE', 'ANNA')).to.deep.equal([
      { by: 'name', surname: 'PROBE', givenNames: 'ANNA', birth: BIRTH },
    ]);
  });

  for (const none of ['-', '.', '\u0640']) {
    it(`has no given names where ${JSON.stringify(none)} stands for none`, () => {
      expect(comparisons('PROBE', none)).to.deep.equal([
        { by: 'name', surname: 'PROBE', givenNames: '', birth: BIRTH },
      ]);
    });

    it(`is nothing where ${JSON.stringify(none)} stands for the surname`, () => {
      expect(comparisons(none, 'ANNA')).to.deep.equal([]);
    });
  }

  it('is never what the SIS would refuse, whatever the names are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (surname, givenNames) => {
        for (const comparison of comparisons(surname, givenNames)) {
          if (comparison.by !== 'name') continue;
          const name = { surname: comparison.surname, forename: comparison.givenNames, dateOfBirth: BIRTH };
          parsePersonSearch(SearchPersonsRequest.fromPartial({ name }), '2026-11-26');
        }
      }),
    );
  });
});
