/**
 * Notices that an alert has served its purpose: from the bureau to the authority that created it, which answers for it
 * (Regulation (EU) 2018/1862 Art. 53(9), 2018/1861 Art. 39).
 */
import { expect } from 'chai';
import type { AccessScope } from '../../../../src/adapters/adapter.js';
import { alertTerms } from '../../../../src/adapters/sis/audit-terms.js';
import type { Alert } from '../../../../src/adapters/sis/domain/alert.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import {
  AlertDecision,
  AttachmentType,
  FormBox,
  FormLetter,
  FormState,
  MessageSubject,
  Resolution,
} from '../../../../src/gen/ostiary/sis/v1/sirene.js';
import { bureau, details, refused, type SireneFixture, sireneFixture } from './fixture.js';
import { changeAlerts } from '../simulated-sis.js';

const { summoned, discreetlyCheckedVehicle, missingAdult } = TEST_ALERTS;
const XC = bureau('XC');
const JUDICIAL = ['JPR'];

/** An authority of XC on the basis on which it may delete alerts of some categories. */
const authority = (code: string, categories: readonly string[] = JUDICIAL): AccessScope => ({
  ...bureau('XC', categories),
  authority: code,
  authorityKind: code === 'XC-SIRENE' ? 'SIR' : 'POL',
});
const CREATOR = authority('XC-POLICE');
const DUE = Date.parse('2026-12-12T00:00:00Z');

const notice = (alertReference: string = summoned) => ({
  alertReference,
  body: {
    $case: 'message' as const,
    value: { subject: MessageSubject.PURPOSE_ACHIEVED, text: 'whereabouts were communicated' },
  },
});
const deletion = (resolution: Resolution) => ({ resolution, decidesOn: AlertDecision.DELETION });

/** The test alerts, some of them created by an authority of the registry. */
const alertsBy = (createdBy: string): readonly Alert[] =>
  testAlerts('2026-11-26').map((alert) => (alert.issuingState === 'XC' ? { ...alert, createdBy } : alert));

