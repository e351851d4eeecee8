/** DrawSample and GetStatistics: what is counted and drawn from leaves alone. */
import type { Operation } from '../../../adapters/adapter.js';
import { drawSample } from '../../../audit/review/draw-sample.js';
import { countEntries, type Period } from '../../../audit/review/statistics.js';
import {
  DrawSampleRequest,
  DrawSampleResponse,
  GetStatisticsRequest,
  GetStatisticsResponse,
  StatisticsPeriod,
} from '../../../gen/ostiary/audit/v1/review.js';
import { dimensionsFromWire, outcomeToWire } from './enums.js';
import { auditOf, LOG_READ, type ReviewParts, scopeOf } from './parts.js';
import { disclosure, indexes, printEntry } from './print.js';
import { Faults, readFilter, readTimes } from './read-filter.js';

const PERIODS = new Map<StatisticsPeriod, Period>([
  [StatisticsPeriod.MONTH, 'month'],
  [StatisticsPeriod.YEAR, 'year'],
]);

/** Makes DrawSample. */
export function sampleOperation({ sql }: ReviewParts): Operation<DrawSampleRequest, DrawSampleResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      const { terms, legalBasis, ...query } = readFilter(request.filter, faults);
      if (terms !== undefined || legalBasis !== undefined) {
        faults.add(
          'filter',
          'leaf_only',
          'a sample is drawn by what leaves say: no subject, officer, case or legal basis',
        );
      }
      faults.refuse();
      const dimensions = dimensionsFromWire(request.stratifyBy);
      return {
        legalOperations: LOG_READ,
        audit: auditOf(DrawSampleRequest.toJSON(request)),
        async ask(context) {
          const { requestId: sampleId, intent } = context;
          // The intent commits to this request, and the checkpoint over it was signed only then.
          const frame = intent.index;
          const { seed, strata } = await drawSample(sql, scopeOf(context), {
            query,
            dimensions,
            size: request.sizePerStratum,
            checkpoint: intent.checkpoint,
            sampleId,
            frame,
          });
          const drawn = strata.flatMap((stratum) => stratum.drawn);
          return {
            status: drawn.length > 0 ? 'HIT' : 'NO_HIT',
            response: DrawSampleResponse.fromPartial({
              sampleId,
              checkpoint: intent.checkpoint,
              seed,
              frameSize: BigInt(frame),
              strata: strata.map((stratum) => ({
                authority: stratum.authority ?? '',
                system: stratum.system ?? '',
                kind: stratum.kind ?? '',
                outcome: outcomeToWire(stratum.outcome),
                ...(stratum.hour !== undefined && { hour: stratum.hour }),
                population: BigInt(stratum.population),
                drawn: stratum.drawn.map(printEntry),
                damaged: indexes(stratum.damaged),
              })),
            }),
            disclosures: drawn.map((entry) => disclosure(entry, ['leaf'])),
          };
        },
      };
    },
  };
}

/** Makes GetStatistics. */
export function statisticsOperation({ sql }: ReviewParts): Operation<GetStatisticsRequest, GetStatisticsResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      const { fromMs = 0, untilMs = 0 } = readTimes(request, '', faults);
      faults.refuse();
      const period = PERIODS.get(request.period) ?? 'whole';
      return {
        legalOperations: LOG_READ,
        audit: auditOf(GetStatisticsRequest.toJSON(request)),
        async ask(context) {
          const frame = context.intent.index;
          const counts = await countEntries(sql, scopeOf(context), { fromMs, untilMs, period }, frame);
          return {
            status: counts.length > 0 ? 'HIT' : 'NO_HIT',
            response: GetStatisticsResponse.fromPartial({
              counts: counts.map(({ count, outcome, ...row }) => ({
                ...row,
                outcome: outcomeToWire(outcome),
                ...(count !== undefined && { count: BigInt(count) }),
              })),
              frameSize: BigInt(frame),
            }),
            // Counts disclose no entry.
            disclosures: [],
          };
        },
      };
    },
  };
}
