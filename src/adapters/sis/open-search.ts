import type { Clock } from '../../shared/clock.js';
import { nowInTime } from '../../shared/now-in-time.js';
import { dayOf } from '../../world/calendar.js';
import type { AskContext } from '../adapter.js';
import type { SearchContext } from './find-alerts.js';
import type { AlertStore } from './store/alert-store.js';

/** What a question needs of the system. Throws when nobody waits for its answer any more. */
export function openSearch(store: AlertStore, clock: Clock, context: AskContext): SearchContext {
  const { scope, signal } = context;
  return { store, scope, signal, today: dayOf(nowInTime('SIS', clock, context)) };
}
