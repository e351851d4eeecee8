/** ListFindings and GetFinding: what detectors found (docs/detectors.md). Nothing is opened, and nobody is named. */
import type { Disclosure, Operation } from '../../../adapters/adapter.js';
import { DETECTOR_NAMES, type DetectorName, type Figures } from '../../../audit/detect/finding.js';
import { findingEntries, listFindings, type StoredFinding } from '../../../audit/detect/findings-store.js';
import { formatTime } from '../../../audit/leaf/leaf.js';
import { findEntries } from '../../../audit/review/search.js';
import {
  Finding,
  GetFindingRequest,
  GetFindingResponse,
  ListFindingsRequest,
  ListFindingsResponse,
} from '../../../gen/ostiary/audit/v1/review.js';
import { Refusal } from '../../../shared/refusal.js';
import { severityFromWire, severityToWire } from './enums.js';
import { auditOf, LOG_READ, type ReviewParts, scopeOf } from './parts.js';
import { disclosure, indexes, printEntry, printNext } from './print.js';
import { Faults, readPage, readTimes } from './read-filter.js';

const DEFAULT_PAGE = 50;

/** Makes ListFindings. */
export function listFindingsOperation({ sql }: ReviewParts): Operation<ListFindingsRequest, ListFindingsResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      const detectors = readDetectors(request.detectors, faults);
      const { fromMs, untilMs } = readTimes(request, '', faults);
      faults.refuse();
      const severity = severityFromWire(request.leastSeverity);
      const { size, before } = readPage(request, DEFAULT_PAGE);
      return {
        legalOperations: LOG_READ,
        audit: auditOf(ListFindingsRequest.toJSON(request)),
        async ask(context) {
          const scope = scopeOf(context);
          const { authorities } = request;
          const found = await listFindings(sql, {
            within: {
              ...scope,
              authorities: new Set(
                authorities.length === 0
                  ? scope.authorities
                  : authorities.filter((code) => scope.authorities.has(code)),
              ),
            },
            ...(detectors.length > 0 && { detectors }),
            ...(severity !== undefined && { severity }),
            ...(fromMs !== undefined && { since: fromMs }),
            ...(untilMs !== undefined && { until: untilMs }),
            ...(request.entryIndexes.length > 0 && { entries: request.entryIndexes.map(Number) }),
            ...(before !== undefined && { before }),
            limit: size + 1,
            mostEntries: 0,
          });
          const shown = found.slice(0, size);
          return {
            status: shown.length > 0 ? 'HIT' : 'NO_HIT',
            response: ListFindingsResponse.fromPartial({
              findings: shown.map(printFinding),
              nextPageToken: printNext(found.length > size ? shown.at(-1)?.id : undefined),
            }),
            disclosures: shown.map(findingDisclosure),
          };
        },
      };
    },
  };
}

/** Makes GetFinding. */
export function getFindingOperation({ sql }: ReviewParts): Operation<GetFindingRequest, GetFindingResponse> {
  return {
    parse(request) {
      const id = Number(request.id);
      const { size, before = Number.MAX_SAFE_INTEGER } = readPage(request, DEFAULT_PAGE);
      return {
        legalOperations: LOG_READ,
        audit: auditOf(GetFindingRequest.toJSON(request)),
        async ask(context) {
          const scope = scopeOf(context);
          const [finding] = await listFindings(sql, { ids: [id], within: scope, mostEntries: 0 });
          // Findings about others must look like findings that are not there.
          if (finding === undefined) throw new Refusal('NOT_FOUND', 'there is no finding of this number');
          const caused = await findingEntries(sql, id, before, size + 1);
          const page = caused.slice(0, size);
          // The table is written by whoever runs detectors: entries of others are not shown because it says so.
          const { entries, damaged } = await findEntries(
            sql,
            { ...scope, authorities: new Set([finding.authority]) },
            page,
          );
          const newestFirst = [...entries].reverse();
          return {
            status: 'HIT',
            response: GetFindingResponse.fromPartial({
              finding: printFinding(finding),
              entries: newestFirst.map(printEntry),
              nextPageToken: printNext(caused.length > size ? page.at(-1) : undefined),
              damaged: indexes([...damaged].reverse()),
            }),
            disclosures: [findingDisclosure(finding), ...newestFirst.map((entry) => disclosure(entry, ['leaf']))],
          };
        },
      };
    },
  };
}

function readDetectors(names: readonly string[], faults: Faults): DetectorName[] {
  return names.flatMap((name, at) => {
    const known = DETECTOR_NAMES.find((one) => one === name);
    if (known === undefined) faults.add(`detectors[${at}]`, 'defined_only', 'must be the name of a detector');
    return known ?? [];
  });
}

function printFinding({ window, facts, thresholds, severity, ...finding }: StoredFinding): Finding {
  return Finding.fromPartial({
    id: BigInt(finding.id),
    detector: finding.detector,
    severity: severityToWire(severity),
    authority: finding.authority,
    window: window.label,
    timeZone: window.timeZone,
    windowFrom: formatTime(window.from),
    windowUntil: formatTime(window.to),
    explanation: finding.explanation,
    facts: figures(facts),
    thresholds: figures(thresholds),
    entryCount: finding.entryCount,
    run: BigInt(finding.run),
  });
}

const figures = (values: Figures) => Object.entries(values).map(([name, value]) => ({ name, value }));

/** What the log names as disclosed: findings are told apart from entries. */
const findingDisclosure = ({ id, authority }: StoredFinding): Disclosure => ({
  reference: `finding ${id}`,
  category: authority,
  fieldGroups: ['finding'],
});
