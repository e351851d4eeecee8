/** A contract that leaves open what an answer discloses stops the start. */
import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, createFileRegistry, fromBinary, setExtension, toBinary } from '@bufbuild/protobuf';
import { FieldDescriptorProto_Label, FieldOptionsSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { DescriptorProto, FieldDescriptorProto, FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { expect } from 'chai';
import { loadContract } from '../../../src/gateway/contract/contract.js';
import { compileResponseFilter } from '../../../src/gateway/disclosure/response-filter.js';
import { projectRoot } from '../../../src/shared/project-root.js';

const CONTRACT = join(projectRoot, 'build/contract.binpb');

describe('a contract that leaves open what an answer discloses', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'ostiary-disclosure-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** Compiles the filters of SIS after something was done to its proto. */
  function changed(change: (sis: FileDescriptorProto) => void): () => void {
    const set = fromBinary(FileDescriptorSetSchema, readFileSync(CONTRACT));
    change(set.file.find((file) => file.name === 'ostiary/sis/v1/sis.proto')!);
    const file = join(folder, 'changed.binpb');
    writeFileSync(file, toBinary(FileDescriptorSetSchema, set));
    return () => {
      const contract = loadContract(file);
      for (const method of contract.methods.values()) {
        if (!method.publicProof) compileResponseFilter(method, contract.options);
      }
    };
  }

  const message = (sis: FileDescriptorProto, name: string): DescriptorProto =>
    sis.messageType.find((candidate) => candidate.name === name)!;
  const field = (sis: FileDescriptorProto, of: string, name: string): FieldDescriptorProto =>
    message(sis, of).field.find((candidate) => candidate.name === name)!;

  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(CONTRACT)));
  const groupOption = registry.getExtension('ostiary.options.v1.field_group')!;
  /** Gives a field a group. */
  function setGroup(target: FieldDescriptorProto, group: string): void {
    const options = create(FieldOptionsSchema);
    setExtension(options, groupOption, group);
    target.options = options;
  }

  it('stands when nothing is changed', () => {
    expect(changed(() => undefined)).not.to.throw();
  });

  it('is refused for a field of a record without a group', () => {
    for (const [of, name] of [
      ['Alert', 'reason'],
      ['PersonMatch', 'identity'],
      ['ObjectMatch', 'own_state'],
    ] as const) {
      expect(changed((sis) => delete field(sis, of, name).options)).to.throw(`${name} without a field group`);
    }
  });

  it('is refused for a new field that nobody gave a group', () => {
    const change = changed((sis) => {
      const added = structuredClone(field(sis, 'Alert', 'reason'));
      delete added.options;
      message(sis, 'Alert').field.push({ ...added, name: 'national_number', jsonName: 'nationalNumber', number: 19 });
    });
    expect(change).to.throw('national_number without a field group');
  });

  it('is refused for a group whose name says nothing, or that records may not use', () => {
    for (const group of ['', 'Identity', 'answer']) {
      expect(changed((sis) => setGroup(field(sis, 'Alert', 'reason'), group))).to.throw('without a field group');
    }
  });

  it('is refused for an answer without records', () => {
    expect(changed((sis) => delete message(sis, 'Alert').options)).to.throw('is not of the answer');
    const emptied = changed((sis) => {
      const response = message(sis, 'SearchObjectsResponse');
      response.field = response.field.filter(({ name }) => name !== 'matches');
    });
    expect(emptied).to.throw('answers with no records');
  });

  it('is refused for a field of an answer that is neither in a record nor about the answer', () => {
    expect(changed((sis) => delete field(sis, 'SearchPersonsResponse', 'truncated').options)).to.throw(
      'truncated stands outside a record',
    );
  });

  it('is refused for several outcomes, of which nobody said which one is logged', () => {
    const change = changed(
      (sis) => (field(sis, 'SearchPersonsResponse', 'outcome').label = FieldDescriptorProto_Label.REPEATED),
    );
    expect(change).to.throw('SearchPersonsResponse.outcome is not one outcome');
  });

  it('is refused for a record without its handling', () => {
    const change = changed((sis) => {
      const alert = message(sis, 'Alert');
      alert.field = alert.field.filter(({ name }) => name !== 'handling');
    });
    expect(change).to.throw('without one ostiary.common.v1.Handling');
    expect(changed((sis) => setGroup(field(sis, 'Alert', 'handling'), 'action'))).to.throw(
      'ostiary.common.v1.Handling',
    );
  });

  it('is refused for a reference or category that may be left out', () => {
    expect(changed((sis) => setGroup(field(sis, 'Alert', 'category'), 'case'))).to.throw('outside the group "frame"');
    expect(changed((sis) => setGroup(field(sis, 'Alert', 'alert_reference'), 'case'))).to.throw(
      'outside the group "frame"',
    );
  });

  it('is refused for a group within a group, which nothing would keep', () => {
    expect(changed((sis) => setGroup(field(sis, 'PersonIdentity', 'place_of_birth'), 'case'))).to.throw(
      'a field group within a field group',
    );
  });

  it('is refused for a list that generators would write in two ways', () => {
    expect(changed((sis) => (field(sis, 'Alert', 'warning_markers').options!.packed = false))).to.throw(
      'warning_markers has options and must state packed',
    );
  });

  it('is refused for a choice between fields, which the filter does not look into', () => {
    const change = changed((sis) => {
      message(sis, 'Match').oneofDecl.push({ $typeName: 'google.protobuf.OneofDescriptorProto', name: 'either' });
      field(sis, 'Match', 'score').oneofIndex = 0;
    });
    expect(change).to.throw('Match.score is of a kind that disclosure does not cover');
  });
});
