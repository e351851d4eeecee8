import { fromJson, toBinary } from '@bufbuild/protobuf';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { binaryToJson, jsonToBinary, queryToBinary } from '../../../src/gateway/contract/json.js';
import { SearchPersonsRequest } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { Refusal } from '../../../src/shared/refusal.js';
import { messageJson } from './arbitrary.js';
import { contract, methodNamed, rulesBroken } from './generated.js';

const SEARCH = methodNamed('SearchPersons').input;
const PROOF = methodNamed('GetInclusionProof').input;

function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const read = (text: string) => jsonToBinary(SEARCH, Buffer.from(text));
const broken = (json: unknown) => rulesBroken(refusal(() => read(JSON.stringify(json))).violations);

describe('JSON of the contract', () => {
  it('reads JSON names and proto names, enum names and numbers', () => {
    const request = SearchPersonsRequest.decode(
      read(
        '{"name":{"surname":"Specimen","date_of_birth":"1980-00-00","gender":2},"categories":["ALERT_CATEGORY_RET"]}',
      ),
    );
    expect(request.name?.dateOfBirth).to.equal('1980-00-00');
    expect(request.name?.gender).to.equal(2);
    expect(request.categories).to.deep.equal([1]);
  });

  it('names every misshapen value at once, by its place', () => {
    expect(
      broken({
        access: [],
        name: { surname: 7, gender: 'GENDER_NONE', sirname: 'x' },
        maxCandidates: -1,
        categories: ['ALERT_CATEGORY_RET', true],
        nombre: 1,
      }),
    ).to.have.members([
      'access type',
      'name.surname type',
      'name.gender enum',
      'name.sirname unknown_field',
      'max_candidates type',
      'categories[1] enum',
      'nombre unknown_field',
    ]);
  });

  const misshapen = [
    ['a list for an object', [], ' type'],
    ['a text for an object', 'x', ' type'],
    ['nothing for an object', null, ' type'],
    ['an object for a list', { categories: {} }, 'categories type'],
    ['half a number', { maxCandidates: 1.5 }, 'max_candidates type'],
    ['a number in words', { maxCandidates: 'ten' }, 'max_candidates type'],
    ['a number with an exponent in a string', { maxCandidates: '1e1' }, 'max_candidates type'],
    ['a number beyond 32 bits', { maxCandidates: 4294967296 }, 'max_candidates type'],
    ['an extension', { '[ostiary.options.v1.rules]': {} }, '? unknown_field'],
    ['the prototype', JSON.parse('{"__proto__":{"name":{}}}') as unknown, '__proto__ unknown_field'],
    ['a key that could be data', { 'Specimen, Anna': 1 }, '? unknown_field'],
  ] as const;
  for (const [name, json, expected] of misshapen) {
    it(`refuses ${name}`, () => expect(broken(json)).to.deep.equal([expected]));
  }

  it('reads numbers that 32 bits can hold, and names those that they cannot', () => {
    const probe = methodNamed('SearchFaces').input;
    const text = (component: string) => Buffer.from(`{"probe":{"components":[1,${component}]}}`);
    // The greatest: (2 - 2^-23) times 2^127.
    for (const one of ['3.4028234663852886e38', '-1e-50', '0.1']) jsonToBinary(probe, text(one));
    for (const one of ['3.4028235e38', '-1e39', '1e999', '"NaN"', '"1"', 'null']) {
      const { violations } = refusal(() => jsonToBinary(probe, text(one)));
      expect(rulesBroken(violations), one).to.deep.equal(['probe.components[1] type']);
    }
  });

  const malformed = [
    ['nothing', ''],
    ['half an object', '{"name":'],
    ['a comma too many', '{"maxCandidates":1,}'],
    ['a comment', '{} // x'],
    ['two texts', '{}{}'],
    ['a byte order mark', '\ufeff{}'],
    ['NaN', '{"maxCandidates":NaN}'],
    ['a key given twice', '{"maxCandidates":1,"maxCandidates":2}'],
    ['a key given twice, once escaped', '{"maxCandidates":1,"max\\u0043andidates":2}'],
    ['a key given twice inside', '{"name":{"surname":"A","surname":"B"}}'],
    ['a field under both its names', '{"maxCandidates":1,"max_candidates":2}'],
  ] as const;
  for (const [name, text] of malformed) {
    it(`refuses ${name}`, () => expect(refusal(() => read(text)).reason).to.equal('REQUEST_MALFORMED'));
  }

  it('refuses bytes that are not UTF-8', () => {
    const bytes = Buffer.from('{"name":{"surname":"A"}}');
    bytes[bytes.indexOf('"A"') + 1] = 0xff;
    expect(refusal(() => jsonToBinary(SEARCH, bytes)).reason).to.equal('REQUEST_MALFORMED');
  });

  it('refuses a hundred thousand nested lists and objects', () => {
    expect(refusal(() => read('['.repeat(100_000) + ']'.repeat(100_000))).reason).to.equal('REQUEST_INVALID');
    expect(refusal(() => read('{"name":'.repeat(30_000) + '{}' + '}'.repeat(30_000))).reason).to.equal(
      'REQUEST_INVALID',
    );
  });

  it('refuses unpaired surrogates', () => {
    expect(() => read('{"name":{"surname":"\\ud842"}}')).to.throw(Refusal);
  });

  it('never quotes a value', () => {
    const said = refusal(() => read('{"name":{"surname":{"geheim":1},"gender":"geheim"},"maxCandidates":"geheim"}'));
    expect(JSON.stringify([said.message, said.violations])).not.to.contain('geheim');
  });

  it('reads query parameters by name, once each', () => {
    const query = (text: string) => queryToBinary(PROOF, new URLSearchParams(text));
    const expected = toBinary(PROOF, fromJson(PROOF, { index: '5', treeSize: '18446744073709551615' }));
    expect(query('index=5&tree_size=18446744073709551615')).to.deep.equal(expected);
    expect(rulesBroken(refusal(() => query('index=x')).violations)).to.deep.equal(['index type']);
    expect(rulesBroken(refusal(() => query('index=18446744073709551616')).violations)).to.deep.equal(['index type']);
    expect(rulesBroken(refusal(() => query('indx=5')).violations)).to.deep.equal(['indx unknown_field']);
    expect(refusal(() => query('index=5&index=6')).reason).to.equal('REQUEST_MALFORMED');
    expect(refusal(() => query('treeSize=5&tree_size=6')).reason).to.equal('REQUEST_MALFORMED');
  });

  for (const method of contract.methods.values()) {
    it(`${method.name}: JSON makes the same request as protobuf`, () => {
      fc.assert(
        fc.property(messageJson(method.input), (json) => {
          const bytes = toBinary(method.input, fromJson(method.input, json));
          expect(jsonToBinary(method.input, Buffer.from(JSON.stringify(json)))).to.deep.equal(bytes);
        }),
      );
    });

    it(`${method.name}: an answer's JSON reads back as the answer`, () => {
      fc.assert(
        fc.property(messageJson(method.output), (json) => {
          const bytes = toBinary(method.output, fromJson(method.output, json));
          const text = binaryToJson(method.output, bytes);
          expect(jsonToBinary(method.output, Buffer.from(text))).to.deep.equal(bytes);
        }),
      );
    });
  }

  it('refuses or reads any text, never anything else', () => {
    const text = fc.oneof(fc.json(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, (json) => {
        try {
          read(json);
        } catch (error) {
          expect(error).to.be.instanceOf(Refusal);
        }
      }),
    );
  });
});
