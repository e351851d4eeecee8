/** The life of alerts through the real gateway: entered by one state, met by another, flagged, kept on, deleted. */
import type { MethodDefinition } from '@grpc/grpc-js';
import { expect } from 'chai';
import type postgres from 'postgres';
import { TEST_ALERTS } from '../../src/adapters/sis/simulator/test-alerts.js';
import type { CallOutcome, GrpcClient } from '../../src/client/grpc-client.js';
import { dataLayout } from '../../src/gateway/config.js';
import {
  ApprovalDecision,
  ApprovalServiceService as Approvals,
  DecideApprovalRequest,
  RequestApprovalRequest,
} from '../../src/gen/ostiary/approval/v1/approval.js';
import { AccessContext, Purpose } from '../../src/gen/ostiary/common/v1/access.js';
import { HandlingCode } from '../../src/gen/ostiary/common/v1/handling.js';
import type { AuditReceipt } from '../../src/gen/ostiary/common/v1/receipt.js';
import {
  AddFlagRequest,
  AlertActKind,
  DeleteAlertRequest,
  DeletionReason,
  EnterAlertRequest,
  ExtendAlertRequest,
  GetAlertHistoryRequest,
  LinkAlertsRequest,
  RemoveFlagRequest,
  SetAvailabilityRequest,
  SisAlertServiceService as Alerts,
  UnlinkAlertsRequest,
  UpdateAlertRequest,
  VictimData,
  type AlertContent,
  type DeepPartial,
} from '../../src/gen/ostiary/sis/v1/alerts.js';
import {
  AlertCategory,
  BiometricType,
  GetAlertRequest,
  IdentityStatus,
  SisServiceService as Sis,
} from '../../src/gen/ostiary/sis/v1/sis.js';
import { connectDatabase } from '../../src/shared/database/connect.js';
import { TEST_PERSONS } from '../../src/world/test-persons.js';
import { alertOn, keeping, person, PROPORTIONATE } from '../helpers/alert-entries.js';
import { startGatewayStack, type GatewayStack } from '../helpers/gateway-stack.js';
import { openLogbook, type Logbook } from '../helpers/logbook.js';
import { policeAccess } from '../helpers/peers.js';
import { borderAccess, personSearch } from '../helpers/questions.js';
import { answerOf, expectVerified, refusalOf, toReceiptFile } from '../helpers/receipts.js';

const POLICE = 'XA-POLICE';
const SIRENE = 'XB-SIRENE';
const COURT = 'XB-COURT';
const BORDER = 'XB-BORDER';

const sireneAccess = (legalBasisId: string, purpose: Purpose = Purpose.SUPPLEMENTARY_INFORMATION) =>
  keeping(legalBasisId, { purpose });

