/**
 * The port: what a system offers the exchange pipeline. An adapter is anything that implements a system's gRPC
 * service; in process that is a simulator, out of process a national system. The pipeline can't tell them apart.
 */
import type { ServiceDefinition } from '@grpc/grpc-js';
import type { Ending } from '../shared/ending.js';
import type { IndexTerm } from '../shared/index-term.js';
import type { JsonObject } from '../shared/json.js';

/** Operations of the legal-basis table that an inquiry may need. */
export type LegalOperation =
  | 'SEARCH_ALPHA'
  | 'SEARCH_DOC'
  | 'SEARCH_OBJ'
  | 'SEARCH_DNA'
  | 'COMPARE_DNA'
  | 'STATE_QUERY'
  | 'VERIFY_BIO'
  | 'IDENT_PRINT'
  | 'IDENT_FACE'
  | 'TRACE_PRINT'
  | 'READ'
  | 'COPY'
  | 'ENTER'
  | 'UPDATE'
  | 'DELETE'
  | 'FLAG'
  | 'LINK'
  | 'SUPPL_INFO'
  | 'FLAG_QUERY'
  | 'REQUEST_FULL'
  | 'CONSULT'
  | 'STATUS'
  | 'NOTIFY'
  | 'NOTICE'
  | 'REQUEST_COPY'
  | 'CONFIRM'
  | 'CORE_DATA'
  | 'ASSESS'
  | 'ANALYSE'
  | 'UNMASK'
  | 'APPROVE'
  | 'REVIEW'
  | 'OVERSEE'
  | 'LOG_READ';

/** What the caller may see of a system, decided before the system is asked. */
export interface AccessScope {
  /** Registered code of the asking authority, e.g. "XA-POLICE". */
  readonly authority: string;
  /** Its member state, ISO 3166-1 alpha-2. */
  readonly memberState: string;
  /** Kind in which it asks, e.g. "POL". */
  readonly authorityKind: string;
  /**
   * Data categories that may be disclosed, in the system's own codes. For SIS: alert categories ("ARR", "MIS-P") and,
   * for objects, "OBJ:" with the letter of Art. 38(2) ("OBJ:a"). Whatever is not named here must look like no data.
   */
  readonly categories: ReadonlySet<string>;
  /** Of the log: which entries of these authorities the legal basis opens. Undefined for every other system. */
  readonly log?: LogScope;
}

/**
 * Which entries of the log a legal basis opens: those about its own systems. What is said about an approval (APPROVALS) is
 * kept under the retention class of the system whose question is approved, and belongs to that system.
 */
export interface LogScope {
  readonly systems: ReadonlySet<string>;
  /** Retention classes of these systems. */
  readonly classes: ReadonlySet<string>;
}

/** Proof of the durable intent entry without which no adapter answers. Made by the pipeline only. */
export interface IntentProof {
  /** Origin line of the log. */
  readonly origin: string;
  /** Index of the intent entry. */
  readonly index: number;
  /** RFC 6962 hash of the intent entry. */
  readonly leafHash: Uint8Array;
  /** Signed checkpoint that covers it. */
  readonly checkpoint: string;
}

/** The officer who asks, as the gateway's own services know them. */
export interface KnownOfficer {
  /** Pseudonymous, unique within the authority. */
  readonly id: string;
  readonly roles: readonly string[];
}

/** The officer as they appear towards a system and the state behind it. */
export interface AskingOfficer {
  /**
   * Stands for one officer of one authority within a calendar quarter, e.g. "2026q4-…" with 32 hexadecimal digits. Only
   * the officer's own authority can resolve it, in its log.
   */
  readonly pseudonym: string;
}

/** What an adapter gets with a question. */
export interface AskContext {
  /** Identifier of the request (ULID). */
  readonly requestId: string;
  /** The access is in the log already. */
  readonly intent: IntentProof;
  /** What may be disclosed. */
  readonly scope: AccessScope;
  /** Who asks, as far as a system may know it: never the officer's identifier. */
  readonly officer: AskingOfficer;
  /** Time after which nobody waits for the answer, milliseconds since the epoch. */
  readonly deadlineMs: number;
  /** Aborted when the caller gives up or the deadline has passed. */
  readonly signal: Ending;
  /** Given to the gateway's own services alone (Adapter.isOwnService): no system behind it learns which officer asks. */
  readonly knownOfficer?: KnownOfficer | undefined;
  /** There for the gateway's own services: data keys of the log that they unwrapped, for the entry that ends the call. */
  readonly unwraps?: { total: number } | undefined;
}

