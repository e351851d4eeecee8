import { PnrOversightServiceService } from '../../gen/ostiary/pnr/v1/oversight.js';
import { PnrServiceService } from '../../gen/ostiary/pnr/v1/pnr.js';
import type { Adapter } from '../adapter.js';
import { flagOperation } from './operations/flag.js';
import { listUnmaskingsOperation, reviewUnmaskingOperation, statisticsOperation } from './operations/oversight.js';
import { pushOperation } from './operations/push.js';
import { getOperation, unmaskOperation } from './operations/read.js';
import { listRequestCopiesOperation } from './operations/request-copies.js';
import { requestOperation, searchOperation } from './operations/search.js';
import { listFlightPushesOperation } from './operations/supervise.js';
import type { PnrParts } from './options.js';

/** The passenger information unit behind the port. See README.md in this folder. */
export const createPnrAdapter = (parts: PnrParts): Adapter<typeof PnrServiceService> => ({
  system: 'PNR',
  service: PnrServiceService,
  operations: {
    pushPnr: pushOperation(parts),
    searchPnrs: searchOperation(parts),
    requestPnrs: requestOperation(parts),
    getPnr: getOperation(parts),
    unmaskPnr: unmaskOperation(parts),
    flagPnr: flagOperation(parts),
  },
  checkHealth: () => parts.checkHealth(),
});

/** What carriers owe it, what its data protection officer watches, and what other units are told of. */
export const createPnrOversightAdapter = (parts: PnrParts): Adapter<typeof PnrOversightServiceService> => ({
  system: 'PNR',
  service: PnrOversightServiceService,
  operations: {
    listFlightPushes: listFlightPushesOperation(parts),
    listRequestCopies: listRequestCopiesOperation(parts),
    listUnmaskings: listUnmaskingsOperation(parts),
    reviewUnmasking: reviewUnmaskingOperation(parts),
    getPnrStatistics: statisticsOperation(parts),
  },
  checkHealth: () => parts.checkHealth(),
});
