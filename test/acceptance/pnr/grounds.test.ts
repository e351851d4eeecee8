/**
 * Each operation of the passenger information unit on each legal basis, put to a whole gateway: what docs/law says is permitted, and
 * nothing else is. What is expected was written by hand from the articles of Directive (EU) 2016/681.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { type AccessContext, Purpose, Urgency } from '../../../src/gen/ostiary/common/v1/access.js';
import { NEEDS } from '../../../src/adapters/pnr/legal-operations.js';
import type { AuditReceipt } from '../../../src/gen/ostiary/common/v1/receipt.js';
import {
  AssessFlightRequest,
  GetCriteriaQualityRequest,
  ListMatchesRequest,
  ListReceivedMatchesRequest,
  PnrAssessmentServiceService as Assessment,
  ReceiveMatchRequest,
  ReleaseMatchRequest,
  ReviewMatchRequest,
  ReviewVerdict,
  TryCriterionRequest,
} from '../../../src/gen/ostiary/pnr/v1/assessment.js';
import {
  GetPnrStatisticsRequest,
  ListFlightPushesRequest,
  ListRequestCopiesRequest,
  ListUnmaskingsRequest,
  PnrOversightServiceService as Oversight,
  ReviewUnmaskingRequest,
  UnmaskingVerdict,
} from '../../../src/gen/ostiary/pnr/v1/oversight.js';
import {
  FlagPnrRequest,
  GetPnrRequest,
  PnrServiceService as Pnr,
  RequestPnrsRequest,
  SearchPnrsRequest,
  UnmaskPnrRequest,
} from '../../../src/gen/ostiary/pnr/v1/pnr.js';
import { PushFormat, PushPnrRequest } from '../../../src/gen/ostiary/pnr/v1/push.js';
import type { LegalBasis } from '../../../src/gateway/policy/legal-basis.js';
import { piuDocument } from '../../../src/gateway/piu-document.js';
import { projectRoot } from '../../../src/shared/project-root.js';
import { shippedSource } from '../../policy/policies.js';
import { booking, LEG, pnrgov, seriousCrime, unitAccess } from '../../helpers/pnr.js';
import { type PnrStack, startPnrStack } from '../../helpers/pnr-stack.js';
import { answerOf, refusalOf } from '../../helpers/receipts.js';

/**
 * Operation, legal basis and its article, and who may; in the order of a match's life. Of those who may not, the others of this list
 * and whoever has a kind that the basis names are tried.
 */
const ALLOWED = [
  ['PushPnr', 'PNR-8', '8', 'XA-AIR'],
  ['ListFlightPushes', 'PNR-8-3', '8(3)', 'XA-PIU'],
  ['AssessFlight', 'PNR-6-2-A', '6(2)(a), 6(3)', 'XA-PIU'],
  ['ListMatches', 'PNR-6-5', '6(5)', 'XA-PIU'],
  ['GetPnr with match_reference', 'PNR-6-5', '6(5)', 'XA-PIU'],
  ['ReviewMatch', 'PNR-6-5', '6(5)', 'XA-PIU'],
  ['ReleaseMatch', 'PNR-6-6', '6(6)', 'XA-PIU'],
  ['ReleaseMatch', 'PNR-9-1', '9(1)', 'XA-PIU'],
  ['ListReceivedMatches', 'PNR-7-1', '6(6), 7(1)', 'XA-CRIME'],
  ['ReceiveMatch', 'PNR-7-1', '6(6), 7(1)', 'XA-CRIME'],
  ['ListReceivedMatches', 'PNR-9-1-RECEIVE', '9(1) (receipt)', 'XB-PIU'],
  ['ReceiveMatch', 'PNR-9-1-RECEIVE', '9(1) (receipt)', 'XB-PIU'],
  ['TryCriterion', 'PNR-6-2-C', '6(2)(c)', 'XA-PIU'],
  ['GetCriteriaQuality', 'PNR-6-2-C', '6(2)(c)', 'XA-PIU'],
  ['SearchPnrs', 'PNR-6-2-B-PIU', '6(2)(b) (answer of the PIU)', 'XA-PIU'],
  ['GetPnr', 'PNR-6-2-B-PIU', '6(2)(b) (answer of the PIU)', 'XA-PIU'],
  ['RequestPnrs', 'PNR-6-2-B', '6(2)(b)', 'XA-CRIME'],
  ['GetPnr', 'PNR-6-2-B', '6(2)(b)', 'XA-CRIME'],
  ['RequestPnrs', 'PNR-9-2', '9(2)', 'XB-PIU'],
  ['RequestPnrs', 'PNR-9-3', '9(3)', 'XB-COURT'],
  ['RequestPnrs', 'PNR-9-4', '9(4)', 'XB-PIU'],
  ['RequestPnrs', 'PNR-10', '10', 'EU-EUROPOL'],
  ['ListRequestCopies', 'PNR-9-3-COPY', '9(3) (copy of the request)', 'XB-PIU'],
  ['FlagPnr', 'PNR-12-1', '12(1), (2)', 'XA-PIU'],
  ['UnmaskPnr', 'PNR-12-3', '12(3)', 'XA-CRIME'],
  ['UnmaskPnr', 'PNR-12-3-PIU', '12(3) (act of the PIU)', 'XA-PIU'],
  ['GetPnr', 'PNR-5', '5', 'XA-PIU-DPO'],
  ['ListUnmaskings', 'PNR-5', '5', 'XA-PIU-DPO'],
  ['ReviewUnmasking', 'PNR-5', '5', 'XA-PIU-DPO'],
  ['GetPnrStatistics', 'PNR-5', '5', 'XA-PIU-DPO'],
] as const;

