/**
 * How a simulated bureau answers a form. Nothing is left to chance: the same form gets the same answer. Words in the form's
 * own text make it behave badly, as the numbers of test cards do with payments.
 */
import type { Form, FormBody, Resolution } from '../domain/form.js';
import { resolutionsOf } from '../domain/send-rules.js';

/** What a form can ask of a simulated bureau by a word anywhere in its text. Invented. */
export const SIMULATED_BEHAVIOURS = ['SIMULATE-REFUSAL', 'SIMULATE-LATE', 'SIMULATE-SILENCE'] as const;

/** What a simulated bureau does with a form. */
export interface SimulatedReply {
  /** First moment at which it answers, milliseconds since the epoch; undefined: never. */
  readonly answersAtMs: number | undefined;
  readonly resolution: Resolution;
  readonly text: string;
}

/** A late answer comes by so much after its time is over. */
const LATE_BY_MS = 1_000;

/** What a simulated bureau does with a form that asks for an answer. */
export function simulatedReply(form: Form, delayMs: number): SimulatedReply {
  if (form.content === undefined) throw new TypeError('a simulated bureau reads the form that it answers');
  const { body } = form.content;
  const text = textOf(body);
  const possible = resolutionsOf(body);
  const isRefused = text.includes('SIMULATE-REFUSAL') && possible.includes('refused');
  const resolution: Resolution = isRefused ? 'refused' : possible.includes('accepted') ? 'accepted' : 'information';
  const late = form.dueAtMs === undefined ? undefined : form.dueAtMs + LATE_BY_MS;
  return {
    answersAtMs: text.includes('SIMULATE-SILENCE')
      ? undefined
      : text.includes('SIMULATE-LATE') && late !== undefined
        ? late
        : form.sentAtMs + delayMs,
    resolution,
    text: `Answer of a simulated bureau to form ${form.letter}: ${resolution}.`,
  };
}

/** Every text of a form in which a word may stand. */
function textOf(body: FormBody): string {
  const texts = (values: object): string[] =>
    Object.values(values).flatMap((value: unknown) =>
      typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? texts(value) : [],
    );
  return texts(body).join('\n');
}
