/** What three kinds of authority get of the same alerts, over both faces, and what the log says that they got. */
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import type { GrpcClient } from '../../src/client/grpc-client.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode, UseCondition } from '../../src/gen/ostiary/common/v1/handling.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import {
  GetAlertRequest,
  SearchObjectsRequest,
  SearchPersonsRequest,
  SisServiceService,
  WarningMarker,
} from '../../src/gen/ostiary/sis/v1/sis.js';
import { TEST_PERSONS, TEST_VEHICLES } from '../../src/world/test-persons.js';
import { type GatewayStack, startGatewayStack } from '../helpers/gateway-stack.js';
import { policeAccess } from '../helpers/peers.js';
import { registrationAccess } from '../helpers/questions.js';
import { answerOf, expectVerified } from '../helpers/receipts.js';

const europolAccess = AccessContext.fromPartial({
  ...policeAccess(),
  legalBasisId: 'SIS62-48-1',
  purpose: Purpose.UNION_BODY_MANDATE,
  justification: 'analysis of an armed robbery series',
  operatingUnit: 'Analysis 1',
});

/** The section "result" of the log, as the receipt opens it. */
interface LoggedResult {
  readonly disclosed: readonly {
    readonly reference: string;
    readonly category: string;
    readonly fields: readonly string[];
    readonly handling: readonly string[];
  }[];
}

