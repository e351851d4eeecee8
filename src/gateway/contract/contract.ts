/**
 * The contract as the gateway knows it at run time: one descriptor set, built from proto/ once, from which validation,
 * REST, OpenAPI and reflection derive.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import type { DescMethod, FileRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { FileDescriptorSet } from '@bufbuild/protobuf/wkt';
import { projectRoot } from '../../shared/project-root.js';
import { readHttpBinding } from './http-binding.js';
import { type ContractStream, readStream } from './message-stream.js';
import type { ContractMethod } from './method.js';
import { contractOptions } from './options.js';
import type { ContractOptions } from './options.js';
import { GREATEST_REQUEST_BYTES, MAX_REQUEST_BYTES } from './request-size.js';

export type { ContractMethod } from './method.js';

const ACCESS_CONTEXT = 'ostiary.common.v1.AccessContext';
const AUDIT_RECEIPT = 'ostiary.common.v1.AuditReceipt';

/** Over REST, the only member of the line that ends a stream of parts that failed. */
export const PROBLEM = 'problem';

/** The whole contract. */
export interface Contract {
  /** Operations by gRPC path. */
  readonly methods: ReadonlyMap<string, ContractMethod>;
  /** Operations with a stream of requests, by gRPC path. What is said of operations is said of those that their messages call. */
  readonly streams: ReadonlyMap<string, ContractStream>;
  /** Full names of the services. */
  readonly services: readonly string[];
  readonly registry: FileRegistry;
  readonly options: ContractOptions;
  readonly descriptorSet: FileDescriptorSet;
}

/**
 * Path that stands for any operation that is not in the contract. What the caller asked for is not passed on: it may
 * be anything, also personal data.
 */
export const UNKNOWN_OPERATION = '/';

/**
 * Loads a descriptor set. Throws when an operation breaks the rules that every operation keeps: rules stated,
 * an access context in and a receipt out unless it is a public proof; and of streams those of message-stream.ts.
 */
export function loadContract(file: string = join(projectRoot, 'build/contract.binpb')): Contract {
  const descriptorSet = fromBinary(FileDescriptorSetSchema, readFileSync(file));
  const registry = createFileRegistry(descriptorSet);
  const options = contractOptions(registry);
  const methods = new Map<string, ContractMethod>();
  const streams = new Map<string, ContractStream>();
  const services: string[] = [];
  for (const described of registry.files) {
    for (const service of described.services) {
      services.push(service.typeName);
      const [streaming, single] = divide(service.methods, ({ methodKind }) => STREAMS_REQUESTS.has(methodKind));
      for (const method of single) {
        const read = readMethod(method, options);
        methods.set(read.path, read);
      }
      for (const method of streaming) {
        const read = readStream(method, options, (name) => methods.get(`/${service.typeName}/${name}`));
        streams.set(read.path, read);
      }
    }
  }
  return { methods, streams, services, registry, options, descriptorSet };
}

/** The contract of a process that offers only some operations: to its callers there are no others. */
export function offering(contract: Contract, offered: (method: ContractMethod) => boolean): Contract {
  const methods = new Map([...contract.methods].filter(([, method]) => offered(method)));
  const streams = new Map([...contract.streams].filter(([, { calls }]) => offered(calls)));
  const services = new Set(Array.from(methods.values(), ({ service }) => service));
  return { ...contract, methods, streams, services: contract.services.filter((service) => services.has(service)) };
}

const STREAMS_REQUESTS: ReadonlySet<DescMethod['methodKind']> = new Set(['client_streaming', 'bidi_streaming']);

function divide<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [first: Item[], second: Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

function readMethod(method: DescMethod, options: ContractOptions): ContractMethod {
  const path = `/${method.parent.typeName}/${method.name}`;
  const fail = (what: string): never => {
    throw new Error(`contract: ${path} ${what}`);
  };
  const inParts = method.methodKind === 'server_streaming';
  const rules = options.operationRules(method) ?? fail('states no operation rules');
  if (rules.eachMessageCalls !== '') fail('states each_message_calls and does not stream requests');
  if (!/^[A-Z][A-Z0-9_-]*$/.test(rules.system)) fail('names no system');
  if (rules.maxDeadlineMs === 0) fail('has no greatest deadline');
  const maxRequestBytes = rules.maxRequestBytes || MAX_REQUEST_BYTES;
  if (maxRequestBytes < MAX_REQUEST_BYTES || maxRequestBytes > GREATEST_REQUEST_BYTES) {
    fail(`takes messages of a size that is not between ${MAX_REQUEST_BYTES} and ${GREATEST_REQUEST_BYTES} bytes`);
  }
  if (inParts !== rules.maxParts > 0) fail('must state max_parts if, and only if, its answers come in parts');
  if (inParts && rules.publicProof) fail('is a proof, which is one message');

  const access = method.input.fields.find((field) => field.message?.typeName === ACCESS_CONTEXT);
  const receipt = method.output.fields.find((field) => field.message?.typeName === AUDIT_RECEIPT);
  if (!rules.publicProof) {
    if (access?.name !== 'access' || access.number !== 1) fail('must carry AccessContext access = 1');
    if (access === undefined || options.fieldRules(access)?.required !== true) fail('must require its access context');
    if (receipt?.name !== 'receipt' || receipt.number !== 1) fail('must answer with AuditReceipt receipt = 1');
  }
  const rule = options.httpRule(method);
  const http = rule && readHttpBinding(rule, method.input);
  if (inParts && http?.body === false) fail('answers in parts, which REST does for POST alone');
  if (inParts && method.output.fields.some(({ jsonName }) => jsonName === PROBLEM)) {
    fail(`has a field "${PROBLEM}", which REST keeps for a stream that fails`);
  }
  return {
    path,
    service: method.parent.typeName,
    name: method.name,
    key: method.name.charAt(0).toLowerCase() + method.name.slice(1),
    system: rules.system,
    maxDeadlineMs: rules.maxDeadlineMs,
    publicProof: rules.publicProof,
    disclosesItself: rules.disclosesItself,
    maxRequestBytes,
    maxParts: inParts ? rules.maxParts : undefined,
    http,
    input: method.input,
    output: method.output,
    hasAccess: access !== undefined,
    receiptField: receipt?.number,
    descriptor: method,
  };
}
