/** ReportSubjectAccess. */
import type { Operation } from '../../../adapters/adapter.js';
import { formatTime } from '../../../audit/leaf/leaf.js';
import { proveEntries } from '../../../audit/review/evidence.js';
import { findSubjectAccesses } from '../../../audit/review/subject-access.js';
import { ReportSubjectAccessRequest, ReportSubjectAccessResponse } from '../../../gen/ostiary/audit/v1/review.js';
import { outcomeToWire } from './enums.js';
import { auditOf, indexedTerms, keysFor, LOG_READ, type ReviewParts, scopeOf } from './parts.js';
import { buffers, disclosure, indexes, printNext } from './print.js';
import { Faults, readPage, readSubject, readTimes } from './read-filter.js';

const DEFAULT_PAGE = 100;

/** Makes the operation. */
export function reportOperation(
  parts: ReviewParts,
): Operation<ReportSubjectAccessRequest, ReportSubjectAccessResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      const terms = request.subject === undefined ? [] : readSubject(request.subject, 'subject', faults);
      const times = readTimes(request, '', faults);
      faults.refuse();
      const page = readPage(request, DEFAULT_PAGE);
      return {
        legalOperations: LOG_READ,
        audit: auditOf(ReportSubjectAccessRequest.toJSON(request)),
        terms: indexedTerms(terms),
        async ask(context) {
          // This very request is about the person, too; it belongs to the next report.
          const before = Math.min(page.before ?? Number.MAX_SAFE_INTEGER, context.intent.index);
          const { accesses, damaged, next } = await findSubjectAccesses(
            { ...parts, keys: keysFor(parts.unwrapper, context, 'report') },
            scopeOf(context),
            { terms, ...times },
            { size: page.size, before },
          );
          const entries = accesses.map(({ entry }) => entry);
          const checkpoint = await parts.checkpointCovering(entries[0]?.index ?? 0);
          const proofs = await proveEntries(parts.sql, entries, checkpoint.size);
          return {
            status: accesses.length > 0 ? 'HIT' : 'NO_HIT',
            response: ReportSubjectAccessResponse.fromPartial({
              accesses: accesses.map(({ entry, purpose, legalBasis, askIssuerFirst }, position) => ({
                time: formatTime(entry.leaf.time),
                authority: entry.leaf.authority,
                system: entry.leaf.system,
                purpose,
                legalBasisId: legalBasis,
                outcome: outcomeToWire(entry.outcome),
                askIssuerFirst,
                index: BigInt(entry.index),
                entry: Buffer.from(entry.body),
                inclusionProof: buffers(proofs[position]?.inclusionProof ?? []),
              })),
              checkpoint: checkpoint.note,
              nextPageToken: printNext(next),
              damaged: indexes(damaged),
            }),
            disclosures: entries.map((entry) => disclosure(entry, ['leaf', 'purpose', 'restriction'])),
          };
        },
      };
    },
  };
}