describe('a notice that an alert has served its purpose', () => {
  let sirene: SireneFixture;
  beforeEach(async () => {
    sirene = await sireneFixture(['XC']);
    await sirene.load(alertsBy('XC-POLICE'));
  });
  afterEach(() => sirene.stop());

  const stands = async (reference: string = summoned): Promise<boolean> =>
    (await sirene.owner`select from sis.alert where reference = ${reference}`).length === 1;
  const noticesTo = (scope: AccessScope) => sirene.list(scope, { box: FormBox.NOTICES });
  const person = alertsBy('XC-POLICE').find(({ reference }) => reference === summoned)!;

  it('reaches the authority that created the alert, and nobody else', async () => {
    const { formId, dueAt, recipientState } = await sirene.sendOne(XC, notice());
    expect([recipientState, dueAt]).to.deep.equal(['XC', '2026-12-12T00:00:00.000Z']);
    expect(await sirene.list(XC, { box: FormBox.INBOX }), 'the bureau wrote it, and did not get it').to.deep.equal([]);
    expect((await sirene.list(XC)).map(({ state }) => state)).to.deep.equal([FormState.SENT]);
    expect((await sirene.read(XC, formId)).state, 'who wrote it is not who gets it').to.equal(FormState.SENT);
    for (const other of [
      authority('XC-CUSTOMS'),
      authority('XC-SIRENE'),
      authority('XC-POLICE', ['ARR']),
      { ...CREATOR, memberState: 'XA' },
    ]) {
      expect(await noticesTo(other)).to.deep.equal([]);
    }
    const [got, ...more] = await noticesTo(CREATOR);
    expect(more).to.deep.equal([]);
    expect([got!.formId, got!.state, got!.message!.text]).to.deep.equal([
      formId,
      FormState.DELIVERED,
      'whereabouts were communicated',
    ]);
    expect(sirene.disclosed()[0]!.terms).to.deep.equal(alertTerms(person));
  });

  it('is not answered by the bureau that sent it, on whatever basis', async () => {
    const { formId } = await sirene.sendOne(XC, notice());
    const notTheirs = ['form_id creating_authority'];
    for (const resolution of [Resolution.ACCEPTED, Resolution.REFUSED]) {
      expect(await refused(sirene.answer(XC, formId, { resolution }))).to.deep.equal(notTheirs);
      // A SIRENE Bureau may delete alerts on the same basis as the police: others than this.
      expect(await refused(sirene.answer(authority('XC-SIRENE'), formId, deletion(resolution)))).to.deep.equal(
        notTheirs,
      );
    }
    expect(await refused(sirene.answer(XC, formId, { ...deletion(1), decidesOn: AlertDecision.FLAG }))).to.deep.equal(
      notTheirs,
    );
    expect(await stands()).to.equal(true);
    const unknown = ['NOT_FOUND: No such form'];
    expect(await refused(sirene.answer(authority('XC-CUSTOMS'), formId, deletion(1)))).to.deep.equal(unknown);
    expect(await refused(sirene.answer(CREATOR, formId, { resolution: 1 })), 'not without the basis').to.deep.equal(
      unknown,
    );
  });

  it('is not answered by a simulated bureau either', async () => {
    const { formId } = await sirene.sendOne(XC, notice());
    sirene.time.now += 24 * 3_600_000;
    await sirene.clock.round();
    expect((await sirene.read(XC, formId)).state).to.equal(FormState.SENT);
    expect(await stands()).to.equal(true);
  });

  it('keeps a simulated bureau from nothing else, however many there are', async () => {
    for (let sent = 0; sent < 201; sent++) {
      sirene.time.now += 1;
      await sirene.sendOne(XC, notice());
    }
    sirene.time.now += 1;
    const value = { subject: MessageSubject.GENERAL, text: 'does the summons stand?', answerRequested: true };
    const { formId } = await sirene.sendOne(bureau('XA'), {
      alertReference: summoned,
      body: { $case: 'message', value },
    });
    await sirene.clock.round();
    expect((await sirene.read(bureau('XA'), formId)).state).to.equal(FormState.DELIVERED);
  });

  it('accepted by the authority deletes the alert, and the log finds the answer by the person', async () => {
    const { formId, threadId } = await sirene.sendOne(XC, notice());
    const given = await sirene.answer(CREATOR, formId, deletion(Resolution.ACCEPTED));
    expect([given.letter, given.sentBy, given.recipientState]).to.deep.equal([FormLetter.M, 'XC-POLICE', 'XC']);
    expect(alertTerms(person)).not.to.deep.equal([]);
    for (const { terms } of sirene.disclosed()) expect(terms).to.deep.include.members([...alertTerms(person)]);
    expect(sirene.disclosed()).to.have.lengthOf(2);
    expect(await stands()).to.equal(false);
    const [history] = await sirene.owner<{ act: string; authority: string }[]>`
      select act, authority from sis.history where reference = ${summoned}`;
    expect(history).to.deep.equal({ act: 'deleted', authority: 'XC-POLICE' });
    const inbox = await sirene.list(XC, { box: FormBox.INBOX, threadId });
    expect(
      inbox.map(({ formId: id }) => id),
      'the bureau gets the answer',
    ).to.deep.equal([given.formId]);
  });

  it('refused by the authority keeps the alert, for good reasons', async () => {
    const { formId } = await sirene.sendOne(XC, notice());
    const given = await sirene.answer(CREATOR, formId, deletion(Resolution.REFUSED));
    expect(given.letter).to.equal(FormLetter.H);
    sirene.time.now = Date.parse('2026-12-20T00:00:00Z');
    await sirene.clock.round();
    expect(await stands()).to.equal(true);
    expect(await refused(sirene.answer(CREATOR, formId, deletion(Resolution.ACCEPTED)))).to.deep.equal([
      'form_id state',
    ]);
  });

  it('about an object under a check reaches its authority, which sees the check as its own', async () => {
    const { formId } = await sirene.sendOne(XC, notice(discreetlyCheckedVehicle));
    const scope = authority('XC-POLICE', ['DSC', 'INQ', 'SPC']);
    // The basis on which checks are entered opens no objects to a search; the log finds them all the same.
    const vehicle = alertsBy('XC-POLICE').find(({ reference }) => reference === discreetlyCheckedVehicle)!;
    expect((await noticesTo(scope)).map(({ formId: id }) => id)).to.deep.equal([formId]);
    expect(sirene.disclosed().map(({ terms }) => terms)).to.deep.equal([alertTerms(vehicle)]);
    await sirene.answer(scope, formId, deletion(Resolution.REFUSED));
    expect(sirene.disclosed()[0]!.terms).to.deep.equal(alertTerms(vehicle));
    const again = await sirene.sendOne(XC, notice(discreetlyCheckedVehicle));
    await sirene.answer(scope, again.formId, deletion(Resolution.ACCEPTED));
    expect(sirene.disclosed()[0]!.terms).to.deep.equal(alertTerms(vehicle));
    expect(await stands(discreetlyCheckedVehicle)).to.equal(false);
  });

  it('is for others than the bureau that created the alert itself, has no files, and needs an alert', async () => {
    const file = { fileName: 'a.txt', type: AttachmentType.TEXT, content: Buffer.from('a') };
    expect(await refused(sirene.sendOne(XC, { ...notice(), attachments: [file] }))).to.deep.equal([
      'attachments letter',
    ]);
    expect(await refused(sirene.sendOne(XC, notice(missingAdult))), 'an alert of another state').to.deep.equal([
      'recipient_states own_state',
    ]);
    await sirene.load(alertsBy('XC-SIRENE'));
    expect(await refused(sirene.sendOne(XC, notice()))).to.deep.equal(['alert_reference creating_authority']);
  });

  describe('that nobody answers', () => {
    it('deletes the alert after fifteen days, which the log finds by the person and the objects', async () => {
      const locator: Alert = {
        ...alertsBy('XC-POLICE').find(({ reference }) => reference === discreetlyCheckedVehicle)!,
        subject: 'object',
        object: { letter: 'a', plate: 'XC 1234' },
        reference: 'SIM-XC-00000000000000000TEST00099',
        category: 'JPR',
        locates: summoned,
      };
      await sirene.load([...alertsBy('XC-POLICE'), locator]);
      await changeAlerts(
        sirene.owner,
        (tx) => tx`insert into sis.link values (${summoned}, ${locator.reference}, ${new Date(sirene.time.now)})`,
      );
      const { formId } = await sirene.sendOne(XC, notice());
      sirene.time.now = DUE - 1;
      await sirene.clock.round();
      expect(await stands()).to.equal(true);
      sirene.time.now = DUE;
      await sirene.clock.round();
      expect([await stands(), await stands(locator.reference)]).to.deep.equal([false, false]);
      expect(sirene.told).to.deep.equal([
        {
          what: 'alert-deleted',
          id: formId,
          authority: 'XC-POLICE',
          alertReference: summoned,
          letter: 'M',
          owedBy: 'XC',
          dueAtMs: DUE,
          deadline: 'calendar-days-15',
          deleted: [summoned, locator.reference],
          terms: [...alertTerms(person), ...alertTerms(locator)],
        },
      ]);
      expect(
        await refused(
          sirene.send(bureau('XA'), { ...notice(), body: { $case: 'hit', value: { details: details() } } }),
        ),
      ).to.deep.equal(['NOT_FOUND: No such alert']);
    });

    it('is told under the bureau where no authority of the registry created the alert', async () => {
      await sirene.load(testAlerts('2026-11-26'));
      await sirene.sendOne(XC, notice());
      sirene.time.now = DUE;
      await sirene.clock.round();
      expect(sirene.told.map(({ what, authority: whose }) => [what, whose])).to.deep.equal([
        ['alert-deleted', 'XC-SIRENE'],
      ]);
    });

    it('says nothing of a deletion when the alert has gone before', async () => {
      const { formId } = await sirene.sendOne(XC, notice());
      await changeAlerts(sirene.owner, (tx) => tx`delete from sis.alert where reference = ${summoned}`);
      sirene.time.now = DUE;
      await sirene.clock.round();
      expect(sirene.told.map(({ what, id, terms }) => [what, id, terms])).to.deep.equal([
        ['notice-moot', formId, undefined],
      ]);
      expect((await sirene.read(XC, formId)).state).to.equal(FormState.CLOSED);
    });
  });
});
