/** Element 19 of Annex I: changes, as far as they are of the journey. Nothing in them may be masked later but how many there are. */
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

/** Of each change the journey, and of what else was changed only which segment it was. */
export const keepChanges = (history: readonly HistoryItem[], deleted: DeletionCount): readonly KeptChange[] =>
  history.map(({ action, at, items }) => {
    const isCode = ACTION.test(action);
    if (!isCode && action !== '') deleted.add('FREE_TEXT');
    return { action: isCode ? action : '', at, items: items.flatMap((item) => keepItem(item, deleted)) };
  });

/**
 * Changes as they stay when the number of travellers is masked: what is changed for each of them, at a time of its own, is said
 * once a day. Only a change of the journey, which is one for all, has its time.
 */
export const openChanges = (changes: readonly KeptChange[]): readonly KeptChange[] =>
  distinctObjects(
    changes.map(({ action, at, items }) => ({
      action,
      at: items.some((item) => item.includes(' ')) ? at : at && { day: at.day },
      items: distinct(items),
    })),
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
