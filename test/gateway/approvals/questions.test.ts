/** What makes two questions the same question. */
import { expect } from 'chai';
import fc from 'fast-check';
import type { Adapter } from '../../../src/adapters/adapter.js';
import { identityOf, readQuestion } from '../../../src/gateway/approvals/questions.js';
import { loadContract, offering } from '../../../src/gateway/contract/contract.js';
import { createBreaker } from '../../../src/gateway/exchange/breaker.js';
import { parseAccess } from '../../../src/gateway/exchange/access.js';
import { buildRoutes, type SystemRoute } from '../../../src/gateway/exchange/route.js';
import { RequestApprovalRequest } from '../../../src/gen/ostiary/approval/v1/approval.js';
import {
  AccessContext,
  PersonCategory,
  PriorSearchKind,
  PriorSearchResult,
  Purpose,
  SearchAim,
  Urgency,
} from '../../../src/gen/ostiary/common/v1/access.js';
import {
  AlertCategory,
  type DeepPartial,
  MatchMode,
  SearchPersonsRequest,
  SisServiceService,
} from '../../../src/gen/ostiary/sis/v1/sis.js';
import { systemClock } from '../../../src/shared/clock.js';
import { policeAccess } from '../../helpers/peers.js';

const PATH = '/ostiary.sis.v1.SisService/SearchPersons';
const operation = { parse: () => ({ legalOperations: [], audit: {}, ask: () => Promise.reject(new Error('asked')) }) };
const sis = {
  system: 'SIS',
  service: SisServiceService,
  operations: { searchPersons: operation, searchObjects: operation, getAlert: operation },
  checkHealth: () => Promise.resolve(),
} as unknown as Adapter;
const routes = buildRoutes(
  offering(loadContract(), ({ service }) => service === 'ostiary.sis.v1.SisService'),
  [{ adapter: sis, breaker: createBreaker('SIS', systemClock) }],
  [],
  systemClock,
);
const route = routes.get(PATH) as SystemRoute;

const BASE: DeepPartial<SearchPersonsRequest> = {
  access: policeAccess(),
  name: { surname: 'Musterfrau', forename: 'Erika', dateOfBirth: '1980-01-02' },
  matchMode: MatchMode.INEXACT,
};
const make = (changes: DeepPartial<SearchPersonsRequest> = {}, access: DeepPartial<AccessContext> = {}) =>
  SearchPersonsRequest.fromPartial({
    ...BASE,
    ...changes,
    access: AccessContext.fromPartial({ ...policeAccess(), ...access }),
  });
const identity = (request: SearchPersonsRequest): string => identityOf(route, request, parseAccess(request));

const asBytes = (request: SearchPersonsRequest) => ({
  questionMessage: Buffer.from(SearchPersonsRequest.encode(request).finish()),
});
const asJson = (request: SearchPersonsRequest) => ({
  questionJson: JSON.stringify(SearchPersonsRequest.toJSON(request)),
});
const read = (question: Partial<RequestApprovalRequest>) =>
  readQuestion(routes, RequestApprovalRequest.fromPartial({ operation: PATH, ...question }));

describe('a question that is to be approved', () => {
  it('is the same in protobuf and in JSON, and with keys in any order', () => {
    const request = make();
    expect(read(asBytes(request)).identity).to.equal(identity(request));
    const json = SearchPersonsRequest.toJSON(request) as Record<string, unknown>;
    const keys = fc.shuffledSubarray(Object.keys(json), { minLength: Object.keys(json).length });
    fc.assert(
      fc.property(keys, (order) => {
        const shuffled = Object.fromEntries(order.map((key) => [key, json[key]]));
        expect(read({ questionJson: JSON.stringify(shuffled) }).identity).to.equal(identity(request));
      }),
    );
  });

  const wordings: [string, DeepPartial<AccessContext>][] = [
    ['justification', { justification: 'in quite other words' }],
    ['urgency', { urgency: Urgency.LIVE_CHECK }],
    ['unit', { operatingUnit: 'Patrol 9' }],
    ['approval', { approvalId: '01KAW0000000000000000000ED' }],
  ];
  for (const [name, access] of wordings) {
    it(`is the same with another ${name}`, () => {
      expect(identity(make({}, access))).to.equal(identity(make()));
    });
  }

  const others: [string, SearchPersonsRequest][] = [
    ['surname', make({ name: { surname: 'Mustermann', forename: 'Erika', dateOfBirth: '1980-01-02' } })],
    ['date of birth', make({ name: { surname: 'Musterfrau', forename: 'Erika', dateOfBirth: '1980-01-00' } })],
    ['document', make({ document: { number: 'X123' } })],
    ['way of matching', make({ matchMode: MatchMode.EXACT })],
    ['number of answers', make({ maxCandidates: 100 })],
    ['category', make({ categories: [AlertCategory.ARR] })],
    ['legal basis', make({}, { legalBasisId: 'SIS62-56-5' })],
    ['purpose', make({}, { purpose: Purpose.CRIMINAL_OFFENCE })],
    ['case', make({}, { caseReference: 'CASE-2026-000124' })],
    ['kind', make({}, { authorityKind: 'POL' })],
    ['offence', make({}, { offence: { code: 'robbery', maximumPenaltyMonths: 60 } })],
    ['declared empowerment', make({}, { nationalLawEmpowered: true })],
    ['beneficiary', make({}, { onBehalfOf: 'Registry of Xanadu' })],
    ['person category', make({}, { personCategory: PersonCategory.SUSPECT })],
    ['aim', make({}, { aim: SearchAim.IDENTIFY })],
    // Rows on urgent access ask for it (EES Art. 31(2)).
    ['imminent danger', make({}, { urgency: Urgency.IMMINENT_DANGER })],
    ['consent', make({}, { consentReference: 'CONSENT-1' })],
    [
      'earlier search',
      make(
        {},
        {
          priorSearches: [{ kind: PriorSearchKind.NATIONAL, reference: 'N-1', result: PriorSearchResult.NO_MATCH }],
        },
      ),
    ],
  ];
  it('is another one with any other fact', () => {
    const identities = [make(), ...others.map(([, request]) => request)].map(identity);
    expect(new Set(identities).size, others.map(([name]) => name).join()).to.equal(others.length + 1);
  });

  it('is another one with another offence of the same penalty, and a list that names it', () => {
    const offence = { code: 'robbery', maximumPenaltyMonths: 60 };
    const all = [
      { ...offence },
      { ...offence, code: 'fraud' },
      { ...offence, maximumPenaltyMonths: 61 },
      { ...offence, terrorist: true },
      { ...offence, listedAs: 'EAW-18' },
    ].map((changed) => identity(make({}, { offence: changed })));
    expect(new Set(all).size).to.equal(all.length);
  });

  it('is given in one way, not in two', () => {
    try {
      read({ ...asBytes(make()), ...asJson(make()) });
      expect.fail('read');
    } catch (error) {
      expect((error as { violations: { field: string; rule: string }[] }).violations).to.deep.include({
        field: 'question_json',
        rule: 'one_of',
        description: 'must not be given beside question_message',
      });
    }
  });
});
