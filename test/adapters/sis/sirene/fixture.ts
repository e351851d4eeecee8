/** The SIRENE service on a database of its own, with a clock that the test moves. */
import type postgres from 'postgres';
import type { AccessScope, Answer, Disclosure, Operation } from '../../../../src/adapters/adapter.js';
import { createAlertActs } from '../../../../src/adapters/sis/sirene/alert-acts.js';
import { createSireneClock, type SireneClock, type SireneEvent } from '../../../../src/adapters/sis/sirene/clock.js';
import { createSireneAdapter, openSirene } from '../../../../src/adapters/sis/sirene/service.js';
import { replaceAlerts } from '../../../../src/adapters/sis/store/load-alerts.js';
import type { Alert } from '../../../../src/adapters/sis/domain/alert.js';
import {
  AnswerFormRequest,
  CloseThreadRequest,
  type DeepPartial,
  type Form,
  GetFormRequest,
  HitConfirmation,
  type HitDetails,
  ListFormsRequest,
  type ListFormsResponse,
  ListHitsRequest,
  type ListHitsResponse,
  MatchBasis,
  ReportHitRequest,
  SendFormRequest,
} from '../../../../src/gen/ostiary/sis/v1/sirene.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { newRequestId } from '../../../../src/shared/request-id.js';
import { contextOf, createTestSis, scopeOf } from '../simulated-sis.js';

