/** What the log says of questions and pushes. */
import { documentTerm, partialPersonTerm } from '../../matching/index-terms.js';
import type { IndexTerm } from '../../shared/index-term.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { Push } from './domain/push.js';
import type { PnrSearch, Position } from './domain/search.js';

/** What was asked, as asked, in proto names; of an account its end, since no table keeps more of one. */
export function auditSearch(search: PnrSearch, size: number, after: Position | undefined): JsonObject {
  const { person, document, flight, route, locator, contact, account, linkedTo } = search;
  return present({
    account_end: account?.slice(-4),
    contact,
    document,
    flight: flight && `${flight.carrier}${flight.number} ${flight.departsOn}`,
    itinerary: route && `${route.origin ?? '*'}-${route.destination ?? '*'} ${route.fromDate} ${route.toDate}`,
    linked_to: linkedTo,
    locator,
    page_after: after?.id,
    page_size: size,
    person: person && {
      date_of_birth: person.dateOfBirth,
      given_names: person.givenNames,
      surname: person.surname,
    },
  });
}

/** What the access can be found by: whom and what it is about. */
export const searchTerms = ({ person, document }: PnrSearch): readonly IndexTerm[] => [
  ...(person === undefined ? [] : [partialPersonTerm(person.names.surname, person.dateOfBirth)]),
  ...(document === undefined ? [] : [documentTerm(document)]),
];

/** A push: the flight and numbers; of what was deleted how much of which category, never the content. */
export const auditPush = ({ format, kind, part, flight, recordCount, deletions }: Push): JsonObject => ({
  deletions: { ...deletions },
  departs_on: flight.departsOn,
  flight: `${flight.carrier}${flight.number}`,
  kind,
  message_format: format,
  part: part.number,
  records: recordCount,
  route: `${flight.origin}-${flight.destination}`,
});

function present(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) given[name] = value;
  return given;
}