/** Everybody who deals with the unit, with the kind in which they ask. */
const CALLERS = {
  'XA-PIU': 'PIU',
  'XB-PIU': 'PIU',
  'XA-CRIME': 'LEA_UNIT',
  'XA-COURT': 'JUD',
  'XB-COURT': 'JUD',
  'EU-EUROPOL': 'EUROPOL',
  'XA-AIR': 'CARRIER',
  'XA-PIU-DPO': 'DPO',
  'XA-DPO': 'DPO',
};
type Caller = keyof typeof CALLERS;

/** These wait for a masked record, which no record is on its first day: asked rightly, there is none. */
const NOTHING_MASKED: ReadonlySet<string> = new Set(['UnmaskPnr', 'ReviewUnmasking']);

/** What alone shows a record, or the part of one that is about a traveller. */
const SHOW_RECORDS: ReadonlySet<string> = new Set([
  ...['SearchPnrs', 'RequestPnrs', 'GetPnr', 'GetPnr with match_reference', 'UnmaskPnr', 'ReceiveMatch'],
]);
const TRAVELLER = /BEISPIEL|TB1234567/;

/** Refusals that say that the ground is the wrong one, or the caller: whatever else would have been shown. */
const WRONG_GROUND = ['OPERATION_NOT_ALLOWED', 'AUTHORITY_KIND_NOT_ALLOWED', 'FORBIDDEN'];

const FLIGHT = { carrier: '0X', number: '123', departsOn: '2026-11-30', origin: 'IST' };
/** A test person of the simulated SIS, wanted for arrest. */
const WANTED = booking(
  'WA12TD',
  'SSR+DOCS:HK:1:0X:::::/P/UTO/TB1234567/UTO/14MAR75/M/15APR32/MUELLER BEISPIEL/JUERGEN',
  'TIF+MUELLER BEISPIEL+JUERGENMR:A:1',
  ...LEG,
);
const RULE = readFileSync(join(projectRoot, 'data/criteria/R-2026-001.json'));

/** A question, and where it goes. */
interface Question {
  readonly method: MethodDefinition<Question['request'], { receipt?: AuditReceipt | undefined }>;
  readonly request: { access?: AccessContext | undefined };
}

const question = <Request, Response>(
  method: MethodDefinition<Request, Response>,
  type: { fromPartial(fields: object): Request },
  fields: object,
): Question => ({ method, request: type.fromPartial(fields) }) as unknown as Question;

