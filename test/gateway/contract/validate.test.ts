import { fromJson, toBinary } from '@bufbuild/protobuf';
import type { DescField, DescMessage, JsonValue } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { expect } from 'chai';
import { GetConsistencyProofRequest } from '../../../src/gen/ostiary/audit/v1/audit.js';
import {
  type PersonCriteria,
  SearchRecordsOnceRequest,
} from '../../../src/gen/ostiary/police_records/v1/police_records.js';
import { GetAlertRequest, SearchObjectsRequest } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { contract, refusalOf, rulesBroken } from './generated.js';
import { ACCESS, searchPersons } from './requests.js';

/** A field of a request, at any depth. */
interface Place {
  readonly path: string;
  readonly field: DescField;
  /** The request that holds nothing but this value there, in JSON and in bytes. */
  readonly holding: (value: JsonValue) => JsonValue;
  readonly wrapping: (bytes: Uint8Array) => Uint8Array;
}

function places(message: DescMessage, outer?: Place): Place[] {
  return message.fields.flatMap((field) => {
    const isList = field.fieldKind === 'list';
    const holding = (value: JsonValue): JsonValue => {
      const here = { [field.jsonName]: isList ? [value] : value };
      return outer === undefined ? here : outer.holding(here);
    };
    const wrapping = (bytes: Uint8Array): Uint8Array => {
      const here = new BinaryWriter().tag(field.number, WireType.LengthDelimited).bytes(bytes).finish();
      return outer === undefined ? here : outer.wrapping(here);
    };
    const path = `${outer === undefined ? '' : `${outer.path}.`}${field.name}${isList ? '[0]' : ''}`;
    const place = { path, field, holding, wrapping };
    return [place, ...(field.message === undefined ? [] : places(field.message, place))];
  });
}

const UNKNOWN_FIELD = new BinaryWriter().tag(5000, WireType.LengthDelimited).string('x').finish();

describe('validation, over every field of every request in the contract', () => {
  for (const method of contract.methods.values()) {
    const bytesOf = (json: JsonValue) => toBinary(method.input, fromJson(method.input, json));
    for (const { path, field, holding, wrapping } of places(method.input)) {
      if (field.scalar === ScalarType.STRING) {
        it(`${method.name}: ${path} holds no control character`, () => {
          const broken = rulesBroken(refusalOf(method.name, bytesOf(holding('a\u0001b')))?.violations);
          expect(broken).to.include(`${path} control`);
        });
        it(`${method.name}: ${path} has an end`, () => {
          const broken = rulesBroken(refusalOf(method.name, bytesOf(holding('A'.repeat(70_000))))?.violations);
          expect(broken).to.include(`${path} max_len`);
        });
      }
      if (field.enum !== undefined) {
        it(`${method.name}: ${path} is a value of its enumeration`, () => {
          const broken = rulesBroken(refusalOf(method.name, bytesOf(holding(9999)))?.violations);
          expect(broken).to.include(`${path} enum`);
        });
      }
      if (field.message !== undefined) {
        it(`${method.name}: ${path} has no unknown field`, () => {
          const broken = rulesBroken(refusalOf(method.name, wrapping(UNKNOWN_FIELD))?.violations);
          expect(broken).to.include(`${path}.#5000 unknown_field`);
        });
      }
    }
    it(`${method.name} has no unknown field`, () => {
      const broken = rulesBroken(refusalOf(method.name, UNKNOWN_FIELD)?.violations);
      expect(broken).to.include('#5000 unknown_field');
    });
    if (method.hasAccess) {
      it(`${method.name} needs an access context`, () => {
        expect(rulesBroken(refusalOf(method.name, new Uint8Array())?.violations)).to.include('access required');
      });
    }
  }
});

