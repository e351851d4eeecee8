/** Simulated states whose data are searched in memory: one collection for all of them, which is filled anew with its world. */
import type { Ending } from '../../../../shared/ending.js';
import { Slots } from '../../../../shared/slots.js';
import type { Participant } from '../../../states/ask-states.js';
import type { StateQuestion, StateReply } from '../domain/state-question.js';
import { createSimulatedStates, type SimulatedStatesOptions } from './simulated-states.js';

/** What the states of a category hold. */
export interface StatesCollection<Question extends StateQuestion, Reply extends StateReply> {
  /** Takes in what has changed. */
  refresh(): Promise<void>;
  /** What a state holds that answers the question. */
  search(memberState: string, question: Question, ending: Ending): Promise<Omit<Reply, keyof StateReply>>;
  close(): Promise<void>;
}

/** The simulated states of a category. */
export interface SimulatedHolders<Question extends StateQuestion, Reply extends StateReply> {
  /** All states that it knows of, as they are now. */
  participants(): Promise<readonly Participant<Question, Reply>[]>;
  /** Takes what they hold into memory, so that the first question need not wait for it. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** How they are made: `open` begins an empty collection. */
export type StatesInMemoryOptions<Question extends StateQuestion, Reply extends StateReply> = Omit<
  SimulatedStatesOptions<Question, Reply>,
  'answer'
> & { readonly open: () => StatesCollection<Question, Reply> };

/**
 * Searches of a collection at a time. Its threads refuse more than 64 (TooManySearches), and a question to all states is as
 * many as there are states: more wait, for a state that is busy is not out of service.
 */
const AT_A_TIME = 32;

/** Makes them. */
export function createStatesInMemory<Question extends StateQuestion, Reply extends StateReply>({
  open,
  ...options
}: StatesInMemoryOptions<Question, Reply>): SimulatedHolders<Question, Reply> {
  const { category, sql } = options;
  let current: { readonly world: string; readonly collection: StatesCollection<Question, Reply> } | undefined;
  const closing: Promise<void>[] = [];
  let closed = false;
  const slots = new Slots(AT_A_TIME);

  /** The collection of a world. One that was loaded anew is another. Throws once closed: nobody would end it any more. */
  function collectionOf(world: string): StatesCollection<Question, Reply> {
    if (closed) throw new Error('the simulated states are closed');
    if (current?.world === world) return current.collection;
    if (current !== undefined) closing.push(current.collection.close());
    current = { world, collection: open() };
    return current.collection;
  }

  return {
    participants: createSimulatedStates<Question, Reply>({
      ...options,
      async answer(memberState, question, world, ending) {
        const collection = collectionOf(world);
        await collection.refresh();
        return slots.run(async () => {
          ending.throwIfAborted();
          return collection.search(memberState, question, ending);
        });
      },
    }),
    async prepare() {
      const [row] = await sql<{ world: string }[]>`
        select world::text from prum.simulation where category = ${category}`;
      if (row !== undefined) await collectionOf(row.world).refresh();
    },
    async close() {
      closed = true;
      await Promise.all([...closing, current?.collection.close()]);
    },
  };
}
