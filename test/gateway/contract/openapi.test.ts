import { expect } from 'chai';
import { buildOpenApi } from '../../../src/gateway/contract/openapi.js';
import { MAX_PARTS, partedContract } from '../../helpers/parted-search.js';
import { contract } from './generated.js';

import type { JsonObject, JsonValue } from '../../../src/shared/json.js';

/** Every object in a document, with its place. */
function* objects(json: JsonValue, place = '#'): Generator<[string, JsonObject]> {
  if (typeof json !== 'object' || json === null) return;
  if (!isArray(json)) yield [place, json];
  const members: [string, JsonValue][] = Object.entries(json);
  for (const [key, value] of members) yield* objects(value, `${place}/${key}`);
}

/** Array.isArray knows no readonly arrays. */
const isArray = (json: object): json is readonly JsonValue[] => Array.isArray(json);

function resolve(document: JsonValue, reference: string): JsonValue | undefined {
  return reference
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>((json, key) => (json as JsonObject | undefined)?.[key], document);
}

describe('the OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(buildOpenApi(contract))) as JsonObject;
  const at = (reference: string) => resolve(document, reference) as JsonObject;
  const schema = (name: string) => at('#/components/schemas')[name] as JsonObject;

  it('is of version 3.1 and has the required parts', () => {
    expect(document.openapi).to.equal('3.1.0');
    expect(at('#/info')).to.include({ title: 'Ostiary', version: 'v1' });
  });

  it('has every operation with a REST binding, once', () => {
    const operations = Object.values(at('#/paths')).flatMap((path) => Object.values(path as JsonObject));
    const ids = operations.map((operation) => (operation as JsonObject).operationId);
    expect(ids).to.have.members([...contract.methods.values()].map(({ service, name }) => `${service}.${name}`));
  });

  it('resolves every reference', () => {
    for (const [place, object] of objects(document)) {
      const reference = object.$ref;
      if (typeof reference === 'string')
        expect(resolve(document, reference), `${place} → ${reference}`).to.be.an('object');
    }
  });

  it('describes every operation, request, field and enumeration from the comments in the proto', () => {
    for (const [place, object] of objects(document)) {
      const isOperation = 'operationId' in object;
      const isField = /\/schemas\/ostiary[^/]*\/properties\/[^/]+$/.test(place);
      if (isOperation || isField) expect(object.description, place).to.be.a('string').and.not.equal('');
    }
    expect(schema('ostiary.common.v1.Purpose').description).to.contain('`PURPOSE_JUDICIAL`: Tasks of judicial');
  });

  it('states the rules as constraints', () => {
    const access = schema('ostiary.common.v1.AccessContext');
    expect(access.required).to.deep.equal([
      'legalBasisId',
      'purpose',
      'caseReference',
      'justification',
      'operatingUnit',
    ]);
    expect(access.additionalProperties).to.equal(false);
    expect(at('#/components/schemas/ostiary.common.v1.AccessContext/properties/justification')).to.deep.equal({
      type: 'string',
      maxLength: 500,
      minLength: 10,
      description: "The officer's reason in words, for the data protection officer who reviews the access.",
    });
    const search = schema('ostiary.sis.v1.SearchPersonsRequest');
    expect(search.allOf).to.deep.equal([{ anyOf: [{ required: ['name'] }, { required: ['document'] }] }]);
    expect(schema('ostiary.police_records.v1.PersonCriteria').allOf).to.deep.equal([
      {
        anyOf: [
          { required: ['firstNames', 'familyNames'] },
          { required: ['firstNames', 'dateOfBirth'] },
          { required: ['familyNames', 'dateOfBirth'] },
        ],
      },
    ]);
    expect(at('#/components/schemas/ostiary.sis.v1.SearchPersonsRequest/properties/maxCandidates')).to.include({
      maximum: 100,
    });
    expect(at('#/components/schemas/ostiary.sis.v1.SearchPersonsRequest/properties/categories')).to.include({
      maxItems: 20,
    });
  });

  it('leaves responses open for fields to come', () => {
    expect(schema('ostiary.sis.v1.SearchPersonsResponse')).not.to.have.property('additionalProperties');
  });

  it('has patterns that JavaScript can compile', () => {
    for (const [place, object] of objects(document)) {
      if (typeof object.pattern === 'string')
        expect(() => new RegExp(object.pattern as string, 'u'), place).not.to.throw();
    }
  });

  it('asks for a certificate everywhere and for an officer wherever persons are concerned', () => {
    expect(document.security).to.deep.equal([{ mutualTLS: [], officerToken: [] }]);
    for (const method of contract.methods.values()) {
      const { path, verb } = method.http!;
      const operation = (at('#/paths')[path] as JsonObject)[verb.toLowerCase()] as JsonObject;
      expect(operation.security, path).to.deep.equal(method.publicProof ? [{ mutualTLS: [] }] : undefined);
    }
  });

  it('answers every refusal with a problem document', () => {
    for (const response of Object.values(at('#/components/responses'))) {
      expect(resolve(response, '#/content')).to.have.property('application/problem+json');
    }
  });

  it('describes an answer in parts line by line, and how it ends', () => {
    const parted = JSON.parse(JSON.stringify(buildOpenApi(partedContract()))) as JsonObject;
    const paths = resolve(parted, '#/paths') as Record<string, JsonObject>;
    const answer = paths['/v1/sis/persons:search'] ?? {};
    const { '200': ok } = (answer.post as JsonObject).responses as Record<string, JsonObject>;
    expect(ok?.description).to.contain(`at most ${MAX_PARTS} parts`);
    expect(ok?.content).to.have.all.keys('application/x-ndjson');
    const { schema: line } = (ok?.content as Record<string, JsonObject>)['application/x-ndjson'] ?? {};
    const [part, failed] = (line as { anyOf: JsonObject[] }).anyOf;
    expect(part).to.deep.equal({ $ref: '#/components/schemas/ostiary.sis.v1.SearchPersonsResponse' });
    expect(failed).to.deep.include({ required: ['problem'] });
  });
});
