/** Pushes as parts of transmissions: which parts belong together, and what they are together. */
import type { Part, Transmission } from '../edifact/transmissions.js';
import type { PnrMessage } from './message.js';
import type { Pnr, PnrPush } from './pnr.js';

/**
 * A push as a part. The common access reference should tell transmissions of a sender apart, but some senders put no more
 * into it than a flight number: so the day on which the push was prepared and the flight go with it.
 */
export function asPart({ push, records }: PnrMessage): Part<PnrPush, Pnr> {
  const { flight } = push;
  const key = JSON.stringify([
    push.sender,
    push.format.split(' ')[0],
    push.reference,
    push.preparedAt?.day,
    flight && [flight.carrier, flight.flight, flight.from, flight.to, flight.departure?.day],
  ]);
  return { key, part: push.part, head: push, items: records };
}

/** A transmission as a push in one piece, its records numbered anew. */
export const asMessage = ({ head, items }: Transmission<PnrPush, Pnr>): PnrMessage => ({
  push: { ...head, part: { number: 1, last: true } },
  records: items.map((record, at) => ({ ...record, number: at + 1 })),
});
