/** What every handler reads off a call of grpc-js. */
import type { ServerUnaryCall } from '@grpc/grpc-js';
import { type Clock, fromGrpcDeadline } from '../../shared/clock.js';
import { Refusal } from '../../shared/refusal.js';

type CallHead = Pick<ServerUnaryCall<unknown, unknown>, 'metadata'>;

/** Several values make one that no token parser takes. */
export function authorizationOf(call: CallHead): string | undefined {
  const values = valuesOf(call, 'authorization');
  return values.length === 0 ? undefined : values.join(', ');
}

/** Values of a metadata key. */
export const valuesOf = ({ metadata }: CallHead, key: string): string[] => metadata.get(key).map(String);

/** The caller's deadline by the gateway's clock, milliseconds since the epoch; undefined when there is none. */
export function finiteDeadline(deadline: Date | number, clock: Clock): number | undefined {
  const at = Number(deadline);
  return Number.isFinite(at) ? fromGrpcDeadline(at, clock) : undefined;
}

/** The refusal of a call over a connection that is nobody's. */
export function peerUnknown(): Refusal {
  return new Refusal('PEER_UNKNOWN', 'the connection belongs to no admitted authority');
}
