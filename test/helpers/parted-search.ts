/** The contract and the service of SIS as they would be if searches for persons were answered in parts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { PartialAnswer } from '../../src/adapters/adapter.js';
import { type Contract, loadContract, offering } from '../../src/gateway/contract/contract.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import { OperationRules } from '../../src/gen/ostiary/options/v1/rules.js';
import { AlertCategory, SearchPersonsResponse, SisServiceService } from '../../src/gen/ostiary/sis/v1/sis.js';
import { projectRoot } from '../../src/shared/project-root.js';

const OPERATION_OPTION = 50_803;
const FILE = 'ostiary/sis/v1/sis.proto';

/** Path of the operation that answers in parts. */
export const PARTED_SEARCH = '/ostiary.sis.v1.SisService/SearchPersons';

/** Most parts that it may answer with. */
export const MAX_PARTS = 5;

/** The service, as generated code would have it. */
export const PartedSisService = {
  ...SisServiceService,
  searchPersons: { ...SisServiceService.searchPersons, responseStream: true },
} as const;

/** The contract with one operation that answers in parts, of SIS alone; changed further as asked. */
export function partedContract(rules: Partial<OperationRules> = {}, requestStream = false): Contract {
  const set = fromBinary(FileDescriptorSetSchema, readFileSync(join(projectRoot, 'build/contract.binpb')));
  const method = set.file.find(({ name }) => name === FILE)?.service[0]?.method[0];
  if (method?.options === undefined || method.name !== 'SearchPersons') throw new Error('the contract has changed');
  method.serverStreaming = true;
  method.clientStreaming = requestStream;
  const stated = OperationRules.fromPartial({
    system: 'SIS',
    maxDeadlineMs: 5_000,
    maxParts: MAX_PARTS,
    ...rules,
  });
  const data = new BinaryWriter().bytes(OperationRules.encode(stated).finish()).finish();
  const others = (method.options.$unknown ?? []).filter(({ no }) => no !== OPERATION_OPTION);
  method.options.$unknown = [...others, { no: OPERATION_OPTION, wireType: WireType.LengthDelimited, data }];
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-parted-'));
  try {
    const file = join(folder, 'contract.binpb');
    writeFileSync(file, toBinary(FileDescriptorSetSchema, set));
    return offering(loadContract(file), ({ service }) => service === 'ostiary.sis.v1.SisService');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A part with a hit on an alert of arrest, the nth one. */
export function hitPart(n: number): PartialAnswer<SearchPersonsResponse> {
  const reference = `SIM-XB-${String(n).padStart(26, '0')}`;
  return {
    status: 'HIT',
    response: SearchPersonsResponse.fromPartial({
      outcome: { system: 'SIS', status: OutcomeStatus.HIT },
      matches: [{ alertReference: reference, category: AlertCategory.ARR }],
    }),
    disclosures: [{ reference, category: 'ARR', terms: [{ field: 'document', value: `N${n}` }] }],
  };
}

/** A part without a record. */
export function emptyPart(status: Exclude<PartialAnswer<unknown>['status'], 'HIT'>): PartialAnswer<unknown> {
  const response = SearchPersonsResponse.fromPartial({ outcome: { system: 'SIS', status: OutcomeStatus[status] } });
  return { status, response, disclosures: [] };
}
