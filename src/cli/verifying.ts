/** How opening every payload is counted that verifies the log. */
import { GATEWAY } from '../audit/log/entry.js';
import type { UnwrapAct } from '../audit/vault/unwrap-ledger.js';
import { systemClock } from '../shared/clock.js';
import { newRequestId } from '../shared/request-id.js';

/** The log must be verifiable when nothing can be written into it, so no entry says that it was: the count alone does. */
export const verifying = (): UnwrapAct => ({
  requestId: newRequestId(systemClock.now()),
  authority: GATEWAY,
  officer: 'ostiary audit verify',
  purpose: 'verify',
});

/** One write beside the keys for as many payloads. */
export const AHEAD = { ahead: 1_024 };
