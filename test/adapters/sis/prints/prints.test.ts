import { expect } from 'chai';
import type postgres from 'postgres';
import { createSisPrintAdapter } from '../../../../src/adapters/sis/prints/service.js';
import { makeSyntheticSample } from '../../../../src/adapters/sis/prints/synthetic-sample.js';
import { TEST_ALERTS, TEST_PRINTS } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../../src/gen/ostiary/common/v1/handling.js';
import { VerificationResult } from '../../../../src/gen/ostiary/sis/v1/prints.js';
import { MatchKind } from '../../../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import {
  contextOf,
  REGISTRATION_SCOPE,
  scopeOf,
  startSimulatedSis,
  TODAY,
  type SimulatedSis,
} from '../simulated-sis.js';

describe('searches by prints', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let operations: ReturnType<typeof createSisPrintAdapter>['operations'];
  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'prints', max: 1, role: 'ostiary_gateway' });
    const clock = { now: () => Date.parse(`${TODAY}T12:00:00Z`) };
    ({ operations } = createSisPrintAdapter({ sql: gateway, clock }));
  });
  after(async () => {
    await gateway.end();
    await sis.close();
  });

  const requestWith = (subject: string, maxCandidates = 0) => ({
    access: undefined,
    sample: { fingerMinutiaeRecord: makeSyntheticSample(subject, [1, 2]) },
    maxCandidates,
  });
  const identify = (subject: string, scope = scopeOf()) =>
    operations.searchByPrints.parse(requestWith(subject)).ask(contextOf(scope));
  const trace = (subject: string, scope = scopeOf()) =>
    operations.searchByTrace.parse(requestWith(subject)).ask(contextOf(scope));
  const verify = (subject: string, alertReference: string, scope = scopeOf()) =>
    operations.verifyPrints
      .parse({ access: undefined, alertReference, sample: requestWith(subject).sample })
      .ask(contextOf(scope));

  it('identify a person, as a match to be confirmed', async () => {
    const { status, response, disclosures } = await identify(TEST_PRINTS.wanted);
    expect(status).to.equal('HIT');
    expect(response.matches).to.have.length(1);
    expect(response.matches[0]).to.deep.include({ alertReference: TEST_ALERTS.wanted });
    expect(response.matches[0]!.match!.kind).to.equal(MatchKind.BIOMETRIC);
    expect(response.matches[0]!.handling!.codes).to.include(HandlingCode.CONFIRM_BEFORE_USE);
    expect(disclosures.map(({ reference }) => reference)).to.deep.equal([TEST_ALERTS.wanted]);
  });

  it('reach an unknown wanted person, who has no identity', async () => {
    for (const search of [identify, trace]) {
      const { response } = await search(TEST_PRINTS.unknownPerson);
      expect(response.matches.map(({ alertReference }) => alertReference)).to.deep.equal([TEST_ALERTS.unknownPerson]);
      expect(response.matches[0]!.identity).to.equal(undefined);
      expect((await search(TEST_PRINTS.unknownPerson, scopeOf('XA', ['ARR']))).response.matches).to.deep.equal([]);
    }
  });

  it('with traces find neither witnesses nor returnees, whom prints of a person find', async () => {
    for (const subject of [TEST_PRINTS.summoned, TEST_PRINTS.returned]) {
      expect((await identify(subject)).response.matches).to.have.length(1);
      expect(await trace(subject)).to.deep.include({ status: 'NO_HIT', disclosures: [] });
    }
    expect((await trace(TEST_PRINTS.wanted)).response.matches).to.have.length(1);
  });

  it('answer no more than "no hit" to who may see no persons, and of prints of nobody', async () => {
    for (const answer of [await identify(TEST_PRINTS.wanted, REGISTRATION_SCOPE), await identify('T-99')]) {
      expect(answer).to.deep.include({ status: 'NO_HIT', disclosures: [] });
      expect(answer.response).to.deep.include({ matches: [], truncated: false });
    }
  });

  it('count an alert of the own state as no hit', async () => {
    const { status, response } = await identify(TEST_PRINTS.wanted, scopeOf('XB'));
    expect(status).to.equal('NO_HIT');
    expect(response.matches[0]!.ownState).to.equal(true);
  });

  it('verify that a person is the one in an alert, is not, or cannot be compared', async () => {
    for (const [reference, result, status] of [
      [TEST_ALERTS.wanted, VerificationResult.CORRESPONDS, 'HIT'],
      [TEST_ALERTS.summoned, VerificationResult.DIFFERS, 'NO_HIT'],
      [TEST_ALERTS.missingAdult, VerificationResult.NOT_COMPARABLE, 'NO_HIT'],
    ] as const) {
      const answer = await verify(TEST_PRINTS.wanted, reference);
      expect(answer.response.result, reference).to.equal(result);
      expect(answer.status, reference).to.equal(status);
      expect(answer.response.matches.length, reference).to.equal(status === 'HIT' ? 1 : 0);
      expect(answer.disclosures.length, reference).to.equal(answer.response.matches.length);
    }
  });

  it('do not verify against what the caller may not see, or against unknown persons and objects', async () => {
    for (const [reference, scope] of [
      [TEST_ALERTS.wanted, REGISTRATION_SCOPE],
      [TEST_ALERTS.unknownPerson, scopeOf()],
      [TEST_ALERTS.stolenVehicle, scopeOf()],
      ['SIM-XB-00000000000000000000000000', scopeOf()],
    ] as const) {
      const refusal: unknown = await verify(TEST_PRINTS.wanted, reference, scope).catch((error: unknown) => error);
      expect(refusal, reference).to.be.instanceOf(Refusal).with.property('reason', 'NOT_FOUND');
    }
  });

  it('tell the log the type, the positions and the size of a sample, and nothing that it could be known by', () => {
    const sample = { fingerMinutiaeRecord: makeSyntheticSample('T-SECRET', [7, 1, 7]) };
    const inquiries = [
      operations.searchByPrints.parse({ access: undefined, sample, maxCandidates: 0 }),
      operations.searchByTrace.parse({ access: undefined, sample, maxCandidates: 0 }),
      operations.verifyPrints.parse({ access: undefined, sample, alertReference: TEST_ALERTS.wanted }),
    ];
    expect(inquiries.map(({ legalOperations }) => legalOperations)).to.deep.equal([
      ['IDENT_PRINT'],
      ['TRACE_PRINT'],
      ['VERIFY_BIO'],
    ]);
    for (const { audit, terms = [] } of inquiries) {
      expect(audit.sample).to.deep.equal({
        bytes: sample.fingerMinutiaeRecord.length,
        finger_positions: [1, 7],
        type: 'finger minutiae, ISO/IEC 19794-2:2005',
      });
      expect(Object.keys(audit).filter((key) => key !== 'sample' && key !== 'max_candidates')).to.have.members(
        'alert_reference' in audit ? ['alert_reference'] : [],
      );
      expect(terms).to.deep.equal([]);
    }
  });

  it('refuse what is no sample, and never quote it', () => {
    const refused = (fingerMinutiaeRecord: Uint8Array | undefined) => {
      try {
        operations.searchByPrints.parse({
          access: undefined,
          sample: fingerMinutiaeRecord && { fingerMinutiaeRecord: Buffer.from(fingerMinutiaeRecord) },
          maxCandidates: 0,
        });
      } catch (error) {
        return (error as Refusal).violations.map(({ field, rule }) => `${field} ${rule}`);
      }
      return [];
    };
    const field = 'sample.finger_minutiae_record';
    expect(refused(undefined)).to.deep.equal([`${field} required`]);
    expect(refused(new Uint8Array())).to.deep.equal([`${field} required`]);
    expect(refused(new Uint8Array(20_001))).to.deep.equal([`${field} max_bytes`]);
    expect(refused(Buffer.from('no sample'))).to.deep.equal([`${field} not_a_record`]);
    expect(refused(makeSyntheticSample('T-1', [1]).subarray(0, -1))).to.deep.equal([`${field} length`]);
    const eleventh = makeSyntheticSample('T-1', [10]);
    eleventh.writeUInt8(11, 24);
    expect(refused(eleventh)).to.deep.equal([`${field} position`]);
  });
});
