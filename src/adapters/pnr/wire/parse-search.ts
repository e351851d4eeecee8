import type { PnrCriteria, PnrItinerary } from '../../../gen/ostiary/pnr/v1/pnr.js';
import { names } from '../../../matching/names/compare-names.js';
import { type FieldViolation, Refusal } from '../../../shared/refusal.js';
import { flightNumber } from '../domain/push.js';
import type { PnrSearch, Position, RouteCriterion } from '../domain/search.js';
import { daysViolations, isDay } from './parse-days.js';

/** Longest span of days in a search by route. */
const MOST_DAYS = 31;

/** Criteria as domain values. Throws a Refusal that names every field that is wrong. */
export function parseSearch(criteria: PnrCriteria): PnrSearch {
  const violations: FieldViolation[] = [];
  const { person, document, flight, itinerary, locator, contact, account, linkedTo } = criteria;
  if (person !== undefined && !isDay(person.dateOfBirth)) violations.push(noDay('criteria.person.date_of_birth'));
  if (flight !== undefined && !isDay(flight.departsOn)) violations.push(noDay('criteria.flight.departs_on'));
  const route = itinerary && parseRoute(itinerary, violations);
  if (violations.length > 0) throw new Refusal('REQUEST_INVALID', 'The request breaks rules', { violations });
  return {
    person: person && {
      surname: person.surname,
      givenNames: person.givenNames,
      dateOfBirth: person.dateOfBirth,
      names: names(person.surname, person.givenNames),
    },
    document: document?.number,
    flight: flight && { carrier: flight.carrier, number: flightNumber(flight.number), departsOn: flight.departsOn },
    route,
    locator: given(locator),
    contact: given(contact),
    account: given(account),
    linkedTo: given(linkedTo),
  };
}

function parseRoute(
  { route, fromDate, toDate }: PnrItinerary,
  violations: FieldViolation[],
): RouteCriterion | undefined {
  const [origin = '', destination = ''] = route.split('-').map((end) => (end === '*' ? '' : end));
  if (origin === '' && destination === '') {
    violations.push({
      field: 'criteria.itinerary.route',
      rule: 'one_end',
      description: 'must name at least one airport',
    });
  }
  violations.push(...daysViolations({ fromDate, toDate }, 'criteria.itinerary.', MOST_DAYS));
  return { origin: given(origin), destination: given(destination), fromDate, toDate };
}

/** Where the page before ended; its syntax was checked. */
export function parsePosition(token: string): Position | undefined {
  const [transferredOn = '', id = ''] = token.split('/');
  if (token === '') return undefined;
  if (!isDay(transferredOn)) {
    const violations = [{ field: 'page_token', rule: 'pattern', description: 'must be one that was returned' }];
    throw new Refusal('REQUEST_INVALID', 'The request breaks rules', { violations });
  }
  return { transferredOn, id };
}

/** The same, as text. */
export const printPosition = (position: Position | undefined): string =>
  position === undefined ? '' : `${position.transferredOn}/${position.id}`;

const noDay = (field: string): FieldViolation => ({
  field,
  rule: 'date',
  description: 'must be a day of the calendar',
});

const given = (text: string): string | undefined => (text === '' ? undefined : text);
