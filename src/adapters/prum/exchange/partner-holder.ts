/** What a state with a gateway of its own holds: the same for every category, but for how a question is written and read. */
import type { MethodDefinition } from '@grpc/grpc-js';
import type { Ending } from '../../../shared/ending.js';
import type { StateQuestion, StateReply } from './domain/state-question.js';
import type { PartnerGateway, RepliedStatus } from './partner.js';

/** What every question to a gateway has. */
export interface PutQuestion extends StateQuestion {
  /** Pseudonym of the officer who asks, by whom a gateway elsewhere logs it: all that another state learns of them. */
  readonly officer: string;
}

/** How a category asks another gateway, and what it believes of the reply. */
export interface Dialogue<Question extends PutQuestion, Request, Response, Reply extends StateReply> {
  readonly method: MethodDefinition<Request, Response>;
  /** Writes what the law names for a question between states, and nothing else. */
  readonly print: (question: Question, memberState: string) => Request;
  /** Reads what it names for the reply. Throws when it is not one of the state, and of it alone, or the state did not answer. */
  readonly read: (response: Response, memberState: string, question: Question) => Reply;
  /** Throws when the reply contradicts itself or does not answer the question. */
  readonly assertSound: (reply: Reply, memberState: string, question: Question) => void;
  /** What is logged of the reply. */
  readonly statusOf: (reply: Reply) => RepliedStatus;
}

/** Puts one question. Rejects as `PartnerGateway.ask` does. */
export const askPartner = <Question extends PutQuestion, Request, Response, Reply extends StateReply>(
  gateway: PartnerGateway,
  { method, print, read, assertSound, statusOf }: Dialogue<Question, Request, Response, Reply>,
  question: Question,
  ending: Ending,
  untilMs: number,
): Promise<Reply> => {
  const { memberState } = gateway;
  return gateway.ask({
    method,
    request: print(question, memberState),
    requestId: question.requestNumber,
    officer: question.officer,
    untilMs,
    ending,
    read(response) {
      const reply = read(response, memberState, question);
      assertSound(reply, memberState, question);
      return { status: statusOf(reply), reply };
    },
  });
};

/** The one state that a gateway answers for. Throws when there is none, or another beside it. */
export function onlyState<State>(states: readonly State[]): State {
  const [state, second] = states;
  if (state === undefined || second !== undefined) throw new Error('the reply is not that of one state');
  return state;
}
