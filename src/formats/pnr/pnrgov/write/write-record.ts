/** One record as groups 1 to 12 of PNRGOV. */
import { writeSegment } from '../../../edifact/writer.js';
import type { Agency, Contact, Pnr, Remark, SpecialService } from '../../pnr.js';
import { contactOfAddress, readContact, readContactService, writeContact } from '../../texts/contacts.js';
import { writeMoment } from './moments.js';
import { writeAddress, writeLocators, writeRemark, writeService } from './segments.js';
import { writeHistory } from './write-history.js';
import { writeItinerary, writeOtherServices } from './write-journey.js';
import { toldDocuments, writeTraveller } from './write-travellers.js';

/** Segments of a record. A cancelled one is its locators and an empty originator, and nothing else. `day` settles centuries. */
export function writeRecord(pnr: Pnr, version: string, day: string): string[] {
  const locators = writeLocators(pnr.locators);
  if (pnr.cancelled) return [writeSegment('SRC'), ...locators, writeSegment('ORG')];
  const told = toldDocuments(pnr, day);
  const named = new Set(pnr.travellers.map(({ reference }) => reference).filter((reference) => reference !== ''));
  const isGeneral = ({ travellerReference }: SpecialService | Remark): boolean => !named.has(travellerReference);
  return [
    writeSegment('SRC'),
    ...locators,
    ...pnr.services.filter(isGeneral).map(writeService),
    ...writeDates(pnr),
    ...pnr.remarks.filter(isGeneral).map(writeRemark),
    ...untoldContacts(pnr).map((contact) => writeRemark({ ...NO_REMARK, text: writeContact(contact) })),
    ...writeAgency(pnr.agency),
    ...pnr.addresses.map(writeAddress),
    ...pnr.excessBaggage.map(writeExcessBaggage),
    ...pnr.travellers.flatMap((traveller) => writeTraveller(traveller, pnr, told)),
    ...pnr.itinerary.flatMap((segment) => writeItinerary(segment, version)),
    ...(pnr.split === undefined ? [] : [writeSegment('EQN', pnr.split.count), ...writeLocators(pnr.split.locators)]),
    ...writeOtherServices(pnr.otherServices),
    ...writeHistory(pnr.history),
  ];
}

const NO_REMARK: Remark = { type: '28', carrier: '', text: '', travellerReference: '' };

/** 700 last change, 710 issue of the ticket. */
function writeDates({ changedAt, ticketedAt }: Pnr): string[] {
  const dates = [
    ...(changedAt === undefined ? [] : [['700', ...writeMoment(changedAt)]]),
    ...(ticketedAt === undefined ? [] : [['710', ...writeMoment(ticketedAt)]]),
  ];
  return dates.length === 0 ? [] : [writeSegment('DAT', ...dates)];
}

/** ORG; none for an agency of which nothing is told, as an empty one would cancel the record. */
function writeAgency(agency: Agency | undefined): string[] {
  if (agency === undefined || Object.values(agency).every((value) => value === '')) return [];
  const { system, location, iataNumber, office, city, kind, country, agent } = agency;
  return [writeSegment('ORG', [system, location], [iataNumber, office], city, '', kind, country, agent)];
}

/** "number unit" as it was read. */
function writeExcessBaggage(text: string): string {
  const [number = '', ...unit] = text.split(' ');
  return writeSegment('EBD', '', [number, '', unit.join(' ')]);
}

/** Contacts that no remark, service or address of the record tells of. */
function untoldContacts({ contacts, remarks, services, addresses, itinerary, travellers }: Pnr): Contact[] {
  const payers = travellers.flatMap(({ tickets }) => tickets.flatMap(({ payments }) => payments));
  const told = [
    ...[...remarks, ...itinerary.flatMap((segment) => segment.remarks)].map(({ text }) => readContact(text)),
    ...[...services, ...itinerary.flatMap((segment) => segment.services)].map(({ code, text }) =>
      readContactService(code, text),
    ),
    ...[...addresses, ...payers.flatMap((payment) => payment.addresses)].map(({ text }) => contactOfAddress(text)),
  ];
  const values = new Set(told.map((contact) => contact?.value));
  return contacts.filter(({ value }) => !values.has(value));
}
