import type postgres from 'postgres';
import { SisAlertServiceService } from '../../../gen/ostiary/sis/v1/alerts.js';
import type { Clock } from '../../../shared/clock.js';
import type { Adapter } from '../../adapter.js';
import { createAlertStore } from '../store/alert-store.js';
import { createHistoryStore } from '../store/alert-history.js';
import { createNoticeStore } from '../store/notice-store.js';
import { createAlertWriter } from '../store/write-alerts.js';
import { availabilityOperation } from './availability.js';
import { deleteOperation } from './delete.js';
import { enterOperation } from './enter.js';
import { extendOperation } from './extend.js';
import { addFlagOperation, removeFlagOperation } from './flags.js';
import { historyOperation } from './history.js';
import { linkOperation, unlinkOperation } from './links.js';
import { handleNoticeOperation, listNoticesOperation } from './notices.js';
import { updateOperation } from './update.js';

/** What the adapter works with. */
export interface SisAlertAdapterOptions {
  /** Pool with the rights of ostiary_gateway on the schema sis, not that of the searches: a write holds a connection. */
  readonly sql: postgres.Sql;
  /** Decides which alerts have reached their term, and when acts happened. */
  readonly clock: Clock;
}

/** The keeping of alerts in the simulated SIS, behind the port. See README.md in the folder above. */
export function createSisAlertAdapter({ sql, clock }: SisAlertAdapterOptions): Adapter<typeof SisAlertServiceService> {
  const parts = {
    writer: createAlertWriter(sql, clock),
    history: createHistoryStore(sql),
    notices: createNoticeStore(sql),
    clock,
  };
  const store = createAlertStore(sql);
  return {
    system: 'SIS',
    service: SisAlertServiceService,
    operations: {
      enterAlert: enterOperation(parts),
      updateAlert: updateOperation(parts),
      extendAlert: extendOperation(parts),
      deleteAlert: deleteOperation(parts),
      setAvailability: availabilityOperation(parts),
      addFlag: addFlagOperation(parts),
      removeFlag: removeFlagOperation(parts),
      linkAlerts: linkOperation(parts),
      unlinkAlerts: unlinkOperation(parts),
      getAlertHistory: historyOperation(parts),
      listNotices: listNoticesOperation(parts),
      handleNotice: handleNoticeOperation(parts),
    },
    checkHealth: (signal) => store.checkHealth(signal),
  };
}
