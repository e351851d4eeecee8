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
import { NEEDED, NEEDED_FOR_REVIEW } from '../legal-operations.js';
import type { PnrParts } from '../options.js';
import { printRecord } from '../wire/print-record.js';
import { disclose, show, type ShownRecord } from './open-record.js';
import { ensureAnswersRequest, ensureHome, ensureUnit, statesOf } from './who.js';

/** Makes GetPnr. */
export const getOperation = (parts: PnrParts): Operation<GetPnrRequest, GetPnrResponse> => ({
  parse: ({ access, recordReference: id, matchReference: match }) =>
    match === ''
      ? {
          legalOperations: NEEDED.getPnr,
          audit: { record_reference: id },
          async ask(context) {
            ensureHome(context.scope, parts.unit);
            ensureAnswersRequest(parts, context.scope, access);
            return answer(await shownRecord(parts, context, id));
          },
        }
      : {
          legalOperations: NEEDED_FOR_REVIEW,
          audit: { match_reference: match, record_reference: id },
          async ask(context) {
            ensureUnit(context.scope, parts.unit);
            if ((await parts.recordUnderReview(match)) !== id) throw notUnderReview();
            return answer(await shownRecord(parts, context, id));
          },
        },
});

/** Makes UnmaskPnr. */
export const unmaskOperation = (parts: PnrParts): Operation<UnmaskPnrRequest, UnmaskPnrResponse> => ({
  parse: ({ access, recordReference: id }) => ({
    legalOperations: NEEDED.unmaskPnr,
    audit: { record_reference: id },
    async ask(context) {
      ensureHome(context.scope, parts.unit);
      ensureAnswersRequest(parts, context.scope, access);
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
  { records }: PnrParts,
  { scope }: AskContext,
  id: string,
): Promise<ShownRecord | undefined> {
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

/** Also of a match that there is not: which records have one is told by the list of matches. */
const notUnderReview = (): Refusal =>
  new Refusal('FORBIDDEN', 'a review opens the record of a match that waits for it, and no other', {
    metadata: { article: 'Directive (EU) 2016/681 Art. 6(5)' },
  });

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
