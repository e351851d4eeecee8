/** Bureaux of states that no real client is connected for: they see what is sent to them, and answer after a while. */
import { Refusal } from '../../../../shared/refusal.js';
import { type GivenAnswer, giveAnswer } from '../answer-form.js';
import type { AskedForm, Form } from '../domain/form.js';
import { EUROPOL, type Party } from '../domain/party.js';
import { decisionOn, isNotice } from '../domain/send-rules.js';
import type { SireneParts } from '../parts.js';
import type { ClockStore } from '../store/clock-store.js';
import type { Tx } from '../store/transaction.js';
import { simulatedReply } from './reply.js';

/** Which states are simulated, and how fast. */
export interface SimulatedBureaux {
  readonly states: readonly Party[];
  /** Between a form and its answer. */
  readonly delayMs: number;
}

/** Lets the simulated bureaux do what is due by now. `tell` has the log told of each answer: what it rejects is not done. */
export async function runBureaux(
  parts: SireneParts,
  clock: ClockStore,
  { states, delayMs }: SimulatedBureaux,
  tell: (answered: Form) => Promise<void>,
): Promise<void> {
  if (states.length === 0) return;
  const now = parts.clock.now();
  await clock.waitingFor(states, async (tx: Tx, { form, thread }: AskedForm) => {
    const { state, expectsAnswer, id, recipient, content } = form;
    // A notice within the state is not for the bureau to answer.
    if (content === undefined || isNotice(form)) return;
    if (state === 'sent') await clock.deliver(tx, id, now);
    if (!expectsAnswer || !thread.open) return;
    const { answersAtMs, resolution, text } = simulatedReply(form, delayMs);
    if (answersAtMs === undefined || now < answersAtMs) return;
    const answer = (given: Pick<GivenAnswer, 'resolution' | 'text'>): Promise<unknown> =>
      tx.savepoint((part) =>
        giveAnswer(
          part,
          parts,
          { form, thread },
          {
            ...given,
            party: recipient,
            authority: recipient === EUROPOL ? 'EU-EUROPOL' : `${recipient}-SIRENE`,
            decidesOn: decisionOn(content.body),
            isCreator: false,
            actor: undefined,
            identities: [],
            attachments: [],
          },
          now,
        ),
      );
    await answer({ resolution, text }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      // What was asked for cannot be done any more: the alert is gone. Only what can be refused does anything.
      return answer({ resolution: 'refused', text: 'Answer of a simulated bureau: the alert is no more.' });
    });
    await tell(form);
  });
}
