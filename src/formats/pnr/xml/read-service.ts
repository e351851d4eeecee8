/** SSR elements as special services. */
import type { XmlPart } from '../../xml/xml.js';
import type { SpecialService } from '../pnr.js';
import { normalReference } from '../texts/names.js';
import { attribute, child, childrenOf, textIn } from './fields.js';

/** Services whose text is a seat, or a wish for one. */
export const SEAT_SERVICES: ReadonlySet<string> = new Set([
  'SEAT',
  'NSST',
  'NSSA',
  'NSSB',
  'NSSW',
  'RQST',
  'SMST',
  'SMSA',
  'SMSW',
]);

/** Services of an element; those of a passenger stand in the part of that traveller. */
export const readServices = (element: XmlPart, travellerReference: string): SpecialService[] =>
  childrenOf(element, 'ssr').map((one) => {
    const code = attribute(one, 'ssrcode');
    const text = textIn(one, 'text');
    const reference = normalReference(attribute(one, 'rph'));
    const isSeat = SEAT_SERVICES.has(code);
    // Within a passenger the reference says again whose the service is.
    const isTold = isSeat ? text !== '' || reference !== '' : reference !== '' && reference !== travellerReference;
    return {
      code,
      status: attribute(one, 'status'),
      quantity: attribute(one, 'servicequantity'),
      carrier: attribute(child(one, 'airline'), 'code'),
      from: attribute(one, 'boardpoint'),
      to: attribute(one, 'offpoint'),
      text: isSeat ? '' : text,
      details: isTold ? [{ value: isSeat ? text : '', travellerReference: reference }] : [],
      travellerReference,
    };
  });
