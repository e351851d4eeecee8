/**
 * The contract as the gateway knows it at run time: one descriptor set, built from proto/ once, from which validation,
 * REST, OpenAPI and reflection derive.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import type { DescMessage, DescMethod, FileRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { FileDescriptorSet } from '@bufbuild/protobuf/wkt';
import { projectRoot } from '../../shared/project-root.js';
import { readHttpBinding } from './http-binding.js';
import type { HttpBinding } from './http-binding.js';
import { contractOptions } from './options.js';
import type { ContractOptions } from './options.js';
import { GREATEST_REQUEST_BYTES, MAX_REQUEST_BYTES } from './request-size.js';

const ACCESS_CONTEXT = 'ostiary.common.v1.AccessContext';
const AUDIT_RECEIPT = 'ostiary.common.v1.AuditReceipt';

/** Over REST, the only member of the line that ends a stream of parts that failed. */
export const PROBLEM = 'problem';

/** One operation of the contract. */
export interface ContractMethod {
  /** Path on the gRPC wire: "/ostiary.sis.v1.SisService/SearchPersons". */
  readonly path: string;
  /** Full name of the service: "ostiary.sis.v1.SisService". */
  readonly service: string;
  /** Name of the method: "SearchPersons". */
  readonly name: string;
  /** Key in the generated service definition and in an adapter's operations: "searchPersons". */
  readonly key: string;
  /** Code of the system that answers: "SIS". */
  readonly system: string;
  /** Greatest time the operation may take, milliseconds; the deadline of a caller who set none. */
  readonly maxDeadlineMs: number;
  /** True: needs a known authority, but no officer, no access context, no log entry. */
  readonly publicProof: boolean;
  /** True: its answers hold no records; the system itself names what it disclosed. */
  readonly disclosesItself: boolean;
  /** Greatest request message, bytes. */
  readonly maxRequestBytes: number;
  /** Its answers come in parts, at most so many; undefined when an answer is one message. */
  readonly maxParts: number | undefined;
  readonly http: HttpBinding | undefined;
  readonly input: DescMessage;
  readonly output: DescMessage;
  /** Whether the request carries an AccessContext (always, unless publicProof). */
  readonly hasAccess: boolean;
  /** Number of the response's receipt field; undefined when there is none. */
  readonly receiptField: number | undefined;
  readonly descriptor: DescMethod;
}

/** The whole contract. */
export interface Contract {
  /** Operations by gRPC path. */
  readonly methods: ReadonlyMap<string, ContractMethod>;
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
 * Loads a descriptor set. Throws when an operation breaks the rules that every operation keeps: one request, rules
 * stated, an access context in and a receipt out unless it is a public proof.
 */
export function loadContract(file: string = join(projectRoot, 'build/contract.binpb')): Contract {
  const descriptorSet = fromBinary(FileDescriptorSetSchema, readFileSync(file));
  const registry = createFileRegistry(descriptorSet);
  const options = contractOptions(registry);
  const methods = new Map<string, ContractMethod>();
  const services: string[] = [];
  for (const described of registry.files) {
    for (const service of described.services) {
      services.push(service.typeName);
      for (const method of service.methods) {
        const read = readMethod(method, options);
        methods.set(read.path, read);
      }
    }
  }
  return { methods, services, registry, options, descriptorSet };
}

/** The contract of a process that offers only some operations: to its callers there are no others. */
export function offering(contract: Contract, offered: (method: ContractMethod) => boolean): Contract {
  const methods = new Map([...contract.methods].filter(([, method]) => offered(method)));
  const services = new Set(Array.from(methods.values(), ({ service }) => service));
  return { ...contract, methods, services: contract.services.filter((service) => services.has(service)) };
}

function readMethod(method: DescMethod, options: ContractOptions): ContractMethod {
  const path = `/${method.parent.typeName}/${method.name}`;
  const fail = (what: string): never => {
    throw new Error(`contract: ${path} ${what}`);
  };
  const inParts = method.methodKind === 'server_streaming';
  if (!inParts && method.methodKind !== 'unary') fail('streams requests; every operation has one');
  const rules = options.operationRules(method) ?? fail('states no operation rules');
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
