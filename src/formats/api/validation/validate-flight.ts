/** Rules about the flight of a list (Regulations (EU) 2025/12 and 2025/13, Art. 4(3); Directive 2004/82/EC, Art. 3(2)). */
import type { Moment } from '../../pnr/pnr.js';
import type { ApiLeg, PassengerList } from '../passenger-list.js';
import type { ApiField, Findings } from './finding.js';

/** Carrier, two or three characters, up to four digits and a suffix (IATA Resolution 761). */
const FLIGHT_NUMBER = /^([A-Z]{3}|[A-Z][A-Z0-9]|[0-9][A-Z])\s?\d{1,4}[A-Z]?$/;
const AIRPORT = /^[A-Z]{3}$/;
/** Times are local: no two places are more than a day apart, and no leg takes longer than two days. */
const MOST_DAYS_BACK = 1;
const MOST_DAYS_ON = 2;
const DAY = 86_400_000;

/** Kinds of lists that are of crew. */
const CREW_LISTS = new Set(['crew', 'master-crew']);

/** Looks at what stands before the people. */
export function validateFlight(list: PassengerList, findings: Findings): void {
  if (CREW_LISTS.has(list.kind) && findings.law !== '2025/13') findings.add('people', 'not_asked_for');
  if (list.format.trim() === '') findings.add('format', 'missing');
  const party = list.reportingParty;
  if (party === undefined || [party.phone, party.fax, party.email].every((contact) => contact === ''))
    findings.add('carrier_contact', 'missing');
  const [flight] = list.flights;
  if (flight === undefined || flight.number === '') findings.add('flight_number', 'missing');
  for (const { number, carrier } of list.flights) {
    if (number !== '' && !FLIGHT_NUMBER.test(number) && !FLIGHT_NUMBER.test(carrier + number))
      findings.add('flight_number', 'characters');
  }
  const legs = list.flights.flatMap((one) => one.legs);
  if (legs.length === 0) {
    for (const field of ['departure_airport', 'arrival_airport', 'departure', 'arrival'] as const)
      findings.add(field, 'missing');
  }
  if (!legs.some(({ crossesBorder }) => crossesBorder)) findings.add('border_crossing_point', 'missing');
  legs.forEach((leg, at) => validateLeg(leg, legs[at - 1], findings));
}

function validateLeg(leg: ApiLeg, before: ApiLeg | undefined, findings: Findings): void {
  validateAirport('departure_airport', leg.from, findings);
  validateAirport('arrival_airport', leg.to, findings);
  const departure = validateMoment('departure', leg.departure, findings);
  const arrival = validateMoment('arrival', leg.arrival, findings);
  if (departure !== undefined && arrival !== undefined) {
    const days = (arrival - departure) / DAY;
    if (days < -MOST_DAYS_BACK || days > MOST_DAYS_ON) findings.add('arrival', 'order');
  }
  if (before !== undefined && before.to !== leg.from) findings.add('departure_airport', 'gap', {}, 'warning');
}

function validateAirport(field: ApiField, code: string, findings: Findings): void {
  if (code === '') findings.add(field, 'missing');
  else if (!AIRPORT.test(code)) findings.add(field, 'unknown_code');
}

/** Milliseconds of a moment in its own time zone; undefined if there is none that could be compared. */
function validateMoment(
  field: 'departure' | 'arrival',
  moment: Moment | undefined,
  findings: Findings,
): number | undefined {
  if (moment?.time === undefined) {
    findings.add(field, 'missing');
    return undefined;
  }
  const at = Date.parse(`${moment.day}T${moment.time}:00Z`);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(moment.day)) {
    findings.add(field, 'no_such_day');
    return undefined;
  }
  return at;
}
