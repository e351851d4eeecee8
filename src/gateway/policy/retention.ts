/** How long entries of the log are kept, by what the policy in force says of each system (data/policy/logs.csv). */
import type { AuditLog, EntryDraft, LoggedEntry, RetentionClass } from '../../audit/log/entry.js';
import type { LogTable } from './legal-basis.js';

/** An entry that is kept as its system is: under its legal basis, where it has one. */
export type SystemDraft = Omit<EntryDraft, 'retention'> & { readonly legalBasisId?: string | undefined };

/** The log, for entries about systems. */
export interface SystemLog extends Pick<AuditLog, 'origin'> {
  /** As AuditLog.append. Rejects for a system of which the policy does not say how long its entries are kept. */
  readonly append: (draft: SystemDraft) => Promise<LoggedEntry>;
}

/** What no system can be named for, and acts about approvals on a row that does not exist. */
const NO_SYSTEM: ReadonlySet<string> = new Set(['UNKNOWN', 'APPROVALS']);

/** Goes by the table of the policy that was read at the start until it is told where to find that in force. */
export class Retention {
  readonly #atStart: LogTable;
  #inForce: (() => LogTable) | undefined;

  constructor(atStart: LogTable) {
    this.#atStart = atStart;
  }

  /** Goes by another table from now on. */
  follow(inForce: () => LogTable): void {
    this.#inForce = inForce;
  }

  /** Class of the entries about a system. Throws for one of which the policy says nothing. */
  of(system: string, legalBasisId?: string): RetentionClass {
    const found = (this.#inForce?.() ?? this.#atStart).retentionOf(system, legalBasisId);
    if (found !== undefined) return found;
    if (NO_SYSTEM.has(system)) return 'ops';
    throw new Error(`logs.csv does not say how long entries about ${system} are kept`);
  }

  /** The log, with each entry kept as this says. */
  logging(log: Pick<AuditLog, 'append' | 'origin'>): SystemLog {
    return {
      origin: log.origin,
      append: async ({ legalBasisId, ...draft }) =>
        log.append({ ...draft, retention: this.of(draft.system, legalBasisId) }),
    };
  }
}
