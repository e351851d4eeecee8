import { PnrAssessmentServiceService } from '../../../gen/ostiary/pnr/v1/assessment.js';
import type { Adapter } from '../../adapter.js';
import { assessOperation } from './operations/assess-flight.js';
import { listOperation, reviewOperation } from './operations/matches.js';
import { qualityOperation } from './operations/quality.js';
import { listReceivedOperation, receiveOperation } from './operations/receive.js';
import { releaseOperation } from './operations/release.js';
import { tryOperation } from './operations/try-criterion.js';
import type { AssessmentParts } from './parts.js';

/** The assessment of passengers behind the port. */
export const createPnrAssessmentAdapter = (parts: AssessmentParts): Adapter<typeof PnrAssessmentServiceService> => ({
  system: 'PNR',
  service: PnrAssessmentServiceService,
  operations: {
    assessFlight: assessOperation(parts),
    listMatches: listOperation(parts),
    reviewMatch: reviewOperation(parts),
    releaseMatch: releaseOperation(parts),
    listReceivedMatches: listReceivedOperation(parts),
    receiveMatch: receiveOperation(parts),
    tryCriterion: tryOperation(parts),
    getCriteriaQuality: qualityOperation(parts),
  },
  checkHealth: () => parts.checkHealth(),
});
