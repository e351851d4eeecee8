/** SearchEntries and OpenEntry. */
import type { Answer, Operation } from '../../../adapters/adapter.js';
import { proveEntries } from '../../../audit/review/evidence.js';
import { openPayloads } from '../../../audit/review/payload.js';
import { findEntry, searchEntries } from '../../../audit/review/search.js';
import {
  OpenEntryRequest,
  OpenEntryResponse,
  SearchEntriesRequest,
  SearchEntriesResponse,
} from '../../../gen/ostiary/audit/v1/review.js';
import { Refusal } from '../../../shared/refusal.js';
import { sectionsFromWire, sectionToWire, stateToWire } from './enums.js';
import { auditOf, indexedTerms, keysFor, LOG_READ, type ReviewParts, scopeOf } from './parts.js';
import { buffers, disclosure, indexes, printEntry, printNext } from './print.js';
import { Faults, readFilter, readPage } from './read-filter.js';

const DEFAULT_PAGE = 50;

/** What is told of an entry that is not what the log signed: that it is so. */
const damagedEntry = (index: bigint): Answer<OpenEntryResponse> => ({
  status: 'HIT',
  response: OpenEntryResponse.fromPartial({ entry: { index }, state: stateToWire('damaged') }),
  disclosures: [],
});

/** Makes SearchEntries. */
export function searchOperation(parts: ReviewParts): Operation<SearchEntriesRequest, SearchEntriesResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      const query = readFilter(request.filter, faults);
      faults.refuse();
      const page = readPage(request, DEFAULT_PAGE);
      return {
        legalOperations: LOG_READ,
        audit: auditOf(SearchEntriesRequest.toJSON(request)),
        terms: indexedTerms(query.terms?.flat()),
        async ask(context) {
          const found = await searchEntries(
            { ...parts, keys: keysFor(parts.unwrapper, context, 'search') },
            scopeOf(context),
            query,
            page,
          );
          return {
            status: found.entries.length > 0 ? 'HIT' : 'NO_HIT',
            response: SearchEntriesResponse.fromPartial({
              entries: found.entries.map(printEntry),
              nextPageToken: printNext(found.next),
              damaged: indexes(found.damaged),
            }),
            disclosures: found.entries.map((entry) => disclosure(entry, ['leaf'])),
          };
        },
      };
    },
  };
}

/** Makes OpenEntry. */
export function openOperation(parts: ReviewParts): Operation<OpenEntryRequest, OpenEntryResponse> {
  return {
    parse(request) {
      const index = Number(request.index);
      const wanted = sectionsFromWire(request.sections);
      return {
        legalOperations: LOG_READ,
        audit: auditOf(OpenEntryRequest.toJSON(request)),
        async ask(context) {
          const entry = await findEntry(parts.sql, scopeOf(context), index);
          // Entries of others must look like entries that are not there.
          if (entry === undefined) throw new Refusal('NOT_FOUND', 'the log has no entry of this index');
          if (entry === 'damaged') return damagedEntry(request.index);
          const payload = (
            await openPayloads({ sql: parts.sql, keys: keysFor(parts.unwrapper, context, 'open') }, [entry])
          ).get(index);
          if (payload === undefined) throw new Error('an entry without the state of its payload');
          const shown = Array.from(payload.sections).filter(([name]) => wanted.has(name));
          const checkpoint = await parts.checkpointCovering(index);
          const [proof] = await proveEntries(parts.sql, [entry], checkpoint.size);
          return {
            status: 'HIT',
            response: OpenEntryResponse.fromPartial({
              entry: printEntry(entry),
              openings: shown.map(([name, { salt, plaintext }]) => ({
                section: sectionToWire(name),
                salt: Buffer.from(salt),
                content: Buffer.from(plaintext),
              })),
              state: stateToWire(payload.state),
              proof: { inclusionProof: buffers(proof?.inclusionProof ?? []), checkpoint: checkpoint.note },
            }),
            disclosures: [disclosure(entry, ['leaf', ...shown.map(([name]) => name)])],
          };
        },
      };
    },
  };
}
