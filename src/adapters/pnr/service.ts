import { PnrServiceService } from '../../gen/ostiary/pnr/v1/pnr.js';
import type { Adapter } from '../adapter.js';
import { pushOperation } from './operations/push.js';
import { getOperation, unmaskOperation } from './operations/read.js';
import { requestOperation, searchOperation } from './operations/search.js';
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
  },
  checkHealth: () => parts.checkHealth(),
});
