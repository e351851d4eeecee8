/** Travellers, their fares, tickets and payments (TIF, FTI, FAR, MON, TXD, FOP). */
import type { Segment } from '../../../edifact/segment.js';
import type { Amount, FrequentFlyer, Payment, Traveller } from '../../pnr.js';
import { normalReference, splitTitle } from '../../texts/names.js';
import { components, each } from './parts.js';

/** TIF: surname, and given names with their title. */
export function readTraveller(segment: Segment): Traveller {
  const { givenNames, title } = splitTitle(segment.text(1, 0));
  return {
    reference: normalReference(segment.text(1, 2)),
    surname: segment.text(0, 0).trim(),
    givenNames,
    title,
    kind: segment.text(1, 1).trim() || segment.text(0, 1).trim(),
    infantReference: normalReference(segment.text(1, 3)),
    otherNames: components(segment, 1, 4).filter((name) => name !== ''),
    uniqueReference: '',
    frequentFlyer: [],
    fares: [],
    tickets: [],
    documents: [],
    otherDocuments: [],
    addresses: [],
  };
}

/** FTI. */
export const readFrequentFlyers = (segment: Segment): FrequentFlyer[] =>
  each(segment, 0, (element) => {
    const number = segment.text(element, 1).trim();
    return number === ''
      ? undefined
      : { carrier: segment.text(element, 0).trim(), number, tier: segment.text(element, 4).trim() };
  });

/** FAR: from the sixth element on. */
export const readFareBases = (segment: Segment): string[] =>
  each(segment, 5, (element) => segment.text(element).trim() || undefined);

/** MON. */
export const readAmounts = (segment: Segment): Amount[] =>
  each(segment, 0, (element) => ({
    kind: segment.text(element, 0).trim(),
    amount: segment.text(element, 1).trim(),
    currency: segment.text(element, 2).trim(),
  }));

/** TXD: from the second element on, each with its amount, country, currency and kind. */
export const readTaxes = (segment: Segment): Amount[] =>
  each(segment, 1, (element) => ({
    kind: segment.text(element, 3).trim() || segment.text(element, 1).trim(),
    amount: segment.text(element, 0).trim(),
    currency: segment.text(element, 2).trim(),
  })).filter(({ amount }) => amount !== '');

/** FOP. */
export const readPayments = (segment: Segment): Payment[] =>
  each(segment, 0, (element) => {
    const form = segment.text(element, 0).trim();
    if (form === '') return undefined;
    return {
      form,
      amount: segment.text(element, 2).trim(),
      vendor: segment.text(element, 3).trim(),
      account: segment.text(element, 4).trim(),
      expiry: segment.text(element, 5).trim(),
      holder: segment.text(element, 10).trim(),
      payer: [],
      addresses: [],
    };
  });
