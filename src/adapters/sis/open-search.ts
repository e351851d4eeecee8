import type { Clock } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';
import { dayOf } from '../../world/calendar.js';
import type { AskContext } from '../adapter.js';
import type { SearchContext } from './find-alerts.js';
import type { AlertStore } from './store/alert-store.js';

/** What a question needs of the system. Throws when nobody waits for its answer any more. */
export function openSearch(store: AlertStore, clock: Clock, { scope, signal, deadlineMs }: AskContext): SearchContext {
  signal.throwIfAborted();
  const now = clock.now();
  if (now >= deadlineMs) {
    throw new Refusal('SYSTEM_TIMED_OUT', 'No time is left to ask SIS', { metadata: { system: 'SIS' } });
  }
  return { store, scope, signal, today: dayOf(now) };
}
