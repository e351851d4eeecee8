/** FlagPnr. */
import type { FlagPnrRequest, FlagPnrResponse } from '../../../gen/ostiary/pnr/v1/pnr.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Operation } from '../../adapter.js';
import { NEEDED } from '../legal-operations.js';
import type { PnrParts } from '../options.js';
import { ensureUnit } from './who.js';

/** Makes the operation. A record that is masked already was flagged, and the time for taking that back is over. */
export const flagOperation = ({ records, unit }: PnrParts): Operation<FlagPnrRequest, FlagPnrResponse> => ({
  parse: ({ recordReference, flagged, reasons }) => ({
    legalOperations: NEEDED.flagPnr,
    audit: { flagged, reasons, record_reference: recordReference },
    async ask({ scope }) {
      ensureUnit(scope, unit);
      const isDone = scope.categories.has('PASSENGER') && (await records.flag(recordReference, flagged));
      if (!isDone) throw new Refusal('NOT_FOUND', 'There is no such record');
      return {
        status: 'HIT',
        response: { receipt: undefined, recordReference, flagged },
        disclosures: [{ reference: recordReference, category: 'PASSENGER', fieldGroups: ['frame'] }],
      };
    },
  }),
});
