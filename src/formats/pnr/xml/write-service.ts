/** Special services as SSR elements. */
import type { XmlNode } from '../../xml/write-xml.js';
import type { SpecialService } from '../pnr.js';
import { attributesOf } from './nodes.js';
import { SEAT_SERVICES } from './read-service.js';

/** One element, or one for each traveller that it means something for: an element has room for one. */
export function writeService(service: SpecialService): XmlNode[] {
  const { code, status, quantity, carrier, from, to, text, details } = service;
  const isSeat = SEAT_SERVICES.has(code);
  const element = (content: string, reference: string): XmlNode => [
    'SSR',
    [carrier === '' ? undefined : ['Airline', [], { Code: carrier }], content === '' ? undefined : ['Text', content]],
    attributesOf({
      SSRCode: code,
      Status: status,
      ServiceQuantity: quantity,
      BoardPoint: from,
      OffPoint: to,
      RPH: reference,
    }),
  ];
  if (details.length === 0) return [element(isSeat ? '' : text, '')];
  return details.map(({ value, travellerReference }) => element(isSeat ? value : text, travellerReference));
}
