/** Callers that ask without a pause, over both faces, and keep whatever they are given. */
import { parseReceiptJson } from '../../../src/audit/receipt/receipt-file.js';
import type { ReceiptFile } from '../../../src/audit/receipt/receipt.js';
import { createGrpcClient, type GrpcClient } from '../../../src/client/grpc-client.js';
import { createRestClient, type RestClient } from '../../../src/client/rest-client.js';
import { digestOfBytes } from '../../../src/cli/answer-digest.js';
import { SearchPersonsRequest, SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import type { DevelopmentClient } from '../../../src/pki/development-client.js';
import { TEST_PERSONS } from '../../../src/world/test-persons.js';
import { personSearch } from '../../helpers/questions.js';
import { toReceiptFile } from '../../helpers/receipts.js';

/** A receipt and, over gRPC, the digest of the answer it came with. */
export interface Held {
  readonly receipt: ReceiptFile;
  readonly answerSha256: string | undefined;
}

/** What the callers went through. */
export interface Experience {
  readonly answers: readonly Held[];
  /** Receipts of refusals that were logged. */
  readonly refusals: readonly Held[];
  /** Reasons of refusals, and "lost" for calls whose connection broke, with how often each came. */
  readonly reasons: ReadonlyMap<string, number>;
}

export interface Callers {
  /** Resolves when so many answers have come since the start. */
  answered(count: number): Promise<void>;
  /** Lets callers rest between their calls from now on, so that what was killed can start beside them. */
  ease(): void;
  /** Lets no caller ask again, and resolves when every call has ended. May be called again, and must be when a test fails. */
  stop(): Promise<Experience>;
}

const GRPC_CONNECTIONS = 4;
/** Of sixty-four. The rest calls over REST, where no client gives up by itself: a call that hangs is seen to hang. */
const GRPC_CALLERS = 56;
const REST_CALLERS = 8;
const DEADLINE_MS = 3_000;
/** What a caller does between two calls that failed, as any client would. */
const AFTER_FAILURE_MS = 20;
/** What a caller does between two calls when told to ease. */
const AT_EASE_MS = 300;

/** Starts sixty-four callers, spread over the gateways on these ports. */
export async function startCallers(ports: readonly number[], identity: DevelopmentClient): Promise<Callers> {
  const token = await identity.mintToken({ officer: 'officer-17' });
  const request = personSearch(TEST_PERSONS.wanted);
  const body = JSON.stringify(SearchPersonsRequest.toJSON(request));
  const channels = Array.from({ length: Math.max(GRPC_CONNECTIONS, ports.length) }, (_, n) =>
    createGrpcClient(`localhost:${ports[n % ports.length]}`, identity),
  );
  const rests = ports.map((port) => createRestClient('localhost', port, identity));
  const answers: Held[] = [];
  const refusals: Held[] = [];
  const reasons = new Map<string, number>();
  const waiting: { count: number; resolve: () => void }[] = [];
  let asking = true;
  let afterSuccessMs = 0;

  function answer(held: Held): void {
    answers.push(held);
    for (const { count, resolve } of waiting) if (answers.length >= count) resolve();
  }
  function refuse(reason: string, receipt: ReceiptFile | undefined): void {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (receipt !== undefined) refusals.push({ receipt, answerSha256: undefined });
  }

  async function overGrpc(channel: GrpcClient): Promise<boolean> {
    const outcome = await channel.call(SisServiceService.searchPersons, request, { token, deadlineMs: DEADLINE_MS });
    if (outcome.kind === 'answer') {
      answer({ receipt: toReceiptFile(outcome.response.receipt), answerSha256: digestOfBytes(outcome.bytes) });
      return true;
    }
    const { reason, receipt } = outcome.refusal;
    refuse(reason, receipt === undefined ? undefined : toReceiptFile(receipt));
    return false;
  }

  async function overRest(rest: RestClient): Promise<boolean> {
    const { status, text } = await rest.call('POST', '/v1/sis/persons:search', { token, body });
    if (status === 200) {
      answer({ receipt: parseReceiptJson(text), answerSha256: undefined });
      return true;
    }
    const problem = JSON.parse(text) as { code: string; receipt?: object };
    refuse(problem.code, problem.receipt === undefined ? undefined : parseReceiptJson(text));
    return false;
  }

  async function askOnAndOn(ask: () => Promise<boolean>): Promise<void> {
    while (asking) {
      const well = await ask().catch(() => {
        refuse('lost', undefined);
        return false;
      });
      const restMs = Math.max(afterSuccessMs, well ? 0 : AFTER_FAILURE_MS);
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }
  const callers = [
    ...Array.from({ length: GRPC_CALLERS }, (_, n) => askOnAndOn(() => overGrpc(channels[n % channels.length]!))),
    ...Array.from({ length: REST_CALLERS }, (_, n) => askOnAndOn(() => overRest(rests[n % rests.length]!))),
  ];

  return {
    answered: (count) =>
      answers.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
    ease() {
      afterSuccessMs = AT_EASE_MS;
    },
    async stop() {
      asking = false;
      await Promise.all(callers);
      for (const channel of channels) channel.close();
      for (const rest of rests) rest.close();
      return { answers, refusals, reasons };
    },
  };
}
