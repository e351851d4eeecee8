/** What the operations on requests share. */
import type { AccessContext } from '../../../gen/ostiary/common/v1/access.js';
import { RequestView } from '../../../gen/ostiary/police_records/v1/police_records.js';
import { nowInTime } from '../../../shared/now-in-time.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AskContext, Disclosure, LegalOperation } from '../../adapter.js';
import { personIndexTerms } from '../audit-terms.js';
import type { RecordRequest } from '../domain/record-request.js';
import type { RequestParts } from '../options.js';
import type { RequestsOf, RequestStep } from '../store/request-store.js';

/** As whom somebody acts on a request. */
export interface Side {
  /** What the legal basis must allow: that of the request, or that of the holder. */
  readonly legalOperations: readonly LegalOperation[];
  readonly whose: (context: AskContext) => RequestsOf;
}

/** The authority that asks. */
export const ASKING: Side = {
  legalOperations: ['REQUEST_FULL'],
  whose: ({ scope }) => ({ authority: scope.authority }),
};

/** The state that has the record: any of its authorities that the policy lets come so far. */
export const HOLDING: Side = {
  legalOperations: ['NOTIFY'],
  whose: ({ scope }) => ({ holdingState: scope.memberState }),
};

/** Side of a view. The contract has asked for one. */
export const sideOf = (view: RequestView): Side => (view === RequestView.INCOMING ? HOLDING : ASKING);

/** The access context, which every request has. */
export function accessOf({ access }: { readonly access?: AccessContext | undefined }): AccessContext {
  if (access === undefined) throw new TypeError('a request without an access context');
  return access;
}

/** The time, unless none is left. */
export const timeOf = ({ clock }: Pick<RequestParts, 'clock'>, context: AskContext): number =>
  nowInTime('EPRIS', clock, context);

/** What is not there, and what is none of the caller's business. */
export const notFound = (): Refusal => new Refusal('NOT_FOUND', 'No such request for a record');

/** Takes a step of one of the sides. Throws a Refusal when there is no such request, or when the step is not its turn. */
export async function advance(
  { requests }: RequestParts,
  context: AskContext,
  { whose }: Side,
  id: string,
  step: Omit<RequestStep, 'by'>,
): Promise<RecordRequest> {
  const those = whose(context);
  const advanced = await requests.step(id, those, { ...step, by: context.scope.authority });
  if (advanced !== undefined) return advanced;
  const found = await requests.find(id, those);
  throw found === undefined ? notFound() : wrongState(found);
}

function wrongState({ state }: RecordRequest): Refusal {
  const description = `names a request that is ${state}, in which this cannot be done`;
  return new Refusal('REQUEST_INVALID', 'the request for a record is in another state', {
    violations: [{ field: 'request_id', rule: 'state', description }],
  });
}

/** That a request stands where it stands, as the log names it. */
export const discloseProgress = ({ id }: RecordRequest): Disclosure => ({
  reference: id,
  category: 'REQUEST',
  fieldGroups: ['progress'],
});

/** A request in full, as the log names it: whoever reads it learns of the person. */
export const discloseRequest = ({ id, content }: RecordRequest): Disclosure => ({
  reference: id,
  category: 'REQUEST',
  ...(content !== undefined && { terms: personIndexTerms(content.person) }),
});
