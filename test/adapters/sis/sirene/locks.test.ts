/** Rows that somebody else holds: whoever waits for them is told in time, and keeps nothing. */
import { expect } from 'chai';
import { TEST_ALERTS } from '../../../../src/adapters/sis/simulator/test-alerts.js';
import { FormState, MessageSubject, Resolution } from '../../../../src/gen/ostiary/sis/v1/sirene.js';
import { Ender } from '../../../../src/shared/ending.js';
import { Refusal } from '../../../../src/shared/refusal.js';
import { eventually } from '../../../helpers/eventually.js';
import { bureau, details, police, refused, type SireneFixture, sireneFixture } from './fixture.js';

const { wanted } = TEST_ALERTS;
const XA = bureau('XA');
const XB = bureau('XB');
const NOT_IN_TIME = ['SYSTEM_TIMED_OUT: SIS did not answer in time'];

const asked = {
  alertReference: wanted,
  body: {
    $case: 'message' as const,
    value: { subject: MessageSubject.GENERAL, text: 'does the warrant stand?', answerRequested: true },
  },
};

describe('a row of the exchange of supplementary information that somebody else holds', () => {
  let sirene: SireneFixture;
  before(async () => {
    sirene = await sireneFixture();
  });
  beforeEach(() => {
    Object.assign(sirene.caller, { patienceMs: 60_000, ending: new Ender() });
  });
  after(() => sirene.stop());

  /** Does something while another connection holds a row. */
  async function whileHeld<Result>(table: string, id: string, work: () => Promise<Result>): Promise<Result> {
    const holder = await sirene.owner.reserve();
    await holder`begin`;
    await holder`select from sis.${sirene.owner(table)} where id = ${id} for update`;
    try {
      return await work();
    } finally {
      await holder`rollback`;
      holder.release();
    }
  }

  const waiting = async (): Promise<number> => {
    const rows = await sirene.owner`
      select from pg_stat_activity where application_name = 'sirene-gateway' and wait_event_type = 'Lock'`;
    return rows.length;
  };

  it('keeps nobody who answers, and nothing is answered', async () => {
    const { formId, threadId } = await sirene.sendOne(XA, asked);
    await sirene.read(XB, formId);
    sirene.caller.patienceMs = 500;
    const answer = () => sirene.answer(XB, formId, { resolution: Resolution.INFORMATION });
    await whileHeld('sirene_thread', threadId, async () => {
      expect(await refused(answer())).to.deep.equal(NOT_IN_TIME);
      expect(await waiting()).to.equal(0);
    });
    expect((await sirene.read(XA, formId)).state).to.equal(FormState.DELIVERED);
    expect((await answer()).answersFormId).to.equal(formId);
  });

  it('keeps nobody who tells of a hit, or closes a thread', async () => {
    const hitId = await sirene.report(police('XA'), { alertReference: wanted });
    const body = { $case: 'hit' as const, value: { hitId, details: details() } };
    const { threadId } = await sirene.sendOne(XA, asked);
    sirene.caller.patienceMs = 500;
    const sent = (await sirene.list(XA, { alertReference: wanted })).length;
    await whileHeld('sirene_hit', hitId, async () => {
      expect(await refused(sirene.send(XA, { alertReference: wanted, body }))).to.deep.equal(NOT_IN_TIME);
    });
    await whileHeld('sirene_thread', threadId, async () => {
      expect(await refused(sirene.closeThread(XA, threadId))).to.deep.equal(NOT_IN_TIME);
      expect(await waiting()).to.equal(0);
    });
    expect(await sirene.list(XA, { alertReference: wanted })).to.have.lengthOf(sent);
  });

  it('keeps nobody who reads when they give up', async () => {
    const { formId } = await sirene.sendOne(XA, asked);
    await whileHeld('sirene_form', formId, async () => {
      const reading = refused(sirene.read(XB, formId));
      await eventually(async () => expect(await waiting()).to.equal(1));
      sirene.caller.ending.abort(new Refusal('CANCELLED', 'the caller went'));
      expect(await reading).to.deep.equal(['CANCELLED: the caller went']);
      await eventually(async () => expect(await waiting()).to.equal(0));
    });
  });

  it('is not changed for a caller who went before it was', async () => {
    const { formId, threadId } = await sirene.sendOne(XA, asked);
    await sirene.read(XB, formId);
    const answering = await whileHeld('sirene_thread', threadId, async () => {
      const words = refused(sirene.answer(XB, formId, { resolution: Resolution.INFORMATION }));
      await eventually(async () => expect(await waiting()).to.equal(1));
      sirene.caller.ending.abort(new Refusal('CANCELLED', 'the caller went'));
      return { words };
    });
    expect(await answering.words).to.deep.equal(['CANCELLED: the caller went']);
    sirene.caller.ending = new Ender();
    expect((await sirene.read(XA, formId)).state).to.equal(FormState.DELIVERED);
  });
});
