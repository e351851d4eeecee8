/** What systems do with nobody asking, as entries of the log: as durable as the accesses, and found like them. */
import { ulid } from 'ulid';
import type { SystemAct } from '../adapters/adapter.js';
import type { Clock } from '../shared/clock.js';
import { followUpEntry } from './follow-up.js';
import type { SystemDraft, SystemLog } from './policy/retention.js';

/** Makes what a system tells of its acts with: resolves when the log has the act. */
export const tellingOf =
  (system: string, log: Pick<SystemLog, 'append'>, clock: Clock) =>
  async (act: SystemAct): Promise<void> => {
    await log.append(entryOf(system, act, clock.now()));
  };

/** Under the authority whose records they are, so that its data protection officer finds it. */
function entryOf(system: string, { act, authority, records, terms, facts }: SystemAct, nowMs: number): SystemDraft {
  return followUpEntry(system, {
    authority,
    requestId: ulid(nowMs),
    terms,
    sections: {
      what: { act, system },
      result: { ...facts, records: records.map(({ category, reference }) => ({ category, reference })) },
    },
  });
}
