/** ListReceivedMatches, ReceiveMatch: what was passed on, for whom it was passed on to. To everybody else there is no such match. */
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import type {
  ListReceivedMatchesRequest,
  ListReceivedMatchesResponse,
  ReceiveMatchRequest,
  ReceiveMatchResponse,
} from '../../../../gen/ostiary/pnr/v1/assessment.js';
import type { Answer, AskContext, Operation } from '../../../adapter.js';
import type { SealedHalf } from '../../domain/kept-record.js';
import { NEEDED } from '../../legal-operations.js';
import { disclose, show, type ShownRecord } from '../../operations/open-record.js';
import { referencePage } from '../../operations/reference-page.js';
import { ensureMayReceive } from '../../operations/who.js';
import { printRecord } from '../../wire/print-record.js';
import { subjectOf, travellerReferences } from '../domain/assess-record.js';
import type { Match } from '../domain/match.js';
import type { AssessmentParts } from '../parts.js';
import { printMatch, printReceived } from '../wire/print-match.js';
import { discloseMatch, notFound } from './answer-match.js';

/** Makes ListReceivedMatches: it tells that there is something to be read, and what it is only when it is read. */
export const listReceivedOperation = ({
  unit,
  releases,
}: AssessmentParts): Operation<ListReceivedMatchesRequest, ListReceivedMatchesResponse> => ({
  parse({ access, ...request }) {
    const page = referencePage(request);
    return {
      legalOperations: NEEDED.listReceivedMatches,
      audit: page.audit,
      async ask({ scope }) {
        ensureMayReceive(scope, unit, access?.legalBasisId ?? '');
        const { shown, nextPageToken } = page.cut(await releases.receivedBy(scope.authority, page.after, page.limit));
        const status = shown.length > 0 ? 'HIT' : 'NO_HIT';
        return {
          status,
          response: {
            receipt: undefined,
            outcome: { system: 'PNR', status: OutcomeStatus[status] },
            matches: shown.map(printReceived),
            nextPageToken,
          },
          disclosures: shown.map(discloseMatch),
        };
      },
    };
  },
});

/** Makes ReceiveMatch. */
export const receiveOperation = ({
  unit,
  matches,
  records,
}: AssessmentParts): Operation<ReceiveMatchRequest, ReceiveMatchResponse> => ({
  parse({ access, matchReference: id }) {
    return {
      legalOperations: NEEDED.receiveMatch,
      audit: { match_reference: id },
      async ask({ scope }: AskContext): Promise<Answer<ReceiveMatchResponse>> {
        ensureMayReceive(scope, unit, access?.legalBasisId ?? '');
        const match = forRecipient(await matches.find(id), scope.authority);
        const found = await records.find(match.record, ['active']);
        const whole = found && (await show(found, scope));
        if (whole === undefined) throw notFound();
        const shown = ofTraveller(whole, match);
        if (shown === undefined) throw notFound();
        return {
          status: 'HIT',
          response: {
            receipt: undefined,
            outcome: { system: 'PNR', status: OutcomeStatus.HIT },
            match: printMatch(match),
            record: printRecord(shown),
          },
          disclosures: [discloseMatch(match), disclose(shown)],
        };
      },
    };
  },
});

/** The match as its recipient may have it: who else has it is not told. What was not passed on to them looks like nothing. */
function forRecipient(match: Match | undefined, recipient: string): Match {
  const releases = match?.releases.filter((release) => release.recipient === recipient) ?? [];
  if (match === undefined || releases.length === 0) throw notFound();
  return { ...match, releases };
}

/**
 * The record with one traveller alone: data of persons identified are passed on, not those of all who fly with them (Art. 6(6)).
 * Undefined where the record, as the carrier last sent it, does not say which of its travellers that is, or where the
 * reference is another one's by now, or the booking others', whom nobody has reviewed.
 */
function ofTraveller(shown: ShownRecord, match: Match): ShownRecord | undefined {
  const { sealed } = shown.record;
  const { traveller: reference } = match;
  if (sealed === undefined || match.sealed?.subject !== subjectOf({ sealed }, reference)) return undefined;
  // About the booking as a whole: all of them were reviewed.
  if (reference === '') return shown;
  const references = travellerReferences({ sealed });
  const [traveller, ...others] = sealed.a.travellers.filter((_, at) => references[at]?.reference === reference);
  if (traveller === undefined || others.length > 0) return undefined;
  // What is of somebody without a reference may be of anybody else without one.
  const isAlone = sealed.a.travellers.filter((one) => one.reference === traveller.reference).length === 1;
  const isTheirs = (one: { readonly traveller: string }): boolean => isAlone && one.traveller === traveller.reference;
  const half: SealedHalf = {
    ...sealed,
    a: {
      travellers: [traveller],
      checkedIn: sealed.a.checkedIn.filter(isTheirs),
      // Of a booking of one, everything is that traveller's.
      tickets: sealed.a.travellers.length === 1 ? sealed.a.tickets : sealed.a.tickets.filter(isTheirs),
      ...{ fareBases: sealed.a.fareBases, seats: [], changes: sealed.a.changes, splitCount: '' },
    },
    d: { frequentFlyers: sealed.d.frequentFlyers.filter(isTheirs) },
    // That a minor travels alone is not told by traveller.
    e: { remarks: sealed.a.travellers.length === 1 ? sealed.e.remarks : [] },
    f: {
      documents: sealed.f.documents.filter(isTheirs),
      otherDocuments: sealed.f.otherDocuments.filter(isTheirs),
      statedAddresses: sealed.f.statedAddresses.filter(isTheirs),
    },
  };
  return { ...shown, record: { ...shown.record, sealed: half } };
}
