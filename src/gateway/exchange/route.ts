/** Where a call goes: one route per operation of the contract, built once at start. */
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import type { Adapter, Operation, StreamedOperation } from '../../adapters/adapter.js';
import type { Clock } from '../../shared/clock.js';
import { compileCodec, type MethodCodec } from '../contract/codec.js';
import type { Contract, ContractMethod } from '../contract/contract.js';
import { compileResponseFilter, type ResponseFilter } from '../disclosure/response-filter.js';
import type { Breaker } from './breaker.js';

/** Bytes ↔ messages of any operation. */
export type Codec = MethodCodec<object, unknown>;

/** An operation, whatever way its answers come. */
export type AnyOperation = Operation<object, unknown> | StreamedOperation<object, unknown>;

/** An operation of a system: the whole pipeline. */
export interface SystemRoute {
  readonly kind: 'system';
  readonly method: ContractMethod;
  readonly codec: Codec;
  /** Of the kind that the contract says: its answers come in parts where the method has maxParts. */
  readonly operation: AnyOperation;
  /** What of the answers may leave. */
  readonly disclosing: ResponseFilter;
  readonly breaker: Breaker;
  /** It is told which officer asks. */
  readonly isOwnService: boolean;
}

/** A proof of the log: discloses nothing about a person, so it needs a known authority and nothing more. */
export interface ProofRoute {
  readonly kind: 'proof';
  readonly method: ContractMethod;
  readonly codec: Codec;
  readonly answer: (request: object) => Promise<unknown>;
}

export type Route = SystemRoute | ProofRoute;

/** The proof operations of a service, keyed like the service definition. */
export interface ProofService {
  readonly service: ServiceDefinition;
  readonly answers: Readonly<Record<string, ProofRoute['answer']>>;
}

/** A system and the breaker around it. */
export interface GuardedAdapter<Service extends ServiceDefinition = ServiceDefinition> {
  readonly adapter: Adapter<Service>;
  readonly breaker: Breaker;
}

/**
 * Builds the routing table. Throws when the contract has an operation that nobody implements, or an implementation
 * has no place in the contract: then the gateway must not start.
 */
export function buildRoutes(
  contract: Contract,
  systems: readonly GuardedAdapter[],
  proofs: readonly ProofService[],
  clock: Clock,
): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const { adapter, breaker } of systems) {
    for (const [key, operation] of Object.entries(adapter.operations)) {
      const { method, codec } = place(contract, adapter.service, key, clock);
      if (method.publicProof) throw new Error(`${method.path} is a proof, not an operation of a system`);
      if (adapter.system !== method.system) throw new Error(`${method.path} belongs to ${method.system}`);
      const typed = operation as AnyOperation;
      const isOwnService = adapter.isOwnService === true;
      const disclosing = compileResponseFilter(method, contract.options);
      const frame = { kind: 'system', method, codec, disclosing, breaker, isOwnService } as const;
      routes.set(method.path, { ...frame, operation: typed });
    }
  }
  for (const { service, answers } of proofs) {
    for (const [key, answer] of Object.entries(answers)) {
      const { method, codec } = place(contract, service, key, clock);
      // What is not marked as a proof takes the whole pipeline; a slip here would be a way round it.
      if (!method.publicProof) throw new Error(`${method.path} is no public proof`);
      routes.set(method.path, { kind: 'proof', method, codec, answer });
    }
  }
  for (const path of contract.methods.keys()) {
    if (!routes.has(path)) throw new Error(`nobody implements ${path}`);
  }
  return routes;
}

function place(
  contract: Contract,
  service: ServiceDefinition,
  key: string,
  clock: Clock,
): { method: ContractMethod; codec: Codec } {
  const definition = service[key] as MethodDefinition<object, unknown> | undefined;
  const method = definition && contract.methods.get(definition.path);
  if (definition === undefined || method === undefined) throw new Error(`${key} is not in the contract`);
  if (definition.responseStream !== (method.maxParts !== undefined)) {
    throw new Error(`${method.path} is not implemented in the way in which the contract answers`);
  }
  return { method, codec: compileCodec(method, definition, contract.options, clock) };
}
