import type { PassengerNameRecord, PnrBaggage, PnrChange } from '../../../gen/ostiary/pnr/v1/record.js';
import type { KeptBaggage, KeptChange, KeptTicket, OpenHalf, SealedHalf } from '../domain/kept-record.js';
import { printMoment } from './text.js';

type Shares = Pick<PassengerNameRecord, 'tickets' | 'fareBases' | 'seats' | 'baggage' | 'changes'>;

/** Tickets, fares, seats, bags and changes: one by one, or what is known of them where the number of travellers is masked. */
export const printShares = (open: OpenHalf, sealed: SealedHalf | undefined): Shares =>
  sealed === undefined ? printMasked(open) : printEach(sealed);

const printMasked = ({ ticketing, fareBases, baggage, changes }: OpenHalf): Shares => ({
  tickets: ticketing.map((one) => printTicket({ ...one, number: '', amounts: [] })),
  fareBases: [...fareBases],
  seats: [],
  baggage: baggage.map((total) => ({ ...total, tags: [] })),
  changes: changes.map(printChange),
});

function printEach({ a }: SealedHalf): Shares {
  const seats = new Set([...a.seats, ...a.checkedIn.map(({ seat }) => seat)]);
  seats.delete('');
  return {
    tickets: a.tickets.map(printTicket),
    fareBases: [...a.fareBases],
    seats: [...seats].sort(bySeat),
    baggage: a.checkedIn.flatMap(({ baggage }) => baggage.map(printBaggage)),
    changes: a.changes.map(printChange),
  };
}

const printTicket = ({ number, kind, issuedOn, conditions, amounts }: Omit<KeptTicket, 'traveller'>) => ({
  ...{ number, kind, conditions },
  issuedOn: printMoment(issuedOn),
  amounts: amounts.map((amount) => ({ ...amount })),
});

const printBaggage = ({ pieces, weight, unit, tags }: KeptBaggage): PnrBaggage => ({
  ...{ pieces, weight, unit },
  tags: tags.map(({ carrier, first, count, to }) => [`${carrier}${first}`, count, to].filter(Boolean).join(' ')),
});

const printChange = ({ action, at, items }: KeptChange): PnrChange => ({
  ...{ action, items: [...items] },
  at: printMoment(at),
});

/** By row, then letter. */
const bySeat = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : a > b ? 1 : 0);
