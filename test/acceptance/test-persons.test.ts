/** Every line of the catalogue of test persons, put to a whole gateway: what docs/test-persons.md promises is so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import type { AccessContext } from '../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../src/gen/ostiary/common/v1/handling.js';
import { OutcomeStatus } from '../../src/gen/ostiary/common/v1/outcome.js';
import {
  type AlertCategory,
  alertCategoryToJSON,
  identityStatusToJSON,
  matchKindToJSON,
  MatchMode,
  type ObjectMatch,
  type PersonMatch,
  SearchPersonsRequest,
  SisServiceService,
  warningMarkerToJSON,
} from '../../src/gen/ostiary/sis/v1/sis.js';
import { projectRoot } from '../../src/shared/project-root.js';
import {
  ASKERS,
  type Asker,
  OBJECT_CASES,
  PERSON_CASES,
  type SisAnswer,
  type TestCase,
} from '../../src/world/test-cases.js';
import { testPersonsDocument } from '../../src/world/test-persons-document.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { policeAccess } from '../helpers/peers.js';
import { alertReading, borderAccess, objectSearch, registrationAccess } from '../helpers/questions.js';
import { answerOf, refusalOf } from '../helpers/receipts.js';

/** What each asks on. */
const ACCESS: Readonly<Record<Asker, AccessContext>> = {
  'XA-POLICE': policeAccess(),
  'XB-BORDER': borderAccess,
  'XC-VEHICLES': registrationAccess,
};

describe('the catalogue of test persons', () => {
  let stack: GatewayStack;
  const askers = new Map<Asker, { readonly client: GrpcClient; readonly token: string }>();

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    for (const code of Object.keys(ASKERS) as Asker[]) {
      const token = await (await stack.identity(code)).mintToken({ officer: 'officer-17' });
      askers.set(code, { client: await stack.grpc(code), token });
    }
  });
  after(() => stack.stop());

  const call = <Request, Response>(by: Asker, method: MethodDefinition<Request, Response>, request: Request) => {
    const { client, token } = askers.get(by)!;
    return client.call(method, request, { token });
  };

  async function ask({ ask: question, by = 'XA-POLICE', basis }: TestCase): Promise<SisAnswer> {
    const access = { ...ACCESS[by], legalBasisId: basis ?? ASKERS[by].basis };
    switch (question.kind) {
      case 'person':
      case 'document': {
        const request = SearchPersonsRequest.fromPartial({
          access,
          ...(question.kind === 'person' ? { name: question } : { document: question }),
          matchMode: question.kind === 'person' && question.inexact === true ? MatchMode.INEXACT : MatchMode.EXACT,
        });
        const { response } = answerOf(await call(by, SisServiceService.searchPersons, request));
        return answered(response.outcome?.status, response.matches, (match) => ({
          ...(question.kind === 'person' && { found: wordOf(matchKindToJSON(match.match!.kind), 'MATCH_KIND_') }),
          ...(identityStatusToJSON(match.identity!.status) === 'IDENTITY_STATUS_MISUSED' && { identity: 'misused' }),
          ...(match.warningMarkers.length > 0 && {
            warnings: match.warningMarkers.map((marker) => wordOf(warningMarkerToJSON(marker), 'WARNING_MARKER_')),
          }),
        }));
      }
      case 'vin':
      case 'plate':
      case 'object document': {
        const criteria =
          question.kind === 'vin'
            ? { vin: question.vin }
            : question.kind === 'plate'
              ? { plate: question.plate, plateState: question.state ?? '' }
              : { documentNumber: question.number };
        const { response } = answerOf(
          await call(by, SisServiceService.searchObjects, objectSearch({ ...criteria, access })),
        );
        return answered(response.outcome?.status, response.matches, (match) => ({
          letter: match.object!.objectCategory,
        }));
      }
      case 'alert': {
        const outcome = await call(by, SisServiceService.getAlert, { ...alertReading(question.reference), access });
        if (outcome.kind === 'refusal') {
          expect(refusalOf(outcome).reason).to.equal('NOT_FOUND');
          return { status: 'not found' };
        }
        const { alert } = outcome.response;
        return { status: 'read', alert: alert!.alertReference, category: categoryOf(alert!.category) };
      }
    }
  }

  /** What an answer says, in the terms of the catalogue. */
  function answered<Match extends PersonMatch | ObjectMatch>(
    status: OutcomeStatus | undefined,
    matches: readonly Match[],
    more: (match: Match) => object,
  ): SisAnswer {
    expect(matches.length).to.be.most(1);
    const [match] = matches;
    if (match === undefined) {
      expect(status).to.equal(OutcomeStatus.NO_HIT);
      return { status: 'no hit' };
    }
    expect(status).to.equal(match.ownState ? OutcomeStatus.NO_HIT : OutcomeStatus.HIT);
    const codes = match.handling!.codes;
    expect(codes).to.include(HandlingCode.NO_THIRD_COUNTRY_TRANSFER);
    return {
      status: match.ownState ? 'own alert' : 'hit',
      alert: match.alertReference,
      category: categoryOf(match.category),
      issuingState: match.issuingState,
      ...more(match),
      ...(codes.includes(HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT) && { doNotDisclose: true }),
      ...(codes.includes(HandlingCode.CONTACT_SIRENE) && { contactSirene: true }),
    };
  }

  const categoryOf = (category: AlertCategory): string =>
    wordOf(alertCategoryToJSON(category), 'ALERT_CATEGORY_').toUpperCase().replaceAll('_', '-');

  const wordOf = (name: string, prefix: string): string => name.replace(prefix, '').toLowerCase();

  /** Without the remarks, which are for people. */
  const expected = ({ sis }: TestCase): SisAnswer => (sis.status === 'no hit' ? { status: sis.status } : sis);

  for (const test of [...PERSON_CASES, ...OBJECT_CASES]) {
    it(`${test.shows} (${test.by ?? 'XA-POLICE'})`, async () => {
      expect(await ask(test)).to.deep.equal(expected(test));
    });
  }

  it('is what docs/test-persons.md says (npm run docs)', () => {
    expect(readFileSync(join(projectRoot, 'docs/test-persons.md'), 'utf8')).to.equal(testPersonsDocument());
  });
});
