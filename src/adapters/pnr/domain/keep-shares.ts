/**
 * What every traveller of a booking has a share of: tickets, fares, seats, bags. Item by item it is as long as there are
 * travellers, so it is sealed with their number (Art. 12(2)(a)); the open half has what one traveller could have had alone.
 */
import type { Baggage, CheckedInTraveller, Fare, Pnr, Ticket } from '../../../formats/pnr/pnr.js';
import { distinct, distinctObjects, keepCode } from './codes.js';
import type { DeletionCount } from './deletion.js';
import type { BaggageTotal, KeptBaggage, KeptCheckIn, KeptTicket, OpenHalf } from './kept-record.js';

/** A ticket that a service tells of, and of whom, if it does. */
export interface ToldTicket {
  readonly number: string;
  readonly traveller: string;
}

/** 13: tickets of travellers, and those that services alone tell of. */
export function keepTickets({ travellers }: Pnr, told: readonly ToldTicket[], deleted: DeletionCount): KeptTicket[] {
  const kept = travellers.flatMap(({ reference, tickets }) =>
    tickets.filter(isTicket).map(({ number, kind, issuedOn, conditions, amounts }): KeptTicket => ({
      number: keepCode('ticket', number, deleted),
      kind: keepCode('ticketKind', kind, deleted),
      issuedOn,
      conditions: keepCode('ticketFlags', conditions?.flags ?? '', deleted),
      amounts: amounts.map((one) => ({
        kind: keepCode('amountKind', one.kind, deleted),
        amount: keepCode('amount', one.amount, deleted),
        currency: keepCode('currency', one.currency, deleted),
      })),
      traveller: reference,
    })),
  );
  const known = new Set(kept.map(({ number }) => number));
  const others = new Map(told.map((ticket) => [ticket.number, ticket]));
  return [
    ...kept,
    ...[...others.values()]
      .filter(({ number }) => !known.has(number))
      .map((ticket) => ({ ...ticket, kind: 'T', conditions: '', amounts: [] })),
  ];
}

/** False of what only holds payments: they are kept by themselves (6). */
const isTicket = ({ number, kind, issuedOn, conditions, amounts }: Ticket): boolean =>
  number !== '' || kind !== '' || issuedOn !== undefined || conditions !== undefined || amounts.length > 0;

/** 13: of tickets the facts, by day. An amount, or a time of the day, would be each traveller's own. */
export const ticketingOf = (tickets: readonly KeptTicket[]): OpenHalf['ticketing'] =>
  distinctObjects(
    tickets.map(({ kind, issuedOn, conditions }) => ({
      kind,
      issuedOn: issuedOn && { day: issuedOn.day },
      conditions,
    })),
  );

/** 13: all of them, each once. */
export const keepFareBases = ({ travellers }: Pnr, deleted: DeletionCount): string[] =>
  distinct(travellers.flatMap(({ fares }) => fares.flatMap(({ bases }) => bases.map(keptBasis(deleted)))));

const keptBasis =
  (deleted: DeletionCount) =>
  (basis: string): string =>
    keepCode('fareBasis', basis, deleted);

/** Fares of children and infants, as they are coded: "CHD", "CNN", "C09", "INF", "INS". */
const isOfChild = ({ passengerType }: Fare): boolean => /^(?:C|I)/.test(passengerType);

/**
 * 13: fare bases that one adult could have flown on: without discounts, which children have, and none where there are more of
 * them than flights.
 */
export function openFareBases({ travellers, itinerary }: Pnr, kept: readonly string[]): readonly string[] {
  const known = new Set(kept);
  const bases = travellers.flatMap(({ fares }) =>
    fares.filter((fare) => !isOfChild(fare)).flatMap((fare) => fare.bases),
  );
  const open = distinct(bases.filter((basis) => known.has(basis)).map((basis) => basis.replace(/\/.*/, '')));
  return open.length > itinerary.length ? [] : open.sort();
}

/** 10, 14, 16: who was checked in where, with which seat and bags. */
export const keepCheckIns = ({ itinerary }: Pnr, deleted: DeletionCount): KeptCheckIn[] =>
  itinerary.flatMap(({ checkIns }, segment) =>
    checkIns.flatMap(({ travellers }) =>
      travellers.map((traveller: CheckedInTraveller): KeptCheckIn => ({
        segment,
        traveller: traveller.travellerReference,
        seat: keepCode('seat', traveller.seat, deleted),
        boardingNumber: keepCode('boardingNumber', traveller.boardingNumber, deleted),
        baggage: traveller.baggage.map((bags) => keptBaggage(bags, deleted)),
      })),
    ),
  );

const keptBaggage = ({ pieces, weight, unit, tags }: Baggage, deleted: DeletionCount): KeptBaggage => ({
  pieces: keepCode('bagCount', pieces, deleted),
  weight: keepCode('amount', weight, deleted),
  unit: keepCode('massUnit', unit, deleted),
  tags: tags.map(({ carrier, first, count, to }) => ({
    carrier: keepCode('system', carrier, deleted),
    first: keepCode('bagTag', first, deleted),
    count: keepCode('bagCount', count, deleted),
    to: keepCode('airport', to, deleted),
  })),
});

/** 16: how many bags of which weight the booking has, for each unit of weight. */
export function baggageTotals(checkedIn: readonly KeptCheckIn[]): readonly BaggageTotal[] {
  const bags = checkedIn.flatMap(({ baggage }) => baggage);
  return distinct(bags.map(({ unit }) => unit || ' '))
    .sort()
    .flatMap((key): BaggageTotal[] => {
      const unit = key.trim();
      const these = bags.filter((one) => one.unit === unit);
      const total = { pieces: sum(these.map(({ pieces }) => pieces)), weight: sum(these.map(({ weight }) => weight)) };
      return total.pieces === '' && total.weight === '' ? [] : [{ ...total, unit }];
    });
}

const EXCESS = /^(\d{1,4}(?:\.\d{1,2})?)(?: ([A-Z]{1,4}))?$/;

/** 16: excess baggage as "number unit", each unit once. */
export function excessTotals({ excessBaggage }: Pnr, deleted: DeletionCount): readonly string[] {
  const byUnit = new Map<string, string[]>();
  for (const text of excessBaggage) {
    const [, number, unit = ''] = EXCESS.exec(text) ?? [];
    if (number !== undefined) byUnit.set(unit, [...(byUnit.get(unit) ?? []), number]);
    else if (text !== '') deleted.add('FREE_TEXT');
  }
  return [...byUnit].map(([unit, numbers]) => `${sum(numbers)} ${unit}`.trim()).sort();
}

/** Of decimals as they are written, exact to a thousandth; empty where there is none. */
function sum(numbers: readonly string[]): string {
  const told = numbers.filter((number) => number !== '');
  if (told.length === 0) return '';
  return String(Math.round(told.reduce((all, number) => all + Number(number), 0) * 1_000) / 1_000);
}
