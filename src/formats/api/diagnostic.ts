import type { EdifactFault } from '../edifact/diagnostic.js';
import type { EnvelopeFault } from '../edifact/envelope.js';
import type { EdifactPlace } from '../edifact/messages.js';

/** What may be wrong with a list of passengers. None of it costs more than what it names. */
export type ApiFault =
  | EdifactFault
  | EnvelopeFault
  /** The message is of another type; its segments are passed over. */
  | 'NOT_PAXLST'
  /** A list in one piece counts others than are on it. */
  | 'PERSON_COUNT'
  /** A segment that no version of the message has. */
  | 'TAG_UNKNOWN'
  /** A segment where none of its kind belongs. */
  | 'OUT_OF_PLACE'
  /** A person has more said of them than anybody may; what follows is dropped. */
  | 'PERSON_TOO_LARGE'
  /** More flights, legs or references stand before the people than may. */
  | 'LIST_TOO_LARGE'
  | 'DATE_INVALID'
  /** A document without type and number. */
  | 'DOCUMENT_EMPTY'
  /** A person without a name. */
  | 'NAME_MISSING';

/** One of them, and where. */
export interface ApiDiagnostic extends EdifactPlace {
  readonly fault: ApiFault;
  /** Number of the person in the message, from 1; left out before the first. */
  readonly person?: number | undefined;
}
