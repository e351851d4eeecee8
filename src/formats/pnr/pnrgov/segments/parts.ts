/** What the readers of segments have in common. */
import type { Segment } from '../../../edifact/segment.js';
import type { PnrFault } from '../../diagnostic.js';
import type { Moment } from '../../pnr.js';
import { readMoment } from '../../texts/dates.js';

/** Hears what is odd about a segment. */
export type Complain = (fault: PnrFault) => void;

/** What `read` makes of each element from one on; undefined is left out. */
export function each<Result>(segment: Segment, from: number, read: (element: number) => Result | undefined): Result[] {
  const results: Result[] = [];
  for (let element = from; element < segment.length; element++) {
    const result = read(element);
    if (result !== undefined) results.push(result);
  }
  return results;
}

/** Components of an element from one on. */
export function components(segment: Segment, element: number, from: number): string[] {
  const texts: string[] = [];
  const count = segment.components(element);
  for (let component = from; component < count; component++) texts.push(segment.text(element, component).trim());
  return texts;
}

/** DAT: moments by their qualifiers; one that is empty is left out. */
export const readDates = (segment: Segment): ReadonlyMap<string, Moment> =>
  new Map(
    each(segment, 0, (element) => {
      const moment = readMoment(segment.text(element, 1), segment.text(element, 2));
      return moment === undefined ? undefined : ([segment.text(element, 0), moment] as const);
    }),
  );

/** True for a segment with nothing behind its tag. */
export const isEmpty = (segment: Segment): boolean =>
  segment.toArrays().every((element) => element.every((one) => one.trim() === ''));

/** Free text from an element on, in as many elements and components as the sender's separators made of it. */
export function freeText(segment: Segment, from: number): string {
  const texts: string[] = [];
  for (let element = from; element < segment.length; element++) {
    let text = segment.text(element, 0);
    const count = segment.components(element);
    for (let component = 1; component < count; component++) text += `:${segment.text(element, component)}`;
    if (text.trim() !== '') texts.push(text.trim());
  }
  return texts.join(' ');
}

/** A segment as text: for what is kept as it came. */
export const textOf = (segment: Segment): string =>
  [segment.tag, ...segment.toArrays().map((element) => element.join(':'))].join(' ').trimEnd();
