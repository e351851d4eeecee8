/** Addresses, free text and special services (ADD, IFT, SSR). */
import type { Segment } from '../../../edifact/segment.js';
import type { PostalAddress, Remark, SpecialService } from '../../pnr.js';
import { normalReference } from '../../texts/names.js';
import { components, each, freeText } from './parts.js';

/** ADD: each element that has something in it; empty ones may stand before it. */
export const readAddresses = (segment: Segment): PostalAddress[] =>
  each(segment, 1, (element) => {
    const [purpose = '', street = '', city = '', region = '', regionName = '', country = '', postcode = '', ...text] =
      components(segment, element, 0);
    const address = {
      purpose,
      street,
      city,
      region: region || regionName,
      country,
      postcode,
      text: text.join(' ').trim(),
    };
    return Object.values(address).every((value) => value === '') ? undefined : address;
  });

/** IFT: free text, in as many elements as the sender's separators made of it. */
export const readRemark = (segment: Segment, travellerReference: string): Remark => ({
  type: segment.text(0, 1).trim() || segment.text(0, 0).trim(),
  carrier: segment.text(0, 3).trim(),
  text: freeText(segment, 1),
  travellerReference,
});

/** SSR: the service, and what it means for each traveller. */
export const readService = (segment: Segment, travellerReference: string): SpecialService => ({
  code: segment.text(0, 0).trim(),
  status: segment.text(0, 1).trim(),
  quantity: segment.text(0, 2).trim(),
  carrier: segment.text(0, 3).trim(),
  from: segment.text(0, 6).trim(),
  to: segment.text(0, 7).trim(),
  text: components(segment, 0, 8)
    .filter((text) => text !== '')
    .join(' '),
  details: each(segment, 1, (element) => {
    const detail = {
      value: segment.text(element, 0).trim(),
      travellerReference: normalReference(segment.text(element, 2)),
    };
    return detail.value === '' && detail.travellerReference === '' ? undefined : detail;
  }),
  travellerReference,
});
