/** Segments about changes of the record. Behind the first of them everything is history. */
import { readDates, textOf } from './segments/parts.js';
import type { Taker } from './record-state.js';

const takeAgent: Taker = (state, segment) => {
  state.place = 'history';
  state.history = undefined;
  state.historyAgent = [1, 2, 3]
    .map((element) => segment.text(element).trim())
    .join(' ')
    .trim();
};

const takeChange: Taker = (state, segment) => {
  state.place = 'history';
  const action = segment.text(2).trim() || segment.text(1).trim();
  state.history = { action, agent: state.historyAgent, items: [] };
  state.pnr.history.push(state.history);
};

/** Text without structure; separators in it are the sender's own. */
const takeOldText: Taker = (state, segment) => {
  const text = segment
    .toArrays()
    .map((element) => element.join(':'))
    .join('+');
  state.pnr.history.push({ action: '', agent: '', items: [text] });
};

/** Any other segment of the history, kept as it came; a date before the first change says when the changes were made. */
export const takeChanged: Taker = (state, segment) => {
  if (state.history === undefined) {
    const at = segment.is('DAT') ? [...readDates(segment).values()][0] : undefined;
    state.history = { action: '', agent: state.historyAgent, at, items: [] };
    state.pnr.history.push(state.history);
    if (at !== undefined) return;
  }
  state.history.items.push(textOf(segment));
};

/** By tag. */
export const HISTORY_TAKERS: readonly (readonly [string, Taker])[] = [
  ['ABI', takeAgent],
  ['SAC', takeChange],
  ['LTS', takeOldText],
];
