/** Changes of the record (groups 10 to 12). */
import { fold, writeSegment } from '../../../edifact/writer.js';
import type { HistoryItem } from '../../pnr.js';
import { isChangeTag } from '../record-reader.js';
import { writeMoment } from './moments.js';
import { TEXT_LENGTH } from './segments.js';

/** Who made the changes and when, once for all that follow, then each change with its segments; LTS for text without structure. */
export function writeHistory(history: readonly HistoryItem[]): string[] {
  const segments: string[] = [];
  let by = '';
  for (const { action, agent, at, items } of history) {
    const [text] = items;
    if (action === '' && agent === '' && at === undefined && items.length === 1 && text !== undefined) {
      segments.push(writeSegment('LTS', text));
      continue;
    }
    const one = JSON.stringify([agent, at]);
    if (one !== by) {
      segments.push(writeSegment('ABI', '1', agent));
      if (at !== undefined) segments.push(writeSegment('DAT', ['T', ...writeMoment(at)]));
      by = one;
    }
    segments.push(writeSegment('SAC', '', '', action), ...items.map(writeItem));
  }
  return segments;
}

/** A segment that was kept as text: elements are divided by blanks there, so that words of free text become elements. */
function writeItem(item: string): string {
  const [tag = '', ...elements] = item.split(' ');
  return isChangeTag(tag)
    ? writeSegment(tag, ...elements.map((element) => element.split(':')))
    : writeSegment('IFT', ['4', '19'], ...fold(item, TEXT_LENGTH));
}
