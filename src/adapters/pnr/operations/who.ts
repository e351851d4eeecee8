/** Whose questions the unit answers, besides what the legal basis says: it is one unit, of one Member State. */
import type { AccessContext } from '../../../gen/ostiary/common/v1/access.js';
import { Refusal } from '../../../shared/refusal.js';
import type { AccessScope } from '../../adapter.js';
import type { RecordStates } from '../store/record-store.js';
import type { PnrParts, Unit } from '../options.js';

/** Legal bases on which those of other Member States, and Europol, ask the unit (Arts. 9, 10). */
const FROM_ELSEWHERE: ReadonlySet<string> = new Set(['PNR-9-2', 'PNR-9-3', 'PNR-9-4', 'PNR-10']);

/** Records of a unit are read by that unit, by its data protection officer, and by competent authorities of its state. */
export function ensureHome({ authority, authorityKind, memberState }: AccessScope, unit: Unit): void {
  if (authorityKind === 'PIU' && authority !== unit.authority) {
    throw forbidden('the unit of another Member State asks with reasons (RequestPnrs)', 'Art. 9(2)');
  }
  if (authorityKind === 'DPO' && authority !== unit.dpo) {
    throw forbidden('the data protection officer of the unit alone has access to its data', 'Art. 5');
  }
  if (memberState !== unit.memberState) {
    throw forbidden('authorities of other Member States ask through their own unit', 'Art. 9');
  }
}

/** Kinds of competent authorities (Art. 7). */
export const COMPETENT: ReadonlySet<string> = new Set(['LEA_UNIT', 'JUD']);

/** Legal basis on which the unit unmasks: for a unit elsewhere as well, which has no other way to what is masked (Art. 9(2)). */
const UNMASKING = 'PNR-12-3-PIU';

/**
 * Where the unit itself searches, reads or unmasks, somebody asked it to: a competent authority of its state. The policy wants them
 * named; who they are the registry says, so that the unit cannot answer itself.
 */
export function ensureAnswersRequest(
  { authorities, unit }: Pick<PnrParts, 'authorities' | 'unit'>,
  { authorityKind }: AccessScope,
  access: Pick<AccessContext, 'legalBasisId' | 'onBehalfOf'> | undefined,
): void {
  if (authorityKind !== 'PIU') return;
  const asking = authorities.find(access?.onBehalfOf ?? '');
  if (asking !== undefined) {
    const isHome = asking.memberState === unit.memberState;
    if (isHome && asking.kinds.some((kind) => COMPETENT.has(kind))) return;
    if (!isHome && access?.legalBasisId === UNMASKING && asking.kinds.includes('PIU')) return;
  }
  throw forbidden(
    'the unit answers a competent authority of its state, named in access.on_behalf_of',
    'Arts. 6(2)(b), 7',
  );
}

/** Legal basis on which a unit of another Member State receives what this one sent it of its own motion (Art. 9(1)). */
const RECEIVED_ELSEWHERE = 'PNR-9-1-RECEIVE';

/** What was passed on is received at home, or by a unit of another Member State on a basis that says so. */
export function ensureMayReceive(scope: AccessScope, unit: Unit, legalBasisId: string): void {
  if (legalBasisId !== RECEIVED_ELSEWHERE) ensureHome(scope, unit);
  else if (scope.memberState === unit.memberState) {
    throw forbidden('on this basis a unit receives from units of other Member States', 'Art. 9(1)');
  }
}

/** Legal basis on which a unit is given copies of what authorities of its state asked another unit directly (Art. 9(3)). */
const COPIES_OF_REQUESTS = 'PNR-9-3-COPY';

/** Copies of requests are for units of other Member States, on the basis that says so. */
export function ensureReceivesCopies(scope: AccessScope, unit: Unit, legalBasisId: string): void {
  if (legalBasisId !== COPIES_OF_REQUESTS) {
    throw forbidden(`copies of requests are received on ${COPIES_OF_REQUESTS}`, 'Art. 9(3)');
  }
  if (scope.memberState === unit.memberState) {
    throw forbidden('copies go to the unit of whoever asked, in another Member State', 'Art. 9(3)');
  }
}

/** What the unit does itself, and nobody in its place: its data protection officer watches it, and does not act for it. */
export function ensureUnit(scope: AccessScope, unit: Unit): void {
  if (scope.authority !== unit.authority) throw forbidden('the unit alone does this', 'Art. 4');
}

/** What the data protection officer of the unit does, and never the unit that the officer watches. */
export function ensureOfficer(scope: AccessScope, unit: Unit): void {
  if (scope.authority !== unit.dpo) {
    throw forbidden('the data protection officer of the unit alone does this', 'Arts. 5, 12(3)(b)(ii)');
  }
}

/** A reasoned request comes from home, or from elsewhere on a basis that says so. */
export function ensureMayRequest(scope: AccessScope, unit: Unit, legalBasisId: string): void {
  if (!FROM_ELSEWHERE.has(legalBasisId)) ensureHome(scope, unit);
  else if (scope.authority === unit.authority) {
    throw forbidden('the unit searches its own records (SearchPnrs)', 'Art. 6(2)');
  } else if (scope.memberState === unit.memberState) {
    throw forbidden('authorities of the unit’s own state ask on Art. 6(2)(b)', 'Art. 6(2)(b)');
  }
}

/** States of the records that may be seen. */
export const statesOf = ({ categories }: AccessScope): RecordStates => [
  ...(categories.has('PASSENGER') ? (['active'] as const) : []),
  ...(categories.has('MASKED') || categories.has('UNMASKED') ? (['masked'] as const) : []),
];

const forbidden = (message: string, article: string): Refusal =>
  new Refusal('FORBIDDEN', message, { metadata: { article: `Directive (EU) 2016/681 ${article}` } });
