/** Copies of requests, kept for the unit of whoever asked: sealed under the key of the day of the request. */
import type postgres from 'postgres';
import { ulid } from 'ulid';
import type { Clock } from '../../../shared/clock.js';
import type { IndexTerm } from '../../../shared/index-term.js';
import type { JsonObject } from '../../../shared/json.js';
import { dayOf } from '../domain/retention.js';
import type { PnrKeys } from '../keys/key-folder.js';
import { seal, unsealObject } from '../keys/seal.js';

/** What is sealed of it. */
export interface CopiedRequest {
  /** The request, as JSON of the contract. */
  readonly request: JsonObject;
  /** Whom or what it asked about. */
  readonly terms: readonly IndexTerm[];
}

/** A request, to be copied. */
export interface PutRequest {
  /** Identifier of the request, as in the log. A gateway elsewhere may name two alike. */
  readonly request: string;
  /** Code of whoever asked. */
  readonly requester: string;
  readonly askedAtMs: number;
  readonly content: CopiedRequest;
}

/** A copy. */
export interface RequestCopy extends PutRequest {
  /** Of the copy: a ULID. */
  readonly id: string;
}

/** The store. */
export interface RequestCopyStore {
  /** Keeps a copy for a unit. */
  keep(unit: string, put: PutRequest): Promise<void>;
  /** Copies for a unit that can be opened still, the newest first, behind that copy. */
  list(unit: string, before: string | undefined, most: number): Promise<readonly RequestCopy[]>;
}

interface Row {
  readonly id: string;
  readonly request: string;
  readonly requester: string;
  readonly askedAt: Date;
  readonly askedOn: string;
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
}

/** Opens it under the gateway's role. Copies whose six months are over by this clock are listed no more. */
export function openRequestCopyStore(sql: postgres.Sql, keys: PnrKeys, clock: Clock): RequestCopyStore {
  return {
    async keep(unit, { request, requester, askedAtMs, content }) {
      const day = dayOf(askedAtMs);
      const key = await keys.ensure('initial', day);
      const { recordKey, sealed } = seal(boundTo(unit, request), content);
      await sql`
        insert into pnr.request_copy (id, request, unit, requester, asked_at, asked_on, wrapped_key, sealed)
        values (${ulid(askedAtMs)}, ${request}, ${unit}, ${requester}, ${new Date(askedAtMs)}, ${day},
          ${key.wrap(recordKey)}, ${sealed})`;
    },
    async list(unit, before, most) {
      const rows = await sql<Row[]>`
        select id, request, requester, asked_at as "askedAt", asked_on::text as "askedOn",
          wrapped_key as "wrappedKey", sealed
        from pnr.request_copy
        where unit = ${unit} and asked_on + interval '6 months' > ${dayOf(clock.now())}::date
          ${before === undefined ? sql`` : sql`and id < ${before}`}
        order by id desc
        limit ${most}`;
      const copies: RequestCopy[] = [];
      for (const { id, request, requester, askedAt, askedOn, wrappedKey, sealed } of rows) {
        const copyKey = (await keys.find('initial', askedOn))?.unwrap(wrappedKey);
        // Older ones have no key either: there is nothing behind.
        if (copyKey === undefined) break;
        const content = unsealObject(boundTo(unit, request), copyKey, sealed) as CopiedRequest;
        copies.push({ id, request, requester, askedAtMs: askedAt.getTime(), content });
      }
      return copies;
    },
  };
}

const boundTo = (unit: string, request: string): string => `${request}/${unit}`;
