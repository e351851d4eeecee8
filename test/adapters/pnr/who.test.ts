/** Who of the unit does what: it reviews matches, and its data protection officer reviews the unit (Arts. 5, 6(5), 12(3)). */
import { expect } from 'chai';
import { listUnmaskingsOperation, reviewUnmaskingOperation } from '../../../src/adapters/pnr/operations/oversight.js';
import { flagOperation } from '../../../src/adapters/pnr/operations/flag.js';
import { listOperation, reviewOperation } from '../../../src/adapters/pnr/assessment/operations/matches.js';
import type { AssessmentParts } from '../../../src/adapters/pnr/assessment/parts.js';
import type { PnrParts } from '../../../src/adapters/pnr/options.js';
import type { AskContext, Operation } from '../../../src/adapters/adapter.js';
import { ListMatchesRequest, ReviewMatchRequest } from '../../../src/gen/ostiary/pnr/v1/assessment.js';
import { ListUnmaskingsRequest, ReviewUnmaskingRequest } from '../../../src/gen/ostiary/pnr/v1/oversight.js';
import { FlagPnrRequest } from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { Refusal } from '../../../src/shared/refusal.js';

const REACHED = 'the store was reached';
const reached = (): Promise<never> => Promise.reject(new Error(REACHED));
const unit = { authority: 'XA-PIU', dpo: 'XA-PIU-DPO', memberState: 'XA' };
const clock = { now: () => 0 };
const parts = {
  ...{ unit, clock },
  oversight: { list: reached, review: reached },
  records: { flag: reached },
} as unknown as PnrParts;
const assessment = { ...{ unit, clock }, matches: { list: reached, find: reached } } as unknown as AssessmentParts;

const UNIT = { authority: 'XA-PIU', authorityKind: 'PIU' };
const OFFICER = { authority: 'XA-PIU-DPO', authorityKind: 'DPO' };
const POLICE = { authority: 'XA-CRIME', authorityKind: 'LEA_UNIT' };

/** "reached", or the reason of the refusal. */
async function askAs<Request>(who: typeof UNIT, operation: Operation<Request, never>, request: Request) {
  const scope = { ...who, memberState: 'XA', categories: new Set(['PASSENGER', 'RESULT']) };
  const context = { scope, officer: { pseudonym: 'p' } } as unknown as AskContext;
  const error = await operation
    .parse(request)
    .ask(context)
    .catch((thrown: unknown) => thrown);
  if (error instanceof Refusal) return error.reason;
  expect(error).to.include({ message: REACHED });
  return 'reached';
}

describe('who of the unit does what', () => {
  for (const [what, allowed, operation, request] of [
    ['lists unmaskings', OFFICER, listUnmaskingsOperation(parts), ListUnmaskingsRequest.fromPartial({})],
    ['reviews an unmasking', OFFICER, reviewUnmaskingOperation(parts), ReviewUnmaskingRequest.fromPartial({})],
    ['flags a record', UNIT, flagOperation(parts), FlagPnrRequest.fromPartial({})],
    ['lists matches', UNIT, listOperation(assessment), ListMatchesRequest.fromPartial({})],
    ['reviews a match', UNIT, reviewOperation(assessment), ReviewMatchRequest.fromPartial({})],
  ] as const) {
    it(`${allowed.authority} ${what}, and nobody else`, async () => {
      for (const who of [UNIT, OFFICER, POLICE]) {
        const answer = await askAs(who, operation as unknown as Operation<unknown, never>, request);
        expect(answer, who.authority).to.equal(who === allowed ? 'reached' : 'FORBIDDEN');
      }
    });
  }
});
