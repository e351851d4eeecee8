/** ExportEntries. */
import type { Operation } from '../../../adapters/adapter.js';
import type { SectionName } from '../../../audit/leaf/commitment.js';
import { proveEntries } from '../../../audit/review/evidence.js';
import { type BundleAbout, makeBundle } from '../../../audit/review/export/bundle.js';
import { toCsv } from '../../../audit/review/export/csv.js';
import { toFhir } from '../../../audit/review/export/fhir.js';
import { toOcsf } from '../../../audit/review/export/ocsf.js';
import { exportRecord, type ExportRecord } from '../../../audit/review/export/record.js';
import { toCef, toSyslog } from '../../../audit/review/export/syslog.js';
import { openPayloads } from '../../../audit/review/payload.js';
import type { FoundEntry } from '../../../audit/review/query.js';
import { searchEntries, type SearchParts } from '../../../audit/review/search.js';
import {
  EntrySection,
  ExportEntriesRequest,
  ExportEntriesResponse,
  ExportFormat,
} from '../../../gen/ostiary/audit/v1/review.js';
import { sectionsFromWire } from './enums.js';
import { accessOf, auditOf, indexedTerms, keysFor, LOG_READ, type ReviewParts, scopeOf } from './parts.js';
import { disclosure, indexes, printNext } from './print.js';
import { Faults, readFilter, readPage } from './read-filter.js';

const DEFAULT_PAGE = 100;
/** Entries in one evidence bundle: each brings a proof and its sections. */
const MOST_IN_BUNDLE = 200;

/** A format that is one text made from records. */
interface TextFormat {
  readonly write: (records: readonly ExportRecord[], origin: string) => string;
  readonly mediaType: string;
  readonly extension: string;
  /** Whether it says more than leaves do. */
  readonly opens: boolean;
}

const TEXT_FORMATS = new Map<ExportFormat, TextFormat>([
  [ExportFormat.FHIR, { write: toFhir, mediaType: 'application/fhir+json', extension: 'json', opens: true }],
  [ExportFormat.OCSF, { write: toOcsf, mediaType: 'application/jsonl', extension: 'jsonl', opens: true }],
  [ExportFormat.SYSLOG, { write: toSyslog, mediaType: 'text/plain; charset=utf-8', extension: 'log', opens: false }],
  [ExportFormat.CEF, { write: toCef, mediaType: 'text/plain; charset=utf-8', extension: 'cef', opens: false }],
  [ExportFormat.CSV, { write: toCsv, mediaType: 'text/csv; charset=utf-8', extension: 'csv', opens: true }],
]);

/** Sections that text formats open: what was asked and found stays sealed. */
const OPENED_FOR_TEXT = ['who', 'what', 'why'];

/** Makes the operation. */
export function exportOperation(parts: ReviewParts): Operation<ExportEntriesRequest, ExportEntriesResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      const query = readFilter(request.filter, faults);
      const isBundle = request.format === ExportFormat.EVIDENCE_BUNDLE;
      checkSections(request, isBundle, faults);
      faults.refuse();
      const page = readPage(request, DEFAULT_PAGE);
      const size = isBundle ? Math.min(page.size, MOST_IN_BUNDLE) : page.size;
      return {
        legalOperations: LOG_READ,
        audit: auditOf(ExportEntriesRequest.toJSON(request)),
        terms: indexedTerms(query.terms?.flat()),
        async ask(context) {
          const opening = { ...parts, keys: keysFor(parts.unwrapper, context, 'export') };
          const { entries, damaged, next } = await searchEntries(opening, scopeOf(context), query, { ...page, size });
          const file = isBundle
            ? await bundle(opening, request, entries, context.requestId)
            : await text(opening, request, entries);
          return {
            status: entries.length > 0 ? 'HIT' : 'NO_HIT',
            response: ExportEntriesResponse.fromPartial({
              content: file.content,
              mediaType: file.mediaType,
              fileName: `ostiary-${context.requestId}.${file.extension}`,
              entryCount: entries.length,
              nextPageToken: printNext(next),
              damaged: indexes(damaged),
            }),
            disclosures: entries.map((entry) => disclosure(entry, ['leaf', ...file.openedOf(entry)])),
          };
        },
      };
    },
  };
}

/** Everything, for one request. */
type OpeningParts = ReviewParts & SearchParts;

interface ExportedFile {
  readonly content: Buffer;
  readonly mediaType: string;
  readonly extension: string;
  /** Sections of an entry of which it may say something. */
  readonly openedOf: (entry: FoundEntry) => Iterable<string>;
}

function checkSections(request: ExportEntriesRequest, isBundle: boolean, faults: Faults): void {
  if (!isBundle && request.sections.length > 0) {
    faults.add(
      'sections',
      'bundle_only',
      'sections are chosen for an evidence bundle; other formats open what they need',
    );
  }
  if (request.sections.includes(EntrySection.WHO) && !request.officersCleared) {
    faults.add(
      'sections',
      'cleared_recipient',
      'who asked is opened for a recipient that is cleared for officers alone',
    );
  }
}

async function text(
  parts: OpeningParts,
  request: ExportEntriesRequest,
  entries: readonly FoundEntry[],
): Promise<ExportedFile> {
  const format = TEXT_FORMATS.get(request.format);
  if (format === undefined) throw new TypeError('a format that is not in the contract passed it');
  const payloads = format.opens ? await openPayloads(parts, entries) : undefined;
  const clearance = { officers: request.officersCleared };
  const records = entries.map((entry) => exportRecord(entry, payloads?.get(entry.index), clearance));
  const opened = OPENED_FOR_TEXT.filter((name) => format.opens && (name !== 'who' || request.officersCleared));
  return { ...format, content: Buffer.from(format.write(records, parts.origin)), openedOf: () => opened };
}

async function bundle(
  parts: OpeningParts,
  request: ExportEntriesRequest,
  entries: readonly FoundEntry[],
  requestId: string,
): Promise<ExportedFile> {
  const sections = sectionsFromWire(request.sections);
  const sectionsOf = ({ leaf }: FoundEntry): ReadonlySet<SectionName> =>
    leaf.system === 'AUDIT' && !request.officersCleared ? withoutQuestion(sections) : sections;
  const checkpoint = await parts.checkpointCovering(entries[0]?.index ?? 0);
  const about: BundleAbout = {
    origin: parts.origin,
    madeAt: parts.now(),
    madeFor: request.recipient,
    caseReference: accessOf(request).caseReference,
    requestId,
  };
  const content = await makeBundle({
    entries,
    payloads: await openPayloads(parts, entries),
    sections,
    sectionsOf,
    proofs: await proveEntries(parts.sql, entries, checkpoint.size),
    checkpoint,
    policy: parts.policy,
    signer: parts.signer,
    about,
  });
  return { content, mediaType: 'application/zip', extension: 'zip', openedOf: sectionsOf };
}

/** What a review asks may name an officer, whose accesses it was for. */
const withoutQuestion = (sections: ReadonlySet<SectionName>): ReadonlySet<SectionName> =>
  new Set(Array.from(sections).filter((name) => name !== 'what'));
