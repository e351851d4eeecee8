/** Traps that the contract itself keeps anybody from falling into: what cannot be sent cannot be searched or logged. */
import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { expect } from 'chai';
import { type ContractMethod, loadContract } from '../../src/gateway/contract/contract.js';

const contract = loadContract();

/** Every field of a request, with its path. */
function* fieldsOf(
  message: DescMessage,
  path = '',
  within: readonly DescMessage[] = [],
): Generator<[string, DescField]> {
  if (within.includes(message)) return;
  for (const field of message.fields) {
    const at = path === '' ? field.name : `${path}.${field.name}`;
    yield [at, field];
    if (field.message !== undefined) yield* fieldsOf(field.message, at, [...within, message]);
  }
}

const sisMethods = (): readonly ContractMethod[] =>
  [...contract.methods.values()].filter(({ system }) => system === 'SIS');

/** Values that an enum of the field may take. */
const valuesOf = (field: DescField): readonly string[] => field.enum?.values.map(({ name }) => name) ?? [];

describe('traps that the contract closes', () => {
  it('DNA is no search key of SIS: no question has a field or a value for it (1862 Art. 42(3))', () => {
    const searches = sisMethods().filter(({ name }) => /^(Search|Identify|Verify|Trace)/.test(name));
    expect(searches.map(({ name }) => name)).to.include.members(['SearchPersons', 'SearchObjects']);
    for (const { name, input } of searches) {
      for (const [path, field] of fieldsOf(input)) {
        expect(`${path} ${valuesOf(field).join(' ')}`, name).to.not.match(/dna/i);
      }
    }
  });

  it('more bytes than a digest are sent to SIS in samples and attachments alone, which the log never has', () => {
    const longer = new Set<string>();
    for (const { name, input } of sisMethods()) {
      for (const [path, field] of fieldsOf(input)) {
        if (field.scalar === ScalarType.BYTES && contract.options.fieldRules(field)?.bytesLen !== 32) {
          longer.add(`${name} ${path}`);
        }
      }
    }
    // A new one belongs here when a test shows that the log does not have it (test/acceptance/samples.test.ts).
    expect([...longer]).to.have.members([
      'SearchByPrints sample.finger_minutiae_record',
      'SearchByTrace sample.finger_minutiae_record',
      'VerifyPrints sample.finger_minutiae_record',
      'SendForm attachments.content',
      'AnswerForm attachments.content',
    ]);
  });

  it('no answer tells how much it does not show: nothing counts what is hidden', () => {
    for (const { name, output, disclosesItself } of contract.methods.values()) {
      if (disclosesItself) continue;
      for (const [path] of fieldsOf(output)) {
        expect(path, name).to.not.match(
          /hidden_|_hidden|suppressed|(links|alerts|matches)_(count|total)|total_(links|alerts)/,
        );
      }
    }
  });
});
