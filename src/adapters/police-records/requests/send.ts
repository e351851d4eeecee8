/** RequestRecord. */
import { PersonCategory, SearchAim } from '../../../gen/ostiary/common/v1/access.js';
import type {
  RequestRecordRequest,
  RequestRecordResponse,
} from '../../../gen/ostiary/police_records/v1/police_records.js';
import { Refusal, type FieldViolation } from '../../../shared/refusal.js';
import type { Operation } from '../../adapter.js';
import { auditPerson, personIndexTerms } from '../audit-terms.js';
import type { RequestContent } from '../domain/record-request.js';
import { stateOf } from '../domain/reference.js';
import type { RequestParts } from '../options.js';
import { STATE_TO_WIRE } from '../wire/enums.js';
import { parsePerson } from '../wire/parse-person.js';
import { printTime } from '../wire/print-request.js';
import { accessOf, ASKING, discloseProgress, timeOf } from './parts.js';

/** Makes the operation. */
export function requestRecordOperation(parts: RequestParts): Operation<RequestRecordRequest, RequestRecordResponse> {
  const { requests, matches, times } = parts;
  return {
    parse(request) {
      const { searchRequestId: search, recordReference, reasons } = request;
      const content = parseContent(request);
      return {
        legalOperations: ASKING.legalOperations,
        audit: {
          person: auditPerson(content.person),
          reasons,
          record_reference: recordReference,
          search_request_id: search,
        },
        terms: personIndexTerms(content.person),
        ownerState: stateOf(recordReference),
        async ask(context) {
          const { scope, requestId, officer } = context;
          const now = timeOf(parts, context);
          const quality = await matches.qualityOf(search, scope.authority, recordReference);
          if (quality === undefined) throw notMatched();
          context.signal.throwIfAborted();
          const sent = await requests.send({
            id: requestId,
            recordReference,
            holdingState: stateOf(recordReference),
            askingState: scope.memberState,
            authority: scope.authority,
            officer: officer.pseudonym,
            search,
            quality,
            content,
            decideByMs: now + times.decideWithinMs,
            expiresAtMs: now + times.lifetimeMs,
          });
          // A gateway that asks chooses the identifiers of its calls.
          if (sent === undefined) throw new Refusal('RECORD_EXISTS', 'the request for a record was sent already');
          return {
            status: 'HIT',
            response: {
              receipt: undefined,
              requestId: sent.id,
              state: STATE_TO_WIRE[sent.state],
              decideBy: printTime(sent.decideByMs),
            },
            disclosures: [discloseProgress(sent)],
          };
        },
      };
    },
  };
}

function parseContent(request: RequestRecordRequest): RequestContent {
  const violations: FieldViolation[] = [];
  const { caseReference, offence, personCategory, aim } = accessOf(request);
  if (request.person === undefined) throw new TypeError('a request without a person');
  const content: RequestContent = {
    person: parsePerson(request.person, violations),
    reasons: request.reasons,
    caseReference,
    offence: offence && {
      code: offence.code,
      maximumPenaltyMonths: offence.maximumPenaltyMonths,
      terrorist: offence.terrorist,
      listedAs: offence.listedAs,
    },
    personCategory: nameOf(PersonCategory, personCategory),
    aim: nameOf(SearchAim, aim),
  };
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'The request breaks rules', { violations });
  return content;
}

/** Name of a number in an enumeration of the contract; undefined for what is not stated. */
const nameOf = (wire: Readonly<Record<string, number>>, value: number): string | undefined =>
  value <= 0 ? undefined : Object.keys(wire).find((name) => wire[name] === value);

/** Art. 44(5): who has a match may ask. What others found, and what nobody found, look alike. */
function notMatched(): Refusal {
  const description =
    'must be a match of the search that is named, made by this authority and not longer ago than 30 days';
  return new Refusal('REQUEST_INVALID', 'only a match can be followed up', {
    violations: [{ field: 'record_reference', rule: 'matched', description }],
    metadata: { article: 'Reg. (EU) 2024/982 Art. 44(5)' },
  });
}
