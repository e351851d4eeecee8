import type { DescMessage, DescMethod } from '@bufbuild/protobuf';
import type { HttpBinding } from './http-binding.js';

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
