/** Bureaux of states that no client is connected for (docs/sirene.md). */
import { expect } from 'chai';
import { TEST_ALERTS } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import {
  FlagAction,
  FormBox,
  FormLetter,
  FormState,
  MessageSubject,
  Resolution,
} from '../../../../src/gen/ostiary/sis/v1/sirene.js';
import { bureau, details, HOUR, type SireneFixture, sireneFixture, THURSDAY } from './fixture.js';

const { missingAdult, discreetlyChecked } = TEST_ALERTS;
const XA = bureau('XA');

const ask = (text: string) => ({
  alertReference: missingAdult,
  body: { $case: 'message' as const, value: { subject: MessageSubject.GENERAL, text, answerRequested: true } },
});

describe('simulated bureaux', () => {
  let sirene: SireneFixture;
  before(async () => {
    sirene = await sireneFixture(['XC', 'XD']);
  });
  beforeEach(() => {
    sirene.time.now = THURSDAY;
  });
  after(() => sirene.stop());

  const stateOf = async (formId: string) => (await sirene.read(XA, formId)).state;
  async function pass(ms: number): Promise<void> {
    sirene.time.now = THURSDAY + ms;
    await sirene.clock.round();
  }

  it('see what is sent to them at once, and answer after their time', async () => {
    const { formId, threadId } = await sirene.sendOne(XA, {
      alertReference: missingAdult,
      body: { $case: 'hit', value: { details: details() } },
    });
    await pass(HOUR - 1);
    expect(await stateOf(formId)).to.equal(FormState.DELIVERED);
    await pass(HOUR);
    expect(await stateOf(formId)).to.equal(FormState.ANSWERED);
    const [answer] = await sirene.list(XA, { threadId, box: FormBox.INBOX });
    expect((await sirene.read(XA, answer!.formId)).message!.text).to.equal(
      'Answer of a simulated bureau to form G: information.',
    );
    await pass(2 * HOUR);
    expect(await sirene.list(XA, { threadId, box: FormBox.INBOX })).to.have.lengthOf(1);
  });

  it('that cannot answer keep no time limit of others from being noticed', async () => {
    const toSimulated = await sirene.sendOne(XA, {
      alertReference: missingAdult,
      body: { $case: 'hit', value: { details: details() } },
    });
    const { formId } = await sirene.sendOne(XA, { ...ask('where was he seen?'), recipientStates: ['XB'] });
    await sirene.owner`revoke insert on sis.sirene_form from ostiary_gateway`;
    try {
      const failed = await pass(13 * HOUR).catch((error: unknown) => String(error));
      expect(failed).to.include('a round of the SIRENE clock failed');
    } finally {
      await sirene.owner`
        grant insert (id, thread, letter, sender, recipient, sent_by, answers, state, expects_answer, urgent, sent_at,
                      due_at, deadline, on_silence, sent_late, resolution, content) on sis.sirene_form to ostiary_gateway`;
    }
    expect(await stateOf(toSimulated.formId)).to.not.equal(FormState.ANSWERED);
    expect(sirene.told.filter(({ id }) => id === formId).map(({ what }) => what)).to.deep.equal(['form-overdue']);
  });

  it('accept what can be accepted: a flag is set', async () => {
    const { formId } = await sirene.sendOne(XA, {
      alertReference: discreetlyChecked,
      body: { $case: 'flag', value: { action: FlagAction.ADD, reason: 'no legal ground here' } },
    });
    await pass(HOUR);
    expect((await sirene.read(XA, formId)).resolution).to.equal(Resolution.ACCEPTED);
    const [row] = await sirene.owner<{ flagged: string[] }[]>`
      select record -> 'flaggedFor' as flagged from sis.alert where reference = ${discreetlyChecked}`;
    expect(row!.flagged).to.deep.equal(['XA']);
  });

  it('refuse, are late and are silent when they are asked to', async () => {
    const refusal = await sirene.sendOne(XA, ask('please say no: SIMULATE-REFUSAL'));
    const late = await sirene.sendOne(XA, ask('take your time: SIMULATE-LATE'));
    const silence = await sirene.sendOne(XA, ask('say nothing: SIMULATE-SILENCE'));
    sirene.told.length = 0;
    await pass(HOUR);
    expect((await sirene.read(XA, refusal.formId)).resolution).to.equal(Resolution.REFUSED);
    const [answer] = await sirene.list(XA, { threadId: refusal.threadId, box: FormBox.INBOX });
    expect(answer!.letter).to.equal(FormLetter.H);
    expect([await stateOf(late.formId), await stateOf(silence.formId)]).to.deep.equal([
      FormState.DELIVERED,
      FormState.DELIVERED,
    ]);
    await pass(12 * HOUR);
    expect(sirene.told.map(({ what, id }) => [what, id])).to.have.deep.members([
      ['form-overdue', late.formId],
      ['form-overdue', silence.formId],
    ]);
    await pass(12 * HOUR + 1_000);
    expect([await stateOf(late.formId), await stateOf(silence.formId)]).to.deep.equal([
      FormState.ANSWERED,
      FormState.DELIVERED,
    ]);
    const [lateAnswer] = await sirene.list(XA, { threadId: late.threadId, box: FormBox.INBOX });
    expect(lateAnswer!.sentLate).to.equal(true);
  });

  it('refuse what cannot be done any more', async () => {
    const { formId } = await sirene.sendOne(XA, {
      alertReference: discreetlyChecked,
      body: { $case: 'flag', value: { action: FlagAction.DELETE, reason: 'there is a ground now' } },
    });
    await sirene.load([]);
    await pass(HOUR);
    expect((await sirene.read(XA, formId)).resolution).to.equal(Resolution.REFUSED);
  });
});
