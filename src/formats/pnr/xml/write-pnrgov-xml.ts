/** A push of passenger name records as PNRGOV XML. */
import { writeXml, type XmlNode } from '../../xml/write-xml.js';
import type { PnrMessage } from '../message.js';
import type { Pnr, PnrPush } from '../pnr.js';
import { contactOfAddress } from '../texts/contacts.js';
import { attributesOf, momentText } from './nodes.js';
import { omissionsOf } from './omissions.js';
import { CONTROL } from './read-push.js';
import { writeFlight } from './write-flight.js';
import { writePassenger } from './write-passenger.js';
import { writeService } from './write-service.js';

const NAMESPACE = 'http://www.iata.org/IATA/2007/00';

/** A document, and what of the push it has no place for. */
export interface WrittenPush {
  readonly text: string;
  /** Names of fields of the model, e.g. "remarks": in order, each once. */
  readonly omitted: readonly string[];
}

/**
 * Writes a push. `version` is that of the message, e.g. "13.1". Throws a RangeError
 * for text with a character that XML cannot hold.
 */
export function writePnrgovXml(message: PnrMessage, version: string): WrittenPush {
  const { push, records } = message;
  const text = writeXml([
    'IATA_PNRGOV_NotifRQ',
    [
      ['Originator', [], attributesOf({ AirlineCode: push.carrier, SystemCode: push.sender })],
      writeLeg(push.flight),
      ['PNRs', records.map(writeRecord), { NumberOfPnrs: String(push.declaredRecords ?? records.length) }],
    ],
    {
      xmlns: NAMESPACE,
      Version: version,
      ...attributesOf({ TimeStamp: momentText(push.preparedAt), [CONTROL.reference]: push.reference }),
      ...writePart(push.part),
    },
  ]);
  return { text, omitted: omissionsOf(message) };
}

/** A message in one piece has no number. */
const writePart = ({ number, last }: PnrPush['part']): Record<string, string> =>
  number === 1 && last
    ? {}
    : { [CONTROL.number]: String(number), [CONTROL.status]: last ? 'End' : number === 1 ? 'Start' : 'InSeries' };

const writeLeg = (flight: PnrPush['flight']): XmlNode | undefined =>
  flight && [
    'FlightLeg',
    [
      ['DepartureAirport', [], attributesOf({ LocationCode: flight.from })],
      ['ArrivalAirport', [], attributesOf({ LocationCode: flight.to })],
    ],
    attributesOf({
      CarrierCode: flight.carrier,
      FlightNumber: flight.flight,
      DepartureDateTime: momentText(flight.departure),
      ArrivalDateTime: momentText(flight.arrival),
    }),
  ];

const writeRecord = (pnr: Pnr): XmlNode => [
  'PNR',
  [
    ...pnr.locators.map(({ system, code, kind }): XmlNode => [
      'BookingRefID',
      [['CompanyName', [], attributesOf({ Code: system })]],
      attributesOf({ ID: code, Type: kind }),
    ]),
    writeSource(pnr),
    ...pnr.services.filter(({ travellerReference }) => !isTravellers(pnr, travellerReference)).flatMap(writeService),
    ...writeContacts(pnr),
    ...pnr.excessBaggage.map(writeBaggage),
    ...pnr.travellers.map((traveller) => writePassenger(traveller, pnr)),
    ...pnr.itinerary.map((segment) => writeFlight(segment, pnr.travellers.length)),
  ],
  {
    NumberOfPassengers: String(pnr.travellers.length),
    ...attributesOf({
      PNR_TransDate: momentText(pnr.changedAt),
      PNR_CreationDate: momentText(pnr.locators[0]?.createdAt),
      LastTktDate: momentText(pnr.ticketedAt),
    }),
  },
];

const isTravellers = ({ travellers }: Pnr, reference: string): boolean =>
  reference !== '' && travellers.some((traveller) => traveller.reference === reference);

function writeSource({ agency }: Pnr): XmlNode | undefined {
  if (agency === undefined) return undefined;
  const requestor: XmlNode = ['RequestorID', [], { ID: agency.iataNumber }];
  return [
    'POS',
    [
      [
        'Source',
        agency.iataNumber === '' ? [] : [requestor],
        attributesOf({
          AgentSine: agency.agent,
          PseudoCityCode: agency.office,
          ISOCountry: agency.country,
          AgentDutyCode: agency.kind,
          AirlineVendorID: agency.system,
          AirportCode: agency.city,
        }),
      ],
    ],
  ];
}

/** Addresses with the telephone number behind each, then the contacts that no address tells of. */
function writeContacts({ addresses, contacts }: Pnr): XmlNode[] {
  const phones = addresses.map(({ text }) => contactOfAddress(text)?.value);
  return [
    ...contacts
      .filter(({ kind }) => kind === 'email')
      .map(({ value }): XmlNode => ['ContactInfo', [], { EmailAddress: value }]),
    ...addresses.map(({ street, city, region, country, postcode, text }): XmlNode => [
      'ContactInfo',
      [
        textNode('AddressLine', street),
        textNode('CityName', city),
        textNode('PostalCode', postcode),
        textNode('StateProv', region),
        textNode('CountryName', country),
      ],
      attributesOf({ PhoneNumber: contactOfAddress(text)?.kind === 'phone' ? text : '' }),
    ]),
    ...contacts
      .filter(({ kind, value }) => kind === 'phone' && !phones.includes(value))
      .map(({ value }): XmlNode => ['ContactInfo', [], { PhoneNumber: value }]),
  ];
}

const textNode = (name: string, text: string): XmlNode | undefined => (text === '' ? undefined : [name, text]);

function writeBaggage(text: string): XmlNode {
  const [quantity = '', ...unit] = text.split(' ');
  return ['PrepaidBag', [], attributesOf({ UnitOfMeasureQuantity: quantity, UnitOfMeasureCode: unit.join(' ') })];
}
