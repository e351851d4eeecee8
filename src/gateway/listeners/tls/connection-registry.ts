import type { TLSSocket } from 'node:tls';
import type { Peer } from '../../identity/peer.js';
import type { Admitted } from './admission.js';
import type { Credentials } from './credentials.js';
import type { CutReason } from './refusals.js';
import { judge } from './trust.js';

/** An admitted connection that is open. */
export interface Connection extends Omit<Admitted, 'kind'> {
  readonly socket: TLSSocket;
}

/** The open connections, by remote address and by authority. A connection leaves when its socket has closed. */
export interface ConnectionRegistry {
  add(connection: Connection): void;
  /** Owner of the connection from "ip:port", as grpc-js's call.getPeer() names it. */
  peerOf(remote: string): Peer | undefined;
  /** Number of open connections of an authority. */
  countOf(authorityCode: string): number;
  all(): readonly Connection[];
}

/** Makes an empty registry. */
export function createConnectionRegistry(): ConnectionRegistry {
  const byRemote = new Map<string, Connection>();
  const counts = new Map<string, number>();

  const leave = (connection: Connection): void => {
    const { remote, authority } = connection.peer;
    if (byRemote.get(remote) === connection) byRemote.delete(remote);
    const left = (counts.get(authority.code) ?? 1) - 1;
    if (left === 0) counts.delete(authority.code);
    else counts.set(authority.code, left);
  };

  return {
    add(connection) {
      const { remote, authority } = connection.peer;
      byRemote.set(remote, connection);
      counts.set(authority.code, (counts.get(authority.code) ?? 0) + 1);
      connection.socket.once('close', () => leave(connection));
    },
    peerOf: (remote) => byRemote.get(remote)?.peer,
    countOf: (authorityCode) => counts.get(authorityCode) ?? 0,
    all: () => [...byRemote.values()],
  };
}

/** Whether an admitted connection may stay, and until when at most (milliseconds since the epoch). */
export type Standing = { readonly cut: CutReason } | { readonly cut: undefined; readonly goodUntilMs: number };

/**
 * Judges an admitted connection by the credentials in force now. A revocation list that has run out is no reason to cut:
 * it says nothing new about those who are in, and keeps out everybody else.
 */
export function standingOf(connection: Connection, credentials: Credentials, now: number): Standing {
  const { authority } = connection.peer;
  const registered = credentials.registry.byUri.get(authority.uri);
  if (registered === undefined) return { cut: 'AUTHORITY_UNKNOWN' };
  if (registered.suspended) return { cut: 'AUTHORITY_SUSPENDED' };
  const verdict = judge(connection.certificate, credentials.trust, now);
  if (verdict.fault !== undefined) return { cut: verdict.fault };
  return registered === authority ? { cut: undefined, goodUntilMs: verdict.goodUntilMs } : { cut: 'AUTHORITY_CHANGED' };
}
