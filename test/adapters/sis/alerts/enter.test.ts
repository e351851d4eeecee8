import { expect } from 'chai';
import type postgres from 'postgres';
import type { AccessScope } from '../../../../src/adapters/adapter.js';
import { createSisAlertAdapter } from '../../../../src/adapters/sis/alerts/service.js';
import {
  AlertContent,
  DeleteAlertRequest,
  DeletionReason,
  EnterAlertRequest,
  ExtendAlertRequest,
  PalmPrintsGround,
  SetAvailabilityRequest,
  UnlinkAlertsRequest,
  UpdateAlertRequest,
  type DeepPartial,
} from '../../../../src/gen/ostiary/sis/v1/alerts.js';
import {
  AlertCategory,
  BiometricType,
  CheckCircumstance,
  IdentityStatus,
} from '../../../../src/gen/ostiary/sis/v1/sis.js';
import { TEST_ALERTS } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { connectDatabase } from '../../../../src/shared/database/connect.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { alertOn, keeping, person, PROPORTIONATE } from '../../../helpers/alert-entries.js';
import { contextOf, scopeOf, startSimulatedSis, type SimulatedSis } from '../simulated-sis.js';

const CATEGORIES = 'RET REF RSM ARR MIS_P MIS_N CHI_ABD CHI_TRV VUL_TRV JPR DSC INQ SPC INF'.split(' ') as readonly (
  | 'RET'
  | 'REF'
  | 'RSM'
  | 'ARR'
  | 'MIS_P'
  | 'MIS_N'
  | 'CHI_ABD'
  | 'CHI_TRV'
  | 'VUL_TRV'
  | 'JPR'
  | 'DSC'
  | 'INQ'
  | 'SPC'
  | 'INF'
)[];

