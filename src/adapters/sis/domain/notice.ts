/** What SIS tells authorities about alerts. Articles are those of Regulation (EU) 2018/1862 unless another is named. */
import type { Alert } from './alert.js';

/** Every kind of notice: what it is about stands in the contract (notices.proto). */
export const NOTICE_KINDS = [
  'expiry',
  'expired',
  'majority',
  'departure_over',
  'same_identity',
  'incompatible',
  'arrest_alert',
  'national_security',
  'unavailable',
  'locator_deleted',
] as const;

/** What a notice is about. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Something that somebody must be told, or see to. */
export interface Notice {
  readonly kind: NoticeKind;
  /** The alert that it is about, as it stands or stood. */
  readonly alert: Alert;
  /** ISO 3166-1 alpha-2; "*" for all states but the issuing one, "EU" for Europol. */
  readonly forState: string;
  /** Another alert that it is about. */
  readonly other?: Alert;
  readonly dueAt?: Date;
  /** Tells one occasion from the next of the same kind; the same notice is given once. */
  readonly occasion?: string;
}

/** Stands in Notice.forState for every state but the issuing one. */
export const ALL_OTHERS = '*';

/** Stands in Notice.forState for Europol. */
export const EUROPOL = 'EU';

/** Kinds that the issuing state is told of: it reviews its alert, and knows when it is gone (Arts. 32(7), 53 to 55). */
const OF_THE_TERM: readonly NoticeKind[] = ['expiry', 'expired', 'majority', 'departure_over', 'locator_deleted'];

/**
 * Authority that is told as well as the SIRENE Bureau of its state; undefined for none. The law addresses the issuing state: its
 * bureau keeps up the quality of its alerts (Art. 7(2)), and the authority that created the alert is the one that can say whether
 * it is needed (Art. 53(9)). Consultations, flags and unavailability are for bureaux alone (Arts. 8, 23 to 26, 36(4), 61):
 * they may be about alerts that nobody else may know of.
 */
export const toldBesides = ({ kind, alert, forState }: Notice): string | undefined =>
  OF_THE_TERM.includes(kind) && forState === alert.issuingState ? alert.createdBy : undefined;

/** Where a notice stands for one of those whom it is for. */
export type NoticeState = 'open' | 'handled' | 'ended';
