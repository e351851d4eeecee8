/** Acts whose time is over before they write: they write nothing, since their outcome says that they failed. */
import { expect } from 'chai';
import type { Adapter, AskContext, Inquiry } from '../../../src/adapters/adapter.js';
import { officerDigestOf } from '../../../src/gateway/approvals/confirm.js';
import { decideOperation, withdrawOperation } from '../../../src/gateway/approvals/operations/decide.js';
import { reviewEmergencyOperation } from '../../../src/gateway/approvals/operations/emergencies.js';
import { requestOperation } from '../../../src/gateway/approvals/operations/request.js';
import type { ApprovalParts } from '../../../src/gateway/approvals/parts.js';
import { approvalRules } from '../../../src/gateway/approvals/rules.js';
import { loadContract, offering } from '../../../src/gateway/contract/contract.js';
import { createBreaker } from '../../../src/gateway/exchange/breaker.js';
import { buildRoutes } from '../../../src/gateway/exchange/route.js';
import { loadPolicy } from '../../../src/gateway/policy/decide.js';
import {
  ApprovalDecision,
  DecideApprovalRequest,
  EmergencyVerdict,
  RequestApprovalRequest,
  ReviewEmergencyRequest,
  WithdrawApprovalRequest,
} from '../../../src/gen/ostiary/approval/v1/approval.js';
import { GetAlertRequest, SisServiceService } from '../../../src/gen/ostiary/sis/v1/sis.js';
import { systemClock } from '../../../src/shared/clock.js';
import { Ender } from '../../../src/shared/ending.js';
import { newRequestId } from '../../../src/shared/request-id.js';
import { policeAccess } from '../../helpers/peers.js';
import { type ApprovalsFixture, approvalsFixture, HOUR, QUESTION } from './fixture.js';

const bases = loadPolicy().source.tables.bases;
const rules = approvalRules(() => bases);
const reading = {
  parse: () => ({ legalOperations: ['READ'], audit: {}, ask: () => Promise.reject(new Error('asked')) }),
};
const sis = {
  system: 'SIS',
  service: SisServiceService,
  operations: { searchPersons: reading, searchObjects: reading, getAlert: reading },
  checkHealth: () => Promise.resolve(),
} as unknown as Adapter;
const routes = buildRoutes(
  offering(loadContract(), ({ service }) => service === 'ostiary.sis.v1.SisService'),
  [{ adapter: sis, breaker: createBreaker('SIS', systemClock) }],
  [],
  systemClock,
);

