/**
 * The simulated states of a category: each with a latency and, on demand, a fault of its own. What they are like stands in
 * the database and is looked up with every question.
 */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { Clock } from '../../../../shared/clock.js';
import type { Ending } from '../../../../shared/ending.js';
import type { Participant } from '../../../states/ask-states.js';
import { behave, type SimulatedFault } from '../../../states/simulated-behaviour.js';
import type { CategoryCode } from '../category.js';
import type { StateQuestion, StateReply } from '../domain/state-question.js';

/** What the simulation of a category works with. */
export interface SimulatedStatesOptions<Question extends StateQuestion, Reply extends StateReply> {
  readonly category: CategoryCode;
  /** Rights of ostiary_gateway on the schema prum. */
  readonly sql: postgres.Sql;
  readonly clock: Clock;
  /** Looks into what the state holds. `world` changes when the simulation was loaded anew. */
  readonly answer: (
    memberState: string,
    question: Question,
    world: string,
    ending: Ending,
  ) => Promise<Omit<Reply, keyof StateReply>>;
  /** What a state does instead of answering a question about a test person (docs/test-persons.md). */
  readonly testFault?: (memberState: string, question: Question) => SimulatedFault | undefined;
}

interface StateRow {
  readonly member_state: string;
  readonly takes_part: boolean;
  readonly latency_ms: number | null;
  readonly fault: SimulatedFault | null;
  readonly world: string | null;
}

/** Makes what gives the states of a category, as they are now. */
export function createSimulatedStates<Question extends StateQuestion, Reply extends StateReply>({
  category,
  sql,
  clock,
  answer,
  testFault,
}: SimulatedStatesOptions<Question, Reply>): () => Promise<readonly Participant<Question, Reply>[]> {
  async function search(row: StateRow, question: Question, ending: Ending): Promise<Reply> {
    const { member_state: memberState, latency_ms: latencyMs, world } = row;
    const fault = testFault?.(memberState, question) ?? row.fault ?? undefined;
    await behave({ latencyMs: latencyMs ?? 0, fault }, ending);
    const found = await answer(memberState, question, world ?? '', ending);
    const repliedAtMs = clock.now();
    return { ...found, replyNumber: ulid(repliedAtMs), repliedAtMs } as Reply;
  }
  return async () => {
    const rows = await sql<StateRow[]>`
      select p.member_state, p.takes_part, s.latency_ms, s.fault,
        (select world::text from prum.simulation l where l.category = p.category) as world
      from prum.participant p left join prum.simulated_state s using (category, member_state)
      where p.category = ${category}
      order by p.member_state`;
    return rows.map((row) => ({
      memberState: row.member_state,
      holder: row.takes_part ? { search: (question, ending) => search(row, question, ending) } : undefined,
    }));
  };
}
