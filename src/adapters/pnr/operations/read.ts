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
      const shown = await soughtRecord(parts, context, id);
      if (shown === undefined) throw (await isReadByGet(parts, context, id)) ? notMasked() : notFound();
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

async function shownRecord(parts: PnrParts, context: AskContext, id: string): Promise<ShownRecord> {
  const shown = await soughtRecord(parts, context, id);
  if (shown === undefined) throw notFound();
  return shown;
}

/** Undefined for a record that is not there, or of which the caller may see nothing. */
async function soughtRecord(
  { records, unit }: PnrParts,
  { scope }: AskContext,
  id: string,
): Promise<ShownRecord | undefined> {
  ensureHome(scope, unit);
  const found = await records.find(id, statesOf(scope));
  return found && (await show(found, scope));
}

/** Kinds of authority that read records which are not masked, by GetPnr on PNR-6-2-B and PNR-6-2-B-PIU (Art. 6(2)(b)). */
const READING: ReadonlySet<string> = new Set(['PIU', 'LEA_UNIT', 'JUD']);

/** Whether it is a record that is not masked, which GetPnr would show to the same caller on an approval of its own. */
async function isReadByGet({ records }: PnrParts, { scope }: AskContext, id: string): Promise<boolean> {
  if (!READING.has(scope.authorityKind)) return false;
  const found = await records.find(id, ['active']);
  return (await found?.unseal()) !== undefined;
}

const notFound = (): Refusal => new Refusal('NOT_FOUND', 'There is no such record');

const notMasked = (): Refusal => new Refusal('NOT_FOUND', 'The record is not masked: read it by GetPnr');

const answer = (shown: ShownRecord): Answer<GetPnrResponse> => ({
  status: 'HIT',
  response: {
    receipt: undefined,
    outcome: { system: 'PNR', status: OutcomeStatus.HIT },
    record: printRecord(shown),
  },
  disclosures: [disclose(shown)],
});
