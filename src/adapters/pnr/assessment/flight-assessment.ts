/** Assesses a flight: whoever starts it, an officer of the unit or its clock, the same is done and kept. */
import { Refusal } from '../../../shared/refusal.js';
import type { Disclosure } from '../../adapter.js';
import type { KeptRecord } from '../domain/kept-record.js';
import { dayOf } from '../domain/retention.js';
import type { FoundRecord } from '../store/record-store.js';
import { assessRecord, subjectOf } from './domain/assess-record.js';
import type { Trips } from './domain/earlier-trips.js';
import type { FoundMatch } from './domain/match.js';
import { type Comparison, type Passenger, passengersOf } from './domain/passengers.js';
import { reviewBy } from './domain/review.js';
import type { AssessmentParts } from './parts.js';
import type { KnownFlight } from './store/known-flight.js';
import { tripsOfRecords } from './trips-of-records.js';
import type { ComparisonContext, DatabaseHit, WatchedDatabase } from './watched-database.js';

/** Searches of databases at a time: when an officer waits, and when nobody does and officers shall not wait for them. */
const AT_A_TIME = 8;
const IN_BACKGROUND = 3;
/** References of new matches that are told. */
const MOST_TOLD = 100;
/** Records that cannot be assessed before the rest of the flight is left for another time, unless it is known to be them. */
const MOST_FAILED = 3;

/** What an assessment needs of the unit. */
export type FlightAssessmentParts = Pick<
  AssessmentParts,
  'matches' | 'records' | 'criteria' | 'databases' | 'queue' | 'trips' | 'clock'
>;

/** Numbers of an assessment. */
export interface Tally {
  records: number;
  travellers: number;
  comparisons: number;
  notComparable: number;
  rules: number;
  known: number;
  /** References of new matches. */
  readonly kept: string[];
}

/** New matches as the log names them. */
export const disclosuresOf = ({ kept }: Pick<Tally, 'kept'>): readonly Disclosure[] =>
  kept.slice(0, MOST_TOLD).map((reference) => ({ reference, category: 'RESULT', fieldGroups: ['frame'] }));

/** All records of a flight, or those that no assessment has seen as they are. */
export type AssessedPart = 'whole' | 'changed';

/** What came of an assessment. */
export interface Assessment {
  readonly tally: Tally;
  /** Why something could not be compared: then the flight has not been assessed. What was found all the same is kept. */
  readonly fault: { readonly error: unknown } | undefined;
  /**
   * Notes what was assessed, so that it is not compared again. Not before the outcome is in the log: an assessment that is noted has
   * one, and one that is not is made again, and finds the same matches as known.
   */
  readonly note: () => Promise<void>;
}

/**
 * Assesses it. One record that cannot be compared keeps no other from being so. Rejects when the flight cannot be read at all.
 */
export async function assessFlight(
  parts: FlightAssessmentParts,
  known: KnownFlight,
  context: ComparisonContext,
  part: AssessedPart,
): Promise<Assessment> {
  const { criteria, queue, clock } = parts;
  const pushes = await queue.pushesFor(known.id);
  const { origin: from, destination: to } = known.flight;
  const rules = criteria.rulesFor({ from, to }, dayOf(clock.now()));
  const tally = {
    records: 0,
    travellers: 0,
    comparisons: 0,
    notComparable: 0,
    rules: rules.length,
    known: 0,
    kept: [],
  };
  const faults: unknown[] = [];
  const opened = await openAll(parts, known, part, faults);
  // A list is put to no rule.
  const bookings = opened.filter(({ isList }) => !isList);
  const trips = await tripsOfRecords(parts.trips, rules, known, bookings);
  const tripsOf = new Map(bookings.map(({ id }, at) => [id, trips[at]]));
  const done: OpenRecord[] = [];
  let failed = 0;
  for (const record of opened) {
    try {
      context.signal.throwIfAborted();
      await assessOne(parts, known, { record, trips: tripsOf.get(record.id) ?? [] }, context, tally);
      done.push(record);
    } catch (error) {
      faults.push(error);
      // What a database refuses to be asked of one record says nothing of the next: those would keep the rest waiting for ever.
      if (!(error instanceof Refusal && error.reason === 'REQUEST_INVALID')) failed += 1;
      if (context.signal.aborted || failed >= MOST_FAILED) break;
    }
  }
  const [error] = faults;
  const fault = faults.length === 0 ? undefined : { error };
  return {
    ...{ tally, fault },
    async note() {
      await queue.recordsAssessed(done);
      if (fault === undefined) await queue.assessed(known.id, pushes);
    },
  };
}

type OpenRecord = FoundRecord & KeptRecord;

