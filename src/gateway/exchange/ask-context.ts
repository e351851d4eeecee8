import type { AskContext } from '../../adapters/adapter.js';
import type { LoggedEntry } from '../../audit/log/entry.js';
import type { Ending } from '../../shared/ending.js';
import type { KnownCall } from './entries.js';
import type { SystemRoute } from './route.js';

/** What a system is asked with, about a call that was admitted and is in the log. */
export function contextOf(
  known: KnownCall,
  route: SystemRoute,
  intent: LoggedEntry,
  deadlineMs: number,
  signal: Ending,
): AskContext {
  const { permit, pseudonym, requestId } = known;
  if (permit === undefined || pseudonym === undefined) throw new TypeError('asked before it was admitted');
  const { scope } = permit;
  const knownOfficer = route.isOwnService ? known.officer : undefined;
  if (route.isOwnService) known.unwraps = { total: 0 };
  const { unwraps } = known;
  return { requestId, intent, scope, officer: { pseudonym }, deadlineMs, signal, knownOfficer, unwraps };
}
