/** What may be wrong with an interchange. None of it stops the reading. */
export type EdifactFault =
  /** The UNA announces no usable characters, or others than are used: the default ones are taken. */
  | 'UNA_INVALID'
  /** The input ends before the terminator of its last segment. */
  | 'TRUNCATED'
  /** A segment is longer than any may be; it is passed over. */
  | 'SEGMENT_TOO_LONG'
  /** A segment has more elements or components than any may have; it is passed over. */
  | 'SEGMENT_TOO_WIDE'
  /** A segment does not begin with three letters or digits; it is passed over. */
  | 'TAG_INVALID'
  /** Nothing in the input looks like an interchange. */
  | 'NO_INTERCHANGE';

/** One of them, and where. */
export interface EdifactDiagnostic {
  readonly fault: EdifactFault;
  /** Number of the segment in its interchange, the UNB being the first; 0 outside any. */
  readonly segment: number;
  /** Offset in bytes from the beginning of the input. */
  readonly offset: number;
}