/** The records of the flight; what cannot be opened is noted, and keeps no other from being so. */
async function openAll(
  { records, queue }: FlightAssessmentParts,
  { id }: KnownFlight,
  part: AssessedPart,
  faults: unknown[],
): Promise<OpenRecord[]> {
  const changed = part === 'changed' ? await queue.changedRecords(id) : undefined;
  const opened: OpenRecord[] = [];
  for (const record of await records.ofFlight(id)) {
    if (changed?.has(record.id) === false) continue;
    try {
      const sealed = await record.unseal();
      // Its key is gone: it is as good as deleted.
      if (sealed !== undefined) opened.push({ ...record, sealed });
    } catch (error) {
      faults.push(error);
    }
  }
  return opened;
}

/** A record with earlier trips of its travellers. */
interface Assessed {
  readonly record: OpenRecord;
  readonly trips: readonly (Trips | undefined)[];
}

async function assessOne(
  parts: FlightAssessmentParts,
  known: KnownFlight,
  { record, trips }: Assessed,
  context: ComparisonContext,
  tally: Tally,
): Promise<void> {
  const found = await findMatches(parts, { record, trips }, context, tally);
  const nowMs = parts.clock.now();
  const about = found.map((match) => ofSubject(match, subjectOf(record, match.traveller)));
  const kept = await parts.matches.keep(about, {
    record,
    flight: known.id,
    foundAtMs: nowMs,
    reviewByMs: reviewBy(known.departsAtMs, known.flight.departsOn, nowMs),
  });
  tally.known += found.length - kept.length;
  tally.kept.push(...kept);
}

const ofSubject = (match: FoundMatch, subject: string | undefined): FoundMatch =>
  subject === undefined ? match : { ...match, sealed: { ...match.sealed, subject } };

async function findMatches(
  { criteria, databases, clock }: FlightAssessmentParts,
  { record, trips }: Assessed,
  context: ComparisonContext,
  tally: Tally,
): Promise<readonly FoundMatch[]> {
  const passengers = passengersOf(record);
  tally.records += 1;
  tally.travellers += passengers.length;
  tally.notComparable += passengers.filter(({ comparisons }) => comparisons.length === 0).length;
  const searches = databases.flatMap((database) =>
    passengers.flatMap((passenger) => passenger.comparisons.map((comparison) => ({ database, passenger, comparison }))),
  );
  tally.comparisons += searches.length;
  const atATime = context.officer === undefined ? IN_BACKGROUND : AT_A_TIME;
  const hits = await inTurns(searches, atATime, async ({ database, passenger, comparison }) => {
    context.signal.throwIfAborted();
    const found = await database.compare(comparison, context);
    return found.map((hit) => databaseMatch(database, passenger, comparison, hit));
  });
  // API data are not used for profiling (Reg. (EU) 2025/13 Art. 15), and a list is no journey.
  const byRule = record.isList ? [] : assessRecord(criteria, record, record.flight, dayOf(clock.now()), trips);
  return [...byRule, ...together(hits.flat())];
}

const databaseMatch = (
  { system }: Pick<WatchedDatabase, 'system'>,
  { reference: traveller }: Passenger,
  comparison: Comparison,
  { reference, category }: DatabaseHit,
): FoundMatch => ({
  ...{ system, source: reference, version: 0, sha256: '', traveller },
  evidence: [JSON.stringify(comparison).toUpperCase()],
  sealed: {
    title: category,
    purposes: [],
    grounds: [{ path: comparison.by, field: comparison.by, operator: '=', negated: false }],
    unmet: [],
  },
});

/** One match for a traveller and a record of a database, however many searches led to it. */
function together(found: readonly FoundMatch[]): FoundMatch[] {
  const byWhom = new Map<string, FoundMatch>();
  for (const match of found) {
    const key = JSON.stringify([match.system, match.source, match.traveller]);
    const known = byWhom.get(key);
    const grounds = [...(known?.sealed.grounds ?? []), ...match.sealed.grounds];
    const distinct = [...new Map(grounds.map((ground) => [ground.path, ground])).values()];
    const evidence = [...(known?.evidence ?? []), ...match.evidence].sort();
    byWhom.set(key, { ...match, evidence, sealed: { ...match.sealed, grounds: distinct.sort(byPath) } });
  }
  return [...byWhom.values()];
}

const byPath = (one: { readonly path: string }, other: { readonly path: string }): number =>
  one.path < other.path ? -1 : one.path > other.path ? 1 : 0;

/** Does something with each item, so many at a time. Rejects with the first failure, when nothing is in progress any more. */
async function inTurns<Item, Done>(
  items: readonly Item[],
  atATime: number,
  act: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) done[at] = await act(items[at] as Item);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atATime, items.length) }, worker));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return done;
}
