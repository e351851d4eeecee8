import { expect } from 'chai';
import type { ApiPerson, PassengerList } from '../../../src/formats/api/passenger-list.js';
import type { ApiLaw } from '../../../src/formats/api/validation/finding.js';
import { validateApi } from '../../../src/formats/api/validation/validate-api.js';
import { ANNA, HEADER, message, read } from './lists.js';

const whole = read(message([...HEADER, ...ANNA, 'CNT+42:1']));
const list = whole.lists[0]!;
const anna = whole.people[0]!;
const passport = anna.documents[0]!;
const [flight] = list.flights;
const [leg] = flight!.legs;

interface Changed {
  readonly list?: Partial<PassengerList>;
  readonly person?: Partial<ApiPerson>;
  readonly law?: ApiLaw;
  readonly zone?: string;
}

const findings = ({ list: header = {}, person = {}, law = '2025/13', zone }: Changed) =>
  validateApi({ ...list, ...header }, [{ ...anna, ...person }], { law, today: '2026-11-26', zoneOf: () => zone });
const told = (changed: Changed): string[] =>
  findings(changed).map(({ severity, field, rule }) => `${severity} ${field} ${rule}`);

const withLeg = (changed: Partial<typeof leg>): Changed => ({
  list: { flights: [{ ...flight!, legs: [{ ...leg!, ...changed }] }] },
});
const withPassport = (changed: Partial<typeof passport>): Changed => ({
  person: { documents: [{ ...passport, ...changed }] },
});