describe('what three kinds of authority get', () => {
  let stack: GatewayStack;
  const clients = new Map<string, GrpcClient>();

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    for (const code of ['XA-POLICE', 'XC-VEHICLES', 'EU-EUROPOL']) clients.set(code, await stack.grpc(code));
  });
  after(() => stack.stop());

  const token = async (code: string): Promise<string> =>
    (await stack.identity(code)).mintToken({ officer: 'officer-17' });

  async function ask<Request, Response extends { receipt?: AuditReceipt | undefined }>(
    code: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ) {
    const answer = answerOf(await clients.get(code)!.call(method, request, { token: await token(code) }));
    expectVerified(answer.receipt, stack.gateway.verifierKey, answer.bytes);
    const logged = JSON.parse(Buffer.from(answer.receipt.resultSection).toString()) as LoggedResult;
    return { ...answer, logged };
  }

  async function askRest(code: string, path: string, body: unknown): Promise<Record<string, unknown>> {
    const client = await stack.rest(code);
    const { status, text } = await client.call('POST', path, { token: await token(code), body: JSON.stringify(body) });
    expect(status).to.equal(200);
    return JSON.parse(text) as Record<string, unknown>;
  }

  const { wanted } = TEST_PERSONS;
  const search = (access: AccessContext) =>
    SearchPersonsRequest.fromPartial({ access, name: { surname: wanted.surname, dateOfBirth: wanted.dateOfBirth } });
  const reading = (access: AccessContext) =>
    GetAlertRequest.fromPartial({ access, alertReference: TEST_ALERTS.wanted });
  const vehicle = (access: AccessContext) =>
    SearchObjectsRequest.fromPartial({ access, vin: TEST_VEHICLES.stolen.vin });

  it('the police: at once whom, what to beware of and what to do; why, in the second step', async () => {
    const first = await ask('XA-POLICE', SisServiceService.searchPersons, search(policeAccess()));
    expect(first.response.matches[0]).to.deep.include({
      action: 'Arrest for surrender or extradition',
      warningMarkers: [WarningMarker.ARMED, WarningMarker.VIOLENT],
    });
    expect(first.logged.disclosed).to.deep.equal([
      {
        reference: TEST_ALERTS.wanted,
        category: 'ARR',
        fields: ['frame', 'match', 'identity', 'warning', 'action', 'handling'],
        handling: ['NO_THIRD_COUNTRY_TRANSFER', 'NO_NATIONAL_COPY'],
      },
    ]);

    const second = await ask('XA-POLICE', SisServiceService.getAlert, reading(policeAccess()));
    expect(second.response.alert).to.deep.include({
      reason: 'Wanted for arrest',
      offenceType: 'Armed robbery',
      decisionReference: 'EAW XB 2026/000001',
      // Reached through the SIRENE Bureau (1862 Arts. 7(2), 8).
      createdBy: '',
    });
    expect(second.logged.disclosed[0]!.fields).to.have.members([
      'frame',
      'case',
      'action',
      'decision',
      'identity',
      'document',
      'warning',
      'dates',
      'handling',
    ]);
  });

  it('vehicle registration: whether the vehicle is sought and that it is the same one; nothing to do (Art. 45)', async () => {
    const { response, logged } = await ask('XC-VEHICLES', SisServiceService.searchObjects, vehicle(registrationAccess));
    expect(response.matches).to.have.length(1);
    expect(response.matches[0]).to.deep.include({ alertReference: TEST_ALERTS.stolenVehicle, action: '' });
    expect(response.matches[0]!.object).to.include({ vin: TEST_VEHICLES.stolen.vin });
    expect(logged.disclosed[0]!.fields).to.deep.equal(['frame', 'match', 'object', 'handling']);
    const police = await ask('XA-POLICE', SisServiceService.searchObjects, vehicle(policeAccess()));
    expect(police.response.matches[0]!.action).to.equal('Seize under national law and contact the issuing state');
  });

  it('Europol: who and what about; no action, no decision, and no use before the issuer consents (Art. 48)', async () => {
    const first = await ask('EU-EUROPOL', SisServiceService.searchPersons, search(europolAccess));
    expect(first.response.matches[0]).to.deep.include({ action: '', warningMarkers: [] });
    expect(first.response.matches[0]!.identity).to.include({ surname: 'Müller-Beispiel' });
    const second = await ask('EU-EUROPOL', SisServiceService.getAlert, reading(europolAccess));
    expect(second.response.alert).to.deep.include({
      offenceType: 'Armed robbery',
      action: '',
      decisionReference: '',
      createdBy: '',
      enteredOn: '',
      expiresOn: '',
    });
    expect(second.response.alert!.handling).to.deep.include({
      codes: [
        HandlingCode.NO_THIRD_COUNTRY_TRANSFER,
        HandlingCode.NO_NATIONAL_COPY,
        HandlingCode.INFORM_ISSUER,
        HandlingCode.ISSUER_CONSENT_BEFORE_USE,
      ],
      purpose: Purpose.UNION_BODY_MANDATE,
      legalBasisId: 'SIS62-48-1',
      furtherPurposes: [],
    });
    const { otherUses } = second.response.alert!.handling!;
    expect(otherUses.map(({ condition, article }) => [condition, article])).to.deep.equal([
      [UseCondition.ISSUER_CONSENTS, 'Reg. (EU) 2018/1862 Art. 48(5)'],
    ]);
    expect(second.logged.disclosed[0]!.fields).to.deep.equal([
      'frame',
      'case',
      'identity',
      'document',
      'warning',
      'handling',
    ]);
  });

  it('the police and Europol: that a missing adult must consent before it is passed on (Art. 33(4))', async () => {
    const { surname, dateOfBirth } = TEST_PERSONS.missingAdult;
    for (const [code, access] of [
      ['XA-POLICE', policeAccess()],
      ['EU-EUROPOL', europolAccess],
    ] as const) {
      const name = { surname, dateOfBirth };
      const { response } = await ask(
        code,
        SisServiceService.searchPersons,
        SearchPersonsRequest.fromPartial({ access, name }),
      );
      expect(response.matches[0]!.handling!.codes, code).to.include(HandlingCode.ADULT_MUST_CONSENT);
    }
  });

  it('each the same over REST, where what is not disclosed has no key', async () => {
    const keys = (record: unknown): string[] => Object.keys(record as object).sort();
    const europol = await askRest('EU-EUROPOL', '/v1/sis/alerts:read', GetAlertRequest.toJSON(reading(europolAccess)));
    expect(keys(europol.alert)).to.deep.equal(
      [
        'alertReference',
        'article',
        'biometrics',
        'category',
        'documents',
        'handling',
        'identities',
        'issuingState',
        'offenceType',
        'reason',
        'version',
        'warningMarkers',
      ].sort(),
    );
    const vehicles = await askRest(
      'XC-VEHICLES',
      '/v1/sis/objects:search',
      SearchObjectsRequest.toJSON(vehicle(registrationAccess)),
    );
    expect(keys((vehicles.matches as unknown[])[0])).to.deep.equal(
      ['alertReference', 'category', 'handling', 'issuingState', 'match', 'object'].sort(),
    );
    const police = await askRest(
      'XA-POLICE',
      '/v1/sis/persons:search',
      SearchPersonsRequest.toJSON(search(policeAccess())),
    );
    const [match] = police.matches as { readonly handling: unknown }[];
    expect(keys(match)).to.include.members(['identity', 'warningMarkers', 'action']);
    expect(match!.handling).to.deep.equal({
      codes: ['HANDLING_CODE_NO_THIRD_COUNTRY_TRANSFER', 'HANDLING_CODE_NO_NATIONAL_COPY'],
      purpose: 'PURPOSE_POLICE_CUSTOMS_CHECK',
      legalBasisId: 'SIS62-44-1-B',
      furtherPurposes: ['PURPOSE_CRIMINAL_OFFENCE', 'PURPOSE_JUDICIAL', 'PURPOSE_SUPPLEMENTARY_INFORMATION'],
      otherUses: [
        {
          condition: 'USE_CONDITION_ISSUER_AUTHORISES_SERIOUS_CASE',
          article: 'Reg. (EU) 2018/1862 Art. 56(5)',
        },
      ],
    });
  });
});
