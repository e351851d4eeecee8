/** Who a stored finding is about: told by its entries alone, whose opening is an entry of the log, too. */
import type { Clock } from '../../shared/clock.js';
import { newRequestId } from '../../shared/request-id.js';
import { parseLeaf } from '../leaf/leaf.js';
import type { AuditLog, EntryDraft } from '../log/entry.js';
import type { Sql } from '../log/store.js';
import { type KeyUnwrapper, unwrappedBy } from '../vault/keys.js';
import type { StoredFinding } from './findings-store.js';
import { text } from './observed-access.js';
import { openEntry } from './open-entry.js';
import type { Examiner } from './run-detection.js';

/** What is needed to open an entry. */
export interface OfficerOptions {
  /** A role with the rights of ostiary_dpo. */
  readonly sql: Sql;
  readonly keys: KeyUnwrapper;
  readonly log: Pick<AuditLog, 'append'>;
  readonly examiner: Examiner;
  readonly clock: Clock;
}

/**
 * The officer's identifier; undefined when the finding's first entry cannot be opened any more. The log says first who
 * asked and why.
 */
export async function openOfficer(finding: StoredFinding, options: OfficerOptions): Promise<string | undefined> {
  const { sql, keys, log, examiner, clock } = options;
  const [index] = finding.entries;
  if (index === undefined) return undefined;
  const frame = {
    kind: 'dpo-open',
    authority: examiner.authority,
    system: 'AUDIT',
    requestId: keys.count?.requestId ?? newRequestId(clock.now()),
    retention: 'ops',
    ...(examiner.terms !== undefined && { terms: examiner.terms }),
  } satisfies Partial<EntryDraft>;
  await log.append({
    ...frame,
    sections: {
      who: { authority: examiner.authority, officer: examiner.officer },
      what: { operation: 'audit.detect.show', query: { entry: index, finding: finding.id }, system: 'AUDIT' },
      why: { justification: examiner.reason },
    },
  });
  const [row] = await sql<{ body: Buffer; bucket: string | null; sealed: Buffer | null }[]>`
    SELECT e.body, p.bucket, p.sealed FROM audit.log_entry e LEFT JOIN audit.log_payload p ON p.idx = e.idx
     WHERE e.idx = ${index}`;
  const leaf = row && parseLeaf(row.body);
  // The findings' table is written by whoever runs detectors: it opens no entry of an authority it does not name.
  if (row === undefined || leaf?.authority !== finding.authority) return undefined;
  const payload = row.bucket === null || row.sealed === null ? undefined : { bucket: row.bucket, sealed: row.sealed };
  const opening = await openEntry(index, leaf, payload, { sql, keys });
  if (keys.count !== undefined) await log.append({ ...frame, sections: { result: unwrappedBy(keys) } });
  return opening.kind === 'opened' ? text(opening.sections.who?.officer) : undefined;
}
