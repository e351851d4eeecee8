/** Flight elements as parts of a journey, with the check-in. */
import type { XmlPart } from '../../xml/xml.js';
import type { Tell } from '../diagnostic.js';
import type { CheckedInTraveller, CheckIn, ItinerarySegment } from '../pnr.js';
import type { NamedTravellers } from '../references.js';
import { normalReference } from '../texts/names.js';
import { readSeat } from '../texts/seats.js';
import { attribute, child, childrenOf, momentIn } from './fields.js';
import { readServices } from './read-service.js';

/** Names of those who were checked in are not told again: they are those of the travellers that `named` finds. */
export function readFlight(element: XmlPart, named: NamedTravellers, tell: Tell): ItinerarySegment {
  const marketing = attribute(child(element, 'marketingairline'), 'code');
  const operating = child(element, 'operatingairline');
  const operator = { carrier: attribute(operating, 'code'), flight: attribute(operating, 'flightnumber') };
  const carrier = marketing || operator.carrier;
  const flight = attribute(element, 'flightnumber');
  const isOwn = operator.carrier === carrier && (operator.flight === '' || operator.flight === flight);
  return {
    from: attribute(child(element, 'departureairport'), 'locationcode'),
    to: attribute(child(element, 'arrivalairport'), 'locationcode'),
    departure: momentIn(element, 'departuredatetime', tell),
    arrival: momentIn(element, 'arrivaldatetime', tell),
    carrier,
    flight,
    bookingClass: attribute(element, 'resbookdesigcode'),
    operatedBy: operating === undefined || isOwn ? undefined : operator,
    status: attribute(element, 'status'),
    equipment: attribute(child(element, 'equipment'), 'airequiptype'),
    locators: [],
    services: readServices(element, ''),
    remarks: [],
    checkIns: childrenOf(element, 'checkininfo').map((one) => readCheckIn(one, named, tell)),
  };
}

const readCheckIn = (element: XmlPart, named: NamedTravellers, tell: Tell): CheckIn => ({
  at: momentIn(element, 'time', tell),
  agent: '',
  travellers: childrenOf(element, 'boardingnumber').map((one) => readCheckedIn(one, named)),
});

function readCheckedIn(element: XmlPart, named: NamedTravellers): CheckedInTraveller {
  const travellerReference = normalReference(attribute(element, 'rph'));
  const [traveller] = named(travellerReference);
  const seat = child(element, 'seatnumber');
  return {
    boardingNumber: attribute(element, 'number'),
    travellerReference,
    surname: traveller?.surname ?? '',
    givenNames: traveller?.givenNames ?? '',
    seat: readSeat(seat?.text ?? ''),
    cabin: attribute(seat, 'cabinclass'),
    baggage: [],
  };
}
