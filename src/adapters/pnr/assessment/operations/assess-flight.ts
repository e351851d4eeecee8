/** AssessFlight. */
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import type { AssessFlightRequest, AssessFlightResponse } from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { AskContext, Operation } from '../../../adapter.js';
import type { KeptRecord } from '../../domain/kept-record.js';
import { type Flight, flightNumber } from '../../domain/push.js';
import { dayOf } from '../../domain/retention.js';
import { ensureHome } from '../../operations/who.js';
import type { FoundRecord } from '../../store/record-store.js';
import { parseDay } from '../wire/parse-day.js';
import { assessRecord, subjectOf } from '../domain/assess-record.js';
import type { FoundMatch } from '../domain/match.js';
import { type Comparison, type Passenger, passengersOf } from '../domain/passengers.js';
import { reviewBy } from '../domain/review.js';
import type { AssessmentParts } from '../parts.js';
import type { DatabaseHit, WatchedDatabase } from '../watched-database.js';

/** Searches of databases at a time. */
const AT_A_TIME = 8;
/** References of new matches that are told. */
const MOST_TOLD = 100;

/** Numbers of an assessment. */
interface Tally {
  records: number;
  travellers: number;
  comparisons: number;
  notComparable: number;
  rules: number;
  known: number;
  readonly kept: string[];
}

/** Makes the operation. */
export const assessOperation = (parts: AssessmentParts): Operation<AssessFlightRequest, AssessFlightResponse> => ({
  parse({ carrier, number: written, departsOn, origin }) {
    const asked = { carrier, number: flightNumber(written), departsOn: parseDay(departsOn, 'departs_on'), origin };
    return {
      legalOperations: ['ASSESS'],
      audit: { departs_on: departsOn, flight: `${carrier}${asked.number}`, origin },
      async ask(context) {
        ensureHome(context.scope, parts.unit);
        const tally = await assess(parts, asked, context);
        const status = tally.kept.length > 0 ? 'HIT' : 'NO_HIT';
        return {
          status,
          response: {
            receipt: undefined,
            outcome: { system: 'PNR', status: OutcomeStatus[status] },
            ...{ records: tally.records, travellers: tally.travellers, comparisons: tally.comparisons },
            ...{ notComparable: tally.notComparable, rules: tally.rules, knownMatches: tally.known },
            matchReferences: tally.kept.slice(0, MOST_TOLD),
            newMatches: tally.kept.length,
          },
          disclosures: tally.kept
            .slice(0, MOST_TOLD)
            .map((reference) => ({ reference, category: 'RESULT', fieldGroups: ['frame'] })),
        };
      },
    };
  },
});

async function assess(parts: AssessmentParts, asked: Omit<Flight, 'destination'>, context: AskContext): Promise<Tally> {
  const { matches, records, criteria, clock } = parts;
  const known = await matches.findFlight(asked);
  if (known === undefined) throw new Refusal('NOT_FOUND', 'Nothing was pushed for such a flight');
  const { origin: from, destination: to } = known.flight;
  const rules = criteria.rulesFor({ from, to }, dayOf(clock.now())).length;
  const tally: Tally = { records: 0, travellers: 0, comparisons: 0, notComparable: 0, rules, known: 0, kept: [] };
  for (const record of await records.ofFlight(known.id)) {
    context.signal.throwIfAborted();
    const sealed = await record.unseal();
    // Its key is gone: it is as good as deleted.
    if (sealed === undefined) continue;
    const found = await findMatches(parts, { ...record, sealed }, context, tally);
    const nowMs = clock.now();
    const about = found.map((match) => ofSubject(match, subjectOf({ sealed }, match.traveller)));
    const kept = await matches.keep(about, {
      record,
      flight: known.id,
      foundAtMs: nowMs,
      reviewByMs: reviewBy(known.departsAtMs, known.flight.departsOn, nowMs),
    });
    tally.known += found.length - kept.length;
    tally.kept.push(...kept);
  }
  return tally;
}

const ofSubject = (match: FoundMatch, subject: string | undefined): FoundMatch =>
  subject === undefined ? match : { ...match, sealed: { ...match.sealed, subject } };

async function findMatches(
  { criteria, databases, clock }: AssessmentParts,
  record: FoundRecord & KeptRecord,
  context: AskContext,
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
  const hits = await inTurns(searches, AT_A_TIME, async ({ database, passenger, comparison }) => {
    context.signal.throwIfAborted();
    const found = await database.compare(comparison, context);
    return found.map((hit) => databaseMatch(database, passenger, comparison, hit));
  });
  // API data are not used for profiling (Reg. (EU) 2025/13 Art. 15), and a list is no journey.
  const byRule = record.isList ? [] : assessRecord(criteria, record, record.flight, dayOf(clock.now()));
  return [...byRule, ...together(hits.flat())];
}

const databaseMatch = (
  { system }: Pick<WatchedDatabase, 'system'>,
  { reference: traveller }: Passenger,
  { by }: Comparison,
  { reference, category }: DatabaseHit,
): FoundMatch => ({
  ...{ system, source: reference, version: 0, sha256: '', traveller },
  sealed: {
    title: category,
    purposes: [],
    grounds: [{ path: by, field: by, operator: '=', negated: false }],
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
    byWhom.set(key, { ...match, sealed: { ...match.sealed, grounds: distinct.sort(byPath) } });
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