/** A Thursday. */
export const THURSDAY = Date.parse('2026-11-26T10:20:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** What a bureau may see: everything. */
export const bureau = (state: string, categories?: readonly string[]): AccessScope => ({
  ...scopeOf(state, categories),
  authority: `${state}-SIRENE`,
  authorityKind: 'SIR',
});

export const police = (state: string): AccessScope => scopeOf(state);

export const europol: AccessScope = { ...scopeOf('EU'), authority: 'EU-EUROPOL', authorityKind: 'EUROPOL' };

export interface SireneFixture {
  /** Connected as owner. */
  readonly owner: postgres.Sql;
  /** Connected with the rights of the gateway. */
  readonly gateway: postgres.Sql;
  readonly time: { now: number };
  /** How long whoever calls waits, and what says that they wait no more. */
  readonly caller: { patienceMs: number; ending: Ender };
  readonly clock: SireneClock;
  /** What the log was told, in order. */
  readonly told: SireneEvent[];
  /** Identifiers of forms, hits and threads of which the log takes no word. */
  readonly untold: Set<string>;
  load(alerts: readonly Alert[]): Promise<void>;
  send(scope: AccessScope, form: DeepPartial<SendFormRequest>): Promise<Form[]>;
  /** Sends to one bureau. */
  sendOne(scope: AccessScope, form: DeepPartial<SendFormRequest>): Promise<Form>;
  list(scope: AccessScope, query?: DeepPartial<ListFormsRequest>): Promise<Form[]>;
  /** The same, with the token of the next page. */
  page(scope: AccessScope, query?: DeepPartial<ListFormsRequest>): Promise<ListFormsResponse>;
  read(scope: AccessScope, formId: string): Promise<Form>;
  answer(scope: AccessScope, formId: string, answer: DeepPartial<AnswerFormRequest>): Promise<Form>;
  closeThread(scope: AccessScope, threadId: string): Promise<Form[]>;
  report(scope: AccessScope, hit: DeepPartial<ReportHitRequest>): Promise<string>;
  hits(scope: AccessScope, query?: DeepPartial<ListHitsRequest>): Promise<string[]>;
  hitsPage(scope: AccessScope, query?: DeepPartial<ListHitsRequest>): Promise<ListHitsResponse>;
  /** What the log is told of the records in the last answer. */
  disclosed(): readonly Disclosure[];
  stop(): Promise<void>;
}

/** Starts one that holds the test persons and objects. */
export async function sireneFixture(simulated: readonly string[] = [], delayMs = HOUR): Promise<SireneFixture> {
  const database = await createTestSis('2026-11-26');
  const owner = connectDatabase(database.url, { applicationName: 'sirene-owner', max: 2 });
  const pool = (max: number) =>
    connectDatabase(database.url, { applicationName: 'sirene-gateway', max, role: 'ostiary_gateway' });
  const gateway = pool(4);
  const clockSql = pool(1);
  const time = { now: THURSDAY };
  const caller = { patienceMs: 60_000, ending: new Ender() };
  const clock = { now: () => time.now };
  const load = async (alerts: readonly Alert[]) => {
    await owner.begin((tx) => replaceAlerts(tx, alerts, () => undefined));
  };
  const parts = openSirene({ sql: gateway, clock, lapse: 1, acts: createAlertActs(gateway, clock) });
  const { operations } = createSireneAdapter(parts);
  const told: SireneEvent[] = [];
  const untold = new Set<string>();
  const rounds = createSireneClock({
    sirene: parts,
    sql: clockSql,
    acts: createAlertActs(clockSql, clock),
    bureaux: { states: simulated, delayMs },
    tell: (event) =>
      untold.has(event.id) ? Promise.reject(new Error('the log is full')) : Promise.resolve(void told.push(event)),
    onFault: (error) => {
      throw error;
    },
  });
  let disclosed: readonly Disclosure[] = [];
  const ask = async <Request, Response>(
    operation: Operation<Request, Response>,
    request: Request,
    scope: AccessScope,
  ): Promise<Answer<Response>> => {
    const answer = await operation.parse(request).ask({
      ...contextOf(scope, caller.ending),
      requestId: newRequestId(time.now),
      deadlineMs: time.now + caller.patienceMs,
    });
    disclosed = answer.disclosures;
    return answer;
  };
  const send = async (scope: AccessScope, form: DeepPartial<SendFormRequest>) =>
    (await ask(operations.sendForm, SendFormRequest.fromPartial(form), scope)).response.forms;
  const page = async (scope: AccessScope, query: DeepPartial<ListFormsRequest> = {}) =>
    (await ask(operations.listForms, ListFormsRequest.fromPartial(query), scope)).response;
  const hitsPage = async (scope: AccessScope, query: DeepPartial<ListHitsRequest> = {}) =>
    (await ask(operations.listHits, ListHitsRequest.fromPartial(query), scope)).response;
  return {
    owner,
    gateway,
    time,
    caller,
    clock: rounds,
    told,
    untold,
    load,
    send,
    async sendOne(scope, form) {
      const [sent, second] = await send(scope, form);
      if (sent === undefined || second !== undefined) throw new Error('not one form was sent');
      return sent;
    },
    page,
    list: async (scope, query) => (await page(scope, query)).forms,
    read: async (scope, formId) =>
      (await ask(operations.getForm, GetFormRequest.fromPartial({ formId }), scope)).response.form!,
    answer: async (scope, formId, answer) =>
      (
        await ask(
          operations.answerForm,
          AnswerFormRequest.fromPartial({ formId, text: 'this is our answer', ...answer }),
          scope,
        )
      ).response.answer!,
    closeThread: async (scope, threadId) =>
      (await ask(operations.closeThread, CloseThreadRequest.fromPartial({ threadId }), scope)).response.forms,
    report: async (scope, hit) =>
      (await ask(operations.reportHit, ReportHitRequest.fromPartial({ details: details(), ...hit }), scope)).response
        .hit!.hitId,
    hitsPage,
    hits: async (scope, query) => (await hitsPage(scope, query)).hits.map(({ hitId }) => hitId),
    disclosed: () => disclosed,
    async stop() {
      await Promise.all([gateway, clockSql, owner].map((sql) => sql.end({ timeout: 5 })));
      await database.drop();
    },
  };
}

export const details = (changes: DeepPartial<HitDetails> = {}): DeepPartial<HitDetails> => ({
  matchedBy: MatchBasis.ALPHANUMERIC,
  confirmedBy: HitConfirmation.END_USER,
  place: 'Motorway A1, km 17',
  occurredAt: '2026-11-26T10:00:00Z',
  circumstances: 'stopped at a traffic check',
  ...changes,
});

/** "field rule" of every violation, or the reason of a refusal without any. */
export async function refused(asked: Promise<unknown>): Promise<string[]> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { violations } = error;
    return violations.length === 0
      ? [`${error.reason}: ${error.message}`]
      : violations.map(({ field, rule }) => `${field} ${rule}`);
  }
  throw new Error('answered where it must be refused');
}