describe('an act whose time is over', () => {
  let fixture: ApprovalsFixture;

  before(async function () {
    this.timeout(60_000);
    fixture = await approvalsFixture();
  });
  after(() => fixture.stop());

  /** The parts, whose last step before the write takes until the time is over. */
  function late(ender: Ender): ApprovalParts {
    const { keys, stores, emergencies } = fixture;
    const ending = <Arguments extends unknown[], Result>(step: (...given: Arguments) => Promise<Result>) => {
      return async (...given: Arguments): Promise<Result> => {
        const result = await step(...given);
        ender.abort(new Error('the time is over'));
        return result;
      };
    };
    return {
      rules,
      routes: () => routes,
      lifetimeMs: HOUR,
      hurry: () => Promise.resolve(),
      keys: { ...keys, seal: ending((...given: Parameters<typeof keys.seal>) => keys.seal(...given)) },
      approvals: { ...stores[0], find: ending((id: string) => stores[0].find(id)) },
      emergencies: { ...emergencies[0], find: ending((id: string) => emergencies[0].find(id)) },
    };
  }

  const context = (signal: Ender, authority: string, authorityKind: string, officer: string, system = 'EES') =>
    ({
      requestId: newRequestId(Date.now()),
      signal,
      scope: {
        ...{ authority, authorityKind, memberState: authority.slice(0, 2) },
        categories: new Set([system]),
      },
      knownOfficer: { id: officer, roles: [], unit: undefined },
    }) as unknown as AskContext;

  async function failed(inquiry: Inquiry<unknown>, asked: AskContext): Promise<void> {
    await inquiry.ask(asked).then(
      () => expect.fail('it was done'),
      (error: unknown) => expect((error as Error).message).to.equal('the time is over'),
    );
  }

  async function requested(): Promise<string> {
    const id = newRequestId(Date.now());
    await fixture.keys.make(id);
    await fixture.stores[0].request({
      ...{ id, authority: 'XA-UNIT', memberState: 'XA', system: 'EES', legalBasis: 'EES-LE-ID', question: QUESTION },
      ...{ operation: '/ostiary.ees.v1.EesService/Search', approver: 'XA-CAP', lifetimeMs: HOUR },
      officer: officerDigestOf(fixture.keys, 'XA-UNIT', 'officer-1'),
      sealed: Buffer.from('sealed'),
    });
    return id;
  }
  const access = policeAccess({ legalBasisId: 'APPR-EES' });
  const stateOf = async (id: string) => (await fixture.stores[0].find(id))?.state;

  it('asks for no approval', async () => {
    const ender = new Ender();
    const asked = GetAlertRequest.fromPartial({
      access: policeAccess({ legalBasisId: 'SIS62-56-5' }),
      alertReference: 'SIM-XB-00000000000000000TEST00001',
    });
    const request = RequestApprovalRequest.fromPartial({
      access: policeAccess({ legalBasisId: 'SIS62-56-5' }),
      approvingAuthority: 'XB-SIRENE',
      operation: '/ostiary.sis.v1.SisService/GetAlert',
      questionMessage: Buffer.from(GetAlertRequest.encode(asked).finish()),
    });
    const given = context(ender, 'XA-POLICE', 'POL', 'officer-1', 'SIS');
    await failed(requestOperation(late(ender)).parse(request), given);
    expect(await stateOf(given.requestId)).to.equal(undefined);
  });

  it('decides nothing', async () => {
    const id = await requested();
    const request = DecideApprovalRequest.fromPartial({
      ...{ access, approvalId: id, decision: ApprovalDecision.APPROVE, reason: 'conditions are met' },
    });
    const ender = new Ender();
    await failed(decideOperation(late(ender)).parse(request), context(ender, 'XA-CAP', 'CAP', 'verifier-1'));
    expect(await stateOf(id)).to.equal('requested');
  });

  it('withdraws nothing', async () => {
    const id = await requested();
    const request = WithdrawApprovalRequest.fromPartial({
      access: policeAccess({ legalBasisId: 'EES-LE-REQ' }),
      approvalId: id,
    });
    const ender = new Ender();
    await failed(withdrawOperation(late(ender)).parse(request), context(ender, 'XA-UNIT', 'LEA_UNIT', 'officer-1'));
    expect(await stateOf(id)).to.equal('requested');
  });

  it('reviews nothing', async () => {
    const id = newRequestId(Date.now());
    await fixture.emergencies[0].open({
      ...{ id, authority: 'XA-CAP', memberState: 'XA', system: 'EES', legalBasis: 'EES-LE-URG' },
      ...{ operation: '/ostiary.ees.v1.EesService/Search', reviewWithinMs: HOUR },
      officer: officerDigestOf(fixture.keys, 'XA-CAP', 'officer-1'),
      sealed: Buffer.from('sealed'),
    });
    const request = ReviewEmergencyRequest.fromPartial({
      ...{ access, requestId: id, verdict: EmergencyVerdict.JUSTIFIED, reason: 'read the file' },
    });
    const ender = new Ender();
    await failed(reviewEmergencyOperation(late(ender)).parse(request), context(ender, 'XA-CAP', 'CAP', 'verifier-1'));
    expect((await fixture.emergencies[0].find(id))?.state).to.equal('open');
  });
});
