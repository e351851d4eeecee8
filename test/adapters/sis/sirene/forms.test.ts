/** Forms between bureaux, on a real database. */
import { expect } from 'chai';
import type { ObjectAlert } from '../../../../src/adapters/sis/domain/alert.js';
import { OBJECT_LETTERS, objectRulesOf } from '../../../../src/adapters/sis/domain/object-category.js';
import { TEST_ALERTS, testAlerts } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { HandlingCode } from '../../../../src/gen/ostiary/common/v1/handling.js';
import {
  AlertDecision,
  ConsultationStage,
  DeadlineRule,
  FlagAction,
  FormBox,
  FormLetter,
  FormState,
  HitConfirmation,
  MatchBasis,
  MessageSubject,
  Resolution,
} from '../../../../src/gen/ostiary/sis/v1/sirene.js';
import {
  bureau,
  DAY,
  details,
  europol,
  HOUR,
  police,
  refused,
  type SireneFixture,
  sireneFixture,
  THURSDAY,
} from './fixture.js';
import { changeAlerts } from '../simulated-sis.js';

const { wanted, discreetlyChecked, refusedEntry, summoned, unknownPerson, stolenVehicle, wantedByOwnState } =
  TEST_ALERTS;
const XA = bureau('XA');
const XB = bureau('XB');
const XC = bureau('XC');

const hitOn = (alertReference: string, hitId = '') => ({
  alertReference,
  body: { $case: 'hit' as const, value: { hitId, details: details() } },
});
const note = (text: string, answerRequested = false) => ({
  $case: 'message' as const,
  value: { subject: MessageSubject.GENERAL, text, answerRequested },
});

