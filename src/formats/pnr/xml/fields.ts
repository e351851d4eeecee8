/** Elements and attributes of PNRGOV XML, whose spelling varies between senders: capitals and underscores say nothing. */
import type { XmlPart } from '../../xml/xml.js';
import type { Tell } from '../diagnostic.js';
import type { Moment } from '../pnr.js';
import { readIsoInstant, readIsoMoment } from '../texts/dates.js';

/** A name as it is compared. */
export const nameOf = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** A lone dash stands for nothing. */
const valueOf = (text: string | undefined): string => (text === undefined || text.trim() === '-' ? '' : text.trim());

/** An attribute, by its name as it is compared; empty if there is none. */
export const attribute = (element: XmlPart | undefined, name: string): string => valueOf(element?.attributes.get(name));

/** The first child of a name. */
export const child = (element: XmlPart | undefined, name: string): XmlPart | undefined =>
  element?.children.find((one) => one.name === name);

/** All children of a name. */
export const childrenOf = (element: XmlPart | undefined, name: string): readonly XmlPart[] =>
  element?.children.filter((one) => one.name === name) ?? [];

/** Text of the first child of a name; empty if there is none. */
export const textIn = (element: XmlPart | undefined, name: string): string => valueOf(child(element, name)?.text);

/** The first element whose name is this one, in the order of the document; undefined if there is none. */
export function find(element: XmlPart, isIt: (name: string) => boolean): XmlPart | undefined {
  if (isIt(element.name)) return element;
  for (const one of element.children) {
    const found = find(one, isIt);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A day, and a time behind it, in an attribute; undefined if there is none, and told if it is no day. Local to the place. */
export const momentIn = (element: XmlPart | undefined, name: string, tell: Tell): Moment | undefined =>
  readIn(element, name, tell, readIsoMoment);

/** The same in universal time. */
export const instantIn = (element: XmlPart | undefined, name: string, tell: Tell): Moment | undefined =>
  readIn(element, name, tell, readIsoInstant);

function readIn(
  element: XmlPart | undefined,
  name: string,
  tell: Tell,
  read: typeof readIsoMoment,
): Moment | undefined {
  const text = attribute(element, name);
  const moment = read(text);
  if (text !== '' && moment === undefined) tell('DATE_INVALID');
  return moment;
}

/** True for what XML means by true. */
export const isTrue = (text: string): boolean => /^(?:true|1)$/i.test(text);
