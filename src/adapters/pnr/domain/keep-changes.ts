/** Element 19 of Annex I: changes, as far as they are of the journey. They stand in the open half, so nothing in them may be masked later. */
import { isChangeTag } from '../../../formats/pnr/pnrgov/record-reader.js';
import type { HistoryItem } from '../../../formats/pnr/pnr.js';
import { distinct, distinctObjects } from './codes.js';
import type { DeletionCount } from './deletion.js';
import type { KeptChange } from './kept-record.js';

const ACTION = /^[A-Z0-9]{1,3}$/;

/** Segments of the journey, field by field: dates and times, airports, carriers, flight. What follows is none of it. */
const FLIGHT =
  /^TVL [\d:]{0,30} (?:[A-Z]{3})? (?:[A-Z]{3})? [A-Z0-9]{2,3}(?::[A-Z0-9]{2,3})? \d{1,5}[A-Z]?(?::[A-Z])?(?= |$)/;
const OPERATED = /^TRA [A-Z0-9]{2,3} \d{1,5}[A-Z]?(?::[A-Z])?(?= |$)/;
/** In front of the status stands for how many it is: the number of those who travel together (Art. 12(2)(a)). */
const STATUS = /^RPI \d* ([A-Z]{2})(?= |$)/;

/**
 * Of each change the journey, and of what else was changed only which segment it was. What is said twice is said once: a
 * change that is made for each traveller would tell how many there are.
 */
export const keepChanges = (history: readonly HistoryItem[], deleted: DeletionCount): readonly KeptChange[] =>
  distinctObjects(
    history.map(({ action, at, items }) => {
      const isCode = ACTION.test(action);
      if (!isCode && action !== '') deleted.add('FREE_TEXT');
      return { action: isCode ? action : '', at, items: distinct(items.flatMap((item) => keepItem(item, deleted))) };
    }),
  );

function keepItem(item: string, deleted: DeletionCount): readonly string[] {
  const [flight] = FLIGHT.exec(item) ?? OPERATED.exec(item) ?? [];
  const [status, code = ''] = STATUS.exec(item) ?? [];
  const told = flight ?? status;
  if (told === undefined || told.length < item.length) deleted.add('FREE_TEXT');
  if (told !== undefined) return [flight ?? `RPI ${code}`];
  // Old text is no segment, and may begin with any word.
  const [tag = ''] = item.split(' ');
  return isChangeTag(tag) ? [tag] : [];
}
