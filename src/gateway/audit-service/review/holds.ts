/** SetHold and ReleaseHold: legal holds, one name space for each authority. */
import type { AskContext, Operation } from '../../../adapters/adapter.js';
import { type HoldParts, listHolds, releaseHold, setHold } from '../../../audit/retention/holds.js';
import { findEntries } from '../../../audit/review/search.js';
import { CASE_NUMBER, type KeyWrapper } from '../../../audit/vault/keys.js';
import type { CountingUnwrapper } from '../../../audit/vault/open-vault.js';
import {
  ReleaseHoldRequest,
  ReleaseHoldResponse,
  SetHoldRequest,
  SetHoldResponse,
} from '../../../gen/ostiary/audit/v1/review.js';
import { Refusal } from '../../../shared/refusal.js';
import { accessOf, auditOf, keysFor, LOG_READ, scopeOf } from './parts.js';
import { disclosure } from './print.js';
import { Faults } from './read-filter.js';

/** What holds are set and released with, for many requests. */
export type HoldServiceParts = Omit<HoldParts, 'keys'> & {
  readonly wrapper: KeyWrapper;
  readonly unwrapper: CountingUnwrapper;
};

/** Makes SetHold. */
export function setHoldOperation(parts: HoldServiceParts): Operation<SetHoldRequest, SetHoldResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      const endsAt = endOfDay(request.until, parts.clock.now(), faults);
      checkCase(accessOf(request).caseReference, faults);
      faults.refuse();
      const indexes = [...new Set(request.indexes.map(Number))];
      return {
        legalOperations: LOG_READ,
        audit: auditOf(SetHoldRequest.toJSON(request)),
        async ask(context) {
          const { entries, damaged } = await findEntries(parts.sql, scopeOf(context), indexes);
          refuseDamaged(request.indexes.map(Number), damaged);
          if (entries.length < indexes.length) throw new Refusal('NOT_FOUND', 'the log has no entry of these indexes');
          const { caseReference, justification } = accessOf(request);
          const { wrapper } = parts;
          const keys = { wrapper, unwrapper: keysFor(parts.unwrapper, context, 'hold') };
          await setHold(
            { ...parts, keys },
            {
              caseNumber: holdName(context, caseReference),
              officer: officerBehind(context),
              reason: justification,
              endsAt,
              indexes,
            },
          ).catch(inTermsOfTheRequest);
          return {
            status: 'HIT',
            response: SetHoldResponse.fromPartial({ held: indexes.length }),
            disclosures: entries.map((entry) => disclosure(entry, [])),
          };
        },
      };
    },
  };
}

/** Makes ReleaseHold. */
export function releaseHoldOperation(parts: HoldServiceParts): Operation<ReleaseHoldRequest, ReleaseHoldResponse> {
  return {
    parse(request) {
      const faults = new Faults();
      checkCase(accessOf(request).caseReference, faults);
      faults.refuse();
      return {
        legalOperations: LOG_READ,
        audit: auditOf(ReleaseHoldRequest.toJSON(request)),
        async ask(context) {
          const { caseReference, justification } = accessOf(request);
          const caseNumber = holdName(context, caseReference);
          const held = await listHolds(parts.sql, { caseNumber, within: scopeOf(context) });
          if (held.length === 0) throw new Refusal('NOT_FOUND', 'no such hold stands');
          await releaseHold(parts, { caseNumber, officer: officerBehind(context), reason: justification });
          return {
            status: 'HIT',
            response: ReleaseHoldResponse.fromPartial({ released: held[0]?.entries ?? 0 }),
            disclosures: [],
          };
        },
      };
    },
  };
}

/** The authority stands before the case, so that nobody names, finds or releases the hold of somebody else. */
function holdName({ scope }: AskContext, caseReference: string): string {
  const name = `${scope.authority}_${caseReference}`;
  if (CASE_NUMBER.test(name)) return name;
  const faults = new Faults();
  faults.add('access.case_reference', 'max_len', 'is too long, with the code of the authority, to name a hold');
  faults.refuse();
  return name;
}

/** What the service cannot prove to be in scope it does not hold; `ostiary audit hold` does. */
function refuseDamaged(asked: readonly number[], damaged: readonly number[]): void {
  const faults = new Faults();
  asked.forEach((index, at) => {
    if (damaged.includes(index)) faults.add(`indexes[${at}]`, 'damaged', 'names an entry that is not what was signed');
  });
  faults.refuse();
}

/** What a hold calls its case number is the caller's case reference. */
function inTermsOfTheRequest(error: unknown): never {
  const violations = error instanceof Refusal ? error.violations : [];
  if (!violations.some(({ field }) => field === 'case_number')) throw error;
  throw new Refusal('REQUEST_INVALID', 'access.case_reference: names a hold that was set before', {
    violations: violations.map((violation) => ({ ...violation, field: 'access.case_reference' })),
  });
}

/** An adapter is not told the officer; the intent of this request is in the same log and names them. */
const officerBehind = ({ requestId, scope }: AskContext): string => `${scope.authority}, request ${requestId}`;

function checkCase(caseReference: string, faults: Faults): void {
  if (!CASE_NUMBER.test(caseReference)) {
    faults.add(
      'access.case_reference',
      'pattern',
      'must name a hold: letters, digits, dots, hyphens and underscores only',
    );
  }
}

/** The hold lasts to the end of its last day in UTC. */
function endOfDay(until: string, now: number, faults: Faults): number {
  const day = Date.parse(`${until}T00:00:00Z`);
  const exists = !Number.isNaN(day) && new Date(day).toISOString().startsWith(until);
  if (!exists) faults.add('until', 'date', 'must be a day that exists');
  const end = day + DAY_MS;
  if (exists && end <= now) faults.add('until', 'future', 'must lie in the future');
  return end;
}

const DAY_MS = 86_400_000;
