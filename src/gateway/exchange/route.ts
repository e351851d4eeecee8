/** Where a call goes: one route per operation of the contract, built once at start. */
import type { Adapter, Operation } from '../../adapters/adapter.js';
import type { RetentionClass } from '../../audit/log/entry.js';
import type { Contract, ContractMethod } from '../contract/contract.js';
import type { Breaker } from './breaker.js';

/** Reads and writes the messages of one operation. */
export interface Codec {
  /** Protobuf bytes → message. Throws a Refusal when they are malformed or break a rule of the contract. */
  decode(bytes: Uint8Array): object;
  /** Response message without its receipt → protobuf bytes. */
  encode(response: unknown): Uint8Array;
}

/** An operation of a system: the whole pipeline. */
export interface SystemRoute {
  readonly kind: 'system';
  readonly method: ContractMethod;
  readonly codec: Codec;
  readonly operation: Operation<object, unknown>;
  readonly breaker: Breaker;
  readonly retention: RetentionClass;
}

/** A proof of the log: discloses nothing about a person, so it needs a known authority and nothing more. */
export interface ProofRoute {
  readonly kind: 'proof';
  readonly method: ContractMethod;
  readonly codec: Codec;
  answer(request: object): Promise<unknown>;
}

export type Route = SystemRoute | ProofRoute;

/** Retention class of the entries about each system (docs/audit-log.md). */
const RETENTION: Readonly<Record<string, RetentionClass>> = { SIS: 'sis-3y', AUDIT: 'ops' };

/** Retention of entries about calls that no system can be named for. */
export const UNROUTED_RETENTION: RetentionClass = 'ops';

/** Answers one proof operation. */
export type ProofAnswerer = (request: object) => Promise<unknown>;

/**
 * Builds the routing table. Throws when the contract has an operation that nobody implements, or an implementation
 * has no place in the contract: then the gateway must not start.
 */
export function buildRoutes(
  contract: Contract,
  codecOf: (method: ContractMethod) => Codec,
  systems: readonly { readonly adapter: Adapter; readonly breaker: Breaker }[],
  proofs: ReadonlyMap<string, ProofAnswerer>,
): ReadonlyMap<string, Route> {
  const operations = new Map<string, { operation: Operation<object, unknown>; breaker: Breaker; system: string }>();
  for (const { adapter, breaker } of systems) {
    for (const [name, operation] of Object.entries(adapter.operations)) {
      const path = adapter.service[name]?.path;
      if (path === undefined) throw new Error(`${adapter.system}: operation ${name} is not in its service`);
      operations.set(path, { operation: operation as Operation<object, unknown>, breaker, system: adapter.system });
    }
  }
  const routes = new Map<string, Route>();
  for (const method of contract.methods.values()) {
    const codec = codecOf(method);
    if (method.publicProof) {
      const answer = proofs.get(method.path);
      if (answer === undefined) throw new Error(`nobody answers ${method.path}`);
      routes.set(method.path, { kind: 'proof', method, codec, answer });
      continue;
    }
    const found = operations.get(method.path);
    const retention = RETENTION[method.system];
    if (found === undefined) throw new Error(`no adapter implements ${method.path}`);
    if (found.system !== method.system) throw new Error(`${method.path} belongs to ${method.system}`);
    if (retention === undefined) throw new Error(`no retention class is set for ${method.system}`);
    routes.set(method.path, { kind: 'system', method, codec, ...found, retention });
  }
  for (const path of [...operations.keys(), ...proofs.keys()]) {
    if (!routes.has(path)) throw new Error(`${path} is implemented but not in the contract`);
  }
  return routes;
}