/** Most terms that the records of one answer, or of one part, may have together. An answer with more is withheld. */
export const MAX_ANSWER_TERMS = 300;

/** One record in an answer, as the log names it. */
export interface Disclosure {
  /** Reference of the record. */
  readonly reference: string;
  /** Its category, as in AccessScope.categories. */
  readonly category: string;
  /**
   * Field groups disclosed of it, by an operation whose answers hold no records (discloses_itself in the contract). Of
   * records the pipeline itself finds out what it lets go.
   */
  readonly fieldGroups?: readonly string[];
  /** Whom or what the record is about, if anybody: the access is found by that, too, however the question was put. */
  readonly terms?: readonly IndexTerm[];
  /** The record shows that its person is a child: the consent of an adult is not asked. Left out where the age is open. */
  readonly ofMinor?: true;
}

/** What became of a question: the names of ostiary.common.v1.OutcomeStatus. */
export type OutcomeName = 'HIT' | 'NO_HIT' | 'NOT_SEARCHED' | 'TIMED_OUT' | 'REFUSED' | 'UNAVAILABLE';

const PRECEDENCE: readonly OutcomeName[] = ['HIT', 'TIMED_OUT', 'UNAVAILABLE', 'REFUSED', 'NO_HIT', 'NOT_SEARCHED'];

/**
 * One outcome for a question to several places: a hit if any has one, no hit only if every place that was searched said so.
 * Otherwise what kept places from answering; of several such, what leaves most open comes first.
 */
export const overallOutcome = (outcomes: ReadonlySet<OutcomeName>): OutcomeName =>
  PRECEDENCE.find((status) => outcomes.has(status)) ?? 'NOT_SEARCHED';

/** A system's answer. Response is the operation's response message without its receipt. */
export interface Answer<Response> {
  /**
   * What the log will say. Where the response has an outcome, it says the same, or the answer is withheld. A system that
   * is one place answers HIT or NO_HIT and refuses otherwise.
   */
  readonly status: OutcomeName;
  /**
   * Of a question to several places, such as the Member States of an exchange: what became of it in each, for the log
   * (Regulation (EU) 2024/982 Art. 45(1)).
   */
  readonly places?: readonly PlaceOutcome[];
  readonly response: Response;
  /** One entry per record in the response, in the same order: an answer for which that is not so is withheld. */
  readonly disclosures: readonly Disclosure[];
  /**
   * Notes of the system's own that stand on the outcome: done when that is in the log, before the answer leaves, and not done
   * where it is not. Where it rejects the operator is told, and the answer leaves all the same.
   */
  readonly whenLogged?: () => Promise<void>;
}

/** What became of a question in one of the places that it was put to. */
export interface PlaceOutcome {
  /** E.g. a Member State, ISO 3166-1 alpha-2. */
  readonly place: string;
  readonly status: OutcomeName;
}

/**
 * One part of an answer that comes in parts, such as what one of several states says. Each is filtered, logged and sent
 * before the next one is asked for.
 */
export interface PartialAnswer<Response> {
  /** What became of this part of the question. Where the response has an outcome, it says the same. */
  readonly status: OutcomeName;
  /** As in Answer. */
  readonly places?: readonly PlaceOutcome[];
  /** The operation's response message without its receipt, at most 1 MiB. */
  readonly response: Response;
  /** As in Answer. Only a hit has any. */
  readonly disclosures: readonly Disclosure[];
}

/** What a question takes of a quota that the answering side declares (data/policy/quotas.csv). */
export interface QuotaDraw {
  /** What is counted, in the system's own terms, e.g. the search mode "LT/TP". */
  readonly mode: string;
  /** Member State asked, ISO 3166-1 alpha-2. */
  readonly counterpart: string;
  /** Questions: 1 for each person or trace searched. */
  readonly amount: number;
}

