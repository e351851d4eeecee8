import { Refusal } from '../../../shared/refusal.js';
import type { NoAnswer } from './messages.js';

interface Reason {
  readonly reason: 'SYSTEM_UNAVAILABLE' | 'OVERLOADED';
  readonly message: string;
  /** Milliseconds after which a retry makes sense. */
  readonly retryAfterMs: number;
}

const unavailable = (message: string, retryAfterMs: number): Reason => ({
  reason: 'SYSTEM_UNAVAILABLE',
  message,
  retryAfterMs,
});

/** What keeps a ranked search from an answer. */
const REASONS = {
  loading: unavailable('The index of names is being loaded', 5_000),
  behind: unavailable('The index of names does not know the latest changes yet', 1_000),
  ended: unavailable('The index of names is being started anew', 5_000),
  changing: unavailable('Alerts were changed while they were compared', 1_000),
  late: unavailable('The index of names did not answer in time', 1_000),
  busy: {
    reason: 'OVERLOADED',
    message: 'The index of names has as many questions as it can answer',
    retryAfterMs: 1_000,
  },
} satisfies Readonly<Record<NoAnswer, Reason>> & Readonly<Record<string, Reason>>;

/** The refusal of a ranked search; the other searches of SIS go on. */
export function cannotBeAsked(why: keyof typeof REASONS): Refusal {
  const { reason, message, retryAfterMs } = REASONS[why];
  const metadata = { system: 'SIS', part: 'name-index' };
  return new Refusal(reason, message, { retryAfterMs, metadata, ofPart: true });
}
