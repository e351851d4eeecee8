/**
 * THE pipeline: identify → parse → decide → log intent → ask → filter → log outcome → answer with receipt.
 *
 * Which records answer is the adapter's work, in its query: what is out of scope must not even be counted. What of a
 * record leaves is decided here, by the disclosure rule; a record outside the scope, or another one than the adapter
 * named, withholds the whole answer (../disclosure/response-filter.ts).
 *
 * Its order is its meaning. No adapter is asked before the intent is durable; no byte of an answer leaves before the
 * outcome is durable and covered by a signed checkpoint. Whatever fails on the way becomes a refusal, and the refusal
 * is logged before it is sent. An answer that comes in parts takes steps 6 to 8 with each of them (outgoing-parts.ts);
 * its outcome sums them up.
 */
import { randomUUID } from 'node:crypto';
import type { AskContext } from '../../adapters/adapter.js';
import type { LoggedEntry } from '../../audit/log/entry.js';
import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { appendReceipt } from '../contract/receipt.js';
import type { Confirmations } from '../approvals/confirm.js';
import type { FilteredAnswer } from '../disclosure/response-filter.js';
import type { Officer, Peer } from '../identity/peer.js';
import type { Pseudonymizer } from '../identity/pseudonym.js';
import type { Policy } from '../policy/decide.js';
import type { Place } from '../traffic/load-gate.js';
import type { Traffic } from '../traffic/traffic.js';
import { parseAccess } from './access.js';
import { contextOf } from './ask-context.js';
import { type AskingPartners, requestOf } from './asking.js';
import type { CallResult, Exchange, IncomingCall } from './call.js';
import { CallTime } from './call-time.js';
import { type Deadline, divideTime, inTime, logTooLate, NOT_CONFIRMED, tooLateToAsk } from './deadline.js';
import {
  answeredEntry,
  deniedEntry,
  failedEntry,
  intentEntry,
  type KnownCall,
  partsEndedEntry,
  type PartsSent,
} from './entries.js';
import { OutgoingParts } from './outgoing-parts.js';
import { parse } from './parse.js';
import type { ProofRoute, Route, SystemRoute } from './route.js';
import type { SystemDraft, SystemLog } from '../policy/retention.js';

/** Tells the outside about calls: metrics and operator's log. Never throws. */
export interface ExchangeObserver {
  /** A call has ended. `reason` is "ANSWERED" or the reason of the refusal. */
  callEnded(route: Route | undefined, call: IncomingCall, reason: string, durationMs: number): void;
  /** Something behind us is broken; `reference` is what the caller was told. */
  fault(reference: string, error: unknown): void;
}

/** What the pipeline is made of. */
export interface ExchangeParts {
  readonly routes: ReadonlyMap<string, Route>;
  readonly policy: Policy;
  readonly log: SystemLog;
  readonly traffic: Traffic;
  readonly observer: ExchangeObserver;
  readonly clock: Clock;
  /** Verifies the officer's token against the peer. */
  verifyOfficer(authorization: string | undefined, peer: Peer): Promise<Officer>;
  /** Approvals and emergencies. */
  readonly confirmations: Confirmations;
  readonly pseudonymizer: Pseudonymizer;
  /** Gateways whose identifiers of requests are taken over; none when left out. */
  readonly askingPartners?: AskingPartners;
  /** Calls in progress at a time; more are refused at once. */
  readonly maxCallsInProgress: number;
}

/** An answer and the outcome entry that let it go, or the refusal after an intent. */
type Settled = Extract<CallResult, { kind: 'answer' }> | { kind: 'refusal'; refusal: Refusal; logged: LoggedEntry };

/** The exchange, as its owner sees it. */
export interface OwnedExchange extends Exchange {
  /** Resolves when no call is in progress: all that has begun is logged, or cannot be. */
  idle(): Promise<void>;
}