describe('validation, rule by rule', () => {
  const broken = (bytes: Uint8Array, name = 'SearchPersons') => rulesBroken(refusalOf(name, bytes)?.violations);
  const withName = (different: object) =>
    searchPersons({ name: { surname: 'Specimen', dateOfBirth: '1980-01-01', ...different } });

  it('takes a request that keeps every rule', () => {
    expect(refusalOf('SearchPersons', searchPersons())).to.equal(undefined);
  });

  it('names every broken rule at once, in the order of the contract', () => {
    const bytes = searchPersons({
      access: { ...ACCESS, purpose: 0, justification: 'short', legalBasisId: 'sis' },
      name: { surname: ' ', dateOfBirth: '1980-02-30', nationality: 'xa' },
      maxCandidates: 101,
    });
    expect(broken(bytes)).to.deep.equal([
      'access.legal_basis_id pattern',
      'access.purpose required',
      'access.justification min_len',
      'name.surname required',
      'name.date_of_birth partial_date',
      'name.nationality pattern',
      'max_candidates max',
    ]);
  });

  it('never quotes a value', () => {
    const refusal = refusalOf('SearchPersons', withName({ surname: 'Geheim\u202e', nationality: 'geheim' }));
    expect(JSON.stringify([refusal?.message, refusal?.violations])).not.to.match(/geheim/i);
  });

  it('asks for at least one of the ways to search', () => {
    expect(broken(searchPersons({ name: undefined }))).to.deep.equal(['name at_least_one']);
    expect(broken(searchPersons({ name: undefined, document: { number: 'X1234567' } }))).to.deep.equal([]);
  });

  it('counts blanks as nothing where something is asked for', () => {
    const bytes = SearchObjectsRequest.encode(
      SearchObjectsRequest.fromPartial({ access: ACCESS, plate: '  ' }),
    ).finish();
    expect(broken(bytes, 'SearchObjects')).to.deep.equal(['vin at_least_one']);
  });

  it('asks for two of the fields of a group where one is not enough', () => {
    const search = (person: Partial<PersonCriteria>): readonly string[] =>
      broken(
        SearchRecordsOnceRequest.encode(SearchRecordsOnceRequest.fromPartial({ access: ACCESS, person })).finish(),
        'SearchRecordsOnce',
      );
    expect(search({})).to.deep.equal(['person.first_names at_least_two']);
    expect(search({ familyNames: 'Ng', firstNames: ' ' })).to.deep.equal(['person.first_names at_least_two']);
    expect(search({ familyNames: 'Ng', dateOfBirth: '1980-02-29' })).to.deep.equal([]);
    expect(search({ familyNames: 'Ng', firstNames: 'Anna' })).to.deep.equal([]);
  });

  it('counts length in code points', () => {
    expect(broken(withName({ surname: '\u{20bb7}'.repeat(120) }))).to.deep.equal([]);
    expect(broken(withName({ surname: '\u{20bb7}'.repeat(121) }))).to.deep.equal(['name.surname max_len']);
    expect(broken(searchPersons({ access: { ...ACCESS, operatingUnit: '\u{20bb7}' } }))).to.deep.equal([
      'access.operating_unit min_len',
    ]);
  });

  it('limits lists, and their items to known values that say something', () => {
    expect(broken(searchPersons({ categories: [1, 2] }))).to.deep.equal([]);
    expect(broken(searchPersons({ categories: [1, 0, 77] as never }))).to.deep.equal([
      'categories[1] enum',
      'categories[2] enum',
    ]);
    expect(broken(searchPersons({ categories: new Array<1>(21).fill(1) }))).to.deep.equal(['categories max_items']);
  });

  it('takes the greatest value and refuses the next', () => {
    expect(broken(searchPersons({ maxCandidates: 100 }))).to.deep.equal([]);
    expect(broken(searchPersons({ maxCandidates: 101 }))).to.deep.equal(['max_candidates max']);
    const proof = (firstSize: bigint) =>
      GetConsistencyProofRequest.encode(GetConsistencyProofRequest.fromPartial({ firstSize })).finish();
    expect(broken(proof(9007199254740991n), 'GetConsistencyProof')).to.deep.equal([]);
    expect(broken(proof(9007199254740992n), 'GetConsistencyProof')).to.deep.equal(['first_size max']);
    expect(broken(proof(0n), 'GetConsistencyProof')).to.deep.equal(['first_size required']);
  });

  it('matches a pattern from the first to the last character', () => {
    const alert = (alertReference: string) =>
      GetAlertRequest.encode(GetAlertRequest.fromPartial({ access: ACCESS, alertReference })).finish();
    expect(broken(alert('SIM-XA-01KAW000000000000000000000'), 'GetAlert')).to.deep.equal([]);
    expect(broken(alert('SIM-XA-01KAW000000000000000000000\n'), 'GetAlert')).to.deep.equal([
      'alert_reference control',
      'alert_reference pattern',
    ]);
  });

  it('finds bytes that are not UTF-8, wherever the decoder hides them', () => {
    const bytes = Buffer.from(withName({ forename: 'Zoe' }));
    bytes[bytes.indexOf('Zoe') + 2] = 0xff;
    expect(broken(bytes)).to.deep.equal(['name.forename utf8']);
  });

  it('lists a hundred violations, of which the last counts those that are not shown', () => {
    const unknown = new BinaryWriter();
    for (let number = 1000; number < 1250; number++) unknown.tag(number, WireType.Varint).uint32(1);
    const violations = refusalOf('SearchPersons', Buffer.concat([searchPersons(), unknown.finish()]))?.violations;
    expect(violations).to.have.length(100);
    expect(violations?.[98]?.rule).to.equal('unknown_field');
    expect(violations?.[99]).to.deep.equal({ field: '', rule: 'more', description: 'and 151 more violations' });
  });
});
