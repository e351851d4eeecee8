/** TryCriterion. */
import type { TryCriterionRequest, TryCriterionResponse } from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { blurredReport } from '../../../../matching/criteria/blur.js';
import { isOnRoute } from '../../../../matching/criteria/criteria.js';
import { readRule } from '../../../../matching/criteria/read-rule.js';
import type { Rule } from '../../../../matching/criteria/rule.js';
import { Trial, type TrialReport } from '../../../../matching/criteria/trial.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { AskContext, Operation } from '../../../adapter.js';
import type { KeptRecord } from '../../domain/kept-record.js';
import { dayOf } from '../../domain/retention.js';
import { NEEDED } from '../../legal-operations.js';
import { ensureHome } from '../../operations/who.js';
import { parseDays } from '../../wire/parse-days.js';
import { recordFacts } from '../domain/record-facts.js';
import type { AssessmentParts } from '../parts.js';
import { tripsOfRecords } from '../trips-of-records.js';

/** Days that may lie between the first and the last. */
const MOST_DAYS = 31;

/** Records that are looked at: more would take longer than anybody waits. */
const MOST_RECORDS = 20_000;

/** What was tried. */
interface Tried {
  readonly flights: number;
  readonly records: number;
  readonly report: TrialReport;
}

/** Makes the operation. */
export const tryOperation = (parts: AssessmentParts): Operation<TryCriterionRequest, TryCriterionResponse> => ({
  parse({ rule: written, fromDate, toDate }) {
    const days = parseDays({ fromDate, toDate }, MOST_DAYS);
    const rule = parseRule(written, dayOf(parts.clock.now()));
    return {
      legalOperations: NEEDED.tryCriterion,
      audit: { from_date: fromDate, rule: rule.id, sha256: rule.sha256, to_date: toDate, version: rule.version },
      async ask(context) {
        ensureHome(context.scope, parts.unit);
        const { flights, records, report } = await tryRule(parts, rule, days, context);
        return {
          status: report.matches > 0 ? 'HIT' : 'NO_HIT',
          response: {
            receipt: undefined,
            ...{ sha256: rule.sha256, flights, records },
            ...{ asked: report.asked, matches: report.matches, exonerated: report.exonerated },
            conditions: report.atoms.map(({ path, met, unknown, isCommon }) => ({
              ...{ path, met, notTold: unknown, common: isCommon },
            })),
            byAge: [...report.byAge],
            byNationality: [...report.byNationality],
          },
          disclosures: [],
        };
      },
    };
  },
});

/** A rule that may still be unsigned, or have had its time: all else must be as in one that is used. */
function parseRule(written: Uint8Array, today: string): Rule {
  const text = Buffer.from(written).toString('utf8');
  const { rule, faults } = readRule(text, 'rule', { today, signersOf: ({ approvedBy }) => approvedBy });
  if (rule !== undefined) return rule;
  throw new Refusal('REQUEST_INVALID', 'The rule is none that could be used', {
    violations: faults.map(({ path, problem }) => ({
      field: 'rule',
      rule: 'criterion',
      description: path === '' ? problem : `${path}: ${problem}`,
    })),
  });
}

async function tryRule(
  { matches, records: store, trips: tripStore, clock, trialKey }: AssessmentParts,
  rule: Rule,
  { fromDate, toDate }: { readonly fromDate: string; readonly toDate: string },
  { signal }: AskContext,
): Promise<Tried> {
  const flights = (await matches.flightsBetween(fromDate, toDate)).filter(({ flight }) =>
    isOnRoute(rule, { from: flight.origin, to: flight.destination }),
  );
  const trial = new Trial([rule]);
  let records = 0;
  for (const known of flights) {
    const { flight } = known;
    const kept: KeptRecord[] = [];
    for (const record of await store.ofFlight(known.id)) {
      signal.throwIfAborted();
      // API data are not used for profiling (Reg. (EU) 2025/13 Art. 15).
      if (record.isList) continue;
      if (++records > MOST_RECORDS) throw tooMany();
      const sealed = await record.unseal();
      // Its key is gone: it is as good as deleted.
      if (sealed !== undefined) kept.push({ open: record.open, sealed });
    }
    const trips = await tripsOfRecords(tripStore, [rule], known, kept);
    for (const [at, record] of kept.entries()) {
      const { booking, travellers } = recordFacts(record, flight, trips[at]);
      trial.add({ from: flight.origin, to: flight.destination }, booking, travellers);
    }
  }
  const [report] = trial.report();
  if (report === undefined) throw new Error('a trial of one rule has one report');
  // Of the flights, not of days and routes: a day on which none departs, or a route that nobody flies, makes no other question.
  const asked = [dayOf(clock.now()), ...flights.map(({ id }) => id)].join();
  return { flights: flights.length, records, report: blurredReport(report, rule, { secret: trialKey, asked }) };
}

function tooMany(): Refusal {
  const description = `has more than ${MOST_RECORDS} records on the routes of the rule: ask for fewer days`;
  return new Refusal('REQUEST_INVALID', 'The time is too long', {
    violations: [{ field: 'to_date', rule: 'max_records', description }],
  });
}