/** Builds the one way to the adapters. */
export function createExchange(parts: ExchangeParts): OwnedExchange {
  const { clock, observer, policy, log, traffic } = parts;
  let inProgress = 0;
  const waitingForIdle: (() => void)[] = [];

  /** Steps 1 to 3: everything that must hold before a system may be asked. Resolves to the call's place among others. */
  async function admit(known: KnownCall, route: SystemRoute, deadline: Deadline): Promise<Place> {
    known.officer = await parts.verifyOfficer(known.call.authorization, known.call.peer);
    known.pseudonym = parts.pseudonymizer.pseudonymOf(known.call.peer.authority, known.officer, clock.now());
    const request = route.codec.decode(bodyOf(known.call));
    known.grounds = parseAccess(request);
    const inquiry = await parse(known.call, route, request, deadline, clock);
    known.inquiry = inquiry;
    const approval =
      known.grounds.approvalId === undefined
        ? undefined
        : await inTime(parts.confirmations.confirm(known, route, request), deadline.adapterMs, clock, tooLateToAsk);
    known.policyVersion = policy.version;
    known.permit = policy.decide({
      authority: known.call.peer.authority,
      officer: known.officer,
      grounds: known.grounds,
      system: route.method.system,
      operations: inquiry.legalOperations,
      approval,
      today: dayOf(clock.now()),
    });
    if (known.permit.obligations.length > 0) {
      const fulfil = (): Promise<void> => parts.confirmations.fulfil(known, route, request);
      known.owes = fulfil;
    }
    return traffic.admit({
      authority: known.call.peer.authority,
      grounds: known.grounds,
      system: route.method.system,
      inquiry,
    });
  }

  /** Steps 4 to 8. */
  async function exchange(known: KnownCall, route: SystemRoute, deadline: Deadline, place: Place): Promise<Settled> {
    const time = new CallTime(deadline, clock);
    try {
      return await exchangeInTime(known, route, deadline, time, place);
    } finally {
      time.end();
    }
  }

  async function exchangeInTime(
    known: KnownCall,
    route: SystemRoute,
    deadline: Deadline,
    time: CallTime,
    place: Place,
  ): Promise<Settled> {
    const intent = await time.append(log.append(intentEntry(known, known.policyVersion ?? policy.version)));
    const asked = clock.now();
    const parts =
      route.method.maxParts === undefined
        ? undefined
        : new OutgoingParts({ known, route, intentIndex: intent.index, log, time });
    let entry: SystemDraft;
    let refusal: Refusal | undefined;
    let encoded: Uint8Array = NOTHING;
    try {
      const answer = await time.ask<FilteredAnswer | PartsSent>(route.method.system, known.call.caller, (signal) => {
        const context = contextOf(known, route, intent, deadline.adapterMs, signal);
        return parts === undefined ? ask(known, route, context) : askParts(known, route, context, parts, place);
      });
      if ('partsSha256' in answer) {
        entry = partsEndedEntry(known, intent.index, answer, clock.now() - asked);
      } else {
        encoded = route.codec.encode(answer.response);
        entry = answeredEntry(known, intent.index, answer, encoded, clock.now() - asked);
      }
    } catch (error) {
      refusal = asRefusal(error);
      entry = failedEntry(known, intent.index, refusal, clock.now() - asked, parts?.sent());
    }
    const logged = await time.append(log.append(entry));
    if (refusal !== undefined) return { kind: 'refusal', refusal, logged };
    if (known.whenLogged !== undefined) {
      await known.whenLogged().catch((error: unknown) => observer.fault(known.requestId, error));
    }
    return {
      kind: 'answer',
      requestId: known.requestId,
      message: appendReceipt(route.method, encoded, logged, known.requestId),
      logged,
    };
  }

  async function ask(known: KnownCall, route: SystemRoute, context: AskContext): Promise<FilteredAnswer> {
    const { inquiry, permit } = known;
    if (inquiry === undefined || permit === undefined || !('ask' in inquiry)) throw wrongWay(route);
    const answer = await route.breaker.ask(inquiry, context);
    const filtered = route.disclosing.filter(answer, permit.scope, permit.disclosure);
    if (answer.whenLogged !== undefined) known.whenLogged = answer.whenLogged;
    return filtered;
  }

  async function askParts(
    { inquiry }: KnownCall,
    route: SystemRoute,
    context: AskContext,
    parts: OutgoingParts,
    place: Place,
  ): Promise<PartsSent> {
    if (inquiry === undefined || !('askParts' in inquiry)) throw wrongWay(route);
    await route.breaker.askParts(inquiry, context, async (part) => {
      place.stepAside();
      try {
        await parts.take(part, context.signal);
      } finally {
        place.back();
      }
    });
    return parts.sent();
  }

  async function prove(route: ProofRoute, call: IncomingCall): Promise<Uint8Array> {
    const deadline = divideTime(call.deadlineMs, route.method.maxDeadlineMs, clock);
    const request = route.codec.decode(bodyOf(call));
    return route.codec.encode(
      await inTime(route.answer(request), deadline.callerMs, clock, () =>
        logTooLate('the audit log could not be read in time'),
      ),
    );
  }

  /** Logs a refusal at steps 1 to 4. If that fails, the refusal is that of the log. */
  async function deny(known: KnownCall, refusal: Refusal): Promise<CallResult> {
    const { requestId } = known;
    if (refusal.reason === 'AUDIT_UNAVAILABLE' || !traffic.deservesEntry(known.call.peer.authority.code, refusal)) {
      return { kind: 'refusal', requestId, refusal, logged: undefined };
    }
    try {
      const deadline = clock.now() + (known.route?.method.maxDeadlineMs ?? DENIAL_TIME_MS);
      const entry = log.append(deniedEntry(known, refusal, known.policyVersion ?? policy.version));
      const logged = await inTime(entry, deadline, clock, () => logTooLate(NOT_CONFIRMED));
      return { kind: 'refusal', requestId, refusal, logged };
    } catch (error) {
      return { kind: 'refusal', requestId, refusal: asRefusal(error), logged: undefined };
    }
  }

  /** Proofs are no accesses: they are not logged, and have no other side. */
  function identify({ asking, peer }: IncomingCall, route: Route | undefined, now: number) {
    const system = route?.kind === 'system' ? route.method.system : '';
    return requestOf(asking, { authority: peer.authority.code, system }, parts.askingPartners ?? [], now);
  }

  async function run(known: KnownCall): Promise<CallResult> {
    const { call, requestId, route } = known;
    try {
      if (call.body instanceof Refusal) throw call.body;
      if (route === undefined) throw new Refusal('OPERATION_UNKNOWN', 'the contract has no such operation');
      if (route.kind === 'proof')
        return { kind: 'answer', requestId, message: await prove(route, call), logged: undefined };
      const deadline = divideTime(call.deadlineMs, route.method.maxDeadlineMs, clock);
      const place = await admit(known, route, deadline);
      const admitted = clock.now();
      try {
        if (call.caller.gone) throw new Refusal('CANCELLED', 'the caller gave up');
        if (known.owes !== undefined) {
          // An approval is not used up for a question that nobody can be asked any more.
          if (clock.now() >= deadline.adapterMs) throw tooLateToAsk();
          await known.owes();
        }
        const settled = await exchange(known, route, deadline, place);
        return settled.kind === 'answer' ? settled : { ...settled, requestId };
      } finally {
        // How long an answer in parts takes is its reader's doing, too: it does not say how fast the system is.
        place.leave(route.method.maxParts === undefined ? clock.now() - admitted : undefined);
      }
    } catch (error) {
      return deny(known, asRefusal(error));
    }
  }

  function asRefusal(error: unknown): Refusal {
    if (error instanceof Refusal) {
      if (error.cause !== undefined) observer.fault(error.reason, error.cause);
      return error;
    }
    const errorId = randomUUID();
    observer.fault(errorId, error);
    return new Refusal('INTERNAL', `internal error ${errorId}`, { metadata: { error_id: errorId }, cause: error });
  }

  return {
    async handle(call) {
      const started = clock.now();
      const route = parts.routes.get(call.path);
      const { requestId, refusal: unfit } = identify(call, route, started);
      if (inProgress >= parts.maxCallsInProgress) {
        // Shedding must cost less than serving: it is counted, not logged one by one.
        const refusal = new Refusal('OVERLOADED', 'the gateway has as many calls as it may have at a time', {
          retryAfterMs: 100,
        });
        observer.callEnded(route, call, refusal.reason, 0);
        return { kind: 'refusal', requestId, refusal, logged: undefined };
      }
      inProgress += 1;
      try {
        const result = await run({ call: unfit === undefined ? call : { ...call, body: unfit }, requestId, route });
        const reason = result.kind === 'answer' ? 'ANSWERED' : result.refusal.reason;
        observer.callEnded(route, call, reason, clock.now() - started);
        return result;
      } finally {
        inProgress -= 1;
        if (inProgress === 0) for (const resolve of waitingForIdle.splice(0)) resolve();
      }
    },
    idle: () => (inProgress === 0 ? Promise.resolve() : new Promise((resolve) => waitingForIdle.push(resolve))),
  };
}

const NOTHING = new Uint8Array();

const wrongWay = ({ method }: SystemRoute): TypeError =>
  new TypeError(`the system does not answer ${method.path} in the way in which the contract does`);

/** Day of a moment, YYYY-MM-DD in UTC. */
const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** Time to log the denial of a call that has no operation, in milliseconds. */
const DENIAL_TIME_MS = 5_000;

function bodyOf(call: IncomingCall): Uint8Array {
  if (call.body instanceof Refusal) throw call.body;
  return call.body;
}
