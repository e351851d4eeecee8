/**
 * Reading an entry of the log is an access like any other: it takes the whole pipeline, on Regulation (EU) 2018/1862
 * Art. 12(6) or the like, and shows only entries of the authorities that the caller oversees about systems of that basis.
 */
import type { Adapter } from '../../adapters/adapter.js';
import type { LogReader } from '../../audit/log/reader.js';
import { parseLeaf } from '../../audit/leaf/leaf.js';
import { inScope } from '../../audit/review/query.js';
import { AuditServiceService, GetEntryResponse } from '../../gen/ostiary/audit/v1/audit.js';
import { Refusal } from '../../shared/refusal.js';
import { scopeOf } from './review/parts.js';

/** The one operation of the audit service that is not a public proof. */
type EntryService = Pick<typeof AuditServiceService, 'getEntry'>;

/** Makes the adapter. In the scope, a category is the code of an authority whose entries may be read. */
export function createAuditEntryAdapter(reader: LogReader): Adapter<EntryService> {
  return {
    system: 'AUDIT',
    service: AuditServiceService,
    operations: {
      getEntry: {
        parse: ({ index }) => ({
          legalOperations: ['LOG_READ'],
          audit: { index: Number(index) },
          async ask({ scope }) {
            const { entry, leafHash } = await reader.entry(Number(index));
            const leaf = parseLeaf(entry);
            if (leaf === undefined || !inScope(scopeOf({ scope }), leaf)) {
              // Entries of others must look like entries that are not there.
              throw new Refusal('NOT_FOUND', 'the log has no entry of this index');
            }
            return {
              status: 'HIT',
              response: GetEntryResponse.fromPartial({
                index,
                entry: Buffer.from(entry),
                leafHash: Buffer.from(leafHash),
              }),
              disclosures: [{ reference: String(index), category: leaf.authority, fieldGroups: ['entry'] }],
            };
          },
        }),
      },
    },
    checkHealth: async () => {
      await reader.latestCheckpoint();
    },
  };
}
