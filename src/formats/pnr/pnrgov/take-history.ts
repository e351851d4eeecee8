/** Segments about changes of the record. Behind the first of them everything is history. */
import type { HistoryItem } from '../pnr.js';
import { readDates, textOf } from './segments/parts.js';
import type { RecordState, Taker } from './record-state.js';

/** ABI: who made the changes that follow; the agent may be in a later component, the system stands last. */
const takeAgent: Taker = (state, segment) => {
  state.place = 'history';
  state.history = undefined;
  state.historyAt = undefined;
  state.historyAgent = [1, 2, 3, 4]
    .map((element) => segment.text(element).trim() || segment.text(element, 1).trim())
    .filter((text) => text !== '')
    .join(' ');
};

const takeChange: Taker = (state, segment) => {
  state.place = 'history';
  begin(state, segment.text(2).trim() || segment.text(1).trim());
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
  if (state.history === undefined && segment.is('DAT')) {
    state.historyAt = [...readDates(segment).values()][0];
    return;
  }
  (state.history ?? begin(state, '')).items.push(textOf(segment));
};

function begin(state: RecordState, action: string): HistoryItem {
  state.history = { action, agent: state.historyAgent, at: state.historyAt, items: [] };
  state.pnr.history.push(state.history);
  return state.history;
}

/** By tag. */
export const HISTORY_TAKERS: readonly (readonly [string, Taker])[] = [
  ['ABI', takeAgent],
  ['SAC', takeChange],
  ['LTS', takeOldText],
];
