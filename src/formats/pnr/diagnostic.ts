import type { EdifactFault } from '../edifact/diagnostic.js';
import type { EnvelopeFault } from '../edifact/envelope.js';
import type { EdifactPlace } from '../edifact/messages.js';

/** What may be wrong with a message about passengers. None of it costs more than what it names. */
export type PnrFault =
  | EdifactFault
  | EnvelopeFault
  /** The message is of another type; its segments are passed over. */
  | 'NOT_PNRGOV'
  /** The message type names an agency or directory that has no such message. */
  | 'MESSAGE_TYPE_ODD'
  /** A message in one piece counts other records than it has. */
  | 'RECORD_COUNT'
  /** A segment that no version of the message has. */
  | 'TAG_UNKNOWN'
  /** A segment where none of its kind belongs. */
  | 'OUT_OF_PLACE'
  /** A release character stands before the terminator behind which the next record begins. */
  | 'RELEASE_STRAY'
  /** A record has more in it than any may have; what follows is dropped, or the document at that place. */
  | 'RECORD_TOO_LARGE'
  /** A record, or what stands before the records, is no XML that can be read, or does not end; it is passed over. */
  | 'XML_INVALID'
  /** A document has a type or a processing instruction: nothing of it is read. */
  | 'XML_REFUSED'
  /** A record without a locator. */
  | 'LOCATOR_MISSING'
  /** Date and time of a locator stand one place early. */
  | 'LOCATOR_SHIFTED'
  /** The time of arrival stands in the place of its date. */
  | 'TIME_FOR_DATE'
  | 'DATE_INVALID'
  /** A service is for a traveller that the record does not name. */
  | 'TRAVELLER_UNKNOWN'
  /** The text of a document cannot be read. */
  | 'DOCUMENT_UNREADABLE';

/** Hears of a fault, at what is under the reader's hand unless another place is given. */
export type Tell = (fault: PnrFault, at?: EdifactPlace) => void;

/** One of them, and where. */
export interface PnrDiagnostic extends EdifactPlace {
  readonly fault: PnrFault;
  /** Number of the record in its message, from 1; left out before the first. */
  readonly record?: number | undefined;
}