describe('keeping alerts', () => {
  let stack: GatewayStack;
  let logbook: Logbook;
  let owner: postgres.Sql;
  const clients = new Map<string, GrpcClient>();

  before(async function () {
    this.timeout(60_000);
    stack = await startGatewayStack();
    logbook = await openLogbook(stack.databaseUrl, dataLayout(stack.config.dataDirectory).vault);
    owner = connectDatabase(stack.databaseUrl, { applicationName: 'test-owner', max: 1 });
  });
  after(async () => {
    await owner.end();
    await logbook.close();
    await stack.stop();
  });

  async function call<Request, Response>(
    who: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<CallOutcome<Response>> {
    const client = clients.get(who) ?? (await stack.grpc(who));
    clients.set(who, client);
    const token = await (await stack.identity(who)).mintToken({ officer: 'officer-17', roles: ['searcher'] });
    return client.call(method, request, { token });
  }

  const answered = async <Request, Response extends { receipt?: AuditReceipt | undefined }>(
    who: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ): Promise<Response> => answerOf(await call(who, method, request)).response;

  const refused = async <Request, Response>(
    who: string,
    method: MethodDefinition<Request, Response>,
    request: Request,
  ) => refusalOf(await call(who, method, request));

  const entry = (alert: AlertContent, legalBasisId: string, changes: DeepPartial<EnterAlertRequest> = {}) =>
    EnterAlertRequest.fromPartial({
      access: keeping(legalBasisId),
      alert,
      proportionality: PROPORTIONATE,
      ...changes,
    });
  const enter = (
    who: string,
    alert: AlertContent,
    legalBasisId: string,
    changes: DeepPartial<EnterAlertRequest> = {},
  ) => answered(who, Alerts.enterAlert, entry(alert, legalBasisId, changes));
  const notEntered = (
    who: string,
    alert: AlertContent,
    legalBasisId: string,
    changes: DeepPartial<EnterAlertRequest> = {},
  ) => refused(who, Alerts.enterAlert, entry(alert, legalBasisId, changes));

  const search = async (who: string, surname: string, access = policeAccess()) =>
    answered(who, Sis.searchPersons, personSearch({ surname, dateOfBirth: '1984-06-17' }, { access }));
  const read = (who: string, alertReference: string, access = policeAccess()) =>
    call(who, Sis.getAlert, GetAlertRequest.fromPartial({ access, alertReference }));
  const sireneReading = sireneAccess('SIS62-7-2');

  const violations = ({ violations: found }: { readonly violations: readonly { readonly field: string }[] }) =>
    found.map(({ field }) => field).sort();

  it('takes an arrest alert from its entry to its end, each act in the log with a receipt', async () => {
    const outcome = await call(SIRENE, Alerts.enterAlert, entry(alertOn('Kadleb', 'ARR'), 'SIS62-26'));
    const { response: entered, bytes, receipt } = answerOf(outcome);
    expectVerified(receipt, stack.gateway.verifierKey, bytes);
    const reference = entered.alertReference;
    expect(reference).to.match(/^SIM-XB-/);
    expect(entered.version).to.equal(1);
    expect(entered.consultations).to.deep.equal([]);
    // Five years (Art. 53).
    const year = new Date().getUTCFullYear();
    expect(entered.expiresOn.slice(0, 4)).to.equal(String(year + 5));

    const [found] = (await search(POLICE, 'Kadleb')).matches;
    expect(found).to.deep.include({ alertReference: reference, issuingState: 'XB', category: AlertCategory.ARR });
    expect(found!.action).to.equal('Arrest for surrender or extradition');

    const flagged = await answered(
      SIRENE,
      Alerts.addFlag,
      AddFlagRequest.fromPartial({
        access: sireneAccess('SIS62-24'),
        alertReference: reference,
        state: 'XA',
        requestReference: 'F 12/2026',
      }),
    );
    expect(flagged).to.deep.include({ version: 2, flaggedFor: ['XA'] });
    const [whereabouts] = (await search(POLICE, 'Kadleb')).matches;
    expect(whereabouts!.action).to.match(/^Do not arrest: .* communicate the whereabouts/);
    const full = answerOf(await read(POLICE, reference)).response.alert!;
    expect(full).to.deep.include({ flaggedForMe: true, version: 2 });
    expect(full.attachments).to.have.length(1);

    const extended = await answered(
      COURT,
      Alerts.extendAlert,
      ExtendAlertRequest.fromPartial({
        access: keeping('SIS62-26'),
        alertReference: reference,
        expectedVersion: 2,
        assessment: 'The sentence is still to be served, and no other means would do',
        reviewOn: `${year + 5}${entered.expiresOn.slice(4)}`,
      }),
    ).catch((error: unknown) => (error as Error).message);
    // Entered today: an assessment of today can keep it no longer than it stands already.
    expect(extended).to.match(/REQUEST_INVALID/);

    const gone = await answered(
      COURT,
      Alerts.deleteAlert,
      DeleteAlertRequest.fromPartial({
        access: keeping('SIS62-26'),
        alertReference: reference,
        expectedVersion: 2,
        reason: DeletionReason.SURRENDERED,
      }),
    );
    expect(gone.deletedLocators).to.deep.equal([]);
    expect((await search(POLICE, 'Kadleb')).matches).to.deep.equal([]);
    expect(refusalOf(await read(POLICE, reference)).reason).to.equal('NOT_FOUND');

    const { history, receipt: historyReceipt } = await answered(
      SIRENE,
      Alerts.getAlertHistory,
      GetAlertHistoryRequest.fromPartial({ access: sireneReading, alertReference: reference }),
    );
    expect(history!.acts.map(({ kind, version, own }) => [kind, version, own])).to.deep.equal([
      [AlertActKind.ENTERED, 1, true],
      [AlertActKind.FLAGGED, 2, true],
      [AlertActKind.DELETED, 2, false],
    ]);
    expect(history!.acts[2]!.deletionReason).to.equal(DeletionReason.SURRENDERED);
    expect(history!.actors.map(({ act, authority }) => [act, authority])).to.deep.equal([
      [1, SIRENE],
      [2, SIRENE],
      [3, COURT],
    ]);
    expect(history!.actors[0]!.officer).to.match(/^\d{4}q\d-/);
    expect(history!.actors[0]!.requestId).to.equal(toReceiptFile(entered.receipt).requestId);
    const [, historyOutcome] = await logbook.ofRequest(toReceiptFile(historyReceipt).requestId);
    expect(historyOutcome!.sections.result!.disclosed).to.deep.equal([
      {
        category: 'ARR',
        fields: ['frame', 'history', 'authority', 'handling'],
        handling: ['NO_THIRD_COUNTRY_TRANSFER', 'NO_NATIONAL_COPY'],
        reference,
      },
    ]);

    const [intent, outcomeEntry] = await logbook.ofRequest(toReceiptFile(entered.receipt).requestId);
    expect(intent!.sections.what).to.deep.include({ legal_operations: ['ENTER'] });
    expect(outcomeEntry!.sections.result).to.deep.include({ status: 'HIT' });
    expect(outcomeEntry!.sections.result!.disclosed).to.deep.equal([
      { category: 'ARR', fields: ['frame', 'dates'], reference },
    ]);
  });

  it('keeps an alert on from the day of the assessment', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const reviewOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const entered = await enter(SIRENE, alertOn('Verlegen', 'MIS_N'), 'SIS62-32', { reviewOn });
    expect(entered.expiresOn).to.equal(reviewOn);
    const extended = await answered(
      SIRENE,
      Alerts.extendAlert,
      ExtendAlertRequest.fromPartial({
        access: keeping('SIS62-32'),
        alertReference: entered.alertReference,
        expectedVersion: 1,
        assessment: 'Still missing, and the family still asks for her',
      }),
    );
    expect(extended.version).to.equal(2);
    expect(extended.expiresOn).to.equal(
      `${Number(today.slice(0, 4)) + 5}${today.slice(4)}`.replace('-02-29', '-03-01'),
    );
    const { alert } = answerOf(await read(POLICE, entered.alertReference)).response;
    expect(alert).to.deep.include({ expiresOn: extended.expiresOn, extendedOn: today });
  });

  it('hides a flagged alert on a missing person as if it were none, until the flag goes', async () => {
    const nobody = await search(POLICE, 'Niemandin');
    const { alertReference } = await enter(SIRENE, alertOn('Verborgen', 'MIS_P'), 'SIS62-32');
    expect((await search(POLICE, 'Verborgen')).matches).to.have.length(1);
    const flag = { access: sireneAccess('SIS62-24'), alertReference, state: 'XA', requestReference: 'F 13/2026' };
    await answered(SIRENE, Alerts.addFlag, AddFlagRequest.fromPartial(flag));
    expect({ ...(await search(POLICE, 'Verborgen')), receipt: undefined }).to.deep.equal({
      ...nobody,
      receipt: undefined,
    });
    expect(refusalOf(await read(POLICE, alertReference))).to.deep.include({ reason: 'NOT_FOUND' });
    // Nor does it stand in the way of anybody in that state, or call for a consultation that they could see.
    const twin = await enter(POLICE, alertOn('Verborgen', 'MIS_N'), 'SIS62-32');
    expect(twin.consultations).to.deep.equal([]);
    const [notice] = await owner`
      select for_state, other_reference from sis.notice where reference = ${twin.alertReference}`;
    expect(notice).to.deep.equal({ for_state: 'XA', other_reference: alertReference });
    expect((await search(BORDER, 'Verborgen', borderAccess)).matches).to.have.length(2);
    expect((await refused(SIRENE, Alerts.addFlag, AddFlagRequest.fromPartial(flag))).reason).to.equal('RECORD_EXISTS');
    await answered(SIRENE, Alerts.removeFlag, RemoveFlagRequest.fromPartial(flag));
    expect((await search(POLICE, 'Verborgen')).matches).to.have.length(2);
    expect((await refused(SIRENE, Alerts.removeFlag, RemoveFlagRequest.fromPartial(flag))).reason).to.equal(
      'NOT_FOUND',
    );
  });

  it('shows a link to who may see both ends, and no trace of it to anybody else', async () => {
    const one = (await enter(SIRENE, alertOn('Kettner', 'ARR'), 'SIS62-26')).alertReference;
    const other = (await enter(SIRENE, alertOn('Gliedner', 'DSC'), 'SIS62-36-3')).alertReference;
    const unlinked = answerOf(await read(POLICE, one)).response.alert;
    const pair = { access: sireneReading, alertReference: one, otherReference: other };
    await answered(SIRENE, Alerts.linkAlerts, LinkAlertsRequest.fromPartial(pair));
    const linked = answerOf(await read(POLICE, one)).response.alert!;
    expect(linked.links.map((link) => [link.alertReference, link.category])).to.deep.equal([
      [other, AlertCategory.DSC],
    ]);
    expect(answerOf(await read(POLICE, other)).response.alert!.links.map((link) => link.alertReference)).to.deep.equal([
      one,
    ]);
    await answered(
      SIRENE,
      Alerts.addFlag,
      AddFlagRequest.fromPartial({
        access: sireneAccess('SIS62-24'),
        alertReference: other,
        state: 'XA',
        requestReference: 'F 14/2026',
      }),
    );
    expect(answerOf(await read(POLICE, one)).response.alert).to.deep.equal(unlinked);
    expect((await refused(SIRENE, Alerts.linkAlerts, LinkAlertsRequest.fromPartial(pair))).reason).to.equal(
      'RECORD_EXISTS',
    );
    // Own alerts only (Art. 63).
    const foreign = { ...pair, otherReference: TEST_ALERTS.summoned };
    expect((await refused(SIRENE, Alerts.linkAlerts, LinkAlertsRequest.fromPartial(foreign))).reason).to.equal(
      'NOT_OWNER',
    );
    await answered(SIRENE, Alerts.unlinkAlerts, UnlinkAlertsRequest.fromPartial(pair));
    expect((await refused(SIRENE, Alerts.unlinkAlerts, UnlinkAlertsRequest.fromPartial(pair))).reason).to.equal(
      'NOT_FOUND',
    );
  });

  it('carries out a check as the law of the state has it (Art. 37(6))', async () => {
    const { alertReference } = await enter(SIRENE, alertOn('Pruefling', 'SPC'), 'SIS62-36-3');
    const { alert } = answerOf(await read(POLICE, alertReference)).response;
    expect(alert!.action).to.match(/^Specific check/);
    expect(alert!.handling!.codes).not.to.include(HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT);
  });

  describe('an alert on a subject that has one', () => {
    const checked = TEST_PERSONS.discreetlyChecked;
    const sameAs = (test: typeof checked) =>
      person(test.surname, {
        forename: test.forename,
        dateOfBirth: test.dateOfBirth,
        nationalities: [test.nationality],
        placeOfBirth: test.placeOfBirth,
      });

    it('is refused where another state’s is incompatible, and entered after a consultation', async () => {
      // XC has a discreet check on this person: no specific check beside it (SIRENE Manual 2.2.1).
      const specific = alertOn('', 'SPC', { identities: [sameAs(checked)] });
      const refusal = await notEntered(POLICE, specific, 'SIS62-36-3');
      expect(refusal.reason).to.equal('RECORD_INCOMPATIBLE');
      expect(refusal.metadata).to.include({ form: 'E', category: 'DSC', issuing_state: 'XC' });
      const entered = await enter(POLICE, specific, 'SIS62-36-3', { consultationReference: 'E 5/2026' });
      expect(entered.consultations.map(({ form, otherState }) => [form, otherState])).to.deep.equal([
        ['E', 'XC'],
        ['L', 'XC'],
      ]);
      const second = await notEntered(POLICE, specific, 'SIS62-36-3', { consultationReference: 'E 5/2026' });
      expect(second.reason).to.equal('RECORD_EXISTS');
      expect(second.metadata.alert_reference).to.equal(entered.alertReference);
      await answered(
        POLICE,
        Alerts.deleteAlert,
        DeleteAlertRequest.fromPartial({
          access: keeping('SIS62-36-3'),
          alertReference: entered.alertReference,
          expectedVersion: 1,
          reason: DeletionReason.PURPOSE_ACHIEVED,
        }),
      );
    });

    it('tells nobody of an alert that their legal basis does not let them see; the bureau is told', async () => {
      const summons = alertOn('', 'JPR', { identities: [sameAs(checked)] });
      // A court may enter summonses, and may not learn here that there is a discreet check.
      const entered = await enter(COURT, summons, 'SIS62-34');
      expect(entered.consultations).to.deep.equal([]);
      const notices = await owner`
        select kind, for_state, other_reference from sis.notice where reference = ${entered.alertReference} order by kind`;
      expect([...notices]).to.deep.equal([
        { kind: 'incompatible', for_state: 'XB', other_reference: TEST_ALERTS.discreetlyChecked },
        { kind: 'same_identity', for_state: 'XB', other_reference: TEST_ALERTS.discreetlyChecked },
      ]);
      await answered(
        COURT,
        Alerts.deleteAlert,
        DeleteAlertRequest.fromPartial({
          access: keeping('SIS62-34'),
          alertReference: entered.alertReference,
          expectedVersion: 1,
          reason: DeletionReason.NOT_NEEDED,
        }),
      );
      // The bureau itself sees all alerts (Art. 7(2)): it consults first.
      const refusal = await notEntered(SIRENE, summons, 'SIS62-34');
      expect(refusal.reason).to.equal('RECORD_INCOMPATIBLE');
      expect(refusal.metadata).to.include({ form: 'E' }).and.not.have.any.keys('category', 'issuing_state');
    });

    it('is entered at once when it is for arrest, and the same identity is to be cleared up', async () => {
      const wanted = TEST_PERSONS.wanted;
      const entered = await enter(
        POLICE,
        alertOn('', 'ARR', {
          identities: [{ ...sameAs(checked), ...wanted, gender: 2, nationalities: [wanted.nationality] }],
        }),
        'SIS62-26',
      );
      const [consultation, ...others] = entered.consultations;
      expect(others).to.deep.equal([]);
      expect(consultation).to.deep.include({
        form: 'L',
        otherReference: TEST_ALERTS.wanted,
        otherState: 'XB',
        withinHours: 12,
      });
    });
  });

  it('is changed by its own state alone, in the version that stands, on a basis that covers it', async () => {
    const deletion = (alertReference: string, changes: DeepPartial<DeleteAlertRequest> = {}) =>
      DeleteAlertRequest.fromPartial({
        access: keeping('SIS62-26'),
        alertReference,
        expectedVersion: 1,
        reason: DeletionReason.SURRENDERED,
        ...changes,
      });
    const foreign = await refused(POLICE, Alerts.deleteAlert, deletion(TEST_ALERTS.wanted));
    expect(foreign.reason).to.equal('NOT_OWNER');
    expect(foreign.metadata).to.include({ issuing_state: 'XB' });
    // Hidden by its category, or not there at all.
    for (const reference of [TEST_ALERTS.summoned, 'SIM-XB-7ZZZZZZZZZZZZZZZZZZZZZZZZZ']) {
      expect((await refused(POLICE, Alerts.deleteAlert, deletion(reference))).reason).to.equal('NOT_FOUND');
    }
    const { alertReference } = await enter(POLICE, alertOn('Eigner', 'ARR'), 'SIS62-26');
    const stale = await refused(POLICE, Alerts.deleteAlert, deletion(alertReference, { expectedVersion: 2 }));
    expect(stale.reason).to.equal('VERSION_STALE');
    expect(stale.metadata).to.include({ current_version: '1' });
    const reason = await refused(
      POLICE,
      Alerts.deleteAlert,
      deletion(alertReference, { reason: DeletionReason.RETURN_CONFIRMED }),
    );
    expect(violations(reason)).to.deep.equal(['reason']);
    const uncovered = await notEntered(POLICE, alertOn('Eigner-Zwei', 'ARR'), 'SIS62-34');
    expect(uncovered.reason).to.equal('OPERATION_NOT_ALLOWED');
    const update = UpdateAlertRequest.fromPartial({
      access: keeping('SIS62-26'),
      alertReference,
      expectedVersion: 1,
      alert: alertOn('Eignerova', 'ARR'),
    });
    expect((await answered(POLICE, Alerts.updateAlert, update)).version).to.equal(2);
    expect((await refused(POLICE, Alerts.updateAlert, update)).reason).to.equal('VERSION_STALE');
    expect((await search(BORDER, 'Eignerova', borderAccess)).matches).to.have.length(1);
    expect((await search(BORDER, 'Eigner', borderAccess)).matches).to.have.length(0);
    const history = await answered(
      POLICE,
      Alerts.getAlertHistory,
      GetAlertHistoryRequest.fromPartial({ access: policeAccess(), alertReference }),
    );
    expect(history.history!.acts.at(-1)).to.deep.include({
      number: 2,
      kind: AlertActKind.UPDATED,
      version: 2,
      fields: ['identities'],
      own: true,
    });
    // Who changed an alert is for the bureau and for judicial authorities, as who created it is.
    expect(history.history!.actors).to.deep.equal([]);
    const [, shown] = await logbook.ofRequest(toReceiptFile(history.receipt).requestId);
    expect(shown!.sections.result)
      .to.have.nested.property('disclosed[0].fields')
      .that.deep.equals(['frame', 'history', 'handling']);
    const abroad = { access: borderAccess, alertReference };
    expect((await refused(BORDER, Alerts.getAlertHistory, GetAlertHistoryRequest.fromPartial(abroad))).reason).to.equal(
      'NOT_FOUND',
    );
  });

  describe('what an alert must say', () => {
    const lacks = async (alert: AlertContent, legalBasisId: string): Promise<readonly string[]> => {
      const refusal = await notEntered(POLICE, alert, legalBasisId);
      expect(refusal.reason).to.equal('REQUEST_INVALID');
      return violations(refusal);
    };

    it('is its minimum data set (1862 Art. 22; 1861 Art. 22; 1860 Art. 4(2)), all faults at once', async () => {
      const bare = { identities: [person('', { dateOfBirth: '' })], reason: '' };
      const common = ['alert.identities[0].date_of_birth', 'alert.identities[0].surname', 'alert.reason'];
      expect(await lacks(alertOn('', 'JPR', bare), 'SIS62-34')).to.deep.equal(common);
      expect(
        await lacks(alertOn('', 'REF', { ...bare, decisionReference: '', refusalBasis: 0 }), 'SIS61-24'),
      ).to.deep.equal(['alert.decision_reference', ...common, 'alert.refusal_basis'].sort());
      expect(
        await lacks(alertOn('', 'RET', { ...bare, decisionReference: '', returnDecision: undefined }), 'SIS60-3'),
      ).to.deep.equal(['alert.decision_reference', ...common, 'alert.return_decision'].sort());
      expect(await lacks(alertOn('X1', 'ARR', { attachments: [] }), 'SIS62-26')).to.deep.equal(['alert.attachments']);
      expect(await lacks(alertOn('X1', 'SPC', { circumstance: 0 }), 'SIS62-36-3')).to.deep.equal([
        'alert.circumstance',
      ]);
    });

    it('is nothing but prints of an unknown person (Art. 40)', async () => {
      const access = keeping('SIS62-40', {
        offence: { code: 'Murder', maximumPenaltyMonths: 180, terrorist: false },
        priorSearches: [{ kind: 1, reference: 'AFIS 2026/9', result: 1 }],
      });
      const prints = { category: AlertCategory.UNK, biometrics: [BiometricType.LATENT_FINGERPRINTS] };
      const named = await notEntered(POLICE, alertOn('Unbekannt', 'JPR', prints), 'SIS62-40', { access });
      expect(violations(named)).to.deep.equal(['alert.identities', 'alert.reason']);
      const entered = await enter(POLICE, alertOn('', 'JPR', { ...prints, identities: [], reason: '' }), 'SIS62-40', {
        access,
      });
      const { alert } = answerOf(await read(BORDER, entered.alertReference, borderAccess)).response;
      expect(alert).to.deep.include({ identities: [], biometrics: [BiometricType.LATENT_FINGERPRINTS], reason: '' });
    });

    it('is of a victim what the victim consented to, kind by kind (Art. 62)', async () => {
      const misused = person('Opferova', { status: IdentityStatus.MISUSED });
      const identities = [person('Betrueger', { status: IdentityStatus.NOT_CONFIRMED }), misused];
      const consents = [{ data: VictimData.SURNAME, reference: 'C 1/2026' }];
      const victim = { consents, surname: 'Opferova', address: 'Long Lane 1', fatherName: 'Petro' };
      const alert = alertOn('', 'JPR', { identities, victim });
      expect(await lacks(alert, 'SIS62-34')).to.deep.equal(['alert.victim.address', 'alert.victim.father_name']);
      const all = [
        ...consents,
        { data: VictimData.ADDRESS, reference: 'C 2/2026' },
        { data: VictimData.FATHER_NAME, reference: 'C 3/2026' },
      ];
      const { alertReference, receipt } = await enter(
        POLICE,
        alertOn('', 'JPR', { identities, victim: { ...victim, consents: all } }),
        'SIS62-34',
      );
      const shown = answerOf(await read(BORDER, alertReference, borderAccess)).response.alert!;
      expect(shown.victim).to.deep.include({ surname: 'Opferova', address: 'Long Lane 1', fatherName: 'Petro' });
      expect(shown.handling!.codes).to.include(HandlingCode.DISTINGUISH_VICTIM_ONLY);
      // The log keeps what kinds of data there were, not the data: those go when the victim asks.
      const [intent] = await logbook.ofRequest(toReceiptFile(receipt).requestId);
      expect(JSON.stringify(intent!.sections)).not.to.include('Long Lane');
      const withdrawn = await answered(
        POLICE,
        Alerts.updateAlert,
        UpdateAlertRequest.fromPartial({
          access: keeping('SIS62-62', { consentReference: 'withdrawal 1/2026' }),
          alertReference,
          expectedVersion: 1,
          alert: alertOn('', 'JPR', { identities }),
        }),
      );
      expect(withdrawn.version).to.equal(2);
      expect(answerOf(await read(BORDER, alertReference, borderAccess)).response.alert!.victim).to.equal(undefined);
      // On this basis nothing else may change.
      const more = await refused(
        POLICE,
        Alerts.updateAlert,
        UpdateAlertRequest.fromPartial({
          access: keeping('SIS62-62', { consentReference: 'C 4/2026' }),
          alertReference,
          expectedVersion: 2,
          alert: alertOn('', 'JPR', { identities, reason: 'Something else' }),
        }),
      );
      expect(violations(more)).to.deep.equal(['alert.reason']);
    });
  });

  it('is unavailable to a state for an operation when a court authorises it (Art. 26(4))', async () => {
    const { alertReference } = await enter(SIRENE, alertOn('Operettin', 'ARR'), 'SIS62-26');
    const hide = (changes: DeepPartial<SetAvailabilityRequest> = {}) =>
      SetAvailabilityRequest.fromPartial({
        access: keeping('SIS62-26-4'),
        alertReference,
        states: ['XA'],
        unavailableHours: 48,
        ...changes,
      });
    expect((await refused(SIRENE, Alerts.setAvailability, hide())).reason).to.equal('APPROVAL_REQUIRED');
    const wrongBasis = await refused(SIRENE, Alerts.setAvailability, hide({ access: keeping('SIS62-26') }));
    expect(violations(wrongBasis)).to.deep.equal(['access.legal_basis_id']);
    const tooLong = await refused(SIRENE, Alerts.setAvailability, hide({ unavailableHours: 49 }));
    expect(violations(tooLong)).to.deep.equal(['unavailable_hours']);

    const { approval } = await answered(
      SIRENE,
      Approvals.requestApproval,
      RequestApprovalRequest.fromPartial({
        access: keeping('SIS62-26-4'),
        approvingAuthority: COURT,
        operation: '/ostiary.sis.v1.SisAlertService/SetAvailability',
        questionMessage: Buffer.from(SetAvailabilityRequest.encode(hide()).finish()),
      }),
    );
    await answered(
      COURT,
      Approvals.decideApproval,
      DecideApprovalRequest.fromPartial({
        access: keeping('APPR-SIS-26-4', { purpose: Purpose.JUDICIAL }),
        approvalId: approval!.approvalId,
        decision: ApprovalDecision.APPROVE,
        reason: 'the operation must not be betrayed',
      }),
    );
    const hidden = await answered(
      SIRENE,
      Alerts.setAvailability,
      hide({ access: keeping('SIS62-26-4', { approvalId: approval!.approvalId }) }),
    );
    const hours = (Date.parse(hidden.unavailable[0]!.until) - Date.now()) / 3_600_000;
    expect(hours).to.be.within(47.9, 48);
    expect((await search(POLICE, 'Operettin')).matches).to.deep.equal([]);
    expect(refusalOf(await read(POLICE, alertReference)).reason).to.equal('NOT_FOUND');
    expect((await search(BORDER, 'Operettin', borderAccess)).matches).to.have.length(1);
    // To show it again takes no court.
    await answered(SIRENE, Alerts.setAvailability, hide({ access: keeping('SIS62-26'), unavailableHours: 0 }));
    expect((await search(POLICE, 'Operettin')).matches).to.have.length(1);
  });

  it('is kept over REST as well', async () => {
    const rest = await stack.rest(POLICE);
    const token = await (await stack.identity(POLICE)).mintToken({ officer: 'officer-17', roles: ['searcher'] });
    const post = async (act: string, body: unknown) => {
      const { status, text } = await rest.call('POST', `/v1/sis/alerts:${act}`, { token, body: JSON.stringify(body) });
      return { status, body: JSON.parse(text) as Record<string, unknown> };
    };
    const entered = await post('enter', EnterAlertRequest.toJSON(entry(alertOn('Ruhemann', 'JPR'), 'SIS62-34')));
    expect(entered.status).to.equal(200);
    const { alertReference } = entered.body;
    const deletion = {
      access: AccessContext.toJSON(keeping('SIS62-34')),
      alertReference,
      expectedVersion: 7,
      reason: 'DELETION_REASON_NOT_NEEDED',
    };
    const stale = await post('delete', deletion);
    expect(stale.status).to.equal(409);
    expect(stale.body).to.deep.include({ code: 'VERSION_STALE' });
    expect((await post('delete', { ...deletion, expectedVersion: 1 })).status).to.equal(200);
  });
});
