import { type AccessContext, Purpose } from '../../../../gen/ostiary/common/v1/access.js';
import type { StateQuestion } from '../domain/state-question.js';

/**
 * Why another state's gateway may be asked: the case is the request, under which the justification is logged here
 * (Regulation (EU) 2024/982 Art. 33) and stays.
 */
export const printStateAccess = (
  { requestNumber, askingState }: StateQuestion,
  legalBasisId: string,
): Partial<AccessContext> => ({
  legalBasisId,
  purpose: Purpose.PRUM_SEARCH,
  caseReference: requestNumber,
  justification: `query of ${askingState}, which keeps its justification under this number`,
  operatingUnit: `Gateway of ${askingState}`,
});
