/** Legs of a flight: airports as the message names them, put together to what is flown. */
import type { Moment } from '../../pnr/pnr.js';
import type { ApiLeg } from '../passenger-list.js';

/** LOC in the group of a flight, with the times behind it. */
export interface NamedPlace {
  /** 125 last departure before the border, 87 first arrival behind it, 92 other, 130 last of all. */
  readonly qualifier: string;
  readonly place: string;
  /** DTM 189. */
  departure?: Moment | undefined;
  /** DTM 232. */
  arrival?: Moment | undefined;
}

/**
 * A leg has both its ends: 125 and 87 in either order, else the first and the second of two places. Where a place has times of
 * arrival and of departure, the next leg begins there, and so it does before a place that is only arrived at.
 */
export function legsOf(places: readonly NamedPlace[]): ApiLeg[] {
  const legs: ApiLeg[] = [];
  let from: NamedPlace | undefined;
  /** Where the last leg ended. */
  let last: NamedPlace | undefined;
  for (const place of places) {
    if (from === undefined) {
      if (last === undefined || !isArrival(place)) from = place;
      else if (place.place !== last.place) {
        legs.push(legOf({ ...last, departure: undefined }, place));
        last = place;
      }
    } else if (from.qualifier === '87' && place.qualifier === '125') {
      legs.push(legOf(place, from));
      last = from;
      from = undefined;
    } else if (isDeparture(place, from) || (from === last && isToldAgain(place, from))) from = place;
    else {
      legs.push(legOf(from, place));
      last = place;
      from = place.departure === undefined ? undefined : place;
    }
  }
  return legs;
}

const legOf = (from: NamedPlace, to: NamedPlace): ApiLeg => ({
  from: from.place,
  to: to.place,
  departure: from.departure,
  arrival: to.arrival,
  crossesBorder: from.qualifier === '125' && to.qualifier === '87',
});

/** 125 always departs. Of the others those depart that have a time of departure and none of arrival. */
const isDeparture = ({ qualifier, departure, arrival }: NamedPlace, open: NamedPlace): boolean =>
  qualifier === '125' || (departure !== undefined && arrival === undefined && open.departure === undefined);

/** The flight goes on where it arrived. */
const isToldAgain = ({ place, arrival }: NamedPlace, arrived: NamedPlace): boolean =>
  place === arrived.place && arrival === undefined;

/** 87 and 130 are arrived at, and so are places with no time but that of an arrival. */
const isArrival = ({ qualifier, departure, arrival }: NamedPlace): boolean =>
  qualifier === '87' || qualifier === '130' || (arrival !== undefined && departure === undefined);
