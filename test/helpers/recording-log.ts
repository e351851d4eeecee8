/** A fake audit log: keeps drafts in order, fails or stalls on demand. Receipts in it prove nothing. */
import { createHash } from 'node:crypto';
import type { AuditLog, EntryDraft, LoggedEntry } from '../../src/audit/log/entry.js';
import { Retention, type SystemLog } from '../../src/gateway/policy/retention.js';
import { loadPolicyTables } from '../../src/gateway/policy/tables/load.js';

export interface RecordingLog extends AuditLog {
  readonly drafts: EntryDraft[];
  /** Called before each append; throws or waits to make the append do so. */
  before: (draft: EntryDraft) => Promise<void> | void;
}

export function recordingLog(): RecordingLog {
  const drafts: EntryDraft[] = [];
  return {
    origin: 'test.example/log',
    drafts,
    before: () => undefined,
    async append(draft): Promise<LoggedEntry> {
      await this.before(draft);
      const index = drafts.push(draft) - 1;
      const entry = Buffer.from(JSON.stringify({ k: draft.kind, q: draft.requestId }));
      const result = draft.sections.result;
      return {
        origin: this.origin,
        index,
        time: 0,
        entry,
        leafHash: createHash('sha256').update(entry).digest(),
        inclusionProof: [],
        checkpoint: 'test.example/log\n1\n\n',
        openings:
          result === undefined
            ? {}
            : { result: { salt: Buffer.alloc(32), plaintext: Buffer.from(JSON.stringify(result)) } },
      };
    },
    checkHealth: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

let shipped: Retention | undefined;

/** A log for entries about systems, each kept as the shipped policy says. */
export const keptAsShipped = (log: Pick<AuditLog, 'append' | 'origin'>): SystemLog =>
  (shipped ??= new Retention(loadPolicyTables().logs)).logging(log);
