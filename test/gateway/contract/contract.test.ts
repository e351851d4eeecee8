import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { FileDescriptorProto, MethodDescriptorProto } from '@bufbuild/protobuf/wkt';
import { expect } from 'chai';
import { loadContract } from '../../../src/gateway/contract/contract.js';
import { projectRoot } from '../../../src/shared/project-root.js';

describe('the contract', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'ostiary-contract-'))));
  after(() => rmSync(folder, { recursive: true }));

  /** Loads the contract after something was done to it. */
  function changed(change: (sis: FileDescriptorProto, search: MethodDescriptorProto) => void) {
    const set = fromBinary(FileDescriptorSetSchema, readFileSync(join(projectRoot, 'build/contract.binpb')));
    const sis = set.file.find((file) => file.name === 'ostiary/sis/v1/sis.proto')!;
    change(sis, sis.service[0]!.method[0]!);
    const file = join(folder, 'changed.binpb');
    writeFileSync(file, toBinary(FileDescriptorSetSchema, set));
    return () => loadContract(file);
  }

  it('knows an operation as its proto states it', () => {
    const method = loadContract().methods.get('/ostiary.sis.v1.SisService/SearchPersons')!;
    expect(method).to.include({
      service: 'ostiary.sis.v1.SisService',
      name: 'SearchPersons',
      key: 'searchPersons',
      system: 'SIS',
      maxDeadlineMs: 5000,
      publicProof: false,
      hasAccess: true,
      receiptField: 1,
    });
    expect(method.http).to.deep.equal({ verb: 'POST', path: '/v1/sis/persons:search', body: true });
  });

  it('knows a proof, which has neither access context nor receipt', () => {
    const method = loadContract().methods.get('/ostiary.audit.v1.AuditService/GetInclusionProof')!;
    expect(method).to.include({ publicProof: true, hasAccess: false, receiptField: undefined });
    expect(method.http).to.deep.equal({ verb: 'GET', path: '/v1/audit/inclusion-proof', body: false });
  });

  it('loads what it was not changed in', () => {
    expect(changed(() => undefined)().methods.size).to.equal(loadContract().methods.size);
  });

  it('does not load an operation without rules', () => {
    expect(changed((_, search) => delete search.options)).to.throw('states no operation rules');
  });

  it('does not load an operation without access context', () => {
    const change = changed((sis) => {
      const request = sis.messageType.find((message) => message.name === 'SearchPersonsRequest')!;
      request.field = request.field.filter((field) => field.name !== 'access');
    });
    expect(change).to.throw('must carry AccessContext');
  });

  it('does not load an operation whose access context may be left out', () => {
    const change = changed((sis) => {
      const request = sis.messageType.find((message) => message.name === 'SearchPersonsRequest')!;
      delete request.field.find((field) => field.name === 'access')!.options;
    });
    expect(change).to.throw('must require its access context');
  });

  it('does not load an operation without receipt', () => {
    const change = changed((sis) => {
      const response = sis.messageType.find((message) => message.name === 'SearchPersonsResponse')!;
      response.field = response.field.filter((field) => field.name !== 'receipt');
    });
    expect(change).to.throw('must answer with AuditReceipt');
  });

  it('does not load an operation that streams requests, or answers without stating how many', () => {
    expect(changed((_, search) => (search.clientStreaming = true))).to.throw('streams requests');
    expect(changed((_, search) => (search.serverStreaming = true))).to.throw('must state max_parts');
  });
});
