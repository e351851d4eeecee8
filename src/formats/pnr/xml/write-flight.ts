/** Parts of a journey as Flight elements, with the check-in. */
import type { XmlNode } from '../../xml/write-xml.js';
import type { CheckedInTraveller, ItinerarySegment } from '../pnr.js';
import { attributesOf, momentText } from './nodes.js';
import { writeService } from './write-service.js';

export const writeFlight = (segment: ItinerarySegment, party: number): XmlNode => [
  'Flight',
  [
    ['DepartureAirport', [], attributesOf({ LocationCode: segment.from })],
    ['ArrivalAirport', [], attributesOf({ LocationCode: segment.to })],
    segment.equipment === '' ? undefined : ['Equipment', [], { AirEquipType: segment.equipment }],
    ['MarketingAirline', [], attributesOf({ Code: segment.carrier })],
    segment.operatedBy && [
      'OperatingAirline',
      [],
      attributesOf({ Code: segment.operatedBy.carrier, FlightNumber: segment.operatedBy.flight }),
    ],
    ...segment.services.flatMap(writeService),
    ...segment.checkIns.map(({ at, travellers }): XmlNode => [
      'CheckInInfo',
      travellers.map(writeCheckedIn),
      attributesOf({ Time: momentText(at) }),
    ]),
  ],
  {
    NumberInParty: String(party),
    ...attributesOf({
      DepartureDateTime: momentText(segment.departure),
      ArrivalDateTime: momentText(segment.arrival),
      ResBookDesigCode: segment.bookingClass,
      Status: segment.status,
      FlightNumber: segment.flight,
    }),
  },
];

const writeCheckedIn = ({ boardingNumber, travellerReference, seat, cabin }: CheckedInTraveller): XmlNode => [
  'BoardingNumber',
  seat === '' && cabin === '' ? [] : [['SeatNumber', seat, attributesOf({ CabinClass: cabin })]],
  attributesOf({ Number: boardingNumber, RPH: travellerReference }),
];
