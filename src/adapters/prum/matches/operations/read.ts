/** Listing and reading matches, and the core data that were released. */
import type { AuditReceipt } from '../../../../gen/ostiary/common/v1/receipt.js';
import type { SystemOutcome } from '../../../../gen/ostiary/common/v1/outcome.js';
import type {
  CoreData,
  FollowUp as WireFollowUp,
  FollowUpState as WireState,
  FollowUpView,
} from '../../../../gen/ostiary/prum/v1/exchange.js';
import { Refusal } from '../../../../shared/refusal.js';
import type { Operation } from '../../../adapter.js';
import { coreTerms } from '../audit-terms.js';
import type { FollowUpState } from '../domain/follow-up-states.js';
import type { FollowUpParts } from '../options.js';
import { stateFromWire } from '../wire/enums.js';
import { printCoreData, printFollowUp } from '../wire/print-follow-up.js';
import type { OnFollowUp } from './act.js';
import {
  type Accessed,
  ASKING,
  discloseFollowUp,
  HOLDING,
  notFound,
  outcomeOf,
  sideOf,
  begin,
  viewName,
} from './parts.js';

const DEFAULT_PAGE_SIZE = 20;

/** Which follow-ups to list. */
export interface Listing extends Accessed {
  readonly view: FollowUpView;
  readonly states: readonly WireState[];
  readonly pageSize: number;
  readonly pageToken: string;
}

/** A page of follow-ups. */
export interface Listed {
  receipt: AuditReceipt | undefined;
  outcome: SystemOutcome | undefined;
  followUps: WireFollowUp[];
  nextPageToken: string;
}

/** Makes the operation that lists follow-ups, newest first. */
export const listOperation = (parts: FollowUpParts): Operation<Listing, Listed> => ({
  parse({ view, states: wireStates, pageSize, pageToken }) {
    const side = sideOf(view);
    const states = wireStates.map(stateFromWire).filter((state): state is FollowUpState => state !== undefined);
    const page = { size: pageSize || DEFAULT_PAGE_SIZE, before: pageToken === '' ? undefined : pageToken };
    return {
      legalOperations: [...side.legalOperations, 'READ'],
      audit: {
        ...(page.before !== undefined && { before: page.before }),
        ...(states.length > 0 && { states }),
        view: viewName(side),
      },
      async ask(context) {
        const now = begin(parts, context);
        const found = await parts.store.list(side.whose(context), states, page);
        return {
          status: found.length > 0 ? 'HIT' : 'NO_HIT',
          response: {
            receipt: undefined,
            outcome: outcomeOf(parts, found.length > 0),
            followUps: found.map((followUp) => printFollowUp(followUp, [], now)),
            nextPageToken: found.length === page.size ? (found.at(-1)?.id ?? '') : '',
          },
          disclosures: found.map(discloseFollowUp),
        };
      },
    };
  },
});

/** Which follow-up to show. */
export interface Reading extends OnFollowUp {
  readonly view: FollowUpView;
}

/** A follow-up in full. */
export interface Read {
  receipt: AuditReceipt | undefined;
  outcome: SystemOutcome | undefined;
  followUp: WireFollowUp | undefined;
}

/** Makes the operation that shows one in full. An authority of the holding state that reads one has it in hand. */
export const getOperation = (parts: FollowUpParts): Operation<Reading, Read> => ({
  parse({ view, followUpId: id }) {
    const side = sideOf(view);
    return {
      legalOperations: [...side.legalOperations, 'READ'],
      audit: { follow_up_id: id, view: viewName(side) },
      async ask(context) {
        const now = begin(parts, context);
        const whose = side.whose(context);
        const followUp =
          side === HOLDING
            ? await parts.store.take(id, whose, context.scope.authority)
            : await parts.store.find({ id }, whose);
        if (followUp === undefined) throw notFound();
        const history = await parts.store.history(id);
        return {
          status: 'HIT',
          response: {
            receipt: undefined,
            outcome: outcomeOf(parts, true),
            followUp: printFollowUp(followUp, history, now),
          },
          disclosures: [discloseFollowUp(followUp)],
        };
      },
    };
  },
});

/** Core data that were released. */
export interface CoreDataRead {
  receipt: AuditReceipt | undefined;
  outcome: SystemOutcome | undefined;
  coreData: CoreData | undefined;
}

/** Makes the operation that reads core data: each reading is an access of its own. */
export const readCoreDataOperation = (parts: FollowUpParts): Operation<OnFollowUp, CoreDataRead> => ({
  parse({ followUpId: id }) {
    return {
      legalOperations: [...ASKING.legalOperations, 'READ'],
      audit: { follow_up_id: id },
      async ask(context) {
        begin(parts, context);
        const followUp = await parts.store.find({ id }, ASKING.whose(context));
        if (followUp?.core === undefined) {
          throw new Refusal('NOT_FOUND', 'No core data have been released for such a match');
        }
        const { reference, core } = followUp;
        return {
          status: 'HIT',
          response: { receipt: undefined, outcome: outcomeOf(parts, true), coreData: printCoreData(reference, core) },
          disclosures: [{ reference, category: 'CORE-DATA', terms: coreTerms(core) }],
        };
      },
    };
  },
});
