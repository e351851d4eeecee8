/** Segments that several groups of a record have. */
import { fold, writeSegment } from '../../../edifact/writer.js';
import type { Locator, PostalAddress, Remark, SpecialService } from '../../pnr.js';
import { writeMoment } from './moments.js';

/** Characters of a component of free text. */
export const TEXT_LENGTH = 70;

/** Locators in one segment. */
const LOCATORS = 9;

/** Items in groups of so many at most. */
export const inGroups = <Item>(items: readonly Item[], most: number): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / most) }, (_, at) => items.slice(at * most, (at + 1) * most));

/** RCI. */
export const writeLocators = (locators: readonly Locator[]): string[] =>
  inGroups(locators, LOCATORS).map((group) =>
    writeSegment(
      'RCI',
      ...group.map(({ system, code, kind, createdAt }) => [system, code, kind, ...writeMoment(createdAt)]),
    ),
  );

/** SSR. */
export const writeService = ({ code, status, quantity, carrier, from, to, text, details }: SpecialService): string =>
  writeSegment(
    'SSR',
    [code, status, quantity, carrier, '', '', from, to, ...fold(text, TEXT_LENGTH)],
    ...details.map(({ value, travellerReference }) => [value, '', travellerReference]),
  );

/** IFT: literal text. */
export const writeRemark = ({ type, carrier, text }: Remark): string =>
  writeSegment('IFT', [type === '' ? '' : '4', type, '', carrier], ...fold(text, TEXT_LENGTH));

/** ADD. */
export const writeAddress = ({ purpose, street, city, region, country, postcode, text }: PostalAddress): string =>
  writeSegment('ADD', '', [purpose, street, city, region, '', country, postcode, text]);
