/** A PNR element as a record. */
import type { XmlPart } from '../../xml/xml.js';
import { checkRecord } from '../check-record.js';
import type { Tell } from '../diagnostic.js';
import { type DocumentService, giveDocuments, giveOwnDocument, isDocument } from '../documents.js';
import { type Agency, emptyPnr, type Locator, type Pnr, type PostalAddress, type SpecialService } from '../pnr.js';
import { travellersByReference } from '../references.js';
import { contactOfAddress, readContactService } from '../texts/contacts.js';
import { attribute, child, childrenOf, momentIn, textIn } from './fields.js';
import { readFlight } from './read-flight.js';
import { readDocumentService, readPassenger } from './read-passenger.js';
import { readServices } from './read-service.js';

/** `day` is that of the flight: it settles centuries. */
export function readRecord(element: XmlPart, number: number, day: string, tell: Tell): Pnr {
  const pnr = emptyPnr(number);
  pnr.locators.push(...readLocators(element, tell));
  pnr.changedAt = momentIn(element, 'pnrtransdate', tell);
  pnr.ticketedAt = momentIn(element, 'lasttktdate', tell);
  pnr.agency = readAgency(child(child(element, 'pos'), 'source'));
  const general = readServices(element, '');
  takeServices(pnr, general);
  for (const contact of childrenOf(element, 'contactinfo')) takeContact(pnr, contact);
  for (const bag of childrenOf(element, 'prepaidbag')) takeBaggage(pnr, bag);
  for (const passenger of childrenOf(element, 'passenger')) takePassenger(pnr, passenger, day, tell);
  const named = travellersByReference(pnr.travellers);
  for (const flight of childrenOf(element, 'flight')) pnr.itinerary.push(readFlight(flight, named, tell));
  const services = [...general, ...pnr.itinerary.flatMap((segment) => segment.services)];
  const documents = services.filter(({ code }) => isDocument(code)).map(asDocument);
  giveDocuments({ tell, referenceDay: day }, documents, pnr.travellers);
  checkRecord(pnr, tell);
  return pnr;
}

/** The time of booking is that of the record: it stands with the first locator. Type O is another reservation system. */
function readLocators(element: XmlPart, tell: Tell): Locator[] {
  const createdAt = momentIn(element, 'pnrcreationdate', tell);
  return childrenOf(element, 'bookingrefid')
    .map((one) => ({
      system: attribute(child(one, 'companyname'), 'code'),
      code: attribute(one, 'id'),
      kind: attribute(one, 'type').replace(/^O$/, ''),
    }))
    .filter(({ code }) => code !== '')
    .map((one, at) => ({ ...one, createdAt: at === 0 ? createdAt : undefined }));
}

function readAgency(source: XmlPart | undefined): Agency | undefined {
  if (source === undefined) return undefined;
  return {
    system: attribute(source, 'airlinevendorid'),
    location: '',
    iataNumber: attribute(child(source, 'requestorid'), 'id'),
    office: attribute(source, 'pseudocitycode'),
    city: attribute(source, 'airportcode'),
    kind: attribute(source, 'agentdutycode'),
    country: attribute(source, 'isocountry'),
    agent: attribute(source, 'agentsine'),
  };
}

function takeServices(pnr: Pnr, services: readonly SpecialService[]): void {
  for (const service of services) {
    pnr.services.push(service);
    const contact = readContactService(service.code, service.text);
    if (contact !== undefined) pnr.contacts.push(contact);
  }
}

function takeContact(pnr: Pnr, element: XmlPart): void {
  const phone = attribute(element, 'phonenumber');
  const address: PostalAddress = {
    purpose: '700',
    street: childrenOf(element, 'addressline')
      .map(({ text }) => text)
      .filter((text) => text !== '' && text !== '-')
      .join(' '),
    city: textIn(element, 'cityname'),
    region: textIn(element, 'stateprov'),
    country: textIn(element, 'countryname'),
    postcode: textIn(element, 'postalcode'),
    text: phone,
  };
  if (Object.entries(address).some(([key, value]) => key !== 'purpose' && key !== 'text' && value !== ''))
    pnr.addresses.push(address);
  const mail = attribute(element, 'emailaddress');
  if (mail !== '') pnr.contacts.push({ kind: 'email', code: 'CTCE', value: mail });
  const contact = phone === '' ? undefined : (contactOfAddress(phone) ?? { kind: 'phone', code: 'ADD', value: phone });
  if (contact !== undefined) pnr.contacts.push(contact);
}

function takeBaggage(pnr: Pnr, element: XmlPart): void {
  const text = `${attribute(element, 'unitofmeasurequantity')} ${attribute(element, 'unitofmeasurecode')}`.trim();
  if (text !== '') pnr.excessBaggage.push(text);
}

function takePassenger(pnr: Pnr, element: XmlPart, day: string, tell: Tell): void {
  const traveller = readPassenger(element, tell);
  pnr.travellers.push(traveller);
  for (const bag of childrenOf(element, 'excessbaggage')) takeBaggage(pnr, bag);
  const services = readServices(element, traveller.reference);
  takeServices(pnr, services);
  for (const service of services)
    if (isDocument(service.code)) giveOwnDocument({ tell, referenceDay: day }, asDocument(service), traveller);
  for (const document of childrenOf(element, 'docssr')) {
    const service = readDocumentService(document, traveller, day, tell);
    if (service !== undefined) pnr.services.push(service);
  }
}

const asDocument = ({ code, text, details }: SpecialService): DocumentService => ({
  code,
  text,
  references: details.map(({ travellerReference }) => travellerReference).filter((one) => one !== ''),
  segment: 0,
  offset: 0,
});
