/** What stands before the records: who sends, and which flight it is about. */
import { partNumber } from '../../edifact/envelope.js';
import type { XmlPart } from '../../xml/xml.js';
import type { Tell } from '../diagnostic.js';
import type { PnrPush } from '../pnr.js';
import { attribute, child, instantIn, momentIn, nameOf } from './fields.js';

/** Attributes of the root that divide a transmission into parts. */
export interface ControlAttributes {
  /** The same in all parts. */
  readonly reference: string;
  /** Number of the part. */
  readonly number: string;
  /** "End" for the last part. */
  readonly status: string;
}

/** As messages of the OpenTravel Alliance have them, on which this one is built. */
export const CONTROL: ControlAttributes = {
  reference: 'TransactionIdentifier',
  number: 'SequenceNmbr',
  status: 'TransactionStatusCode',
};

/** The version and the attributes of the root, Originator, FlightLeg and PNRs. The message does not say whether it is an update. */
export function readPush(root: XmlPart | undefined, control: ControlAttributes, tell: Tell): PnrPush {
  const originator = child(root, 'originator');
  const leg = child(root, 'flightleg');
  const count = attribute(child(root, 'pnrs'), 'numberofpnrs');
  return {
    format: `PNRGOV XML ${attribute(root, 'version')}`.trimEnd(),
    sender: attribute(originator, 'systemcode'),
    recipient: '',
    preparedAt: instantIn(root, 'timestamp', tell),
    reference: attribute(root, nameOf(control.reference)),
    part: partOf(attribute(root, nameOf(control.number)), attribute(root, nameOf(control.status))),
    kind: 'other',
    carrier: attribute(originator, 'airlinecode'),
    flight: leg && {
      carrier: attribute(leg, 'carriercode'),
      flight: attribute(leg, 'flightnumber'),
      from: attribute(child(leg, 'departureairport'), 'locationcode'),
      to: attribute(child(leg, 'arrivalairport'), 'locationcode'),
      departure: momentIn(leg, 'departuredatetime', tell),
      arrival: momentIn(leg, 'arrivaldatetime', tell),
    },
    declaredRecords: /^\d{1,9}$/.test(count) ? Number(count) : undefined,
    errors: [],
  };
}

/** Without a number there is one part. */
const partOf = (number: string, status: string): PnrPush['part'] =>
  number === '' ? { number: 1, last: true } : { number: partNumber(number), last: status.toLowerCase() === 'end' };