describe('grounds of the passenger information unit', function () {
  this.timeout(120_000);
  const bases = [...shippedSource().tables.bases.values()].filter(({ system }) => system === 'PNR');
  let stack: PnrStack;
  let record = '';
  let match = '';

  before(async () => {
    stack = await startPnrStack();
    await stack.push(pnrgov(WANTED));
    const assess = AssessFlightRequest.fromPartial({ access: unitAccess('PNR-6-2-A'), ...FLIGHT });
    await stack.ask('XA-PIU', Assessment.assessFlight, assess);
    const list = ListMatchesRequest.fromPartial({ access: unitAccess('PNR-6-5') });
    const { matches } = await stack.ask('XA-PIU', Assessment.listMatches, list);
    match = matches[0]?.matchReference ?? '';
    record = matches[0]?.recordReference ?? '';
  });
  after(() => stack.stop());

  /** Everything that any basis of the unit may ask to be shown, except an approval. */
  const accessOn = ({ id, purposes, breakGlass }: LegalBasis): AccessContext => {
    const [purpose] = purposes;
    return seriousCrime(id, {
      purpose: Purpose[purpose!],
      onBehalfOf: 'XA-CRIME',
      urgency: Urgency.IMMINENT_DANGER,
      ...(breakGlass && { breakGlass: { emergency: 'a hostage is said to be on the flight that lands' } }),
    });
  };

  /** A question of each operation. */
  const questions = ({ id }: LegalBasis, access: AccessContext): Readonly<Record<string, Question>> => {
    const criteria = { access, criteria: { locator: 'WA12TD' } };
    const days = { access, fromDate: FLIGHT.departsOn, toDate: FLIGHT.departsOn };
    const reasons = 'telephone number of a convicted trafficker in the booking';
    const one = { access, recordReference: record };
    const matched = { access, matchReference: match };
    return {
      PushPnr: question(Pnr.pushPnr, PushPnrRequest, {
        ...{ access, format: PushFormat.PNRGOV_EDIFACT, message: pnrgov(WANTED) },
      }),
      SearchPnrs: question(Pnr.searchPnrs, SearchPnrsRequest, criteria),
      RequestPnrs: question(Pnr.requestPnrs, RequestPnrsRequest, criteria),
      GetPnr: question(Pnr.getPnr, GetPnrRequest, one),
      'GetPnr with match_reference': question(Pnr.getPnr, GetPnrRequest, { ...one, ...matched }),
      UnmaskPnr: question(Pnr.unmaskPnr, UnmaskPnrRequest, one),
      FlagPnr: question(Pnr.flagPnr, FlagPnrRequest, { ...one, flagged: true, reasons }),
      AssessFlight: question(Assessment.assessFlight, AssessFlightRequest, { access, ...FLIGHT }),
      ListMatches: question(Assessment.listMatches, ListMatchesRequest, { access }),
      ReviewMatch: question(Assessment.reviewMatch, ReviewMatchRequest, {
        ...{ ...matched, verdict: ReviewVerdict.CONFIRMED, reason: reasons },
        checks: [1, 2, 3, 4, 5],
      }),
      ReleaseMatch: question(Assessment.releaseMatch, ReleaseMatchRequest, {
        ...{ ...matched, recipient: id === 'PNR-9-1' ? 'XB-PIU' : 'XA-CRIME' },
      }),
      ListReceivedMatches: question(Assessment.listReceivedMatches, ListReceivedMatchesRequest, { access }),
      ReceiveMatch: question(Assessment.receiveMatch, ReceiveMatchRequest, matched),
      TryCriterion: question(Assessment.tryCriterion, TryCriterionRequest, { ...days, rule: RULE }),
      GetCriteriaQuality: question(Assessment.getCriteriaQuality, GetCriteriaQualityRequest, { access }),
      ListFlightPushes: question(Oversight.listFlightPushes, ListFlightPushesRequest, days),
      ListRequestCopies: question(Oversight.listRequestCopies, ListRequestCopiesRequest, { access }),
      ListUnmaskings: question(Oversight.listUnmaskings, ListUnmaskingsRequest, { access }),
      ReviewUnmasking: question(Oversight.reviewUnmasking, ReviewUnmaskingRequest, {
        ...{ access, requestId: '01M8C09DGA19D97VZ723NBJ5PV', reasons },
        verdict: UnmaskingVerdict.JUSTIFIED,
      }),
      GetPnrStatistics: question(Oversight.getPnrStatistics, GetPnrStatisticsRequest, days),
    };
  };

  /** Puts the operation on the basis; on an approval of the court, where it is one that takes no emergency. */
  async function put(operation: string, basis: LegalBasis, caller: Caller) {
    let access = accessOn(basis);
    const asked = () => questions(basis, access)[operation]!;
    if (operation === 'UnmaskPnr' && basis.operations.has('UNMASK') && mayBeApproved(basis, caller)) {
      const { method, request } = asked();
      access = { ...access, approvalId: await stack.approve(caller, method, request, `${caller.slice(0, 2)}-COURT`) };
    }
    // Another officer than the one who reviews releases.
    const officer = operation === 'ReleaseMatch' ? 'officer-2' : 'officer-1';
    const token = await (await stack.identity(caller)).mintToken({ officer, roles: ['emergency'] });
    const { method, request } = asked();
    const client = clients.get(caller) ?? stack.grpc(caller);
    clients.set(caller, client);
    return (await client).call(method, request, { token, deadlineMs: 20_000 });
  }

  /** A court does not approve what it asks for itself, and there is no other one in its state. */
  const mayBeApproved = (basis: LegalBasis, caller: Caller): boolean =>
    basis.authorityKinds.has(CALLERS[caller]) && !caller.endsWith('-COURT');

  const clients = new Map<Caller, ReturnType<PnrStack['grpc']>>();
  it('are those of docs/law, which derives from the policy, and of the articles, by hand', () => {
    const page = readFileSync(join(projectRoot, 'docs/law/passenger-information-unit.md'), 'utf8');
    expect(page).to.equal(piuDocument(NEEDS));
    const lines = Array.from(
      page.matchAll(/^\| (`.+?) *\| `(PNR-.+?)` *\| (.+?) *\|/gm),
      ([, operation, basis, article]) => [operation?.replaceAll('`', ''), basis, article].join(' | '),
    );
    expect(lines.sort()).to.deep.equal(ALLOWED.map((one) => one.slice(0, 3).join(' | ')).sort());
    const showing = Array.from(
      page.matchAll(/^\| (`.+?) *\| `PNR-.*`(PASSENGER|MASKED|UNMASKED)` /gm),
      ([, one]) => one,
    );
    expect(new Set(showing.map((one) => one?.replaceAll('`', '')))).to.deep.equal(SHOW_RECORDS);
  });

  it('let nobody do on any legal basis what is not in the table', async () => {
    const allowed = new Set(ALLOWED.map(([operation, basis, , caller]) => `${operation} ${basis} ${caller}`));
    let tried = 0;
    const tryOne = async (operation: string, basis: LegalBasis, caller: Caller): Promise<void> => {
      const what = `${operation} ${basis.id} ${caller}`;
      if (allowed.has(what) || isHomeToo(what)) return;
      const { reason, message } = refusalOf(await put(operation, basis, caller));
      if (what === 'UnmaskPnr PNR-12-3 XB-COURT') expect(reason).to.equal('APPROVAL_REQUIRED');
      else expect(WRONG_GROUND, `${what}: ${reason} ${message}`).to.include(reason);
      tried += 1;
    };
    for (const basis of bases) {
      for (const caller of Object.keys(CALLERS) as Caller[]) {
        if (caller !== 'XA-PIU' && !basis.authorityKinds.has(CALLERS[caller])) continue;
        await Promise.all(Object.keys(questions(basis, accessOn(basis))).map((one) => tryOne(one, basis, caller)));
      }
    }
    expect(tried).to.be.greaterThan(700);
  });

  /** A court of the unit's state is a competent authority as the police are: what they may is tried with these. */
  const isHomeToo = (what: string): boolean =>
    what.endsWith(' XA-COURT') &&
    ALLOWED.some(([op, basis, , who]) => who === 'XA-CRIME' && what === `${op} ${basis} XA-COURT`);

  for (const [operation, id, article, caller] of ALLOWED) {
    it(`let ${caller} do ${operation} on ${id} (Art. ${article})`, async () => {
      const basis = bases.find((one) => one.id === id);
      const outcome = await put(operation, basis!, caller);
      if (NOTHING_MASKED.has(operation)) expect(refusalOf(outcome).reason).to.equal('NOT_FOUND');
      else
        expect(TRAVELLER.test(Buffer.from(answerOf(outcome).bytes).toString('latin1'))).to.equal(
          SHOW_RECORDS.has(operation),
        );
    });
  }
});
