/** Entries as a search finds them, made by hand. */
import { leafHash } from '../../../src/audit/merkle/hash.js';
import type { EntryKind, EntryOutcome } from '../../../src/audit/leaf/leaf.js';
import { formatLeaf, formatTime, parseLeaf } from '../../../src/audit/leaf/leaf.js';
import type { SectionName } from '../../../src/audit/leaf/commitment.js';
import type { OpenedPayload } from '../../../src/audit/review/payload.js';
import type { FoundEntry, ReviewScope } from '../../../src/audit/review/query.js';
import type { JsonObject } from '../../../src/shared/json.js';

export const TIME = Date.UTC(2026, 10, 24, 8, 30, 15, 123);
export const ORIGIN = 'log.example/audit';

/** The scope of a review of authorities on a basis of the SIS; some tests log under PRUM, a system of nobody's law. */
export const sisScope = (...authorities: string[]): ReviewScope => ({
  authorities: new Set(authorities),
  systems: new Set(['SIS', 'PRUM']),
  classes: new Set(['sis-3y']),
});

interface Wish {
  readonly index?: number;
  readonly kind?: EntryKind;
  readonly outcome?: EntryOutcome;
  /** Outcome of the entry that closes an intent. */
  readonly closed?: EntryOutcome;
  readonly system?: string;
}

export function foundEntry({ index = 7, kind = 'intent', outcome, closed, system = 'SIS' }: Wish = {}): FoundEntry {
  const text = formatLeaf(
    {
      kind,
      authority: 'XA-POLICE',
      counter: 3,
      system,
      requestId: '01JGFJJZ000000000000000001',
      bucket: 'sis-3y/2026-W48',
      commitments: {},
      intentIndex: undefined,
      outcome,
    },
    formatTime(TIME),
  );
  const body = Buffer.from(text);
  return {
    index,
    body,
    leafHash: leafHash(body),
    leaf: parseLeaf(body)!,
    closingIndex: closed === undefined ? undefined : index + 1,
    partIndexes: [],
    outcome: outcome ?? closed,
  };
}

export function payloadOf(sections: Partial<Record<SectionName, JsonObject>>): OpenedPayload {
  return {
    state: 'opened',
    sections: new Map(
      Object.entries(sections).map(([name, value]) => [
        name as SectionName,
        { value, salt: new Uint8Array(32), plaintext: Buffer.from(JSON.stringify(value)) },
      ]),
    ),
  };
}

/** An access of the police, with everything that an export may show. */
export const POLICE_PAYLOAD = payloadOf({
  who: { authority: 'XA-POLICE', officer: 'officer-17', remote: '192.0.2.7:50123', unit: 'Patrol 7' },
  what: { legal_operations: ['SEARCH_ALPHA'], operation: '/ostiary.sis.v1.SisService/SearchPersons', system: 'SIS' },
  why: { case_reference: 'CASE-1', legal_basis: 'SIS62-44-1-B', purpose: 'POLICE_CUSTOMS_CHECK' },
});