describe('the validation of advance passenger information', () => {
  for (const law of ['2004/82', '2025/12', '2025/13'] as const) {
    it(`finds nothing in whole data, by ${law}`, () => expect(findings({ law })).to.deep.equal([]));
  }

  it('names person, field, rule and article, and none of the data', () => {
    expect(findings({ person: { sex: '' } })).to.deep.equal([
      { severity: 'error', person: 1, field: 'sex', rule: 'missing', basis: 'Regulation (EU) 2025/13, Art. 4(2)(b)' },
    ]);
    expect(findings(withPassport({ issuer: 'QQQ' }))).to.deep.equal([
      {
        severity: 'error',
        person: 1,
        document: 1,
        field: 'issuer',
        rule: 'unknown_code',
        basis: 'Regulation (EU) 2025/13, Art. 4(2)(c)',
      },
    ]);
  });

  for (const [changed, ...expected] of [
    [{ person: { surname: '' } }, 'error surname missing'],
    [{ person: { surname: 'PR0BE' } }, 'error surname characters'],
    [{ person: { surname: '', givenNames: [] } }, 'error surname missing', 'warning given_names missing'],
    [{ person: { givenNames: ['ANNA', '<<'] } }, 'error given_names characters'],
    [{ person: { surname: "O'CONNOR-ŁUKASZ" } }],
    [{ person: { birth: undefined } }, 'error date_of_birth missing'],
    [{ person: { birth: '1964-02-31' } }, 'error date_of_birth no_such_day'],
    [{ person: { birth: '2026-11-27' } }, 'error date_of_birth after_flight'],
    [{ person: { birth: '2026-11-26' } }],
    [{ person: { birth: '1900-12-31' } }, 'warning date_of_birth implausible'],
    [{ person: { sex: 'Q' } }, 'error sex unknown_code'],
    [{ person: { nationality: 'AT' } }, 'error nationality two_letters'],
    [{ person: { nationality: 'XXA' } }],
    [{ person: { nationality: 'QQQ' } }, 'error nationality unknown_code'],
    [{ person: { locator: '' } }, 'error locator missing'],
    [{ person: { locator: '', kind: 'crew' } }],
    [{ person: { verified: undefined } }, 'error capture_method missing'],
    [{ person: { seat: '', baggage: { tags: [] } } }],
    [
      { person: { documents: [] } },
      'error document_type missing',
      'error document_number missing',
      'error issuer missing',
      'error date_of_expiry missing',
    ],
    [withPassport({ issuer: 'XXA' }), 'error issuer no_issuer'],
    [withPassport({ issuer: 'D' })],
    [withPassport({ expiry: undefined }), 'error date_of_expiry missing'],
    [withPassport({ expiry: '2026-11-25' }), 'warning date_of_expiry expired'],
    [withPassport({ expiry: '2026-11-26' })],
    [withPassport({ expiry: '2026-11-00' })],
    [withPassport({ type: '7' }), 'error document_type unknown_code'],
    [withPassport({ number: 'P 123' }), 'error document_number characters'],
    // L898902C3 has the check digit 6 (Doc 9303-4, Appendix A).
    [withPassport({ number: 'L898902C36' }), 'error document_number check_digit_appended'],
    [withPassport({ number: 'L898902C37' }), 'error document_number too_long'],
    [withPassport({ type: 'I', number: 'D23145890734' })],
    [withLeg({ from: '' }), 'error departure_airport missing'],
    [withLeg({ to: 'LOWW' }), 'error arrival_airport unknown_code'],
    [withLeg({ departure: { day: '2026-11-26' } }), 'error departure missing'],
    [withLeg({ arrival: undefined }), 'error arrival missing'],
    // Across the date line one lands the day before; three days later is no flight.
    [withLeg({ arrival: { day: '2026-11-25', time: '21:00' } })],
    [withLeg({ arrival: { day: '2026-11-25', time: '09:00' } }), 'error arrival order'],
    [withLeg({ arrival: { day: '2026-11-29', time: '09:30' } }), 'error arrival order'],
    [withLeg({ arrival: { day: '2026-02-31', time: '09:30' } }), 'error arrival no_such_day'],
    [withLeg({ crossesBorder: false }), 'error border_crossing_point missing'],
    [{ list: { flights: [{ ...flight!, number: '' }] } }, 'error flight_number missing'],
    [{ list: { flights: [{ ...flight!, number: 'FLIGHT 1' }] } }, 'error flight_number characters'],
    [{ list: { flights: [{ ...flight!, carrier: 'ZZ', number: '123' }] } }],
    [
      { list: { flights: [{ ...flight!, legs: [leg!, { ...leg!, from: 'XBB', to: 'XCC' }] }] } },
      'warning departure_airport gap',
    ],
    [{ list: { reportingParty: undefined } }, 'error carrier_contact missing'],
    [{ list: { reportingParty: { name: 'A', phone: '', fax: '', email: '' } } }, 'error carrier_contact missing'],
    [{ list: { kind: 'crew' }, law: '2025/12' }, 'error people not_asked_for'],
    [{ list: { kind: 'crew' }, law: '2025/13' }],
    [{ person: { kind: 'crew' }, law: '2025/12' }, 'error people not_asked_for'],
  ] as const satisfies readonly (readonly [Changed, ...string[]])[]) {
    it(`finds ${expected.join(', ') || 'nothing'} in ${JSON.stringify(changed)}`, () => {
      expect(told(changed)).to.deep.equal(expected);
    });
  }

  it('asks for less by the Directive', () => {
    const changed: Changed = { person: { sex: '', locator: '', verified: undefined }, law: '2004/82' };
    expect(told(changed)).to.deep.equal([]);
    expect(told({ person: { nationality: '' }, law: '2004/82' })).to.deep.equal(['error nationality missing']);
  });

  it('finds a flight without legs, and one that is not there', () => {
    const expected = ['departure_airport', 'arrival_airport', 'departure', 'arrival', 'border_crossing_point'];
    expect(told({ list: { flights: [{ ...flight!, legs: [] }] }, person: { places: {} } })).to.deep.equal([
      ...expected.map((field) => `error ${field} missing`),
      'error initial_embarkation missing',
    ]);
    expect(told({ list: { flights: [] } })[0]).to.equal('error flight_number missing');
  });

  it('finds a reference or a document that two have', () => {
    const twice = validateApi(list, [anna, { ...anna, number: 2 }], { law: '2025/13', today: '2026-11-26' });
    expect(twice.map(({ severity, person, field, rule }) => `${severity} ${person} ${field} ${rule}`)).to.deep.equal([
      'error 2 unique_reference duplicate',
      'warning 2 document_number duplicate',
    ]);
  });

  it('looks at nothing but references in a list that closes a flight', () => {
    expect(told({ list: { kind: 'flight-status' }, person: { surname: '', documents: [] } })).to.deep.equal([]);
  });

  describe('with a zone', () => {
    // By hand: P1234567 sums to 281, so 1; 640712 to 108, so 8; 300101 to 29, so 9; the composite to 288 + 82 + 16 = 386.
    const line = 'P1234567<1AUT6407128F3001019<<<<<<<<<<<<<<';
    const zone = (name = 'PPAUTPROBE<<ANNA<MARIA', second = `${line}06`): string =>
      `${name.padEnd(44, '<')}\n${second}`;

    it('finds nothing if it is right and says what the list does', () => {
      expect(told({ zone: zone() })).to.deep.equal([]);
    });

    it('finds check digits that are wrong', () => {
      expect(told({ zone: zone(undefined, `${line.replace('6407128', '6407123')}06`) })).to.deep.equal([
        'error date_of_birth check_digit',
        'error machine_readable_zone check_digit',
      ]);
    });

    it('finds what the list has otherwise', () => {
      expect(told({ zone: zone(), person: { sex: 'M', nationality: 'D' } })).to.deep.equal([
        'error sex differs_from_zone',
        'error nationality differs_from_zone',
      ]);
      expect(told({ zone: zone(), ...withPassport({ number: 'P1Z34567' }) })).to.deep.equal([
        'error document_number differs_from_zone',
      ]);
      expect(told({ zone: zone(), person: { surname: 'PROBST' } })).to.deep.equal(['error surname differs_from_zone']);
      expect(told({ zone: zone(), person: { surname: 'PROBA' } })).to.deep.equal(['warning surname differs_from_zone']);
      expect(told({ zone: zone(), person: { givenNames: ['ANNA'] } })).to.deep.equal([]);
    });

    it('compares it with the document that is most like it', () => {
      const visa = { type: 'V', number: 'V55', issuer: 'UTO', expiry: '2030-01-01' };
      expect(told({ zone: zone(), person: { documents: [visa, passport] } })).to.deep.equal([]);
    });

    it('finds that it is none', () => {
      expect(told({ zone: 'P<AUT' })).to.deep.equal(['error machine_readable_zone unreadable']);
    });
  });
});
