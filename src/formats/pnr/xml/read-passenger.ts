/** Passenger elements as travellers. */
import type { XmlPart } from '../../xml/xml.js';
import type { Tell } from '../diagnostic.js';
import { addDocument } from '../documents.js';
import type { Amount, Fare, Payment, SpecialService, Ticket, Traveller } from '../pnr.js';
import { readBirthText, readExpiryText } from '../texts/dates.js';
import { writeDoca, writeDoco, writeDocs } from '../texts/documents.js';
import { normalReference, splitTitle } from '../texts/names.js';
import { attribute, child, childrenOf, isTrue, momentIn, textIn } from './fields.js';

/** Kinds of traveller by the passenger type of a fare. */
export const KIND_OF_TYPE: ReadonlyMap<string, string> = new Map([
  ['ADT', 'A'],
  ['CHD', 'C'],
  ['CNN', 'C'],
  ['INF', 'IN'],
]);

/** The kind of traveller that the passenger types of fares tell, which is the only place that XML has for it. */
export const kindOfFares = (fares: readonly Fare[]): string | undefined =>
  fares.map(({ passengerType }) => KIND_OF_TYPE.get(passengerType)).find((kind) => kind !== undefined);

/** Whose given names have no title of their own may have it behind them. */
export function readPassenger(element: XmlPart, tell: Tell): Traveller {
  const title = textIn(element, 'nametitle');
  const names = [textIn(element, 'givenname'), textIn(element, 'middlename')].filter((name) => name !== '').join(' ');
  const fares = childrenOf(element, 'fareinfo').map(readFare);
  return {
    reference: normalReference(attribute(element, 'rph')),
    surname: [textIn(element, 'surnameprefix'), textIn(element, 'surname')].filter((name) => name !== '').join(' '),
    ...(title === '' ? splitTitle(names) : { givenNames: names, title }),
    kind: kindOfFares(fares) ?? '',
    infantReference: '',
    otherNames: [],
    uniqueReference: '',
    frequentFlyer: childrenOf(element, 'custloyalty')
      .map((one) => ({
        carrier: attribute(one, 'programid'),
        number: attribute(one, 'membershipid'),
        tier: attribute(one, 'loyallevel'),
      }))
      .filter(({ number }) => number !== ''),
    // One that tells no more than the kind of traveller is no fare.
    fares: fares.filter(({ passengerType, bases }) => bases.length > 0 || !KIND_OF_TYPE.has(passengerType)),
    tickets: childrenOf(element, 'ticketdocument').map((one) => readTicket(one, tell)),
    documents: [],
    otherDocuments: [],
    addresses: [],
  };
}

const readFare = (element: XmlPart): Fare => ({
  passengerType: attribute(element, 'ptccode'),
  bases: attribute(element, 'farebasis')
    .split(' ')
    .filter((basis) => basis !== ''),
});

function readTicket(element: XmlPart, tell: Tell): Ticket {
  return {
    number: attribute(element, 'ticketdocumentnbr'),
    kind: attribute(element, 'type'),
    issuedOn: momentIn(element, 'dateofissue', tell),
    conditions: isTrue(attribute(child(element, 'pricinginfo'), 'nonrefundableind'))
      ? { flags: 'NR', deadline: '', carrier: '' }
      : undefined,
    amounts: childrenOf(element, 'totalfare').map((one) => readAmount(one, 'T')),
    taxes: childrenOf(child(element, 'taxes'), 'tax').map((one) => readAmount(one, attribute(one, 'taxtype'))),
    payments: childrenOf(element, 'paymentinfo').map(readPayment),
  };
}

const readAmount = (element: XmlPart, kind: string): Amount => ({
  kind,
  amount: attribute(element, 'amount'),
  currency: attribute(element, 'currencycode'),
});

const readPayment = (element: XmlPart): Payment => ({
  form: attribute(element, 'paymenttype'),
  amount: attribute(element, 'paymentamount'),
  vendor: attribute(element, 'vendorcode'),
  account: attribute(element, 'accountnbr'),
  expiry: attribute(element, 'expirydate'),
  holder: attribute(element, 'cardholdername'),
  payer: [],
  addresses: [],
});

/**
 * A DOC_SSR of a passenger: gives the traveller the document and returns the service that tells of it, with the text that
 * it has elsewhere. Undefined, and told, if nothing in it is a document.
 */
export function readDocumentService(
  element: XmlPart,
  traveller: Traveller,
  day: string,
  tell: Tell,
): SpecialService | undefined {
  const text = giveDocument(element, traveller, day, tell);
  if (text === undefined) {
    tell('DOCUMENT_UNREADABLE');
    return undefined;
  }
  return {
    code: text.code,
    status: attribute(element, 'status'),
    quantity: attribute(element, 'servicequantity'),
    carrier: attribute(child(element, 'flightinfo'), 'code') || attribute(child(element, 'airline'), 'code'),
    from: '',
    to: '',
    text: text.text,
    details: [],
    travellerReference: traveller.reference,
  };
}

function giveDocument(
  element: XmlPart,
  traveller: Traveller,
  day: string,
  tell: Tell,
): { readonly code: string; readonly text: string } | undefined {
  const [docs, doco, doca] = [child(element, 'docs'), child(element, 'doco'), child(element, 'doca')];
  const dayIn = (of: XmlPart, name: string, read: typeof readBirthText): string | undefined => {
    const text = attribute(of, name);
    return read(text, day) ?? momentIn(of, name, tell)?.day;
  };
  if (docs !== undefined) {
    const document = {
      type: attribute(docs, 'traveldoctype'),
      issuer: attribute(docs, 'issuingloc'),
      number: attribute(docs, 'traveldocnbr'),
      nationality: attribute(docs, 'paxnationality'),
      birth: dayIn(docs, 'dateofbirth', readBirthText),
      sex: attribute(docs, 'gender'),
      expiry: dayIn(docs, 'expirydate', readExpiryText),
      surname: attribute(docs, 'surname'),
      givenNames: [attribute(docs, 'firstgivenname'), attribute(docs, 'secondgivenname')].filter((name) => name !== ''),
    };
    addDocument(traveller.documents, document, tell);
    return { code: 'DOCS', text: writeDocs(document) };
  }
  if (doco !== undefined) {
    const document = {
      placeOfBirth: attribute(doco, 'birthlocation'),
      type: attribute(doco, 'traveldoctype'),
      number: attribute(doco, 'traveldocnbr'),
      placeOfIssue: attribute(doco, 'placeofissue'),
      issuedOn: dayIn(doco, 'dateofissue', readBirthText),
      country: attribute(doco, 'countrystate'),
    };
    addDocument(traveller.otherDocuments, document, tell);
    return { code: 'DOCO', text: writeDoco(document) };
  }
  if (doca === undefined) return undefined;
  const address = {
    type: attribute(doca, 'addresstype'),
    country: attribute(doca, 'country'),
    street: attribute(doca, 'address'),
    city: attribute(doca, 'cityname'),
    region: attribute(doca, 'stateprovcounty'),
    postcode: attribute(doca, 'postalcode'),
  };
  addDocument(traveller.addresses, address, tell);
  return { code: 'DOCA', text: writeDoca(address) };
}
