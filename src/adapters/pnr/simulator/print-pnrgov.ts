/** What a simulated carrier writes: PNRGOV in EDIFACT, version 13:1, with what carriers send beside what may be kept. */
import type { Moment } from '../../../formats/pnr/pnr.js';

/** A passenger of a booking. */
export interface BookedPassenger {
  readonly surname: string;
  readonly givenNames: string;
  readonly title: string;
  /** "A", "C" or "IN". */
  readonly kind: string;
  readonly document?:
    | {
        readonly number: string;
        readonly issuer: string;
        readonly nationality: string;
        readonly birth: string;
        readonly sex: 'M' | 'F';
        readonly expiry: string;
      }
    | undefined;
  readonly ticket: string;
  readonly frequentFlyer?: string | undefined;
  readonly seat?: string | undefined;
  /** Age, of a minor who travels alone. */
  readonly aloneAt?: number | undefined;
}

/** A booking. */
export interface Booking {
  readonly locator: string;
  /** Universal time. */
  readonly made: Moment;
  /** IATA number of the agency; undefined for the carrier's own office. */
  readonly agency?: string | undefined;
  readonly passengers: readonly BookedPassenger[];
  readonly email?: string | undefined;
  readonly phone: string;
  readonly address?: {
    readonly street: string;
    readonly city: string;
    readonly country: string;
    readonly postcode: string;
  };
  readonly payment: { readonly form: 'CC' | 'CA'; readonly amount: string; readonly card?: string };
  /** Special services that nobody may keep. */
  readonly services: readonly string[];
  readonly bags: number;
  readonly returns?: BookedLeg | undefined;
}

/** A part of a journey. */
export interface BookedLeg {
  readonly carrier: string;
  readonly number: string;
  readonly origin: string;
  readonly destination: string;
  readonly departure: Moment;
  readonly arrival: Moment;
}

/** A push. */
export interface SimulatedPush {
  readonly leg: BookedLeg;
  readonly kind: 'full' | 'update';
  /** Number of the interchange. */
  readonly reference: string;
  readonly sentAt: Moment;
  /** True at closure: seats and bags are known. */
  readonly closed: boolean;
  readonly bookings: readonly Booking[];
}

/** Writes it. */
export function printPnrgov(push: SimulatedPush): Buffer {
  const { leg, kind, reference, sentAt, bookings, closed } = push;
  const message = [
    'UNH+1+PNRGOV:13:1:IA',
    `MSG+:${kind === 'full' ? '22' : '141'}`,
    `ORG+${leg.carrier}:${leg.origin}`,
    legSegment(leg, ''),
    `EQN+${bookings.length}`,
    ...bookings.flatMap((booking) => printBooking(booking, leg, closed)),
  ];
  const stamp = `${day(sentAt)}:${clock(sentAt)}`;
  const whole = [
    `UNB+IATA:1+${leg.carrier}+XAPIU+${stamp}+${reference}`,
    ...message,
    `UNT+${message.length + 1}+1`,
    `UNZ+1+${reference}`,
    '',
  ];
  return Buffer.from(whole.join("'"), 'latin1');
}

function printBooking(booking: Booking, leg: BookedLeg, closed: boolean): string[] {
  const { locator, made, agency, passengers, email, phone, address, services } = booking;
  return [
    'SRC',
    `RCI+${leg.carrier}:${locator}::${day(made)}:${clock(made)}`,
    ...services.map((code) => `SSR+${code}:HK:1:${leg.carrier}`),
    `DAT+700:${day(made)}:${clock(made)}`,
    `IFT+4:28::${leg.carrier}+CTCM ${text(phone)}`,
    ...(email === undefined ? [] : [`IFT+4:28::${leg.carrier}+CTCE ${text(teletype(email))}`]),
    agency === undefined ? `ORG+${leg.carrier}:${leg.origin}` : `ORG+1X:${leg.origin}+${agency}+${leg.origin}++T`,
    ...(address === undefined
      ? []
      : [`ADD++700:${text(address.street)}:${text(address.city)}:::${address.country}:${address.postcode}`]),
    ...passengers.flatMap((passenger, at) => printPassenger(passenger, at + 1, booking, leg, closed)),
    legSegment(leg, ':Y'),
    'RPI++HK',
    ...(closed ? printCheckIn(booking) : []),
    ...(booking.returns === undefined ? [] : [legSegment(booking.returns, ':Y'), 'RPI++HK']),
  ];
}

function printPassenger(
  passenger: BookedPassenger,
  at: number,
  booking: Booking,
  leg: BookedLeg,
  closed: boolean,
): string[] {
  const { surname, givenNames, title, kind, document, ticket, frequentFlyer, seat, aloneAt } = passenger;
  const { form, amount, card } = booking.payment;
  return [
    `TIF+${text(surname)}+${text(`${givenNames}${title}`)}:${kind}:${at}`,
    ...(frequentFlyer === undefined ? [] : [`FTI+${leg.carrier}:${frequentFlyer}:${at}`]),
    ...(document === undefined
      ? []
      : [
          `SSR+DOCS:HK:1:${leg.carrier}:::::/P/${document.issuer}/${document.number}/${document.nationality}/${ssrDay(document.birth)}/${document.sex}/${ssrDay(document.expiry)}/${text(surname)}/${text(givenNames)}`,
        ]),
    ...(aloneAt === undefined ? [] : [`SSR+UMNR:HK:1:${leg.carrier}:::::UM${aloneAt}`]),
    ...(closed && seat !== undefined ? [`SSR+SEAT:HK:1:${leg.carrier}+${seat}::${at}`] : []),
    `TKT+${ticket}:T:1`,
    `MON+T:${amount}:EUR`,
    form === 'CC' && card !== undefined ? `FOP+CC::${amount}:VI:${card}:1229` : `FOP+${form}::${amount}`,
  ];
}

/** Groups 6 and 7: who was checked in, and with how many bags. */
const printCheckIn = ({ passengers, bags }: Booking): string[] => [
  'DAT+2',
  ...passengers.flatMap(({ surname, givenNames, kind, seat }, at) => [
    `TRI++${at + 1}:::${at + 1}`,
    `TIF+${text(surname)}+${text(givenNames)}:${kind}:${at + 1}`,
    ...(seat === undefined ? [] : [`SSD+${seat}`]),
    ...(at === 0 && bags > 0 ? [`TBD++${bags}:${bags * 18}:700`] : []),
  ]),
];

const legSegment = ({ carrier, number, origin, destination, departure, arrival }: BookedLeg, suffix: string): string =>
  `TVL+${day(departure)}:${clock(departure)}:${day(arrival)}:${clock(arrival)}+${origin}+${destination}+${carrier}+${number}${suffix}`;

/** DDMMYY. */
const day = (moment: Moment): string => `${moment.day.slice(8)}${moment.day.slice(5, 7)}${moment.day.slice(2, 4)}`;
/** HHMM. */
const clock = (moment: Moment): string => (moment.time ?? '00:00').replace(':', '');

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** DDMMMYY of YYYY-MM-DD. */
const ssrDay = (date: string): string =>
  `${date.slice(8)}${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}${date.slice(2, 4)}`;

/** Teletype has no "@" and no "_". */
const teletype = (email: string): string =>
  email.toUpperCase().replaceAll('_', '..').replaceAll('-', './').replace('@', '//');

/** Service characters are released. */
const text = (value: string): string => value.replace(/[?+:']/g, (character) => `?${character}`);
