/** Bureaux of states that no real client is connected for: they see what is sent to them, and answer after a while. */
import { giveAnswer } from '../answer-form.js';
import type { AskedForm, Party } from '../domain/form.js';
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

/** Lets the simulated bureaux do what is due by now. */
export async function runBureaux(
  parts: SireneParts,
  clock: ClockStore,
  { states, delayMs }: SimulatedBureaux,
): Promise<void> {
  if (states.length === 0) return;
  const now = parts.clock.now();
  await clock.waitingFor(states, async (tx: Tx, { form, thread }: AskedForm) => {
    const { state, expectsAnswer, id, recipient } = form;
    if (state === 'sent') await clock.deliver(tx, id, now);
    if (!expectsAnswer || !thread.open) return;
    const { answersAtMs, resolution, text } = simulatedReply(form, delayMs);
    if (answersAtMs === undefined || now < answersAtMs) return;
    const authority = recipient === 'EU' ? 'EU-EUROPOL' : `${recipient}-SIRENE`;
    const answer = { party: recipient, authority, resolution, text, identities: [], attachments: [] };
    await giveAnswer(tx, parts, { form, thread }, answer, now);
  });
}
