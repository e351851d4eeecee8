/** The SIRENE service behind the port. See README.md in this folder. */
import type postgres from 'postgres';
import { SireneServiceService } from '../../../gen/ostiary/sis/v1/sirene.js';
import type { Clock } from '../../../shared/clock.js';
import { STATES } from '../../../world/states.js';
import type { Adapter } from '../../adapter.js';
import { createAlertStore } from '../store/alert-store.js';
import { type AlertActs, openAlertDesk } from './alert-desk.js';
import type { TimeLapse } from './domain/deadlines.js';
import { getAttachmentOperation, getFormOperation, listFormsOperation, sendFormOperation } from './operations/forms.js';
import { listHitsOperation, reportHitOperation } from './operations/hits.js';
import { answerFormOperation, closeThreadOperation } from './operations/threads.js';
import type { SireneParts } from './parts.js';
import { openFormStore } from './store/form-store.js';
import { openHitStore } from './store/hit-store.js';

/** What the service works with. */
export interface SireneOptions {
  /** Pool with the rights of ostiary_gateway on the schema sis; the service does not end it. */
  readonly sql: postgres.Sql;
  readonly clock: Clock;
  /** How fast time limits run; 1 is the law. */
  readonly lapse: TimeLapse;
  readonly acts: AlertActs;
}

/** Opens everything behind the service. */
export function openSirene({ sql, clock, lapse, acts }: SireneOptions): SireneParts {
  return {
    sql,
    clock,
    lapse,
    acts,
    forms: openFormStore(sql),
    hits: openHitStore(sql),
    alerts: openAlertDesk(createAlertStore(sql)),
    participants: new Set(STATES),
  };
}

/** Makes the adapter. */
export const createSireneAdapter = (parts: SireneParts): Adapter<typeof SireneServiceService> => ({
  system: 'SIS',
  service: SireneServiceService,
  operations: {
    reportHit: reportHitOperation(parts),
    listHits: listHitsOperation(parts),
    sendForm: sendFormOperation(parts),
    listForms: listFormsOperation(parts),
    getForm: getFormOperation(parts),
    getAttachment: getAttachmentOperation(parts),
    answerForm: answerFormOperation(parts),
    closeThread: closeThreadOperation(parts),
  },
  async checkHealth() {
    await parts.sql`select from sis.sirene_thread limit 1`;
  },
});
