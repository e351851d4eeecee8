/** What the writers of elements have in common. */
import type { XmlAttributes } from '../../xml/write-xml.js';
import type { Moment } from '../pnr.js';

/** Those attributes that say something. */
export const attributesOf = (attributes: Readonly<Record<string, string | undefined>>): XmlAttributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined && value !== ''));

/** YYYY-MM-DD, with the time behind it if it is told; undefined for none. */
export function momentText(moment: Moment | undefined): string | undefined {
  if (moment === undefined) return undefined;
  return moment.time === undefined ? moment.day : `${moment.day}T${moment.time}:00`;
}
