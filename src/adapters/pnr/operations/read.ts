/** GetPnr, UnmaskPnr. */
import { OutcomeStatus } from '../../../gen/ostiary/common/v1/outcome.js';
import type {
  GetPnrRequest,
  GetPnrResponse,
  UnmaskPnrRequest,
  UnmaskPnrResponse,
} from '../../../gen/ostiary/pnr/v1/pnr.js';
import { Refusal } from '../../../shared/refusal.js';
import type { Answer, AskContext, Operation } from '../../adapter.js';
import type { PnrParts } from '../options.js';
import { printRecord } from '../wire/print-record.js';
import { disclose, show, type ShownRecord } from './open-record.js';
import { ensureHome, statesOf } from './who.js';

/** Makes GetPnr. */
export const getOperation = (parts: PnrParts): Operation<GetPnrRequest, GetPnrResponse> => ({
  parse: ({ recordReference: id }) => ({
    legalOperations: ['READ'],
    audit: { record_reference: id },
    ask: async (context) => answer(await shownRecord(parts, context, id)),
  }),
});

/** Makes UnmaskPnr. */
export const unmaskOperation = (parts: PnrParts): Operation<UnmaskPnrRequest, UnmaskPnrResponse> => ({
  parse: ({ recordReference: id }) => ({
    legalOperations: ['UNMASK'],
    audit: { record_reference: id },
    async ask(context) {
      const shown = await shownRecord(parts, context, id);
      await informOfficer(parts, context, id);
      return answer(shown);
    },
  }),
});

/** Art. 12(3)(b)(ii): the data protection officer of the unit is told before the record is shown, and reviews it later. */
async function informOfficer(
  { oversight, unit, clock, tell }: PnrParts,
  context: AskContext,
  id: string,
): Promise<void> {
  const { requestId: request, scope } = context;
  await tell({
    act: 'officer-informed',
    authority: unit.authority,
    records: [{ reference: id, category: 'UNMASKED' }],
    terms: [],
    facts: { article: 'Directive (EU) 2016/681 Art. 12(3)', elements: 'a-f', request, shown_to: scope.authority },
  });
  await oversight.note({ request, record: id, authority: scope.authority, unmaskedAtMs: clock.now() });
}

async function shownRecord({ records, unit }: PnrParts, { scope }: AskContext, id: string): Promise<ShownRecord> {
  ensureHome(scope, unit);
  const found = await records.find(id, statesOf(scope));
  const shown = found && (await show(found, scope));
  if (shown === undefined) throw new Refusal('NOT_FOUND', 'There is no such record');
  return shown;
}

const answer = (shown: ShownRecord): Answer<GetPnrResponse> => ({
  status: 'HIT',
  response: {
    receipt: undefined,
    outcome: { system: 'PNR', status: OutcomeStatus.HIT },
    record: printRecord(shown),
  },
  disclosures: [disclose(shown)],
});
