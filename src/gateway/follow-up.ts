/** What follows from accesses and nobody asked for: the log is told, and where a duty was missed the operator as well. */
import { GATEWAY } from '../audit/log/entry.js';
import type { IndexTerm } from '../shared/index-term.js';
import type { Logger } from './observability/logger.js';
import type { SystemDraft, SystemLog } from './policy/retention.js';

/** Something that a system did, or that was not done, without a call. Codes and times: never what a record says. */
export interface FollowUp {
  /** What, e.g. "form-overdue". */
  readonly what: string;
  /** ULID under which it is told: that of the request it follows from, where there is one. */
  readonly id: string;
  /** Authority that it concerns; undefined for what concerns all. */
  readonly authority: string | undefined;
  readonly alertReference?: string | undefined;
  readonly letter?: string;
  /** State that owes what is missing. */
  readonly owedBy?: string;
  readonly dueAtMs?: number;
  readonly deadline?: string;
  /** References of what was deleted. */
  readonly deleted?: readonly string[];
  /** What the entry can be found by. */
  readonly terms?: readonly IndexTerm[];
}

/** Tells of it. Resolves once the log has it. */
export async function tellFollowUp(log: Pick<SystemLog, 'append'>, logger: Logger, event: FollowUp): Promise<void> {
  await log.append(formEntry(event));
  const { id, owedBy, what } = event;
  if (what.endsWith('-overdue')) logger.warn({ requestId: id, owedBy, status: what }, 'a time limit was missed');
}

function formEntry(event: FollowUp): SystemDraft {
  const { what, id, authority, alertReference, letter, owedBy, dueAtMs, deadline, deleted, terms } = event;
  const facts = {
    alert_reference: alertReference,
    deadline,
    deleted,
    due_at: dueAtMs === undefined ? undefined : new Date(dueAtMs).toISOString(),
    form: letter,
    owed_by: owedBy,
    status: what,
  };
  const result = Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, string | readonly string[]] => fact[1] !== undefined),
  );
  return followUpEntry('SIS', {
    requestId: id,
    authority,
    sections: { result },
    ...(terms !== undefined && { terms }),
  });
}

/** An entry about what happened without a call. */
export const followUpEntry = (
  system: string,
  { authority, ...told }: Pick<SystemDraft, 'requestId' | 'sections' | 'terms'> & { authority: string | undefined },
): SystemDraft => ({
  ...told,
  kind: 'follow-up',
  authority: authority ?? GATEWAY,
  system,
});