describe('entering alerts', () => {
  let sis: SimulatedSis;
  let gateway: postgres.Sql;
  let operations: ReturnType<typeof createSisAlertAdapter>['operations'];
  before(async () => {
    sis = await startSimulatedSis();
    gateway = connectDatabase(sis.databaseUrl, { applicationName: 'alerts', max: 2, role: 'ostiary_gateway' });
    operations = createSisAlertAdapter({
      sql: gateway,
      clock: { now: () => Date.parse('2026-11-23T12:00:00Z') },
    }).operations;
  });
  after(async () => {
    await gateway.end();
    await sis.close();
  });

  const requestOf = (alert: AlertContent, changes: DeepPartial<EnterAlertRequest> = {}) =>
    EnterAlertRequest.fromPartial({ access: keeping('SIS62-34'), alert, proportionality: PROPORTIONATE, ...changes });
  const enter = (alert: AlertContent, scope: AccessScope = scopeOf(), changes: DeepPartial<EnterAlertRequest> = {}) =>
    operations.enterAlert.parse(requestOf(alert, changes)).ask(contextOf(scope));

  /** Fields and rules that stand against an alert. */
  function faults(alert: AlertContent, changes: DeepPartial<EnterAlertRequest> = {}): readonly string[] {
    try {
      operations.enterAlert.parse(requestOf(alert, changes));
      return [];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.reason).to.equal('REQUEST_INVALID');
      return error.violations.map(({ field, rule }) => `${field} ${rule}`).sort();
    }
  }

  for (const category of CATEGORIES) {
    it(`takes ${category} with what it asks for, and not without`, () => {
      const complete = alertOn('Vollstaendig', category);
      expect(faults(complete)).to.deep.equal([]);
      const bare = AlertContent.fromPartial({
        category: AlertCategory[category],
        identities: [person('', { dateOfBirth: '' })],
      });
      expect(faults(bare)).to.include.members([
        'alert.identities[0].date_of_birth minimum_data',
        'alert.identities[0].surname minimum_data',
        'alert.reason minimum_data',
      ]);
    });
  }

  it('refuses what belongs to other categories', () => {
    const misplaced = (category: (typeof CATEGORIES)[number], changes: DeepPartial<AlertContent>) =>
      faults(alertOn('Fehl', category, changes));
    const { attachments } = alertOn('', 'ARR');
    const { returnDecision } = alertOn('', 'RET');
    expect(misplaced('JPR', { attachments })).to.deep.equal(['alert.attachments category']);
    expect(misplaced('REF', { returnDecision })).to.deep.equal(['alert.return_decision category']);
    expect(misplaced('JPR', { circumstance: CheckCircumstance.SENTENCE })).to.deep.equal([
      'alert.circumstance category',
    ]);
    expect(misplaced('ARR', { immediateReporting: true })).to.deep.equal(['alert.immediate_reporting category']);
    expect(misplaced('JPR', { caseType: 'Runaway' })).to.deep.equal(['alert.case_type category']);
    expect(misplaced('JPR', { evidence: true })).to.deep.equal(['alert.evidence subject']);
    expect(misplaced('JPR', { decisionValidUntil: '2031-01-01' })).to.deep.equal([
      'alert.decision_valid_until category',
    ]);
    // A restrictive measure is RSM, and nothing else is.
    expect(misplaced('REF', { refusalBasis: 5 })).to.deep.equal(['alert.refusal_basis category']);
    expect(misplaced('RSM', { refusalBasis: 1 })).to.deep.equal(['alert.refusal_basis category']);
  });

  it('refuses persons whom the category is not for', () => {
    const on = (category: (typeof CATEGORIES)[number], changes: Parameters<typeof person>[1]) =>
      faults(alertOn('', category, { identities: [person('Falsch', changes)] }));
    for (const category of ['RET', 'REF', 'RSM', 'INF'] as const) {
      expect(on(category, { nationalities: ['AT'] })).to.deep.equal([
        'alert.identities[0].nationalities third_country',
      ]);
    }
    for (const category of ['CHI_ABD', 'CHI_TRV'] as const) {
      expect(on(category, { dateOfBirth: '2008-11-23' })).to.deep.equal(['alert.identities[0].date_of_birth child']);
      expect(on(category, { dateOfBirth: '2008-11-24' })).to.deep.equal([]);
    }
    expect(on('VUL_TRV', { dateOfBirth: '2008-11-24' })).to.deep.equal(['alert.identities[0].date_of_birth adult']);
    // Who was born in a year alone may still be a child on this day, or be one no more.
    for (const category of ['CHI_ABD', 'CHI_TRV', 'VUL_TRV'] as const) {
      expect(on(category, { dateOfBirth: '2008-00-00' })).to.deep.equal([]);
      expect(on(category, { dateOfBirth: '2008-11-00' })).to.deep.equal([]);
    }
    expect(on('CHI_ABD', { dateOfBirth: '2007-00-00' })).to.deep.equal(['alert.identities[0].date_of_birth child']);
    expect(on('CHI_ABD', { dateOfBirth: '2008-10-00' })).to.deep.equal(['alert.identities[0].date_of_birth child']);
    expect(on('VUL_TRV', { dateOfBirth: '2009-00-00' })).to.deep.equal(['alert.identities[0].date_of_birth adult']);
    expect(on('JPR', { status: IdentityStatus.ALIAS })).to.deep.equal(['alert.identities[0].status main_identity']);
    expect(on('JPR', { surname: '- -' })).to.deep.equal(['alert.identities[0].surname letters']);
  });

  it('takes a DNA profile of nobody but the missing, alone, and on its own basis (Art. 42(3))', () => {
    const dna = { biometrics: [BiometricType.DNA_PROFILE] };
    expect(faults(alertOn('Erbgut', 'MIS_P', dna))).to.deep.equal(['alert.biometrics legal_basis']);
    expect(faults(alertOn('Erbgut', 'MIS_N', dna))).to.include('alert.biometrics[0] dna');
    const both = { biometrics: [BiometricType.DNA_PROFILE, BiometricType.FINGERPRINTS] };
    expect(faults(alertOn('Erbgut', 'MIS_P', both))).to.include('alert.biometrics[0] dna');
    const latent = { biometrics: [BiometricType.LATENT_PALM_PRINTS] };
    expect(faults(alertOn('Erbgut', 'ARR', latent))).to.deep.equal(['alert.biometrics[0] unknown_person']);
  });

  it('takes palm prints of returnees on one of three grounds alone (2018/1860 Art. 4(3))', () => {
    const { FINGERPRINTS, PALM_PRINTS } = BiometricType;
    const on = (biometrics: BiometricType[], ground?: PalmPrintsGround, category: 'RET' | 'REF' | 'ARR' = 'RET') =>
      faults(alertOn('Handfla', category, { biometrics }), {
        ...(ground !== undefined && { palmPrintsGround: ground }),
      });
    expect(on([PALM_PRINTS])).to.deep.equal(['palm_prints_ground required']);
    expect(on([PALM_PRINTS, FINGERPRINTS])).to.deep.equal(['palm_prints_ground required']);
    expect(on([PALM_PRINTS], PalmPrintsGround.FINGERPRINTS_IMPOSSIBLE)).to.deep.equal([]);
    expect(on([PALM_PRINTS, FINGERPRINTS], PalmPrintsGround.FINGERPRINTS_IMPOSSIBLE)).to.deep.equal([
      'palm_prints_ground fingerprints',
    ]);
    for (const ground of [PalmPrintsGround.CRIMINAL_SANCTION, PalmPrintsGround.OFFENCE_IN_ISSUING_STATE]) {
      expect(on([PALM_PRINTS, FINGERPRINTS], ground)).to.deep.equal([]);
      expect(on([FINGERPRINTS], ground)).to.deep.equal(['palm_prints_ground category']);
      expect(on([PALM_PRINTS], ground, 'REF')).to.deep.equal(['palm_prints_ground category']);
    }
    // Other alerts on persons hold palm prints without more (2018/1861 Art. 20(2), 2018/1862 Art. 20(3)).
    for (const category of ['REF', 'ARR'] as const) expect(on([PALM_PRINTS], undefined, category)).to.deep.equal([]);
  });

  it('asks for the ground of palm prints again when it may be another one', async () => {
    const { FINGERPRINTS, PALM_PRINTS } = BiometricType;
    const palms = alertOn('Manopalma', 'RET', { biometrics: [PALM_PRINTS] });
    const ground = { palmPrintsGround: PalmPrintsGround.FINGERPRINTS_IMPOSSIBLE };
    const { response: entered } = await enter(palms, scopeOf(), ground);
    let version = 1;
    const update = async (
      changes: DeepPartial<AlertContent>,
      palmPrintsGround: PalmPrintsGround = PalmPrintsGround.UNSPECIFIED,
    ) => {
      const request = UpdateAlertRequest.fromPartial({
        access: keeping('SIS60-3'),
        alertReference: entered.alertReference,
        expectedVersion: version,
        alert: { ...palms, ...changes },
        palmPrintsGround,
      });
      try {
        version = (await operations.updateAlert.parse(request).ask(contextOf(scopeOf()))).response.version;
        return [];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error.violations.map(({ field, rule }) => `${field} ${rule}`);
      }
    };
    expect(await update({ reason: 'Another reason' })).to.deep.equal([]);
    const both = { biometrics: [PALM_PRINTS, FINGERPRINTS] };
    expect(await update(both)).to.deep.equal(['palm_prints_ground required']);
    expect(await update(both, PalmPrintsGround.FINGERPRINTS_IMPOSSIBLE)).to.deep.equal([
      'palm_prints_ground fingerprints',
    ]);
    expect(await update(both, PalmPrintsGround.CRIMINAL_SANCTION)).to.deep.equal([]);
    expect(await update({ biometrics: [FINGERPRINTS] })).to.deep.equal([]);
    expect(await update(both)).to.deep.equal(['palm_prints_ground required']);
  });

  it('asks for the proportionality of all but terrorism, and for national security for its own basis', () => {
    const alert = alertOn('Mass', 'DSC');
    expect(faults(alert, { proportionality: '' })).to.deep.equal(['proportionality required']);
    expect(faults({ ...alert, terrorism: true }, { proportionality: '' })).to.deep.equal([]);
    const secret = alertOn('Mass', 'DSC', { circumstance: CheckCircumstance.NATIONAL_SECURITY });
    expect(faults(secret)).to.deep.equal(['alert.circumstance legal_basis']);
    expect(faults(secret, { access: keeping('SIS62-36-4') })).to.deep.equal([]);
    expect(faults(alert, { access: keeping('SIS62-36-4') })).to.deep.equal(['alert.circumstance legal_basis']);
  });

  it('lets a basis for one part of an alert neither keep it on nor show it again', () => {
    for (const basis of ['SIS62-62', 'SIS62-42-3', 'SIS62-42-3-KIN', 'SIS62-26-4']) {
      const extension = ExtendAlertRequest.fromPartial({
        access: keeping(basis),
        alertReference: TEST_ALERTS.wanted,
        expectedVersion: 1,
        assessment: 'Still wanted, and nothing else would do',
      });
      expect(() => operations.extendAlert.parse(extension), basis).to.throw(Refusal);
      const again = SetAvailabilityRequest.fromPartial({
        access: keeping(basis),
        alertReference: TEST_ALERTS.wanted,
        states: ['XA'],
      });
      const parse = () => operations.setAvailability.parse(again);
      if (basis === 'SIS62-26-4') expect(parse).not.to.throw();
      else expect(parse, basis).to.throw(Refusal);
    }
  });

  it('takes days that exist, within the term of the category', () => {
    const alert = alertOn('Frist', 'JPR');
    expect(faults(alert, { reviewOn: '2027-02-29' })).to.deep.equal(['review_on calendar']);
    expect(faults(alert, { reviewOn: '2026-11-23' })).to.deep.equal(['review_on term']);
    expect(faults(alert, { reviewOn: '2029-11-24' })).to.deep.equal(['review_on term']);
    expect(faults(alert, { reviewOn: '2029-11-23' })).to.deep.equal([]);
  });

  describe('on objects', () => {
    const vehicle = (plate: string, changes: DeepPartial<AlertContent> = {}) =>
      AlertContent.fromPartial({
        category: AlertCategory.OBJ,
        reason: 'Stolen',
        object: { objectCategory: 'a', plate, plateState: 'XA' },
        ...changes,
      });

    it('refuses letters that the article does not name, and objects that nothing tells apart', () => {
      const check = { category: AlertCategory.DSC, circumstance: CheckCircumstance.INDICATION };
      expect(faults(vehicle('XA 1 AA'))).to.deep.equal([]);
      expect(faults(vehicle('', { object: { objectCategory: 'a' } }))).to.deep.equal([
        'alert.object.vin no_identifier',
      ]);
      const engine = { objectCategory: 'f', serialNumber: 'ENG12345' };
      expect(faults(vehicle('', { object: engine }))).to.deep.equal([]);
      expect(faults(vehicle('', { ...check, object: engine }))).to.deep.equal(['alert.object.object_category check']);
      const passport = { objectCategory: 'l', documentNumber: 'P1234567', issuingCountry: 'XA' };
      expect(faults(vehicle('', { object: passport }))).to.deep.equal(['alert.object.document_status required']);
      expect(faults(vehicle('XA 1 AA', { identities: [person('Halter')] }))).to.deep.equal([
        'alert.identities subject',
      ]);
    });

    it('has one alert for an object and Member State', async () => {
      await enter(vehicle('XA 100 ZZ'));
      const again = await enter(vehicle('xa-100-zz')).catch((error: unknown) => error);
      expect(again).to.be.instanceOf(Refusal).and.to.have.property('reason', 'RECORD_EXISTS');
      const abroad = await enter(vehicle('XA 100 ZZ'), scopeOf('XB'));
      expect(abroad.response.consultations.map(({ form, otherState }) => [form, otherState])).to.deep.equal([
        ['L', 'XA'],
      ]);
    });

    it('binds an object that helps find a person to the alert on that person', async () => {
      const wanted = (await enter(alertOn('Fahrerin', 'ARR'))).response.alertReference;
      const locator = (plate: string, locates: string, changes: DeepPartial<AlertContent> = {}) =>
        vehicle(plate, { category: AlertCategory.ARR, locates, ...changes });
      expect(faults(locator('XA 7 KF', ''))).to.deep.equal(['alert.locates required']);
      expect(faults(locator('', wanted, { object: { objectCategory: 'd', serialNumber: 'CRANE77' } }))).to.deep.equal([
        'alert.object.object_category locator',
      ]);
      const foreign = await enter(locator('XA 7 KF', wanted), scopeOf('XB')).catch((error: unknown) => error);
      expect((foreign as Refusal).violations.map(({ field }) => field)).to.deep.equal(['alert.locates']);
      const entered = (await enter(locator('XA 7 KF', wanted))).response.alertReference;
      const unlink = UnlinkAlertsRequest.fromPartial({ alertReference: wanted, otherReference: entered });
      const freed = await operations.unlinkAlerts
        .parse(unlink)
        .ask(contextOf(scopeOf()))
        .catch((error: unknown) => error);
      expect((freed as Refusal).reason).to.equal('REQUEST_INVALID');
      const deletion = DeleteAlertRequest.fromPartial({
        alertReference: wanted,
        expectedVersion: 1,
        reason: DeletionReason.SURRENDERED,
      });
      const { response, disclosures } = await operations.deleteAlert.parse(deletion).ask(contextOf(scopeOf()));
      expect(response.deletedLocators).to.deep.equal([entered]);
      expect(disclosures.map(({ reference }) => reference)).to.deep.equal([wanted, entered]);
      expect(await sis.sql`select from sis.alert where reference in (${wanted}, ${entered})`).to.have.length(0);
    });
  });

  it('gives one of many who enter the same at the same time', async () => {
    const entries = Array.from({ length: 6 }, () => enter(alertOn('Zugleich', 'ARR')));
    const settled = await Promise.allSettled(entries);
    expect(settled.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    for (const one of settled) {
      if (one.status === 'rejected') expect((one.reason as Refusal).reason).to.equal('RECORD_EXISTS');
    }
  });
});
