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

/** A leg ends where a place is that is arrived at; the next one begins there, or at the next place that is departed from. */
export function legsOf(places: readonly NamedPlace[]): ApiLeg[] {
  const legs: ApiLeg[] = [];
  let from: NamedPlace | undefined;
  for (const place of places) {
    if (from === undefined || isDeparture(place, from)) {
      from = place;
      continue;
    }
    legs.push({
      from: from.place,
      to: place.place,
      departure: from.departure,
      arrival: place.arrival,
      crossesBorder: from.qualifier === '125' && place.qualifier === '87',
    });
    from = undefined;
  }
  return legs;
}

/** 125 always departs. Of the others those depart that have a time of departure and none of arrival. */
const isDeparture = ({ qualifier, departure, arrival }: NamedPlace, open: NamedPlace): boolean =>
  qualifier === '125' || (departure !== undefined && arrival === undefined && open.departure === undefined);
