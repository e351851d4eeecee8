/** Everything that is done with matches, for whichever category: its service gives these operations their names. */
import type { FollowUpParts } from '../options.js';
import { closeOperation, confirmOperation, decideCoreDataOperation, requestCoreDataOperation } from './act.js';
import { getOperation, listOperation, readCoreDataOperation } from './read.js';

/** Makes the operations. */
export const createFollowUpOperations = (parts: FollowUpParts) => ({
  confirm: confirmOperation(parts),
  requestCoreData: requestCoreDataOperation(parts),
  list: listOperation(parts),
  get: getOperation(parts),
  decideCoreData: decideCoreDataOperation(parts),
  readCoreData: readCoreDataOperation(parts),
  close: closeOperation(parts),
});