/** A parsed question, whatever way its answer comes: domain values only, ready to be judged, logged and asked. */
export interface ParsedQuestion {
  /** Operations of the legal basis that the question needs; all must be allowed. */
  readonly legalOperations: readonly LegalOperation[];
  /** What is asked, for the section "what" of the intent entry. Samples of biometrics never, their type only. */
  readonly audit: JsonObject;
  /** What the access can be found by in the log: whom or what is asked about (src/matching/index-terms.ts). */
  readonly terms?: readonly IndexTerm[];
  /** Member State whose record is asked for, where the question itself tells: some uses need its authorisation. */
  readonly ownerState?: string;
  /** What it takes of quotas; left out by systems that have none. All of it is there, or the question is refused. */
  readonly draws?: readonly QuotaDraw[];
}

/** A question whose answer is one message. */
export interface Inquiry<Response> extends ParsedQuestion {
  /** Asks the system. Rejects with a Refusal, or with the signal's reason when aborted. */
  ask(context: AskContext): Promise<Answer<Response>>;
}

/** A question whose answer comes in parts. */
export interface StreamedInquiry<Response> extends ParsedQuestion {
  /**
   * Asks the system; best written as an async generator. Yields parts as they come, in the order in which they are to be
   * shown, at most as many as the contract says. Throws a Refusal when the whole fails, or the signal's reason when
   * aborted; what was yielded before stays disclosed and logged. Is not asked for the next part before the caller has
   * taken the last one, and is ended by return() when nobody wants more: let go of what you hold in a `finally`.
   *
   * Whom or what is asked decides how many parts there are, never what is found: each one leaves an entry in the public
   * tree. A state without data, or one that did not answer, is a part like any other.
   */
  askParts(context: AskContext): AsyncIterable<PartialAnswer<Response>>;
}

/** One operation of a system. */
export interface Operation<Request, Response> {
  /** Turns a message that kept the contract's rules into domain values. Throws a Refusal naming every bad field. */
  parse(request: Request): Inquiry<Response>;
  /**
   * As parse, for requests so large that others would wait for it: gives the event loop back between pieces of the work, and ends
   * with the signal's reason when aborted. `authority` is the registered code of whoever asks, so that one does not take the turns
   * of all: the question is not yet judged. The pipeline prefers it to parse.
   */
  parseInTurns?(request: Request, signal: Ending, authority: string): Promise<Inquiry<Response>>;
}

/** One operation of a system whose answers come in parts (a stream of responses in the contract). */
export interface StreamedOperation<Request, Response> {
  /** As in Operation. */
  parse(request: Request): StreamedInquiry<Response>;
}

/**
 * The operations of a service, keyed like the service definition ("searchPersons"). Those with a stream of requests are not
 * among them: each of their messages is a call of one that is.
 */
export type Operations<Service extends ServiceDefinition> = {
  readonly [
    Method in keyof Service as Service[Method] extends { requestStream: true } ? never : Method
  ]: Service[Method] extends {
    requestDeserialize: (value: Buffer) => infer Request;
    responseDeserialize: (value: Buffer) => infer Response;
    responseStream: infer Streams;
  }
    ? Streams extends true
      ? StreamedOperation<Request, Response>
      : Operation<Request, Response>
    : never;
};

/** A system behind the gateway. */
export interface Adapter<Service extends ServiceDefinition = ServiceDefinition> {
  /** Code of the system in the legal-basis table and in the log, e.g. "SIS". */
  readonly system: string;
  /** True for a service of the gateway itself. */
  readonly isOwnService?: true;
  /** The system's service in the contract. */
  readonly service: Service;
  readonly operations: Operations<Service>;
  /** Rejects when the system cannot be asked now. */
  checkHealth(signal: AbortSignal): Promise<void>;
}

/** What a system did to its records with nobody asking, as the log is told: a record deleted at its term, a notice given. */
export interface SystemAct {
  /** What was done, e.g. "deleted". */
  readonly act: string;
  /** Authority whose records they are; undefined where that is nobody in the registry, or everybody. */
  readonly authority: string | undefined;
  readonly records: readonly Pick<Disclosure, 'reference' | 'category'>[];
  /** What the act can be found by in the log. */
  readonly terms: readonly IndexTerm[];
  /** Further facts, without personal data. */
  readonly facts: JsonObject;
}