describe('forms of SIRENE Bureaux', () => {
  let sirene: SireneFixture;
  beforeEach(async () => {
    sirene = await sireneFixture();
  });
  afterEach(() => sirene.stop());

  describe('hits', () => {
    it('are told of once, each alert by itself', async () => {
      const person = await sirene.report(police('XA'), { alertReference: wanted });
      const vehicle = await sirene.report(police('XA'), { alertReference: stolenVehicle });
      expect(await sirene.hits(XA, { onlyOpen: true })).to.have.members([person, vehicle]);
      await sirene.sendOne(XA, hitOn(wanted, person));
      expect(await refused(sirene.send(XA, hitOn(wanted, person)))).to.deep.equal(['hit.hit_id once']);
      expect(await refused(sirene.send(XA, hitOn(wanted, vehicle)))).to.deep.equal(['hit.hit_id hit']);
      const form = await sirene.sendOne(XA, hitOn(stolenVehicle, vehicle));
      expect(form.hit!.article).to.equal('Regulation (EU) 2018/1862 Art. 38');
      expect(await sirene.hits(XA, { onlyOpen: true })).to.deep.equal([]);
    });

    it('may be on every kind of object that an alert may be on', async () => {
      const vehicle = testAlerts('2026-11-26').find(
        ({ reference }) => reference === TEST_ALERTS.discreetlyCheckedVehicle,
      );
      for (const letter of OBJECT_LETTERS.filter((one) => objectRulesOf(one).checkable)) {
        const [identifier] = objectRulesOf(letter).identifiers;
        const object = { letter, [identifier!]: 'TEST0000000000001', documentStatus: 'stolen' as const };
        await sirene.load([{ ...vehicle, object } as ObjectAlert]);
        const hit = await sirene.report(police('XA'), { alertReference: vehicle!.reference });
        const form = await sirene.sendOne(XA, hitOn(vehicle!.reference, hit));
        expect((await sirene.read(XC, form.formId)).alertReference).to.equal(vehicle!.reference);
      }
    });

    it('on a check that is carried out as a discreet one are not to be disclosed, on either side (Art. 37(3), (6))', async () => {
      const checked = testAlerts('2026-11-26').map((alert) =>
        alert.reference === discreetlyChecked ? { ...alert, category: 'INQ' as const } : alert,
      );
      await sirene.load(checked);
      const codesOf = async (state: string) => {
        const form = await sirene.sendOne(bureau(state), hitOn(discreetlyChecked));
        return (await sirene.read(XC, form.formId)).handling?.codes;
      };
      // The law of XD knows no inquiry checks (domain/national-law.ts); that of XA does.
      expect(await codesOf('XD')).to.deep.equal([HandlingCode.DO_NOT_DISCLOSE_TO_SUBJECT]);
      expect(await codesOf('XA')).to.deep.equal([]);
    });

    it('of one state are none of another bureau’s business', async () => {
      const hit = await sirene.report(police('XA'), { alertReference: wanted });
      expect(await sirene.hits(XC)).to.deep.equal([]);
      expect(await refused(sirene.send(XC, hitOn(wanted, hit)))).to.deep.equal(['hit.hit_id hit']);
      expect(await sirene.hits(police('XA'))).to.deep.equal([hit]);
      expect(await sirene.hits({ ...police('XA'), authority: 'XA-CUSTOMS', authorityKind: 'CUS' })).to.deep.equal([]);
    });

    it('on an alert of the own state are none (Art. 3(6))', async () => {
      expect(await refused(sirene.report(police('XA'), { alertReference: wantedByOwnState }))).to.deep.equal([
        'alert_reference own_state',
      ]);
    });

    it('by biometrics are confirmed by an expert, and on unknown persons are always by biometrics', async () => {
      const hit = (matchedBy: MatchBasis, confirmedBy: HitConfirmation, alertReference: string) =>
        sirene.report(police('XA'), { alertReference, details: details({ matchedBy, confirmedBy }) });
      expect(await refused(hit(MatchBasis.BIOMETRIC, HitConfirmation.END_USER, wanted))).to.deep.equal([
        'details.confirmed_by expert',
      ]);
      expect(await refused(hit(MatchBasis.ALPHANUMERIC, HitConfirmation.END_USER, unknownPerson))).to.deep.equal([
        'details.matched_by category',
      ]);
      expect(await hit(MatchBasis.BIOMETRIC, HitConfirmation.EXPERT, unknownPerson)).to.be.a('string');
    });

    it('happen in the past, on a day of the calendar', async () => {
      const hit = (occurredAt: string) =>
        sirene.report(police('XA'), { alertReference: wanted, details: details({ occurredAt }) });
      expect(await refused(hit('2026-11-27T10:20:00Z'))).to.deep.equal(['details.occurred_at past']);
      expect(await refused(hit('2026-02-30T10:20:00Z'))).to.deep.equal(['details.occurred_at date']);
      expect(await refused(hit('2026-11-26T24:20:00Z'))).to.deep.equal(['details.occurred_at date']);
    });

    it('of which form G is late are alarmed once, and the form says that it is late', async () => {
      const hit = await sirene.report(police('XA'), { alertReference: summoned });
      sirene.time.now = THURSDAY + 12 * HOUR - 1;
      await sirene.clock.round();
      expect(sirene.told).to.deep.equal([]);
      sirene.time.now = THURSDAY + 12 * HOUR;
      await sirene.clock.round();
      await sirene.clock.round();
      expect(sirene.told).to.deep.equal([
        {
          what: 'hit-overdue',
          id: hit,
          authority: 'XA-POLICE',
          alertReference: summoned,
          owedBy: 'XA',
          dueAtMs: THURSDAY + 12 * HOUR,
          deadline: 'hours-12',
        },
      ]);
      expect(sirene.clock.overdue()).to.deep.equal({ forms: 0, hits: 1 });
      expect((await sirene.sendOne(XA, hitOn(summoned, hit))).sentLate).to.equal(true);
    });
  });

  describe('what a bureau may see', () => {
    it('are the forms that it sent or got, and no others', async () => {
      const form = await sirene.sendOne(XA, hitOn(wanted));
      expect(await sirene.list(XC)).to.deep.equal([]);
      const notThere = ['NOT_FOUND: No such form'];
      expect(await refused(sirene.read(XC, form.formId))).to.deep.equal(notThere);
      expect(await refused(sirene.read(XC, '01J00000000000000000000000'))).to.deep.equal(notThere);
      expect(await refused(sirene.answer(XC, form.formId, { resolution: Resolution.INFORMATION }))).to.deep.equal(
        notThere,
      );
      expect(await refused(sirene.closeThread(XC, form.threadId))).to.deep.equal(['NOT_FOUND: No such thread']);
      expect(await refused(sirene.send(XC, { threadId: form.threadId, body: note('let us in') }))).to.deep.equal([
        'NOT_FOUND: No such thread',
      ]);
    });

    it('are alerts of its legal basis: others look like unknown ones', async () => {
      const without = bureau('XA', ['JPR']);
      const unknown = 'SIM-XB-0000000000000000000000NONE'.replace('NONE', '0000');
      const hidden = await refused(sirene.send(without, hitOn(wanted)));
      expect(hidden).to.deep.equal(['NOT_FOUND: No such alert']);
      expect(await refused(sirene.send(without, hitOn(unknown)))).to.deep.equal(hidden);
      const form = await sirene.sendOne(XA, hitOn(wanted));
      expect(await sirene.list(without)).to.deep.equal([]);
      expect(await refused(sirene.read(without, form.formId))).to.deep.equal(['NOT_FOUND: No such form']);
    });

    it('is nothing for anybody who is no bureau', async () => {
      expect(await refused(sirene.list(police('XA')))).to.deep.equal([
        'FORBIDDEN: forms are exchanged by SIRENE Bureaux and Europol',
      ]);
    });

    it('is sorted, filtered and cut into pages', async () => {
      const first = await sirene.sendOne(XA, hitOn(wanted));
      sirene.time.now += 1;
      const second = await sirene.sendOne(XA, hitOn(summoned));
      sirene.time.now += 1;
      const third = await sirene.sendOne(XC, hitOn(wanted));
      const ids = async (query: Parameters<SireneFixture['list']>[1], who = XA) =>
        (await sirene.list(who, query)).map(({ formId }) => formId);
      expect(await ids({})).to.deep.equal([second.formId, first.formId]);
      expect(await ids({ box: FormBox.INBOX })).to.deep.equal([]);
      expect(await ids({ box: FormBox.INBOX }, XB)).to.deep.equal([third.formId, first.formId]);
      expect(await ids({ alertReference: wanted })).to.deep.equal([first.formId]);
      expect(await ids({ threadId: second.threadId })).to.deep.equal([second.formId]);
      expect(await ids({ pageSize: 1 })).to.deep.equal([second.formId]);
      expect(await ids({ pageSize: 1, pageToken: second.formId })).to.deep.equal([first.formId]);
      expect(await ids({ states: [FormState.SENT] })).to.deep.equal([second.formId]);
      sirene.time.now = THURSDAY + 2 * HOUR;
      expect(await ids({ onlyOverdue: true }), 'the arrest is pressing, the summons is not').to.deep.equal([
        first.formId,
      ]);
    });
  });

  describe('answers', () => {
    it('come from the recipient, once, in a way that fits the form', async () => {
      const form = await sirene.sendOne(XA, hitOn(wanted));
      const answer = (scope: typeof XA, resolution: Resolution) => sirene.answer(scope, form.formId, { resolution });
      expect(await refused(answer(XA, Resolution.INFORMATION))).to.deep.equal(['form_id recipient']);
      expect(await refused(answer(XB, Resolution.ACCEPTED))).to.deep.equal(['resolution letter']);
      expect(await refused(answer(XB, Resolution.SILENCE))).to.deep.equal(['resolution given_by_time']);
      const given = await answer(XB, Resolution.INFORMATION);
      expect([given.letter, given.answersFormId, given.senderState, given.recipientState]).to.deep.equal([
        FormLetter.M,
        form.formId,
        'XB',
        'XA',
      ]);
      expect(await refused(answer(XB, Resolution.INFORMATION))).to.deep.equal(['form_id state']);
    });

    it('of two that are given at once, one counts', async () => {
      const form = await sirene.sendOne(XA, hitOn(wanted));
      const both = await Promise.allSettled([
        sirene.answer(XB, form.formId, { resolution: Resolution.INFORMATION }),
        sirene.answer(XB, form.formId, { resolution: Resolution.INFORMATION }),
      ]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
      expect(await sirene.list(XA, { box: FormBox.INBOX })).to.have.lengthOf(1);
    });

    it('that are overdue are alarmed once, and may still come', async () => {
      const form = await sirene.sendOne(XA, hitOn(summoned));
      sirene.time.now = THURSDAY + 12 * HOUR;
      await sirene.clock.round();
      await sirene.clock.round();
      expect(sirene.told.map(({ what, id, owedBy, letter }) => [what, id, owedBy, letter])).to.deep.equal([
        ['form-overdue', form.formId, 'XC', 'G'],
      ]);
      expect((await sirene.list(XC, { onlyOverdue: true }))[0]!.overdue).to.equal(true);
      const given = await sirene.answer(XC, form.formId, { resolution: Resolution.INFORMATION });
      expect(given.sentLate).to.equal(true);
      expect(await sirene.list(XC, { onlyOverdue: true })).to.deep.equal([]);
    });

    it('that the log takes no word of are alarmed when it does, and hold up nothing else', async () => {
      const [first, second] = [await sirene.sendOne(XA, hitOn(summoned)), await sirene.sendOne(XA, hitOn(summoned))];
      const hit = await sirene.report(police('XA'), { alertReference: summoned });
      sirene.time.now = THURSDAY + 12 * HOUR;
      sirene.untold.add(first.formId);
      expect(await sirene.clock.round().catch((error: unknown) => error)).to.be.instanceOf(AggregateError);
      expect(sirene.told.map(({ id }) => id)).to.deep.equal([second.formId, hit]);
      sirene.untold.clear();
      await sirene.clock.round();
      expect(sirene.told.map(({ id }) => id)).to.deep.equal([second.formId, hit, first.formId]);
    });

    it('to a form that asks nothing there are none', async () => {
      const form = await sirene.sendOne(XA, { alertReference: wanted, body: note('for your information') });
      expect(form.dueAt).to.equal('');
      expect(await refused(sirene.answer(XB, form.formId, { resolution: Resolution.INFORMATION }))).to.deep.equal([
        'form_id no_answer_expected',
      ]);
    });

    it('to a closed thread there are none, and nothing is added to it', async () => {
      const form = await sirene.sendOne(XA, hitOn(wanted));
      expect(await refused(sirene.closeThread(XB, form.threadId))).to.deep.equal(['thread_id opener']);
      await sirene.closeThread(XA, form.threadId);
      expect(await refused(sirene.closeThread(XA, form.threadId))).to.deep.equal(['thread_id state']);
      expect(await refused(sirene.answer(XB, form.formId, { resolution: Resolution.INFORMATION }))).to.deep.equal([
        'form_id state',
      ]);
      expect(await refused(sirene.send(XB, { threadId: form.threadId, body: note('one thing more') }))).to.deep.equal([
        'thread_id state',
      ]);
    });
  });

  describe('form F', () => {
    const flag = (action: FlagAction, alertReference: string = discreetlyChecked) =>
      sirene.sendOne(XA, {
        alertReference,
        body: { $case: 'flag', value: { action, reason: 'no legal ground here' } },
      });
    const accepted = { resolution: Resolution.ACCEPTED, decidesOn: AlertDecision.FLAG };
    const flaggedFor = async (reference: string) => {
      const [row] = await sirene.owner<{ flagged: string[] | null; hidden: string[] | null }[]>`
        select record -> 'flaggedFor' as flagged, hidden_from as hidden from sis.alert where reference = ${reference}`;
      return row;
    };

    it('accepted by the issuing state sets the flag for the state that asked, and deletes it again', async () => {
      const add = await flag(FlagAction.ADD);
      await sirene.answer(XC, add.formId, accepted);
      expect(await flaggedFor(discreetlyChecked)).to.deep.equal({ flagged: ['XA'], hidden: ['XA'] });
      const flags = await sirene.owner<{ state: string; request_reference: string }[]>`
        select state, request_reference from sis.flag where reference = ${discreetlyChecked}`;
      expect([...flags]).to.deep.equal([{ state: 'XA', request_reference: add.formId }]);
      const remove = await flag(FlagAction.DELETE);
      await sirene.answer(XC, remove.formId, accepted);
      expect(await flaggedFor(discreetlyChecked)).to.deep.equal({ flagged: null, hidden: null });
      const history = await sirene.owner<{ act: string; authority: string }[]>`
        select act, authority from sis.history where reference = ${discreetlyChecked} order by id`;
      expect([...history]).to.deep.equal([
        { act: 'flagged', authority: 'XC-SIRENE' },
        { act: 'flag_removed', authority: 'XC-SIRENE' },
      ]);
    });

    it('hides the alert from the police of the state, not from its bureau', async () => {
      const { formId } = await flag(FlagAction.ADD);
      await sirene.answer(XC, formId, accepted);
      const hit = { alertReference: discreetlyChecked };
      expect(await refused(sirene.report(police('XA'), hit))).to.deep.equal(['NOT_FOUND: No such alert']);
      expect(await sirene.report(police('XB'), hit)).to.be.a('string');
      expect((await sirene.sendOne(XA, hitOn(discreetlyChecked))).recipientState).to.equal('XC');
    });

    it('refused sets none, and the answer is form H', async () => {
      const { formId } = await flag(FlagAction.ADD);
      const answer = await sirene.answer(XC, formId, {
        ...accepted,
        resolution: Resolution.REFUSED,
      });
      expect(answer.letter).to.equal(FormLetter.H);
      expect(await flaggedFor(discreetlyChecked)).to.deep.equal({ flagged: null, hidden: null });
    });

    it('is a decision on the flag, which no answer makes that does not say so', async () => {
      const { formId } = await flag(FlagAction.ADD);
      const undecided = ['decides_on letter'];
      for (const resolution of [Resolution.ACCEPTED, Resolution.REFUSED]) {
        expect(await refused(sirene.answer(XC, formId, { resolution }))).to.deep.equal(undecided);
      }
      const hit = await sirene.sendOne(XA, hitOn(discreetlyChecked));
      expect(
        await refused(sirene.answer(XC, hit.formId, { ...accepted, resolution: Resolution.INFORMATION })),
      ).to.deep.equal(undecided);
      expect(await flaggedFor(discreetlyChecked)).to.deep.equal({ flagged: null, hidden: null });
      expect((await sirene.read(XC, formId)).state).to.equal(FormState.DELIVERED);
    });

    it('is not answered for an alert that is no more, and stays open', async () => {
      const { formId } = await flag(FlagAction.ADD);
      await sirene.load([]);
      expect(await refused(sirene.answer(XC, formId, accepted))).to.deep.equal(['NOT_FOUND: No such alert']);
      expect((await sirene.read(XC, formId)).state).to.equal(FormState.DELIVERED);
    });
  });

  describe('time', () => {
    it('that passes after form N means no objection', async () => {
      const form = await sirene.sendOne(XA, {
        alertReference: refusedEntry,
        body: { $case: 'permitBefore', value: { stage: ConsultationStage.REQUEST, matter: 'residence permit' } },
      });
      expect([form.deadline, form.dueAt]).to.deep.equal([DeadlineRule.CALENDAR_DAYS_10, '2026-12-08T00:00:00.000Z']);
      sirene.time.now = Date.parse('2026-12-08T00:00:00Z');
      await sirene.clock.round();
      const after = await sirene.read(XA, form.formId);
      expect([after.state, after.resolution, after.overdue]).to.deep.equal([
        FormState.CLOSED,
        Resolution.SILENCE,
        false,
      ]);
      expect(sirene.told.map(({ what }) => what)).to.deep.equal(['no-objection']);
      const outcome = await sirene.sendOne(XA, {
        threadId: form.threadId,
        body: { $case: 'permitBefore', value: { stage: ConsultationStage.OUTCOME, matter: 'granted' } },
      });
      expect([outcome.recipientState, outcome.dueAt]).to.deep.equal(['XD', '']);
    });

    it('may be taken once more for form O, while there is some', async () => {
      const issuer = bureau('XD');
      const { formId } = await sirene.sendOne(issuer, {
        alertReference: refusedEntry,
        recipientStates: ['XA'],
        body: { $case: 'permitHeld', value: { stage: ConsultationStage.REQUEST, matter: 'permit of 2024' } },
      });
      const more = () => sirene.answer(XA, formId, { resolution: Resolution.EXTENDED });
      await more();
      const form = await sirene.read(issuer, formId);
      expect([form.state, form.dueAt]).to.deep.equal([FormState.DELIVERED, '2026-12-23T00:00:00.000Z']);
      expect(await refused(more())).to.deep.equal(['form_id extended']);
      await sirene.answer(XA, formId, { resolution: Resolution.REFUSED });
    });

    it('is short for form J: two working days after what is wrong was found', async () => {
      const wrong = (foundOn: string) =>
        sirene.sendOne(XA, {
          alertReference: wanted,
          body: { $case: 'wrongData', value: { finding: 'the year of birth is wrong', foundOn } },
        });
      // Tuesday and Wednesday are over; of Wednesday and Thursday, today is the last.
      expect((await wrong('2026-11-23')).sentLate).to.equal(true);
      expect((await wrong('2026-11-24')).sentLate).to.equal(false);
      expect(await refused(wrong('2026-11-27'))).to.deep.equal(['wrong_data.found_on past']);
      expect(await refused(wrong('2026-11-31'))).to.deep.equal(['wrong_data.found_on date']);
    });
  });

  describe('Europol', () => {
    it('is told of a hit on an alert related to terrorism, unless that is withheld, and answers nothing', async () => {
      const terrorism = testAlerts('2026-11-26').map((alert) =>
        alert.reference === discreetlyChecked && alert.subject === 'person'
          ? { ...alert, warningMarkers: ['terrorism_activity' as const] }
          : alert,
      );
      await sirene.load(terrorism);
      const [first, second] = await sirene.send(XA, hitOn(discreetlyChecked));
      expect([first!.recipientState, second!.recipientState]).to.deep.equal(['XC', 'EU']);
      expect(first!.deadline).to.equal(DeadlineRule.IMMEDIATELY);
      expect(second!.dueAt).to.equal('');
      const [notice] = await sirene.list(europol);
      expect([notice!.formId, notice!.letter, notice!.state]).to.deep.equal([
        second!.formId,
        FormLetter.G,
        FormState.DELIVERED,
      ]);
      const withheld = hitOn(discreetlyChecked);
      const forms = await sirene.send(XA, {
        ...withheld,
        body: { $case: 'hit', value: { ...withheld.body.value, europolWithheldBecause: 'an investigation under way' } },
      });
      expect(forms.map(({ recipientState }) => recipientState)).to.deep.equal(['XC']);
    });

    it('proposes an information alert, and the state tells within twelve months what came of it', async () => {
      const proposal = {
        recipientStates: ['XA'],
        body: {
          $case: 'message' as const,
          value: { subject: MessageSubject.EUROPOL_PROPOSAL, text: 'a person of interest; dossier attached' },
        },
      };
      const form = await sirene.sendOne(europol, proposal);
      expect([form.deadline, form.dueAt]).to.deep.equal([DeadlineRule.MONTHS_12, '2027-11-27T00:00:00.000Z']);
      await sirene.answer(XA, form.formId, { resolution: Resolution.REFUSED });
      const without = { ...europol, categories: new Set(['ARR']) };
      expect(await refused(sirene.send(without, proposal))).to.deep.equal([
        'FORBIDDEN: information alerts are not open to the caller',
      ]);
    });
  });

  it('goes to all other states at once, and to all or none', async () => {
    const warrant = {
      warrantReference: 'EAW XB 2026/000001',
      issuingAuthority: 'Investigating Court of Exland',
      offence: 'Armed robbery',
      penaltyMonths: 120,
    };
    const form = {
      alertReference: wanted,
      recipientStates: ['XA', 'XC', 'XD'],
      body: { $case: 'arrest' as const, value: warrant },
    };
    const forms = await sirene.send(XB, form);
    expect(new Set(forms.map(({ threadId }) => threadId)).size).to.equal(3);
    expect(forms.map(({ recipientState }) => recipientState)).to.deep.equal(['XA', 'XC', 'XD']);
    expect(await refused(sirene.send(XB, { ...form, recipientStates: ['XA', 'XX'] }))).to.deep.equal([
      'recipient_states[1] participating',
    ]);
    expect(await sirene.list(XA)).to.have.lengthOf(1);
    expect(await refused(sirene.send(XB, { ...form, recipientStates: [] }))).to.deep.equal([
      'recipient_states required',
    ]);
  });

  it('goes on in a thread after its alert is gone', async () => {
    const { threadId } = await sirene.sendOne(XA, hitOn(wanted));
    await sirene.load([]);
    const next = await sirene.sendOne(XB, {
      threadId,
      body: { $case: 'message', value: { subject: MessageSubject.SURRENDER, text: 'surrender on Monday' } },
    });
    expect([next.recipientState, next.alertReference]).to.deep.equal(['XA', wanted]);
    expect(
      await refused(
        sirene.send(XB, { threadId, alertReference: summoned, recipientStates: ['XC'], body: note('other') }),
      ),
    ).to.deep.equal(['alert_reference thread', 'recipient_states thread']);
  });

  it('leaves a year after its alert, and not before (Art. 64(2))', async () => {
    const hit = await sirene.report(police('XA'), { alertReference: wanted });
    const { formId, threadId } = await sirene.sendOne(XA, hitOn(wanted, hit));
    const other = await sirene.sendOne(XA, hitOn(stolenVehicle));
    await changeAlerts(sirene.owner, (tx) => tx`delete from sis.alert where reference = ${wanted}`);
    await sirene.clock.round();
    const [ended] = await sirene.owner<{ ended_on: string }[]>`
      select ended_on::text from sis.sirene_thread where id = ${threadId}`;
    expect(ended!.ended_on).to.equal('2026-11-26');
    const forgotten = (day: string | null) => sirene.gateway<{ what: string; id: string }[]>`
      select what, id from sis.forget_supplementary(${day}::date)`;
    expect([...(await forgotten(null)), ...(await forgotten('2027-11-25'))]).to.deep.equal([]);
    expect((await sirene.read(XA, formId)).formId).to.equal(formId);
    const gone = await forgotten('2027-11-26');
    expect([...gone]).to.deep.equal([{ what: 'thread', id: threadId }]);
    expect(await refused(sirene.read(XA, formId))).to.deep.equal(['NOT_FOUND: No such form']);
    expect(await sirene.hits(XA)).to.deep.equal([]);
    expect((await sirene.read(XA, other.formId)).formId).to.equal(other.formId);
  });

  it('stays as long as the log takes no word of its leaving', async () => {
    const { formId, threadId } = await sirene.sendOne(XA, hitOn(wanted));
    await sirene.owner`
      update sis.sirene_thread set ended_on = '2025-11-26' where id = ${threadId}`;
    sirene.untold.add(threadId);
    expect(await sirene.clock.round().catch((error: unknown) => error)).to.be.instanceOf(AggregateError);
    expect((await sirene.read(XA, formId)).formId).to.equal(formId);
    sirene.untold.clear();
    await sirene.clock.round();
    expect(sirene.told.map(({ what, id }) => [what, id])).to.deep.equal([['file-erased', threadId]]);
    expect(await refused(sirene.read(XA, formId))).to.deep.equal(['NOT_FOUND: No such form']);
  });

  it('counts the year from the day on which the alert ended, not from when that was noticed', async () => {
    const { threadId } = await sirene.sendOne(XA, hitOn(wanted));
    const ended = testAlerts('2026-11-26').map((alert) =>
      alert.reference === wanted ? { ...alert, expiresOn: '2026-11-20' } : alert,
    );
    await sirene.load(ended);
    await sirene.clock.round();
    const [row] = await sirene.owner<{ day: string }[]>`
      select ended_on::text as day from sis.sirene_thread where id = ${threadId}`;
    expect(row!.day).to.equal('2026-11-20');
  });

  it('is alarmed under the time of day at which it is due, not before', async () => {
    await sirene.sendOne(XA, hitOn(wanted));
    for (const [after, forms] of [
      [HOUR - 1, 0],
      [HOUR, 1],
      [DAY, 1],
    ] as const) {
      sirene.time.now = THURSDAY + after;
      await sirene.clock.round();
      expect(sirene.clock.overdue().forms).to.equal(forms);
    }
    expect(sirene.told).to.have.lengthOf(1);
  });
});
