/** Entries about refusals that have no place in the pipeline, and who waits until they are written. */
import type { AuditLog } from '../audit/log/entry.js';
import type { Clock } from '../shared/clock.js';
import type { JsonObject } from '../shared/json.js';
import { newRequestId } from '../shared/request-id.js';

/** Writes them in the background. */
export interface RefusalEntries {
  /** `authority` is a registered code, or UNIDENTIFIED. */
  write(authority: string, who: JsonObject, result: JsonObject): void;
  /** Resolves when everything is written, or could not be. */
  settled(): Promise<void>;
}

/** Opens the writer. `onFailure` hears of entries that could not be written. */
export function openRefusalEntries(
  log: Pick<AuditLog, 'append'>,
  clock: Clock,
  onFailure: (error: unknown) => void,
): RefusalEntries {
  const pending = new Set<Promise<void>>();
  return {
    write(authority, who, result) {
      const writing: Promise<void> = log
        .append({
          kind: 'access-denied',
          authority,
          system: 'GATEWAY',
          requestId: newRequestId(clock.now()),
          retention: 'ops',
          outcome: 'refused',
          sections: { who, result },
        })
        .then(() => undefined, onFailure)
        .finally(() => pending.delete(writing));
      pending.add(writing);
    },
    async settled() {
      await Promise.all(pending);
    },
  };
}
