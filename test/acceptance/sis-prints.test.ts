import { expect } from 'chai';
import { makeSyntheticSample } from '../../src/adapters/sis/prints/synthetic-sample.js';
import { TEST_ALERTS, TEST_PRINTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { AccessContext, PriorSearchKind, PriorSearchResult, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../src/gen/ostiary/common/v1/handling.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import { SisPrintServiceService, VerificationResult } from '../../src/gen/ostiary/sis/v1/prints.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { policeAccess } from '../helpers/peers.js';
import { answerOf, refusalOf } from '../helpers/receipts.js';

describe('prints at a whole gateway', () => {
  let stack: GatewayStack;
  let police: GrpcClient;
  let token: string;
  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    police = await stack.grpc('XA-POLICE');
    token = await (await stack.identity('XA-POLICE')).mintToken({ officer: 'officer-17' });
  });
  after(() => stack.stop());

  const sampleOf = (subject: string) => ({ fingerMinutiaeRecord: makeSyntheticSample(subject, [1, 2]) });
  const traceAccess = (changes: Partial<AccessContext> = {}) =>
    policeAccess(
      AccessContext.fromPartial({
        ...policeAccess(),
        legalBasisId: 'SIS62-43-3',
        purpose: Purpose.CRIMINAL_OFFENCE,
        justification: 'prints on the window of a burgled house',
        offence: { code: 'robbery', maximumPenaltyMonths: 60 },
        priorSearches: [
          {
            kind: PriorSearchKind.NATIONAL,
            reference: 'AFIS-2026-77',
            result: PriorSearchResult.NOT_COMPLETED,
          },
        ],
        ...changes,
      }),
    );

  it('identify a person for the police, as a match that nobody may use before it is confirmed', async () => {
    const access = policeAccess({ legalBasisId: 'SIS62-43-2' });
    const { response } = answerOf(
      await police.call(
        SisPrintServiceService.searchByPrints,
        { access, sample: sampleOf(TEST_PRINTS.wanted), maxCandidates: 0 },
        { token },
      ),
    );
    expect(response.outcome?.status).to.equal(OutcomeStatus.HIT);
    expect(response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.wanted]);
    expect(response.matches[0]!.handling!.codes).to.include(HandlingCode.CONFIRM_BEFORE_USE);
  });

  it('verify a person after a match by name', async () => {
    const access = policeAccess({ legalBasisId: 'SIS62-43-1' });
    const { response } = answerOf(
      await police.call(
        SisPrintServiceService.verifyPrints,
        { access, sample: sampleOf(TEST_PRINTS.wanted), alertReference: TEST_ALERTS.wanted },
        { token },
      ),
    );
    expect(response.result).to.equal(VerificationResult.CORRESPONDS);
  });

  it('search with a trace where a national search was declared, and not without', async () => {
    const request = { sample: sampleOf(TEST_PRINTS.unknownPerson), maxCandidates: 0 };
    const { response } = answerOf(
      await police.call(SisPrintServiceService.searchByTrace, { ...request, access: traceAccess() }, { token }),
    );
    expect(response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.unknownPerson]);
    const refused = refusalOf(
      await police.call(
        SisPrintServiceService.searchByTrace,
        { ...request, access: traceAccess({ priorSearches: [] }) },
        { token },
      ),
    );
    expect(refused.reason).to.equal('PRECONDITION_NOT_SHOWN');
  });

  it('are not for a legal basis that names other operations', async () => {
    const refused = refusalOf(
      await police.call(
        SisPrintServiceService.searchByTrace,
        { access: policeAccess(), sample: sampleOf(TEST_PRINTS.wanted), maxCandidates: 0 },
        { token },
      ),
    );
    expect(refused.reason).to.equal('OPERATION_NOT_ALLOWED');
  });
});
