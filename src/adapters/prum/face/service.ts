import { PrumFaceServiceService } from '../../../gen/ostiary/prum/v1/face.js';
import type { Adapter, ParsedQuestion } from '../../adapter.js';
import { overallStatus } from '../../states/participants.js';
import { FACE } from '../exchange/category.js';
import { isForOwnState } from '../exchange/domain/own-state.js';
import { createFollowUpOperations } from '../matches/operations/all.js';
import type { FollowUpParts } from '../matches/options.js';
import { auditSearch } from './audit-terms.js';
import type { FaceOutcome, FaceSearchRequest } from './domain/face-question.js';
import type { FaceSearchParts } from './options.js';
import { disclosuresOf, searchFaces } from './search-faces.js';
import { parseSearch } from './wire/parse-search.js';
import { printSearch, printStateAnswer } from './wire/print-search.js';

/** What a search takes of the daily capacity of each state (Art. 23, data/policy/quotas.csv). */
const QUOTA_MODE = 'FACE';

/** Facial images under Prüm, behind the port. See README.md in this folder. */
export function createFaceAdapter(
  searches: FaceSearchParts,
  followUps: FollowUpParts,
): Adapter<typeof PrumFaceServiceService> {
  const operations = createFollowUpOperations(followUps);
  return {
    system: FACE.system,
    service: PrumFaceServiceService,
    operations: {
      searchFaces: {
        parse(request) {
          const search = parseSearch(request, searches.algorithm);
          return {
            ...questionOf(search, searches),
            async *askParts(context) {
              for await (const outcome of searchFaces(search, context, searches)) {
                const { memberState, status } = outcome;
                yield {
                  status,
                  places: [{ place: memberState, status }],
                  response: printStateAnswer(outcome),
                  disclosures: disclosuresOf(outcome),
                };
              }
            },
          };
        },
      },
      searchFacesOnce: {
        parse(request) {
          const search = parseSearch(request, searches.algorithm);
          return {
            ...questionOf(search, searches),
            async ask(context) {
              const outcomes: FaceOutcome[] = [];
              for await (const outcome of searchFaces(search, context, searches)) outcomes.push(outcome);
              const status = overallStatus(outcomes);
              return {
                status,
                places: outcomes.map(({ memberState, status: one }) => ({ place: memberState, status: one })),
                response: printSearch(outcomes, status, request.ranked),
                disclosures: outcomes.flatMap(disclosuresOf),
              };
            },
          };
        },
      },
      confirmFaceMatch: operations.confirm,
      requestFaceCoreData: operations.requestCoreData,
      listFaceFollowUps: operations.list,
      getFaceFollowUp: operations.get,
      decideFaceCoreData: operations.decideCoreData,
      readFaceCoreData: operations.readCoreData,
      closeFaceFollowUp: operations.close,
    },
    checkHealth: async () => {
      await searches.participants();
    },
  };
}

/** What both ways of searching have in common. */
const questionOf = (search: FaceSearchRequest, { ownState }: FaceSearchParts): ParsedQuestion => ({
  legalOperations: [isForOwnState(search.memberStates, ownState) ? 'STATE_QUERY' : 'IDENT_FACE'],
  audit: auditSearch(search),
  draws: Array.from(search.memberStates, (counterpart) => ({ mode: QUOTA_MODE, counterpart, amount: 1 })),
});
