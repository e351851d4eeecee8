/**
 * Another state's gateway, asked: connect → log the question → ask → check the receipt → read → log the answer. Its order is
 * that of the pipeline: nothing is asked before the entry is durable, and no answer counts before it is proved there and
 * logged here.
 */
import type { MethodDefinition } from '@grpc/grpc-js';
import type { LoggedEntry } from '../../audit/log/entry.js';
import { formatAsking } from '../../shared/asking-request.js';
import type { CircuitState } from '../../shared/circuit.js';
import type { Clock } from '../../shared/clock.js';
import type { Ending } from '../../shared/ending.js';
import { checkAnswer, type ProvedEntry } from './check-answer.js';
import type { OfficerTokens } from './officer-tokens.js';
import { createPartnerCircuit, NobodyWaits, statusOf } from './partner-circuit.js';
import type { Connected, PartnerConnection } from './partner-connection.js';
import { askedEntry, type AskedPartner, notRepliedEntry, type PartnerReply, repliedEntry } from './partner-entries.js';
import { faultOf, OwnFault, PartnerFault, type PartnerStatus, refusedBy } from './partner-fault.js';
import type { PartnerSettings } from './partner-file.js';
import type { SystemLog } from '../policy/retention.js';

/** Kept back of the time of a question for logging the answer, in milliseconds. */
const LOGGING_MS = 50;

/** What every reply says. */
interface AnyReply {
  readonly replyNumber: string;
  /** Milliseconds since the epoch. */
  readonly repliedAtMs: number;
}

/** One question (as in src/adapters/prum/exchange/partner.ts). */
export interface Question<Request, Response, Reply> {
  readonly method: MethodDefinition<Request, Response>;
  readonly request: Request;
  readonly requestId: string;
  readonly officer: string;
  readonly untilMs: number;
  readonly ending: Ending;
  read(response: Response): { readonly status: PartnerReply['status']; readonly reply: Reply };
}

/** What it is made of. */
export interface GatewayParts {
  readonly settings: PartnerSettings;
  /** One for all systems: an authority's connections are limited, and the tokens that are remembered of it. */
  readonly connection: Pick<PartnerConnection, 'connected'>;
  readonly tokens: Pick<OfficerTokens, 'of'>;
  /** State whose gateway this is. */
  readonly ownState: string;
  readonly system: string;
  readonly log: SystemLog;
  readonly clock: Clock;
  /** Hears when it is given time to recover, is tried, and is asked again. */
  readonly onCircuit?: (state: CircuitState) => void;
}

/** The gateway of one state, for one system. */
export interface AskedGateway {
  readonly memberState: string;
  /** Rejects with a PartnerFault, with what `read` threw, or with the Refusal of the log. */
  ask<Request, Response, Reply extends AnyReply>(question: Question<Request, Response, Reply>): Promise<Reply>;
  readonly isOpen: boolean;
  /** Waits until what was asked is logged. */
  close(): Promise<void>;
}

/** Makes it; nobody is connected to yet. */
export function createPartnerGateway({
  settings,
  connection,
  tokens,
  ownState,
  system,
  log,
  clock,
  onCircuit,
}: GatewayParts): AskedGateway {
  const { memberState } = settings;
  const circuit = createPartnerCircuit(memberState, clock, undefined, onCircuit);
  const underWay = new Set<Promise<unknown>>();

  /** The answer as it came. */
  async function call<Request, Response>(
    { client, thumbprint }: Connected,
    { method, request, requestId, officer, untilMs, ending }: Question<Request, Response, unknown>,
  ): Promise<{ readonly response: Response; readonly bytes: Uint8Array }> {
    const token = await tokens.of(officer, thumbprint).catch((error: unknown) => {
      throw new OwnFault(memberState, error);
    });
    const deadlineMs = untilMs - LOGGING_MS - clock.now();
    if (deadlineMs <= 0) throw new PartnerFault('TIMED_OUT', 'TIMED_OUT', `no time is left to ask ${memberState}`);
    const asking = formatAsking({ origin: log.origin, requestId });
    const outcome = await client
      .call(method, request, { token, deadlineMs, asking, ending })
      .catch((error: unknown) => {
        throw faultOf(memberState, error);
      });
    if (outcome.kind === 'refusal') throw refusedBy(memberState, outcome.refusal);
    return outcome;
  }

  async function askLogged<Request, Response, Reply extends AnyReply>(
    question: Question<Request, Response, Reply>,
  ): Promise<Reply> {
    const { method, requestId, officer } = question;
    const asked: AskedPartner = {
      partner: settings,
      askingState: ownState,
      system,
      operation: method.path,
      requestId,
      officer,
    };
    // Files are read, and nobody is spoken to yet.
    const connected = await connection.connected().catch((error: unknown) => {
      throw new OwnFault(memberState, error);
    });
    // Who was not asked has not failed.
    if (question.ending.aborted) throw new NobodyWaits(memberState);
    const intent = await log.append(askedEntry(asked));
    const begun = clock.now();
    let answer: { readonly status: PartnerReply['status']; readonly reply: Reply };
    let proved: ProvedEntry;
    try {
      const { response, bytes } = await call(connected, question);
      proved = checkAnswer(bytes, settings, { system, requestId });
      answer = question.read(response);
    } catch (error) {
      return await notReplied(asked, intent, begun, question, error);
    }
    const { status, reply } = answer;
    const { replyNumber, repliedAtMs } = reply;
    const told = { status, replyNumber, repliedAtMs, proved };
    await log.append(repliedEntry(asked, intent.index, told, clock.now() - begun));
    return reply;
  }

  /** Logs that there is no answer, and throws why. */
  async function notReplied(
    asked: AskedPartner,
    { index }: LoggedEntry,
    begun: number,
    { ending, untilMs }: Pick<Question<unknown, unknown, unknown>, 'ending' | 'untilMs'>,
    error: unknown,
  ): Promise<never> {
    const isDropped = ending.aborted && clock.now() < untilMs - LOGGING_MS;
    const fault = isDropped ? new NobodyWaits(memberState) : error;
    await log.append(notRepliedEntry(asked, index, toldOf(fault), clock.now() - begun));
    throw fault;
  }

  return {
    memberState,
    async ask(question) {
      const work = circuit.through(() => askLogged(question), question.untilMs - clock.now());
      underWay.add(work);
      try {
        return await work;
      } finally {
        underWay.delete(work);
      }
    },
    get isOpen() {
      return circuit.isOpen;
    },
    async close() {
      await Promise.allSettled(underWay);
      circuit.shutdown();
    },
  };
}

const STATUSES: readonly unknown[] = ['TIMED_OUT', 'REFUSED', 'UNAVAILABLE'] satisfies readonly PartnerStatus[];

/** What the log is told of a fault: of a reply that cannot be believed, that it is so. */
function toldOf(error: unknown): Pick<PartnerFault, 'status' | 'reason'> {
  if (error instanceof PartnerFault) return error;
  const status = statusOf(error);
  if (!STATUSES.includes(status)) return { status: 'UNAVAILABLE', reason: 'REPLY_NOT_SOUND' };
  return { status: status as PartnerStatus, reason: 'NOT_ANSWERED_THERE' };
}
