import { createHash } from 'node:crypto';
import type { RecordRequest } from '../domain/record-request.js';
import type { PoliceRecord } from '../domain/police-record.js';
import { SIMULATED_HOLDER } from '../domain/record-request.js';
import type { RequestStep } from '../store/request-store.js';
import { TEST_RECORDS } from './test-records.js';

/** What simulated holders do with requests; of ten, seven are approved and two refused. Invented. */
const OUTCOMES = [
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'approve',
  'refuse',
  'refuse',
  'ask',
] as const;
type Outcome = (typeof OUTCOMES)[number];

const FIXED: Readonly<Partial<Record<string, Outcome>>> = {
  [TEST_RECORDS.delivered]: 'approve',
  [TEST_RECORDS.answeredBySome]: 'approve',
  [TEST_RECORDS.refused]: 'refuse',
  [TEST_RECORDS.askedBack]: 'ask',
};

/**
 * The next step of a holder that nobody plays; undefined when it is not its turn. `record` is what it has under the
 * reference, if anything.
 */
export function simulatedStep(
  { state, recordReference, correspondence }: RecordRequest,
  record: PoliceRecord | undefined,
  keepUntilMs: number,
): RequestStep | undefined {
  const own = { by: SIMULATED_HOLDER, handler: SIMULATED_HOLDER };
  switch (state) {
    case 'requested':
      return { ...own, kind: 'receive' };
    case 'received': {
      const outcome = outcomeOf(recordReference);
      if (record === undefined) return refusal(own, 'there is no such record any more', keepUntilMs);
      if (outcome === 'refuse') return refusal(own, 'an investigation under way would be put at risk', keepUntilMs);
      if (outcome === 'ask' && correspondence.length === 0) {
        return { ...own, kind: 'ask', question: 'Which court orders the measure for which the record is needed?' };
      }
      return { ...own, kind: 'approve', decision: 'the reasons bear the request' };
    }
    case 'approved': {
      if (record === undefined) return undefined;
      const { person, status, offences, authority, updatedOn } = record;
      const delivered = { person, status, offences, authority, updatedOn };
      return { ...own, kind: 'deliver', delivered, keepUntilMs };
    }
    default:
      return undefined;
  }
}

const refusal = (own: Pick<RequestStep, 'by' | 'handler'>, decision: string, keepUntilMs: number): RequestStep => ({
  ...own,
  kind: 'refuse',
  decision,
  keepUntilMs,
});

/** The same for a record whenever it is asked for. */
const outcomeOf = (reference: string): Outcome =>
  FIXED[reference] ??
  OUTCOMES[createHash('sha256').update(reference).digest().readUInt32BE(0) % OUTCOMES.length] ??
  'approve';
