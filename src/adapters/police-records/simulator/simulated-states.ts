/**
 * The simulated states: each with an index, a latency and, on demand, a fault of its own. What they are like stands in the
 * database and is looked up with every question.
 */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { NamePseudonymizer } from '../../../matching/pseudonyms/bloom-filter.js';
import type { Clock } from '../../../shared/clock.js';
import type { Ending } from '../../../shared/ending.js';
import { qualityOf } from '../domain/correspondence.js';
import { behave, type SimulatedFault } from '../../states/simulated-behaviour.js';
import type { HolderQuestion, HolderReply, RecordParticipant } from '../holders/record-holder.js';
import { IndexThread } from './index-thread.js';
import type { IndexedPerson } from './index-messages.js';
import { createTestFaults } from './test-faults.js';

/** What the simulation works with. */
export interface SimulatedStatesOptions {
  /** Rights of ostiary_gateway on the schema police_records. */
  readonly sql: postgres.Sql;
  readonly clock: Clock;
  /** The key of the exchange, which every state has. */
  readonly key: Uint8Array;
  readonly pseudonymizer: NamePseudonymizer;
}

/** The simulated exchange. */
export interface SimulatedStates {
  /** All states that it knows of, as they are now. */
  participants(): Promise<readonly RecordParticipant[]>;
  /** Makes the indexes, so that the first question need not wait for them. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

interface StateRow {
  readonly member_state: string;
  readonly offers_index: boolean;
  readonly latency_ms: number | null;
  readonly fault: SimulatedFault | null;
  /** Of what the simulator holds now; null before it holds anything. */
  readonly world: string | null;
}

/** Records that travel to the thread at a time: a few milliseconds of work. */
const BATCH = 500;

/** Makes the simulated states. Their indexes are made when somebody asks for it, and anew when they were seeded anew. */
export function createSimulatedStates({ sql, clock, key, pseudonymizer }: SimulatedStatesOptions): SimulatedStates {
  const testFaultOf = createTestFaults(pseudonymizer);
  let indexes: { readonly world: string; readonly thread: IndexThread; readonly loaded: Promise<void> } | undefined;

  async function* records(): AsyncGenerator<readonly IndexedPerson[], void, undefined> {
    const rows = sql<IndexedPerson[]>`
      select member_state as "memberState", reference, record -> 'person' as person from police_records.record`;
    for await (const some of rows.cursor(BATCH)) yield some;
  }

  function openIndexes(world: string): IndexThread {
    if (indexes?.world === world && indexes.thread.failure === undefined) return indexes.thread;
    void indexes?.thread.close();
    const thread = new IndexThread(key);
    const loaded = thread.load(records());
    indexes = { world, thread, loaded };
    // Whoever waits for it hears of it, and the next question begins anew.
    loaded.catch(() => {
      if (indexes?.thread === thread) indexes = undefined;
      void thread.close();
    });
    return thread;
  }

  async function search(row: StateRow, question: HolderQuestion, ending: Ending): Promise<HolderReply> {
    const fault = testFaultOf(row.member_state, question.person) ?? row.fault ?? undefined;
    await behave({ latencyMs: row.latency_ms ?? 0, fault }, ending);
    const thread = openIndexes(row.world ?? '');
    await indexes?.loaded;
    const { matchCount, matches } = await thread.search(row.member_state, question.person, question.maxMatches);
    const repliedAtMs = clock.now();
    return {
      replyNumber: ulid(repliedAtMs),
      repliedAtMs,
      matchCount,
      matches: matches.map(({ reference, likeness }) => ({ reference, quality: qualityOf(likeness) })),
    };
  }

  const states = () => sql<StateRow[]>`
    select p.member_state, p.offers_index, s.latency_ms, s.fault,
      (select world::text from police_records.simulation) as world
    from police_records.participant p left join police_records.simulated_state s using (member_state)
    order by p.member_state`;

  return {
    async participants() {
      const rows = await states();
      return rows.map((row) => ({
        memberState: row.member_state,
        holder: row.offers_index ? { search: (question, ending) => search(row, question, ending) } : undefined,
      }));
    },
    async prepare() {
      const [row] = await states();
      if (row === undefined) return;
      openIndexes(row.world ?? '');
      await indexes?.loaded;
    },
    async close() {
      await indexes?.thread.close();
    },
  };
}
