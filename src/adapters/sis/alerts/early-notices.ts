/** Notices that the clock would give too late, since what they are about is near already. */
import type { Alert } from '../domain/alert.js';
import { nearing } from '../domain/life-cycle.js';
import { EUROPOL, type Notice } from '../domain/notice.js';

/** Notices about an alert that is entered or kept on that day. */
export const earlyNotices = (alert: Alert, today: string): readonly Notice[] =>
  nearing(alert, today).flatMap(({ kind, day }) =>
    (kind === 'expiry' && alert.category === 'INF' ? [alert.issuingState, EUROPOL] : [alert.issuingState]).map(
      (forState) => ({
        kind,
        alert,
        forState,
        dueAt: new Date(`${day}T00:00:00Z`),
        // As the clock has it, so that nobody is told twice.
        ...(kind === 'expiry' && { occasion: day }),
      }),
    ),
  );
