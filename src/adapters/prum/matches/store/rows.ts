import type { CoreContent } from '../domain/core-content.js';
import type { CoreRequestContent, FollowUp, MatchReview } from '../domain/follow-up.js';
import type { FollowUpState } from '../domain/follow-up-states.js';

/** A match as the database has it. */
export interface MatchRow {
  readonly id: string;
  readonly state: FollowUpState;
  readonly search: string;
  readonly reference: string;
  readonly holding_state: string;
  readonly asking_state: string;
  readonly authority: string;
  readonly quality: number;
  readonly found_at: Date;
  readonly confirmed_at: Date | null;
  readonly until: Date;
  readonly release_by: Date | null;
  readonly handler: string | null;
  readonly review: MatchReview | null;
  readonly content: CoreRequestContent | null;
  readonly decision: string | null;
  readonly core: CoreContent | null;
  readonly decided_id: string | null;
}

/** A match as the domain has it. */
export const readRow = (row: MatchRow): FollowUp => ({
  id: row.id,
  state: row.state,
  search: row.search,
  reference: row.reference,
  holdingState: row.holding_state,
  askingState: row.asking_state,
  authority: row.authority,
  quality: row.quality,
  foundAtMs: row.found_at.getTime(),
  confirmedAtMs: row.confirmed_at?.getTime(),
  untilMs: row.until.getTime(),
  releaseByMs: row.release_by?.getTime(),
  handler: row.handler ?? undefined,
  review: row.review ?? undefined,
  content: row.content ?? undefined,
  decision: row.decision ?? undefined,
  core: row.core ?? undefined,
  isDecidedOn: row.decided_id !== null,
});
