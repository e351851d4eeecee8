/** The database lets a form move as the state machine says, whatever a statement asks of it. */
import { expect } from 'chai';
import fc from 'fast-check';
import { TEST_ALERTS } from '../../../../../src/adapters/sis/simulator/test-alerts.js';
import { FORM_STATES, type FormState } from '../../../../../src/adapters/sis/sirene/domain/states.js';
import { bureau, details, type SireneFixture, sireneFixture } from '../fixture.js';

const LEGAL = new Set([
  'sent delivered',
  'sent answered',
  'sent closed',
  'delivered answered',
  'delivered closed',
  'answered closed',
]);

describe('the rows of forms', () => {
  let sirene: SireneFixture;
  before(async () => {
    sirene = await sireneFixture();
  });
  after(() => sirene.stop());

  const form = async (): Promise<string> => {
    const body = { $case: 'hit' as const, value: { details: details() } };
    return (await sirene.sendOne(bureau('XA'), { alertReference: TEST_ALERTS.wanted, body })).formId;
  };
  const message = (asked: Promise<unknown>): Promise<string> =>
    asked.then(
      () => 'done',
      (error: unknown) => (error as Error).message,
    );

  it('reach no state but by a legal step, in any order of attempts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...FORM_STATES), { maxLength: 8 }), async (attempts) => {
        const id = await form();
        let state: FormState = 'sent';
        for (const next of attempts) {
          const outcome = await message(
            sirene.gateway`
              update sis.sirene_form
                 set state = ${next}, delivered_at = coalesce(delivered_at, now()),
                     answered_at = coalesce(answered_at, case when ${next} = 'answered' then now() end),
                     closed_at = case when ${next} = 'closed' then now() end
               where id = ${id}`,
          );
          const isLegal = next === state || LEGAL.has(`${state} ${next}`);
          expect(outcome === 'done', `${state} → ${next}: ${outcome}`).to.equal(isLegal);
          if (isLegal) state = next;
        }
        const [row] = await sirene.owner<{ state: string }[]>`select state from sis.sirene_form where id = ${id}`;
        expect(row!.state).to.equal(state);
      }),
      { numRuns: 60 },
    );
  });

  it('cannot be rewritten, deleted or aged by the gateway', async () => {
    const id = await form();
    const denied = /permission denied/;
    expect(await message(sirene.gateway`update sis.sirene_form set content = '{}' where id = ${id}`)).to.match(denied);
    expect(await message(sirene.gateway`update sis.sirene_form set recipient = 'XC' where id = ${id}`)).to.match(
      denied,
    );
    expect(await message(sirene.gateway`delete from sis.sirene_form where id = ${id}`)).to.match(denied);
    expect(await message(sirene.gateway`delete from sis.sirene_thread`)).to.match(denied);
    expect(await message(sirene.gateway`update sis.sirene_hit set details = '{}'`)).to.match(denied);
  });

  it('take more time once, and never less', async () => {
    const id = await form();
    const due = (statement: Promise<unknown>) => message(statement);
    expect(
      await due(sirene.gateway`update sis.sirene_form set due_at = due_at + interval '1 day' where id = ${id}`),
    ).to.equal('more time is taken once');
    expect(
      await due(
        sirene.gateway`update sis.sirene_form set due_at = due_at - interval '1 day', extended = true where id = ${id}`,
      ),
    ).to.equal('more time is taken once');
    expect(
      await due(
        sirene.gateway`update sis.sirene_form set due_at = due_at + interval '1 day', extended = true where id = ${id}`,
      ),
    ).to.equal('done');
    expect(
      await due(sirene.gateway`update sis.sirene_form set due_at = due_at + interval '1 day' where id = ${id}`),
    ).to.equal('more time is taken once');
  });

  it('are of one form G for each hit, also when two are sent at once', async () => {
    const hit = await sirene.report(
      { ...bureau('XA'), authority: 'XA-POLICE', authorityKind: 'POL' },
      {
        alertReference: TEST_ALERTS.wanted,
      },
    );
    const send = () =>
      sirene.sendOne(bureau('XA'), {
        alertReference: TEST_ALERTS.wanted,
        body: { $case: 'hit', value: { hitId: hit, details: details() } },
      });
    const both = await Promise.allSettled([send(), send()]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
  });
});
