/** AssessFlight. */
import { OutcomeStatus } from '../../../../gen/ostiary/common/v1/outcome.js';
import type { AssessFlightRequest, AssessFlightResponse } from '../../../../gen/ostiary/pnr/v1/assessment.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Operation } from '../../../adapter.js';
import { flightNumber } from '../../domain/push.js';
import { NEEDED } from '../../legal-operations.js';
import { ensureHome } from '../../operations/who.js';
import { assessFlight, disclosuresOf } from '../flight-assessment.js';
import type { AssessmentParts } from '../parts.js';
import { parseDay } from '../wire/parse-day.js';

/** Makes the operation. */
export const assessOperation = (parts: AssessmentParts): Operation<AssessFlightRequest, AssessFlightResponse> => ({
  parse({ carrier, number: written, departsOn, origin }) {
    const asked = { carrier, number: flightNumber(written), departsOn: parseDay(departsOn, 'departs_on'), origin };
    return {
      legalOperations: NEEDED.assessFlight,
      audit: { departs_on: departsOn, flight: `${carrier}${asked.number}`, origin },
      async ask(context) {
        ensureHome(context.scope, parts.unit);
        const known = await parts.matches.findFlight(asked);
        if (known === undefined) throw new Refusal('NOT_FOUND', 'Nothing was pushed for such a flight');
        const { tally, fault, note } = await assessFlight(parts, known, context, 'whole');
        if (fault !== undefined) throw fault.error;
        const disclosures = disclosuresOf(tally);
        const status = tally.kept.length > 0 ? 'HIT' : 'NO_HIT';
        return {
          status,
          response: {
            receipt: undefined,
            outcome: { system: 'PNR', status: OutcomeStatus[status] },
            ...{ records: tally.records, travellers: tally.travellers, comparisons: tally.comparisons },
            ...{ notComparable: tally.notComparable, rules: tally.rules, knownMatches: tally.known },
            matchReferences: disclosures.map(({ reference }) => reference),
            newMatches: tally.kept.length,
          },
          disclosures,
          whenLogged: note,
        };
      },
    };
  },
});
