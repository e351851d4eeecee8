/** Where a booking is known, and who made it (RCI, ORG). */
import type { Segment } from '../../../edifact/segment.js';
import type { Agency, Locator } from '../../pnr.js';
import { readMoment } from '../../texts/dates.js';
import { each, type Complain } from './parts.js';

/** RCI: one locator in each element. Six digits in the place of its kind are the date, one place early. */
export function readLocators(segment: Segment, complain: Complain): Locator[] {
  return each(segment, 0, (element) => {
    const code = segment.text(element, 1).trim();
    if (code === '') return undefined;
    const system = segment.text(element, 0).trim();
    const third = segment.text(element, 2).trim();
    if (/^\d{6}$/.test(third)) {
      complain('LOCATOR_SHIFTED');
      return { system, code, kind: '', createdAt: readMoment(third, segment.text(element, 3)) };
    }
    return { system, code, kind: third, createdAt: readMoment(segment.text(element, 3), segment.text(element, 4)) };
  });
}

/** ORG. */
export const readAgency = (segment: Segment): Agency => ({
  system: segment.text(0, 0).trim(),
  location: segment.text(0, 1).trim(),
  iataNumber: segment.text(1, 0).trim(),
  office: segment.text(1, 1).trim(),
  city: segment.text(2).trim(),
  kind: segment.text(4).trim(),
  country: segment.text(5).trim(),
  agent: segment.text(6).trim(),
});
