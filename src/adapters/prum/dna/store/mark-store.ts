import type postgres from 'postgres';
import type { Clock } from '../../../../shared/clock.js';
import type { FollowUp } from '../../matches/domain/follow-up.js';

/** A mark on an unidentified profile: that it matched a search of another state (Art. 9(4)). */
export interface ProfileMark {
  /** Reference number of the profile that was searched for, at the authority that searched. */
  readonly ownReference: string;
  readonly markedAtMs: number;
}

/** Marks that simulated states put on profiles of their own. */
export interface MarkStore {
  /**
   * Marks the profile that matched, for an authority of the state that holds it; the mark that is there when it is marked
   * already. Undefined, and nothing marked, when the search gave no reference number of its profile.
   */
  mark(match: Pick<FollowUp, 'id' | 'reference' | 'askingState'>, by: string): Promise<ProfileMark | undefined>;
}

interface MarkRow {
  readonly own_reference: string;
  readonly marked_at: Date;
}

/** Opens the store. The role of `sql` is ostiary_gateway. */
export function openMarkStore(sql: postgres.Sql, clock: Clock): MarkStore {
  return {
    async mark({ id, reference, askingState }, by) {
      await sql`
        insert into prum.dna_mark (reference, asking_state, own_reference, marked_by, marked_at)
        select reference, asking_state, own_reference, ${by}, ${new Date(clock.now())} from prum.match
        where id = ${id} and own_reference is not null
        on conflict do nothing`;
      const [row] = await sql<MarkRow[]>`
        select mark.own_reference, mark.marked_at from prum.dna_mark mark
        join prum.match asked on asked.id = ${id} and asked.own_reference = mark.own_reference
        where mark.reference = ${reference} and mark.asking_state = ${askingState}`;
      return row && { ownReference: row.own_reference, markedAtMs: row.marked_at.getTime() };
    },
  };
}
