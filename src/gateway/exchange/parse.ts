import type { Inquiry, Operation, StreamedInquiry } from '../../adapters/adapter.js';
import type { Clock } from '../../shared/clock.js';
import type { IncomingCall } from './call.js';
import { CallTime } from './call-time.js';
import type { Deadline } from './deadline.js';
import type { AnyOperation, SystemRoute } from './route.js';

/**
 * Makes a question of a request; in turns with other calls where the operation can, and then no longer than the caller waits.
 * Rejects with the Refusal of the operation, with CANCELLED or with SYSTEM_TIMED_OUT.
 */
export async function parse(
  { caller, peer }: IncomingCall,
  { operation, method }: SystemRoute,
  request: object,
  deadline: Deadline,
  clock: Clock,
): Promise<Inquiry<unknown> | StreamedInquiry<unknown>> {
  if (!takesTurns(operation)) return operation.parse(request);
  const time = new CallTime(deadline, clock);
  try {
    return await time.ask(method.system, caller, (signal) =>
      operation.parseInTurns(request, signal, peer.authority.code),
    );
  } finally {
    time.end();
  }
}

const takesTurns = (operation: AnyOperation): operation is Required<Operation<object, unknown>> =>
  'parseInTurns' in operation;
