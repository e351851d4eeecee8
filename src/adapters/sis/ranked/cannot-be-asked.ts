import { Refusal } from '../../../shared/refusal.js';
import type { NoAnswer } from './messages.js';

/** What keeps a ranked search from an answer, and the milliseconds after which a retry makes sense. */
const REASONS: Readonly<
  Record<NoAnswer | 'ended' | 'changing', { readonly message: string; readonly retryMs: number }>
> = {
  loading: { message: 'The index of names is being loaded', retryMs: 5_000 },
  behind: { message: 'The index of names does not know the latest changes yet', retryMs: 1_000 },
  ended: { message: 'The index of names is being started anew', retryMs: 5_000 },
  changing: { message: 'Alerts were changed while they were compared', retryMs: 1_000 },
};

/** The refusal of a ranked search; the other searches of SIS go on. */
export function cannotBeAsked(why: keyof typeof REASONS): Refusal {
  const { message, retryMs } = REASONS[why];
  const metadata = { system: 'SIS', part: 'name-index' };
  return new Refusal('SYSTEM_UNAVAILABLE', message, { retryAfterMs: retryMs, metadata, ofPart: true });
}
