/**
 * The review service as an adapter of the log: what a data protection officer does takes the same pipeline as what an
 * officer of the police does, and leaves the same two entries.
 */
import type { Adapter } from '../../../adapters/adapter.js';
import { AuditReviewServiceService } from '../../../gen/ostiary/audit/v1/review.js';
import { exportOperation } from './export.js';
import { getFindingOperation, listFindingsOperation } from './findings.js';
import { type HoldServiceParts, releaseHoldOperation, setHoldOperation } from './holds.js';
import type { ReviewParts } from './parts.js';
import { reportOperation } from './report.js';
import { sampleOperation, statisticsOperation } from './sample.js';
import { openOperation, searchOperation } from './search.js';

/** Makes the adapter. */
export function createReviewAdapter(
  parts: ReviewParts,
  holds: HoldServiceParts,
): Adapter<typeof AuditReviewServiceService> {
  return {
    system: 'AUDIT',
    // The officer is counted beside the keys, with every payload that is opened.
    isOwnService: true,
    service: AuditReviewServiceService,
    operations: {
      searchEntries: searchOperation(parts),
      openEntry: openOperation(parts),
      drawSample: sampleOperation(parts),
      reportSubjectAccess: reportOperation(parts),
      getStatistics: statisticsOperation(parts),
      setHold: setHoldOperation(holds),
      releaseHold: releaseHoldOperation(holds),
      listFindings: listFindingsOperation(parts),
      getFinding: getFindingOperation(parts),
      exportEntries: exportOperation(parts),
    },
    checkHealth: async () => {
      await parts.sql`SELECT FROM audit.header_progress`;
    },
  };
}
